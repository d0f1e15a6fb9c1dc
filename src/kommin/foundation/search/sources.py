"""Where the documents come from when the index is made anew: one source for each kind, registered by its room.

A room registers its sources in `search_sources.py`, which is found by itself:

    register_source(Source(kind="cases.case", label=_("Cases"), entries=all_cases, count=Case.objects.count))
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.utils.functional import Promise

    from kommin.foundation.search.writing import Entry


@dataclass(frozen=True, slots=True)
class Source:
    """All documents of one kind, as the actions describe them, the oldest first: of equals the newest wins."""

    kind: str
    label: str | Promise
    entries: Callable[[], Iterable[Entry]]
    count: Callable[[], int]


sources: dict[str, Source] = {}


def register_source(source: Source) -> None:
    """Make a kind known to `kommin search rebuild`.

    Raises:
        ValueError: another room has a kind of this name.
    """
    if sources.setdefault(source.kind, source) != source:
        raise ValueError(f"Two sources describe documents of the kind {source.kind}.")
