"""A register out of any table, by saying which column is what. So another country's register works as well."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from kommin.foundation.search import fold
from kommin.foundation.tables import Column, FormatError, Row, Table
from kommin.register.editions.records import DistrictRecord, Edition, EditionError, MunicipalityRecord, RegionRecord

REQUIRED = ("key", "name")
FIELDS = (
    *REQUIRED, "official_name", "kind", "district_key", "district_name", "district_kind", "region_key", "region_name",
    "seat", "postcode", "area_km2", "area_ha", "population", "longitude", "latitude",
)  # fmt: skip
"""What a column can be."""
_KNOWN_HEADERS = {
    "key": (
        "key", "ags", "gemeindeschlüssel", "schlüssel", "gkz", "gemeindekennziffer", "bfs-nr", "code", "gss_code",
        "lau", "id",
    ),
    "name": ("name", "gemeinde", "gemeindename", "kommune", "municipality"),
    "official_name": ("official_name", "amtlicher name"),
    "kind": ("kind", "art", "status", "type"),
    "district_key": ("district_key", "district_ags", "kreisschlüssel", "bezirk_kennziffer", "county_code"),
    "district_name": ("district_name", "kreis", "bezirk", "county", "district"),
    "district_kind": ("district_kind",),
    "region_key": ("region_key", "region_code"),
    "region_name": ("region_name", "regierungsbezirk", "region"),
    "seat": ("seat", "sitz"),
    "postcode": ("postcode", "plz", "postleitzahl", "zip"),
    "area_km2": ("area_km2", "fläche", "fläche in km²", "fläche km2", "area"),
    "area_ha": ("area_ha", "fläche in ha", "hektar"),
    "population": ("population", "einwohner", "bevölkerung", "inhabitants"),
    "longitude": ("longitude", "lon", "längengrad"),
    "latitude": ("latitude", "lat", "breitengrad"),
}  # fmt: skip


def propose_mapping(table: Table) -> dict[str, str]:
    """Which column is probably what, by its header: field → name of the column."""
    names = {fold(column.name): column.name for column in table.columns}
    found = {}
    for field, headers in _KNOWN_HEADERS.items():
        for header in headers:
            if fold(header) in names:
                found[field] = names[fold(header)]
                break
    return found


def read_mapped(
    table: Table,
    mapping: Mapping[str, str],
    *,
    register_code: str,
    as_of: date,
    source: str = "",
    population_on: date | None = None,
) -> Edition:
    """Read a table of municipalities.

    Districts and regions are taken from their columns; a district needs a key, its name is then optional.

    Args:
        mapping: field (one of `FIELDS`) → name of the column.
        as_of: the day the table describes.
        population_on: the day of the population figures, if another.

    Raises:
        EditionError: a required field without a column, an unknown field, or with its line a cell that is not readable.
        TableError: a column that is not there.
    """
    for field in REQUIRED:
        if field not in mapping:
            columns = ", ".join(f"“{column.name}”" for column in table.columns)
            reason = _("No column is named for “%(field)s” (--column %(field)s=…). There are: %(columns)s.")
            raise EditionError(reason % {"field": field, "columns": columns}, line=table.header_line)
    for field in mapping:
        if field not in FIELDS:
            known = ", ".join(FIELDS)
            raise EditionError(_("“%(field)s” is no field. There are: %(known)s.") % {"field": field, "known": known})
    reader = _Reader(table, {field: table.column(name) for field, name in mapping.items()}, population_on or as_of)
    return Edition(
        register_code=register_code,
        as_of=as_of,
        source=source,
        municipalities=tuple(reader.municipality(row) for row in table.rows),
        districts=tuple(reader.districts().values()),
        regions=tuple(reader.regions().values()),
    )


@dataclass(frozen=True)
class _Reader:
    """Reads cells of one table by field."""

    table: Table
    columns: Mapping[str, Column]
    counted_on: date

    def text(self, row: Row, field: str) -> str:
        """A cell as text, empty where the field has no column; a key in an office program's cell keeps its digits."""
        column = self.columns.get(field)
        return row.text(column.index) if column else ""

    def number(self, row: Row, field: str) -> Decimal | None:
        column = self.columns.get(field)
        if column is None:
            return None
        try:
            return column.number(row.cells[column.index])
        except FormatError as error:
            reason = _("“%(text)s” in column “%(column)s” is no number.")
            raise EditionError(
                reason % {"text": self.text(row, field), "column": column.name}, line=row.line
            ) from error

    def municipality(self, row: Row) -> MunicipalityRecord:
        inhabitants = self.number(row, "population")
        if inhabitants is not None and inhabitants != int(inhabitants):
            raise EditionError(_("The population is no whole number."), line=row.line)
        hectares = self.number(row, "area_ha")
        area = self.number(row, "area_km2") if hectares is None else hectares / 100
        return MunicipalityRecord(
            key=self.text(row, "key"),
            name=self.text(row, "name"),
            official_name=self.text(row, "official_name"),
            kind=self.text(row, "kind"),
            district_key=self.text(row, "district_key"),
            region_key=self.text(row, "region_key"),
            seat=self.text(row, "seat"),
            postcode=self.text(row, "postcode"),
            area_km2=None if area is None else area.quantize(Decimal("0.01")),
            population={} if inhabitants is None else {self.counted_on: int(inhabitants)},
            longitude=_degrees(self.number(row, "longitude")),
            latitude=_degrees(self.number(row, "latitude")),
            line=row.line,
        )

    def districts(self) -> dict[str, DistrictRecord]:
        found: dict[str, DistrictRecord] = {}
        for row in self.table.rows:
            key = self.text(row, "district_key")
            if key and key not in found:
                name, region = self.text(row, "district_name") or key, self.text(row, "region_key")
                found[key] = DistrictRecord(key, name, self.text(row, "district_kind"), "", region, line=row.line)
        return found

    def regions(self) -> dict[str, RegionRecord]:
        found: dict[str, RegionRecord] = {}
        for row in self.table.rows:
            key = self.text(row, "region_key")
            if key and key not in found:
                found[key] = RegionRecord(key, self.text(row, "region_name") or key, line=row.line)
        return found


def _degrees(value: Decimal | None) -> Decimal | None:
    return None if value is None else value.quantize(Decimal("0.000001"))
