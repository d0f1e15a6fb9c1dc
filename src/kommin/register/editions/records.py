"""The records of an edition, and the checks every edition must pass whatever file it came from."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

KEY = re.compile(r"^[0-9A-Za-z](?:[0-9A-Za-z.-]{0,14}[0-9A-Za-z])?$")
"""A key of any register: one to sixteen letters, digits, points and hyphens."""


class EditionError(ValueError):
    """The file is no edition that could be used; it was refused whole.

    Attributes:
        line: the line of the file, from 1, or None where the fault lies in the file as a whole.
    """

    def __init__(self, message: str, *, line: int | None = None) -> None:
        super().__init__(_("Line %(line)s: %(reason)s") % {"line": line, "reason": message} if line else message)
        self.line = line


@dataclass(frozen=True, slots=True)
class RegionRecord:
    """A level above the districts, such as a Regierungsbezirk."""

    key: str
    name: str
    seat: str = ""
    line: int | None = None


@dataclass(frozen=True, slots=True)
class DistrictRecord:
    """A district; a city without a district is its own."""

    key: str
    name: str
    kind: str = ""
    seat: str = ""
    region_key: str = ""
    official_name: str = ""
    line: int | None = None


@dataclass(frozen=True, slots=True)
class MunicipalityRecord:
    """A municipality as an edition describes it.

    Attributes:
        population: inhabitants by the day they were counted.
        area_km2: square kilometres.
        longitude, latitude: degrees (WGS 84).
        line: the line of the file it came from.
    """

    key: str
    name: str
    kind: str = ""
    official_name: str = ""
    district_key: str = ""
    region_key: str = ""
    seat: str = ""
    postcode: str = ""
    area_km2: Decimal | None = None
    population: Mapping[date, int] = field(default_factory=dict)
    longitude: Decimal | None = None
    latitude: Decimal | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class KeyChange:
    """A key that stopped on a day and the one that took over."""

    old_key: str
    old_name: str
    new_key: str
    valid_from: date
    level: str
    remark: str = ""


@dataclass(frozen=True)
class Edition:
    """Everything one file (or one shipped folder) says about a register on a day."""

    register_code: str
    as_of: date
    source: str
    municipalities: tuple[MunicipalityRecord, ...]
    districts: tuple[DistrictRecord, ...] = ()
    regions: tuple[RegionRecord, ...] = ()
    key_changes: tuple[KeyChange, ...] = ()
    aliases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()


def check_edition(edition: Edition) -> None:
    """Refuse an edition that could not be stored whole.

    Raises:
        EditionError: no municipality, a key twice or of impossible form, an empty name, a district or region that is
            referred to but not contained, a figure below zero.
    """
    if not edition.municipalities:
        raise EditionError(_("The file contains no municipality."))
    for records in (edition.regions, edition.districts, edition.municipalities):
        _check_keys(records)
    districts = {record.key for record in edition.districts}
    regions = {record.key for record in edition.regions}
    for line, key, known in _references(edition, districts, regions):
        if key and key not in known:
            raise EditionError(_("The key %(key)s is referred to but not in the file.") % {"key": key}, line=line)
    for record in edition.municipalities:
        _check_figures(record)


def _check_keys(records: Iterable[MunicipalityRecord | DistrictRecord | RegionRecord]) -> None:
    seen: dict[str, int | None] = {}
    for record in records:
        if not KEY.match(record.key):
            reason = _("“%(key)s” is not a key: one to sixteen letters, digits, points or hyphens are.")
            raise EditionError(reason % {"key": record.key}, line=record.line)
        if record.key in seen:
            first = seen[record.key]
            reason = (
                _("The key %(key)s is there twice.")
                if first is None
                else _("The key %(key)s is already in line %(first)s.")
            )
            raise EditionError(reason % {"key": record.key, "first": first}, line=record.line)
        if not record.name:
            raise EditionError(_("The name of %(key)s is missing.") % {"key": record.key}, line=record.line)
        seen[record.key] = record.line


def _references(edition: Edition, districts: set[str], regions: set[str]) -> Iterator[tuple[int | None, str, set[str]]]:
    for municipality in edition.municipalities:
        yield municipality.line, municipality.district_key, districts
        yield municipality.line, municipality.region_key, regions
    for district in edition.districts:
        yield district.line, district.region_key, regions


def _check_figures(record: MunicipalityRecord) -> None:
    if record.area_km2 is not None and not 0 <= record.area_km2 < 1_000_000:
        raise EditionError(_("The area of %(key)s cannot be right.") % {"key": record.key}, line=record.line)
    if any(not 0 <= value < 2_000_000_000 for value in record.population.values()):
        raise EditionError(_("The population of %(key)s cannot be right.") % {"key": record.key}, line=record.line)
    longitude, latitude = record.longitude, record.latitude
    if (longitude is not None and abs(longitude) > 180) or (latitude is not None and abs(latitude) > 90):
        raise EditionError(_("The coordinates of %(key)s are not degrees.") % {"key": record.key}, line=record.line)
