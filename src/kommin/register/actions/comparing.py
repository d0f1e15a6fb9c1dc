"""What an edition would change: compared first, shown to a person, stored only then."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from kommin.foundation.search import fold
from kommin.register.editions import DistrictRecord, Edition, KeyChange, MunicipalityRecord, RegionRecord
from kommin.register.models import District, Municipality, Population, Region, Register
from kommin.register.models import KeyChange as StoredChange
from kommin.register.models.history import Level

Record = RegionRecord | DistrictRecord | MunicipalityRecord
Stored = Region | District | Municipality

FIELDS: Mapping[str, tuple[str, ...]] = {
    "region": ("name", "seat"),
    "district": ("name", "official_name", "kind", "seat", "region_key"),
    "municipality": (
        "name", "official_name", "kind", "seat", "postcode", "area_km2", "longitude", "latitude", "district_key",
        "region_key",
    ),
}  # fmt: skip
"""What is compared, by level. A field that an edition leaves empty keeps what is known."""


@dataclass(frozen=True)
class Change:
    """A place that stays, with what becomes of its fields: name of the field → (before, after)."""

    level: str
    key: str
    name: str
    fields: Mapping[str, tuple[Any, Any]]


@dataclass(frozen=True)
class Ending:
    """A place that the edition no longer has, with the keys that take over (none if nothing tells)."""

    level: str
    key: str
    name: str
    successors: tuple[str, ...] = ()


@dataclass(frozen=True)
class Succession:
    """An old key and the new one; `guessed` where only the equal name says so."""

    change: KeyChange
    guessed: bool = False


@dataclass(frozen=True)
class Difference:
    """What an edition does to a register. Empty sequences where nothing happens."""

    edition: Edition
    appears: Sequence[tuple[str, Record]] = ()
    changes: Sequence[Change] = ()
    ends: Sequence[Ending] = ()
    successions: Sequence[Succession] = ()
    populations: Sequence[tuple[str, date, int]] = ()

    @property
    def is_empty(self) -> bool:
        """Whether the register already says all of this."""
        return not (self.appears or self.changes or self.ends or self.successions or self.populations)

    def of(self, level: str) -> "Difference":
        """The part that concerns one level."""
        return Difference(
            self.edition,
            [pair for pair in self.appears if pair[0] == level],
            [change for change in self.changes if change.level == level],
            [ending for ending in self.ends if ending.level == level],
        )

    def counts(self) -> dict[str, int]:
        """How much of each, for records and answers."""
        return {
            "appears": len(self.appears),
            "changes": len(self.changes),
            "ends": len(self.ends),
            "successions": len(self.successions),
            "populations": len(self.populations),
        }


def compare_edition(register: Register | None, edition: Edition, *, complete: bool = True) -> Difference:
    """Compare an edition with what the register says today. Reads only.

    Args:
        register: None for one that is not there yet.
        complete: whether the edition lists every place, so that one that is missing has ended.
    """
    appears: list[tuple[str, Record]] = []
    changes: list[Change] = []
    missing: list[tuple[str, Stored]] = []
    stored = _stored(register)
    for level, records in records_of(edition):
        known = stored[level]
        given = {record.key: record for record in records}
        for record in records:
            place = known.get(record.key)
            if place is None or place.valid_until is not None:
                appears.append((level, record))
            elif differing := _differing(level, place, record):
                changes.append(Change(level, record.key, record.name, differing))
        if complete and records:
            missing += [
                (level, place) for key, place in known.items() if key not in given and place.valid_until is None
            ]
    successions = list(_successions(register, edition, appears, missing))
    ends = [Ending(level, place.key, place.name, _successors(place.key, successions)) for level, place in missing]
    return Difference(edition, appears, changes, ends, successions, list(_new_populations(register, edition)))


def records_of(edition: Edition) -> Iterator[tuple[str, Sequence[Record]]]:
    """The records of an edition, the larger areas first."""
    yield "region", edition.regions
    yield "district", edition.districts
    yield "municipality", edition.municipalities


def _stored(register: Register | None) -> dict[str, dict[str, Any]]:
    if register is None:
        return {"region": {}, "district": {}, "municipality": {}}
    districts = District.objects.filter(register=register).select_related("region")
    municipalities = Municipality.objects.filter(register=register).select_related("district", "region")
    return {
        "region": {place.key: place for place in Region.objects.filter(register=register)},
        "district": {place.key: place for place in districts},
        "municipality": {place.key: place for place in municipalities},
    }


def stored_value(place: Stored, name: str) -> Any:
    """What a stored place says in a field of a record; references are compared by key."""
    if name.endswith("_key"):
        other = getattr(place, name.removesuffix("_key"))
        return other.key if other else ""
    return getattr(place, name)


def _differing(level: str, place: Stored, record: Record) -> dict[str, tuple[Any, Any]]:
    found = {}
    for name in FIELDS[level]:
        after = getattr(record, name)
        before = stored_value(place, name)
        if after not in ("", None) and after != before:
            found[name] = (before, after)
    return found


def _successions(
    register: Register | None,
    edition: Edition,
    appears: Sequence[tuple[str, Record]],
    missing: Sequence[tuple[str, Stored]],
) -> Iterator[Succession]:
    """Those the edition states and those that only the same name under a new key tells."""
    known = set(StoredChange.objects.filter(register=register).values_list("old_key", "new_key")) if register else set()
    stated = {change.old_key for change in edition.key_changes}
    for change in edition.key_changes:
        if (change.old_key, change.new_key) not in known:
            yield Succession(change)
    for level, place in missing:
        if level == "region" or place.key in stated:
            continue
        namesakes = [record for other, record in appears if other == level and fold(record.name) == fold(place.name)]
        if len(namesakes) == 1:
            change = KeyChange(place.key, place.name, namesakes[0].key, edition.as_of, Level(level).value)
            yield Succession(change, guessed=True)


def _successors(key: str, successions: Iterable[Succession]) -> tuple[str, ...]:
    return tuple(succession.change.new_key for succession in successions if succession.change.old_key == key)


def _new_populations(register: Register | None, edition: Edition) -> Iterator[tuple[str, date, int]]:
    known: dict[tuple[str, date], int] = {}
    if register is not None:
        rows = Population.objects.filter(municipality__register=register)
        known = {
            (key, day): number
            for key, day, number in rows.values_list("municipality__key", "counted_on", "inhabitants")
        }
    for record in edition.municipalities:
        for day, number in record.population.items():
            if known.get((record.key, day)) != number:
                yield record.key, day, number
