"""A piece of a long list by its place, without fetching what lies before it."""

from typing import Any, Protocol

from django.db.models import QuerySet

from kommin.foundation.search.index import Matches


class Take(Protocol):
    """Keys from a place of a list up to another, counted from its beginning or backwards from its end."""

    def __call__(self, start: int, stop: int, *, backwards: bool) -> list[int]: ...


def piece(rows: QuerySet[Any], start: int, stop: int, *, count: int, found: Matches | None = None) -> list[int]:
    """The keys of some rows of a list of `count` in its order; `found` leaves only what a search has met.

    The index of the order alone passes over the rows before them; what lies behind the middle is reached from the end.
    """

    def take(start: int, stop: int, *, backwards: bool) -> list[int]:
        ordered = rows.reverse() if backwards else rows
        return found.first(ordered, stop)[start:] if found else list(ordered.values_list("pk", flat=True)[start:stop])

    return from_the_nearer_end(take, start, stop, count=count)


def from_the_nearer_end(take: Take, start: int, stop: int, *, count: int) -> list[int]:
    """A piece of a list of `count`, of which `take` gives pieces of its beginning and, backwards, of its end."""
    if start <= count // 2:
        return take(start, stop, backwards=False)
    return take(max(count - stop, 0), max(count - start, 0), backwards=True)[::-1]
