"""The register that ships with the software: North Rhine-Westphalia, with its sources."""

import csv
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from importlib import resources
from importlib.resources.abc import Traversable

from kommin.register.editions.german import district_name
from kommin.register.editions.records import DistrictRecord, Edition, KeyChange, MunicipalityRecord, RegionRecord
from kommin.register.matching.entries import DISTRICT, MUNICIPALITY

SHIPPED = ("nrw",)


@dataclass(frozen=True)
class Shipped:
    """A shipped register: how it is called, its edition, and what is known of the way its names are written."""

    code: str
    name: str
    country: str
    language: str
    qualifiers: Mapping[str, list[str]]
    usual_additions: list[str]
    edition: Edition
    boundaries: str


@lru_cache(maxsize=4)
def shipped_register(code: str = "nrw") -> Shipped:
    """Read a register from the package's data.

    Raises:
        KeyError: no register of this code ships with the software.
    """
    if code not in SHIPPED:
        raise KeyError(code)
    folder = resources.files("kommin.register") / "data" / code
    head = tomllib.loads((folder / "register.toml").read_text(encoding="utf-8"))
    edition = Edition(
        register_code=head["code"],
        as_of=head["as_of"],
        source="; ".join(head["sources"]),
        municipalities=tuple(_municipalities(folder, head["population"])),
        districts=tuple(_districts(folder)),
        regions=tuple(RegionRecord(row["key"], row["name"], row["seat"]) for row in _rows(folder, "regions.csv")),
        key_changes=tuple(_key_changes(folder)),
        aliases=_aliases(folder),
    )
    return Shipped(
        code=head["code"],
        name=head["name"],
        country=head["country"],
        language=head["language"],
        qualifiers=head["qualifiers"],
        usual_additions=head["usual_additions"],
        edition=edition,
        boundaries=(folder / "boundaries.topo.json").read_text(encoding="utf-8"),
    )


def _rows(folder: Traversable, name: str) -> Iterator[dict[str, str]]:
    with (folder / name).open(encoding="utf-8") as file:
        yield from csv.DictReader(file)


def _municipalities(folder: Traversable, population: Mapping[str, date]) -> Iterator[MunicipalityRecord]:
    for row in _rows(folder, "municipalities.csv"):
        yield MunicipalityRecord(
            key=row["ags"],
            name=row["name"],
            official_name=row["official_name"],
            kind=row["kind"],
            district_key=row["district_ags"],
            region_key=row["ags"][:3],
            seat=row["name"],
            postcode=row["postcode"],
            area_km2=Decimal(row["area_km2"]),
            population={day: int(row[column]) for column, day in population.items() if row[column]},
            longitude=Decimal(row["longitude"]),
            latitude=Decimal(row["latitude"]),
        )


def _districts(folder: Traversable) -> Iterator[DistrictRecord]:
    for row in _rows(folder, "districts.csv"):
        name = row["name"].split(",")[0]
        yield DistrictRecord(
            key=row["district_ags"],
            name=district_name(name, row["kind"]),
            kind=row["kind"],
            seat=row["seat"],
            region_key=row["district_ags"][:3],
            official_name=row["name"],
        )


def _key_changes(folder: Traversable) -> Iterator[KeyChange]:
    districts = {row["district_ags"] for row in _rows(folder, "districts.csv")}
    for row in _rows(folder, "key_history.csv"):
        level = DISTRICT if row["new_key"] in districts else MUNICIPALITY
        day = date.fromisoformat(row["valid_from"])
        yield KeyChange(row["old_key"], row["old_name"], row["new_key"], day, level, row["remark"])


def _aliases(folder: Traversable) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for row in _rows(folder, "aliases.csv"):
        found[row["key"]] = (*found.get(row["key"], ()), row["alias"])
    return found
