"""A piece of a long list by its place, without fetching what lies before it."""

from typing import Any

from django.db.models import QuerySet

from kommin.foundation.search.index import Matches


def piece(rows: QuerySet[Any], start: int, stop: int, *, count: int, found: Matches | None = None) -> list[int]:
    """The keys of some rows of a list of `count` in its order; `found` leaves only what a search has met.

    The index of the order alone passes over the rows before them; what lies behind the middle is reached from the end.
    """
    if start <= count // 2:
        return _from_the_start(rows, start, stop, found)
    behind, last = max(count - stop, 0), max(count - start, 0)
    return _from_the_start(rows.reverse(), behind, last, found)[::-1]


def _from_the_start(rows: QuerySet[Any], start: int, stop: int, found: Matches | None) -> list[int]:
    return found.first(rows, stop)[start:] if found else list(rows.values_list("pk", flat=True)[start:stop])
