"""Figures computed once for an edition of the records, for all pages and readers that show them.

The overview, a hundred municipalities and the map of one day all show the same balance.
"""

import secrets
from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar

from django.core.cache import cache
from django.db import connection

from kommin.balance.models import Revision

MOST = 24
"""Results kept by a process, in the order of their last use; the largest take some hundred kilobytes."""
GENERATION = "balance-kept-pages"
_REVISION = f"SELECT MAX(id), COUNT(*) FROM {Revision._meta.db_table}"  # noqa: S608, SLF001 - our own name
_kept: OrderedDict[Hashable, Any] = OrderedDict()
_lock = Lock()
Result = TypeVar("Result")


def edition() -> tuple[str, str, int | None, int]:
    """What tells one state of the records from the next: another grant or another publicity is another edition."""
    generation = cache.get(GENERATION)
    if generation is None:
        generation = cache.get_or_set(GENERATION, secrets.token_hex(8), None)
    with connection.cursor() as cursor:
        cursor.execute(_REVISION)
        newest, number = cursor.fetchone()
    return str(connection.settings_dict["NAME"]), str(generation), newest, number


def remembered(key: Hashable, make: Callable[[], Result]) -> Result:
    """The result for this key in the present edition, made now if nobody asked before; nobody may change it.

    Within a transaction it is always made: what others do not see yet, and may never see, must not be kept.
    """
    if connection.in_atomic_block:
        return make()
    place = (edition(), key)
    with _lock:
        if place in _kept:
            _kept.move_to_end(place)
            known: Result = _kept[place]
            return known
    made = make()
    with _lock:
        _kept[place] = made
        while len(_kept) > MOST:
            _kept.popitem(last=False)
    return made
