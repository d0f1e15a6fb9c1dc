"""How many projects there are of each year, building block and place: what all facets of a list are counted from."""

from collections import defaultdict
from collections.abc import Collection, Container, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from operator import attrgetter
from typing import Any

from django.db.models import Count, QuerySet

from kommin.balance import queries
from kommin.balance.models import Project
from kommin.balance.remembering import remembered
from kommin.programmes.models import Programme


@dataclass(frozen=True, slots=True)
class Line:
    """Projects of one budget year, block and place."""

    year: str
    block: int | None
    key: str
    number: int


@dataclass(frozen=True)
class Crosstab:
    """Lines that add up in any direction."""

    lines: tuple[Line, ...]
    _sums: dict[str, dict[Any, int]] = field(default_factory=dict, compare=False)

    def keys(self) -> Collection[str]:
        """The places that have a project."""
        return self.by("key").keys()

    def by(self, name: str, lines: Iterable[Line] | None = None) -> Mapping[Any, int]:
        """Numbers of all lines, or of these, added up by `year`, `block` or `key`."""
        if lines is not None:
            return _added_up(name, lines)
        if name not in self._sums:
            self._sums[name] = _added_up(name, self.lines)
        return self._sums[name]


def _added_up(name: str, lines: Iterable[Line]) -> dict[Any, int]:
    value_of = attrgetter(name)
    found: dict[Any, int] = defaultdict(int)
    for line in lines:
        found[value_of(line)] += line.number
    return dict(found)


def of_projects(projects: QuerySet[Project]) -> Crosstab:
    """The table of any projects; one query."""
    rows = projects.order_by().values_list("year", "block_id", "applicant_key").annotate(number=Count("pk"))
    return Crosstab(tuple(Line(str(year), block, key, number) for year, block, key, number in rows.iterator()))


def of_programme(programme: Programme, as_of: date) -> Crosstab:
    """The table of all public projects of a programme on a day, kept until a grant or its publicity changes."""
    projects = queries.counted_projects(programme, as_of).filter(is_public=True)
    return remembered(("crosstab", programme.pk, as_of), lambda: of_projects(projects))


def chosen(lines: Iterable[Line], wanted: Iterable[tuple[str, Container[object]]]) -> Iterable[Line]:
    """The lines whose values are all among those wanted."""
    for name, values in wanted:
        value_of = attrgetter(name)
        lines = [line for line in lines if value_of(line) in values]
    return lines
