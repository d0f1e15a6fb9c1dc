"""The figures of a balance, computed from sums by place, block and year. Pure: no query, no clock."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from kommin.balance.geography import OUTSIDE, Geography, Traits
from kommin.balance.state import State
from kommin.law.money import round_cents
from kommin.programmes.words import ApplicantKind

MOST_REPEATS = 4
_NOBODY = Traits()


@dataclass(frozen=True, slots=True)
class Part:
    """One line of a breakdown: how many projects, by how many participants, and euro."""

    projects: int = 0
    participants: int = 0
    granted: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class YearFigures(Part):
    """The projects of one budget year; the new ones are participants without a project of an earlier year."""

    new_participants: int = 0
    new_towns: int = 0
    new_districts: int = 0


@dataclass(frozen=True, slots=True)
class Means:
    """What concerns the means of one budget year."""

    committed: Decimal
    paid: Decimal
    returned: Decimal


@dataclass(frozen=True, slots=True)
class Participant:
    """One participant: its projects, euro, and first budget year."""

    key: str
    kind: str
    projects: int
    granted: Decimal
    first_year: int


@dataclass(frozen=True)
class Balance:
    """All figures of a programme as of a day. Breakdowns add up to the whole."""

    as_of: date
    participants: int = 0
    towns: int = 0
    cities: int = 0
    districts: int = 0
    new_participants: int = 0
    projects: int = 0
    granted: Decimal = Decimal(0)
    paid: Decimal = Decimal(0)
    returned: Decimal = Decimal(0)
    inhabitants: int | None = None
    inhabitants_on: date | None = None
    duration: int | None = None
    by_year: Mapping[int, YearFigures] = field(default_factory=dict)
    by_means: Mapping[int, Means] = field(default_factory=dict)
    by_block: Mapping[int | None, Part] = field(default_factory=dict)
    by_kind: Mapping[str, Part] = field(default_factory=dict)
    by_region: Mapping[str, Part] = field(default_factory=dict)
    by_district: Mapping[str, Part] = field(default_factory=dict)
    by_size: Mapping[str, Part] = field(default_factory=dict)
    repeat: Mapping[int, int] = field(default_factory=dict)
    places: Mapping[str, Participant] = field(default_factory=dict)

    @property
    def per_inhabitant(self) -> Decimal | None:
        return round_cents(self.granted / self.inhabitants) if self.inhabitants else None


def euro(cents: int) -> Decimal:
    """Whole cents as an amount."""
    return Decimal(cents).scaleb(-2)


class _Cell(NamedTuple):
    key: str
    kind: str
    year: int
    projects: int
    cents: int


def balance_of_state(state: State, places: Geography, as_of: date) -> Balance:
    """All figures of the sums at hand."""
    cells = [cell for cell in _cells(state, places) if cell.projects or cell.cents]
    everywhere = _all_years(cells)
    inside = _participants(cells)
    kinds = Counter(each.kind for each in inside.values())
    by_year = _by_year(cells, inside)
    means = {year: Means(*map(euro, sums)) for year, sums in sorted(state.means.items()) if any(sums)}
    everybody, traits = places.inhabitants(as_of), places.traits(as_of)
    return Balance(
        as_of=as_of,
        participants=len(inside),
        towns=kinds[ApplicantKind.TOWN] + kinds[ApplicantKind.CITY],
        cities=kinds[ApplicantKind.CITY],
        districts=kinds[ApplicantKind.DISTRICT],
        new_participants=by_year[as_of.year].new_participants if as_of.year in by_year else 0,
        projects=sum(cell.projects for cell in cells),
        granted=euro(sum(cell.cents for cell in cells)),
        paid=sum((row.paid for row in means.values()), Decimal(0)),
        returned=sum((row.returned for row in means.values()), Decimal(0)),
        inhabitants=everybody[0] if everybody else None,
        inhabitants_on=everybody[1] if everybody else None,
        duration=round(Decimal(state.days) / state.timed) if state.timed > 0 else None,
        by_year=by_year,
        by_means=means,
        by_block=_by_block(state),
        by_kind=_parts((cell.kind or OUTSIDE, cell) for cell in everywhere),
        by_region=_parts((traits.get(cell.key, _NOBODY).region, cell) for cell in everywhere),
        by_district=_parts((traits.get(cell.key, _NOBODY).district, cell) for cell in everywhere),
        by_size=_parts((traits.get(cell.key, _NOBODY).size, cell) for cell in everywhere),
        repeat=dict(sorted(Counter(min(each.projects, MOST_REPEATS) for each in inside.values()).items())),
        places=inside,
    )


def _cells(state: State, places: Geography) -> Iterable[_Cell]:
    """The sums by the key and kind of today."""
    merged: dict[tuple[str, int], list[int]] = {}
    kinds: dict[str, str] = {}
    for (key, kind, year), (projects, cents) in state.places.items():
        today = places.today(key)
        if today not in kinds:
            known = places.places.get(today)
            kinds[today] = known.kind if known else (kind if key else "")
        sums = merged.get((today, year))
        if sums is None:
            merged[today, year] = [projects, cents]
        else:
            sums[0] += projects
            sums[1] += cents
    return (_Cell(key, kinds[key], year, *sums) for (key, year), sums in merged.items())


def _all_years(cells: Iterable[_Cell]) -> list[_Cell]:
    """One cell for each key: parts that do not ask for the year look at a tenth of what there is."""
    sums: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    for cell in cells:
        each = sums[cell.key, cell.kind]
        each[0] += cell.projects
        each[1] += cell.cents
    return [_Cell(key, kind, 0, projects, cents) for (key, kind), (projects, cents) in sums.items()]


def _participants(cells: Iterable[_Cell]) -> dict[str, Participant]:
    """Everybody inside the register with a project."""
    found: dict[str, list[_Cell]] = defaultdict(list)
    for cell in cells:
        if cell.kind and cell.key:
            found[cell.key].append(cell)
    return {
        key: Participant(
            key,
            own[0].kind,
            sum(cell.projects for cell in own),
            euro(sum(cell.cents for cell in own)),
            min(cell.year for cell in own if cell.projects),
        )
        for key, own in found.items()
        if any(cell.projects for cell in own)
    }


def _by_year(cells: Iterable[_Cell], inside: Mapping[str, Participant]) -> dict[int, YearFigures]:
    years: dict[int, list[_Cell]] = defaultdict(list)
    for cell in cells:
        years[cell.year].append(cell)
    newcomers: dict[int, list[str]] = defaultdict(list)
    for each in inside.values():
        newcomers[each.first_year].append(each.kind)
    return {
        year: YearFigures(
            projects=sum(cell.projects for cell in own),
            participants=len({cell.key for cell in own if cell.projects and cell.key in inside}),
            granted=euro(sum(cell.cents for cell in own)),
            new_participants=len(newcomers[year]),
            new_towns=sum(kind != ApplicantKind.DISTRICT for kind in newcomers[year]),
            new_districts=sum(kind == ApplicantKind.DISTRICT for kind in newcomers[year]),
        )
        for year, own in sorted(years.items())
    }


def _by_block(state: State) -> dict[int | None, Part]:
    sums: dict[int | None, list[int]] = defaultdict(lambda: [0, 0])
    for (block, _year), (projects, cents) in state.blocks.items():
        sums[block][0] += projects
        sums[block][1] += cents
    return {block: Part(projects, 0, euro(cents)) for block, (projects, cents) in sums.items() if projects or cents}


def _parts(cells: Iterable[tuple[str, _Cell]]) -> dict[str, Part]:
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    who: dict[str, set[str]] = defaultdict(set)
    for part, cell in cells:
        sums[part][0] += cell.projects
        sums[part][1] += cell.cents
        if cell.kind and cell.projects:
            who[part].add(cell.key)
    return {part: Part(projects, len(who[part]), euro(cents)) for part, (projects, cents) in sorted(sums.items())}
