"""How many projects there are of each year, building block and place: what all facets of a list are counted from."""

from array import array
from collections import Counter, defaultdict
from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from operator import attrgetter
from typing import Any, Final, NamedTuple

from kommin.balance import queries
from kommin.balance.remembering import remembered
from kommin.foundation.many import Gathered, read
from kommin.programmes.models import Programme


class Line(NamedTuple):
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


@dataclass(frozen=True, slots=True)
class _Numbered:
    """Which line counts each project, by its number beginning with `first`; `_UNCOUNTED` are all others in between."""

    first: int
    places: Sequence[int]
    lines: tuple[tuple[str, int | None, str], ...]

    def crosstab(self, places: Iterable[int]) -> Crosstab:
        """The table of the projects that stand at these places of the lines."""
        counts = Counter(places)
        counts.pop(_UNCOUNTED, None)
        return Crosstab(tuple(Line(*self.lines[place], number) for place, number in counts.items()))

    def among(self, keys: Iterable[int], wanted: Container[tuple[str, int | None, str]] | None) -> Iterator[int]:
        """Those of some projects that are counted, in a line that is wanted or in any."""
        passes = [place != _UNCOUNTED and (wanted is None or line in wanted) for place, line in enumerate(self.lines)]
        first, places, end = self.first, self.places, self.first + len(self.places)
        return (key for key in keys if first <= key < end and passes[places[key - first]])


_UNCOUNTED: Final = 0


def of_programme(programme: Programme, as_of: date) -> Crosstab:
    """The table of all public projects of a programme on a day, kept until a grant or its publicity changes."""
    known = _known(programme, as_of)
    return remembered(("crosstab", programme.pk, as_of), lambda: known.crosstab(known.places))


def of_keys(programme: Programme, as_of: date, keys: Collection[int]) -> Crosstab:
    """The same of those among them with these keys; others are not counted.

    The hits of a search are counted so, from what is known of each project: joining very many to their projects and
    putting these into groups takes the database longer than all the rest of the page.
    """
    known = _known(programme, as_of)
    first, places, end = known.first, known.places, known.first + len(known.places)
    return known.crosstab([places[key - first] for key in keys if first <= key < end])


def narrowed(
    programme: Programme, as_of: date, keys: Iterable[int], lines: Iterable[Line] | None = None
) -> Iterator[int]:
    """Those of these projects that are public on a day and counted in one of the lines, or in any; in their order."""
    wanted = None if lines is None else {line[:3] for line in lines}
    return _known(programme, as_of).among(keys, wanted)


def _known(programme: Programme, as_of: date) -> _Numbered:
    return remembered(("lines", programme.pk, as_of), lambda: _numbered(programme, as_of))


def _numbered(programme: Programme, as_of: date) -> _Numbered:
    projects = queries.counted_projects(programme, as_of).filter(is_public=True).order_by()
    rows = projects.values_list("year", "block_id", "applicant_key").annotate(keys=Gathered("pk"))
    lines, keys_of = [], []
    for year, block, key, keys in rows.iterator():
        lines.append((str(year), block, key))
        keys_of.append(read(keys))
    first, last = min(map(min, keys_of), default=0), max(map(max, keys_of), default=-1)
    places = array("I", bytes(array("I").itemsize * (last - first + 1)))
    for place, keys in enumerate(keys_of, start=1):
        for key in keys:
            places[key - first] = place
    return _Numbered(first, places, (("", None, ""), *lines))


def chosen(lines: Iterable[Line], wanted: Iterable[tuple[str, Container[object]]]) -> Iterable[Line]:
    """The lines whose values are all among those wanted."""
    for name, values in wanted:
        value_of = attrgetter(name)
        lines = [line for line in lines if value_of(line) in values]
    return lines
