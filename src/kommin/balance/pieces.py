"""A piece of a long list by its place, without fetching what lies before it."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import QuerySet

SOME_MORE: Final = 1.2
"""How many more rows are looked at than are expected to be needed: not every part of a list holds as many hits."""


@dataclass(frozen=True, slots=True)
class Hits:
    """What a search has found: very many keys, of which one lies in `apart` rows of the list."""

    keys: Collection[int]
    apart: float


def piece(rows: QuerySet[Any], start: int, stop: int, *, count: int, hits: Hits | None = None) -> list[int]:
    """The keys of some rows of a list of `count` in its order.

    The index of the order alone passes over the rows before them; what lies behind the middle is reached from the end.
    Of `hits`, rows of the list are looked up among them: the database would put them together once more.
    """
    if start <= count // 2:
        return _from_the_start(rows, start, stop, hits)
    behind, last = max(count - stop, 0), max(count - start, 0)
    return _from_the_start(rows.reverse(), behind, last, hits)[::-1]


def _from_the_start(rows: QuerySet[Any], start: int, stop: int, hits: Hits | None) -> list[int]:
    keys = rows.values_list("pk", flat=True)
    if hits is None:
        return list(keys[start:stop])
    found: list[int] = []
    looked_at, ahead = 0, int(stop * hits.apart * SOME_MORE) + 1
    while len(found) < stop and (some := list(keys[looked_at : looked_at + ahead])):
        found += [key for key in some if key in hits.keys]
        looked_at, ahead = looked_at + ahead, ahead * 2
    return found[start:stop]
