"""The places of the house's register as the balance counts them: one participant for a place, whatever its key was."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from threading import Lock
from typing import NamedTuple

from django.db import connection
from django.db.models import F

from kommin.programmes.words import ApplicantKind, applicant_kind
from kommin.register.kinds import SIZE_CLASSES
from kommin.register.models import District, KeyChange, Municipality, Population, Register
from kommin.register.queries import home_register

_MOST_KEPT = 4
_MOST_CHANGES = 20
_MOST_DAYS = 1_000
_MOST_DAYS_OF_TRAITS = 32


OUTSIDE = "outside"
DISTRICTS = "districts"
"""For districts, which have no class of size; `OUTSIDE` is everybody who is not in the register."""


class Traits(NamedTuple):
    """What a place is in each way to narrow a list by places: its kind, region, district and class of size."""

    kind: str = OUTSIDE
    region: str = OUTSIDE
    district: str = OUTSIDE
    size: str = OUTSIDE


@dataclass(frozen=True, slots=True)
class Place:
    """A municipality or district of today. `address` is its key in addresses; `people` inhabitants by day."""

    key: str
    name: str
    kind: str
    district: str
    region: str
    sort_key: str
    address: str
    official_name: str = ""
    people: tuple[tuple[date, int], ...] = ()

    def inhabitants(self, day: date) -> tuple[int, date] | None:
        """The figure whose day lies nearest to `day`, with that day; the earlier of two equally near."""
        if not self.people:
            return None
        if len(self.people) == 1:
            return self.people[0][1], self.people[0][0]
        counted, number = min(self.people, key=lambda pair: (abs(pair[0] - day), pair[0]))
        return number, counted

    def size_class(self, day: date) -> str:
        """Code of the class of size; districts have none."""
        found = self.inhabitants(day)
        if self.kind == ApplicantKind.DISTRICT or found is None:
            return ""
        return next(size.code for size in SIZE_CLASSES if size.below is None or found[0] < size.below)


@dataclass(frozen=True)
class Geography:
    """Places by key, districts and regions by key with their names, and old keys with those that took over."""

    places: Mapping[str, Place]
    districts: Mapping[str, str]
    regions: Mapping[str, str]
    successors: Mapping[str, str]
    register: Register | None = None

    def today(self, key: str) -> str:
        """The key of today, followed through all changes that lead to one place."""
        if key not in self.successors:
            return key
        for _change in range(_MOST_CHANGES):
            if key not in self.successors:
                break
            key = self.successors[key]
        return key

    def place(self, key: str) -> Place | None:
        return self.places.get(self.today(key))

    def traits(self, day: date) -> Mapping[str, Traits]:
        """What each key is on a day, former keys included; every other key is outside. A day's answer is kept."""
        if day not in self._traits:
            if len(self._traits) >= _MOST_DAYS_OF_TRAITS:
                self._traits.clear()
            known = {place.key: _traits_of(place, day) for place in self.places.values()}
            former = {old: known[new] for old in self.successors if (new := self.today(old)) in known}
            self._traits[day] = former | known
        return self._traits[day]

    @cached_property
    def _traits(self) -> dict[date, Mapping[str, Traits]]:
        return {}

    @cached_property
    def keys_of(self) -> Mapping[str, frozenset[str]]:
        """All keys, former ones included, by the key of today."""
        found: dict[str, set[str]] = {key: {key} for key in self.places}
        for old in self.successors:
            found.setdefault(self.today(old), set()).add(old)
        return {key: frozenset(keys) for key, keys in found.items()}

    def all_keys(self, keys: Iterable[str]) -> set[str]:
        """The given keys of today with the former keys of these places."""
        return {each for key in keys for each in self.keys_of.get(key, {key})}

    def members(self, district: str) -> list[Place]:
        """The district itself and its municipalities, in German order."""
        return sorted(
            (place for place in self.places.values() if place.district == district),
            key=lambda place: (place.kind != ApplicantKind.DISTRICT, place.sort_key),
        )

    def inhabitants(self, day: date) -> tuple[int, date] | None:
        """Everybody, by the figures nearest to a day. Asked for with every balance, so a day's answer is kept."""
        if day not in self._everybody:
            if len(self._everybody) >= _MOST_DAYS:
                self._everybody.clear()
            self._everybody[day] = self._count(day)
        return self._everybody[day]

    @cached_property
    def _everybody(self) -> dict[date, tuple[int, date] | None]:
        return {}

    def _count(self, day: date) -> tuple[int, date] | None:
        figures = [place.inhabitants(day) for place in self.places.values() if place.kind != ApplicantKind.DISTRICT]
        known = [figure for figure in figures if figure is not None]
        return (sum(number for number, _day in known), known[0][1]) if known else None


def _traits_of(place: Place, day: date) -> Traits:
    size = place.size_class(day) or (DISTRICTS if place.kind == ApplicantKind.DISTRICT else OUTSIDE)
    return Traits(place.kind or OUTSIDE, place.region or OUTSIDE, place.district or OUTSIDE, size)


NOWHERE = Geography({}, {}, {}, {})
_kept: dict[tuple[str, int, str], Geography] = {}
_lock = Lock()


def geography() -> Geography:
    """The house's register, read once for each of its revisions; one query when it is known. Empty without register."""
    register = home_register()
    if register is None:
        return NOWHERE
    place = (str(connection.settings_dict["NAME"]), register.pk, register.revision)
    with _lock:
        found = _kept.get(place)
        if found is None:
            while len(_kept) >= _MOST_KEPT:
                _kept.pop(next(iter(_kept)))
            found = _kept[place] = _read(register)
    return found


def _read(register: Register) -> Geography:
    people: dict[int, list[tuple[date, int]]] = {}
    counted = Population.objects.filter(municipality__register=register, municipality__valid_until=None)
    for number, day, inhabitants in counted.values_list("municipality_id", "counted_on", "inhabitants"):
        people.setdefault(number, []).append((day, inhabitants))
    places: dict[str, Place] = {}
    by_district: dict[str, dict[date, int]] = {}
    towns = Municipality.objects.filter(register=register, valid_until=None).annotate(
        of=F("district__key"), within=F("district__region__key"), directly=F("region__key")
    )
    for town in towns:
        figures = tuple(sorted(people.get(town.pk, [])))
        places[town.key] = Place(
            town.key, town.name, applicant_kind(town.kind) or "", town.of or "", town.directly or town.within or "",
            town.sort_key, _address(register, town.key), town.official_name, figures,
        )  # fmt: skip
        for day, inhabitants in figures:
            sums = by_district.setdefault(town.of or "", {})
            sums[day] = sums.get(day, 0) + inhabitants
    districts, regions = {}, {}
    for district in District.objects.filter(register=register, valid_until=None).select_related("region"):
        districts[district.key] = district.name
        if district.region:
            regions[district.region.key] = district.region.name
        if not district.of_one_city:
            places[district.key] = Place(
                district.key, district.name, ApplicantKind.DISTRICT, district.key,
                district.region.key if district.region else "", district.sort_key, _address(register, district.key),
                district.official_name, tuple(sorted(by_district.get(district.key, {}).items())),
            )  # fmt: skip
    return Geography(places, districts, regions, _successors(register), register)


def _address(register: Register, key: str) -> str:
    return key if register.is_default else f"{register.code}:{key}"


def _successors(register: Register) -> dict[str, str]:
    """Old keys that lead to exactly one place; one that was divided stays a participant of its own."""
    found: dict[str, set[str]] = {}
    for old, new in KeyChange.objects.filter(register=register).values_list("old_key", "new_key"):
        found.setdefault(old, set()).add(new)
    return {old: next(iter(new)) for old, new in found.items() if len(new) == 1}
