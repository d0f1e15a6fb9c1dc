"""The German statistical offices' fixed-width format GV100AD.

Layout: Destatis, Gemeindeverzeichnis-Informationssystem, Datensatzbeschreibung GV100AD. Every line has 220 characters;
the files were ISO-8859-1 until about 2020 and have been UTF-8 since.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from kommin.register.editions.german import district_name
from kommin.register.editions.records import DistrictRecord, Edition, EditionError, MunicipalityRecord, RegionRecord
from kommin.register.kinds import OWN_DISTRICT

WIDTH = 220
LARGEST_FILE = 50_000_000
_STATE, _REGION, _GROUP, _DISTRICT, _ASSOCIATION, _MUNICIPALITY = "10", "20", "30", "40", "50", "60"
_KINDS_OF_DISTRICTS = {
    "41": OWN_DISTRICT,
    "42": OWN_DISTRICT,
    "43": "kreis",
    "44": "landkreis",
    "45": "regionalverband",
}
_KINDS_OF_MUNICIPALITIES = {
    "60": "markt", "61": OWN_DISTRICT, "62": OWN_DISTRICT, "63": "stadt", "64": "gemeinde",
    "65": "gemeindefreies_gebiet", "66": "gemeindefreies_gebiet", "67": "gemeinde",
}  # fmt: skip
_PREFIX_OF_REGIONS = "Reg.-Bez. "
_SOURCE = "Statistische Ämter des Bundes und der Länder, Gemeindeverzeichnis GV100AD vom {:%d.%m.%Y}, dl-de/by-2-0"


@dataclass(frozen=True, slots=True)
class _Line:
    """One line, cut by columns counted from 1 as the official description does."""

    number: int
    text: str

    def cut(self, first: int, length: int) -> str:
        return self.text[first - 1 : first - 1 + length].strip()

    def whole_number(self, first: int, length: int) -> int:
        digits = self.cut(first, length) or "0"
        if not digits.isdigit():
            reason = _("“%(text)s” in columns %(first)s to %(last)s is no number.")
            raise EditionError(reason % {"text": digits, "first": first, "last": first + length - 1}, line=self.number)
        return int(digits)

    @property
    def type(self) -> str:
        return self.cut(1, 2)

    @property
    def key(self) -> str:
        return self.cut(11, 8)

    @property
    def name(self) -> str:
        return self.cut(23, 50)


def read_gv100ad(
    content: bytes, *, register_code: str, only: str | None = None, population_on: date | None = None, source: str = ""
) -> Edition:
    """Read a GV100AD file.

    Args:
        register_code: the register it is for.
        only: keep just the keys that begin so, e.g. "05" out of the file for all of Germany; an empty text keeps all.
            Without it, a file of several states is refused: rarely are all of them meant.
        population_on: the day of the population figures; by default the last day of the year before the edition,
            as the statistical offices deliver them.

    Raises:
        EditionError: with the line, for a wrong width, encoding, record type, date or number.
    """
    lines = [line for line in _lines(content) if line.key.startswith(only or "")]
    if not lines:
        raise EditionError(_("No record begins with the key %(key)s.") % {"key": only})
    states = {line.key[:2] for line in lines if line.type == _MUNICIPALITY}
    if only is None and len(states) > 1:
        reason = _("The file holds %(count)s states. Please name one (--only 05), or take them all (--only all).")
        raise EditionError(reason % {"count": len(states)})
    as_of = _as_of(lines)
    counted_on = population_on or date(as_of.year - 1, 12, 31)
    regions = tuple(_region(line) for line in lines if line.type == _REGION)
    districts = tuple(_district(line, regions) for line in lines if line.type == _DISTRICT)
    known = {region.key for region in regions} | {district.key for district in districts}
    municipalities = tuple(_municipality(line, counted_on, known) for line in lines if line.type == _MUNICIPALITY)
    missing = sorted({line.key[:5] for line in lines if line.type == _MUNICIPALITY} - known)
    warning = _("The file has no record for these districts: %(keys)s.") % {"keys": ", ".join(missing)}
    return Edition(
        register_code=register_code,
        as_of=as_of,
        source=source or _SOURCE.format(as_of),
        municipalities=municipalities,
        districts=districts,
        regions=regions,
        warnings=(warning,) if missing else (),
    )


def _lines(content: bytes) -> Iterator[_Line]:
    if not content.strip():
        raise EditionError(_("The file is empty."))
    if len(content) > LARGEST_FILE:
        raise EditionError(
            _("The file is too large: %(allowed)s MB are allowed.") % {"allowed": LARGEST_FILE // 1_000_000}
        )
    if b"\0" in content:
        raise EditionError(_("The file is not a text in UTF-8 or ISO-8859-1."))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("iso-8859-1")
    known = {_STATE, _REGION, _GROUP, _DISTRICT, _ASSOCIATION, _MUNICIPALITY}
    for number, raw in enumerate(text.split("\n"), 1):
        line = _Line(number, raw.removesuffix("\r"))
        if not line.text.strip():
            continue
        if len(line.text) != WIDTH:
            reason = _(
                "The line has %(found)s characters instead of %(width)s. Is this GV100AD, in UTF-8 or ISO-8859-1?"
            )
            raise EditionError(reason % {"found": len(line.text), "width": WIDTH}, line=number)
        if line.type not in known:
            raise EditionError(_("“%(type)s” is no type of record.") % {"type": line.type}, line=number)
        yield line


def _as_of(lines: list[_Line]) -> date:
    first = lines[0].cut(3, 8)
    for line in lines:
        if line.cut(3, 8) != first:
            raise EditionError(_("The lines are of different days."), line=line.number)
    try:
        return datetime.strptime(first, "%Y%m%d").date()  # noqa: DTZ007 - a day without a time
    except ValueError as error:
        raise EditionError(_("“%(text)s” is no day.") % {"text": first}, line=lines[0].number) from error


def _region(line: _Line) -> RegionRecord:
    return RegionRecord(line.key, line.name.removeprefix(_PREFIX_OF_REGIONS), line.cut(73, 50), line.number)


def _district(line: _Line, regions: tuple[RegionRecord, ...]) -> DistrictRecord:
    kind = _kind(line, _KINDS_OF_DISTRICTS)
    name = line.name.split(",")[0].strip()
    if name.casefold().startswith("städteregion"):
        kind = "staedteregion"
    region_key = line.key[:3] if any(region.key == line.key[:3] for region in regions) else ""
    return DistrictRecord(
        key=line.key,
        name=district_name(name, kind),
        kind=kind,
        seat=line.cut(73, 50),
        region_key=region_key,
        official_name=line.name,
        line=line.number,
    )


def _municipality(line: _Line, counted_on: date, known: set[str]) -> MunicipalityRecord:
    if len(line.key) != 8:
        raise EditionError(
            _("“%(key)s” is no key of a municipality: it has 8 digits.") % {"key": line.key}, line=line.number
        )
    return MunicipalityRecord(
        key=line.key,
        name=line.name.split(",")[0].strip(),
        official_name=line.name,
        kind=_kind(line, _KINDS_OF_MUNICIPALITIES),
        district_key=line.key[:5] if line.key[:5] in known else "",
        region_key=line.key[:3] if line.key[:3] in known else "",
        postcode=line.cut(166, 5),
        area_km2=Decimal(line.whole_number(129, 11)) / 100,
        population={counted_on: line.whole_number(140, 11)},
        line=line.number,
    )


def _kind(line: _Line, kinds: dict[str, str]) -> str:
    code = line.cut(123, 2)
    if code not in kinds:
        raise EditionError(_("“%(code)s” is no kind of municipality or district.") % {"code": code}, line=line.number)
    return kinds[code]
