"""Figures computed once for an edition of the records, for all pages and readers that show them.

The overview, a hundred municipalities and the map of one day all show the same balance.
"""

from collections.abc import Callable, Hashable
from typing import TypeVar

from kommin.balance.models import Revision
from kommin.foundation import keeping

MOST = 96
"""Results kept by a process, in the order of their last use: up to six for each programme and day, and the figures of
each of its building blocks. The largest take some hundred kilobytes, of a programme of a million grants some megabytes.
"""
WATCHED = keeping.Watched(Revision, "balance-kept-pages")
Result = TypeVar("Result")


def edition() -> keeping.Edition:
    """What tells one state of the records from the next: another grant or another publicity is another edition."""
    return keeping.edition(WATCHED)


_memory = keeping.Memory(MOST, edition)


def remembered(key: Hashable, make: Callable[[], Result]) -> Result:
    """The result for this key in the present edition, made now if nobody asked before; nobody may change it."""
    return _memory.of(key, make)
