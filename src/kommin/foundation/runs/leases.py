"""Leases: how several workers on several machines share rows without talking to each other.

A worker that takes a row writes its name and a moment into it and renews the moment while it works. When the worker is
killed nobody renews, the moment passes, and the row is free again. No row is taken for good; no worker must be asked.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final, TypeVar

from django.db import models, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

DEFAULT_LEASE: Final = timedelta(seconds=60)
LONGEST_LEASE: Final = timedelta(minutes=10)
HOLDER_LENGTH: Final = 120


class Leased(models.Model):
    """A row that one worker at a time may hold."""

    lease_holder = models.CharField(max_length=HOLDER_LENGTH, blank=True, default="", editable=False)
    lease_until = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        abstract = True


LeasedRow = TypeVar("LeasedRow", bound=Leased)


def expired(now: datetime) -> Q:
    """Leases that hold no longer at `now`.

    A lease that ends later than any worker may ask for was written before the clock was set back: it counts as expired,
    otherwise its row would wait for as long as the clock had been wrong.
    """
    return Q(lease_until__lt=now) | Q(lease_until__gt=now + LONGEST_LEASE)


def claim(
    candidates: QuerySet[LeasedRow],
    *,
    holder: str,
    lease: timedelta = DEFAULT_LEASE,
    change: Callable[[LeasedRow], None] | None = None,
) -> LeasedRow | None:
    """Take the first of `candidates` for `holder`; None when there is nothing to take.

    Two workers never take the same row: PostgreSQL skips rows another transaction has locked, SQLite lets one writer in
    at a time. `change` may alter the row in the same transaction; what it alters is saved.
    """
    if not candidates.exists():  # asked without the write lock, because most of the time there is nothing to do
        return None
    with transaction.atomic():
        row = candidates.select_for_update(skip_locked=True).first()
        if row is None:
            return None
        row.lease_holder = holder
        row.lease_until = timezone.now() + lease
        if change:
            change(row)
        row.save()
    return row


def renew(rows: QuerySet[Any], *, holders: list[str], lease: timedelta) -> int:
    """Lengthen the leases that living workers hold on some of `rows`; returns how many."""
    held = rows.filter(lease_holder__in=holders, lease_until__isnull=False)
    if not held.exists():
        return 0
    with transaction.atomic():
        # The work itself may hold its row: PostgreSQL would wait for its end and renew nothing else meanwhile.
        free = list(held.order_by().select_for_update(skip_locked=True).values_list("pk", flat=True))
        return rows.filter(pk__in=free).update(lease_until=timezone.now() + lease)


def released(**changes: Any) -> dict[str, Any]:
    """The values of a row that nobody holds, for `update(**released(...))`."""
    return {"lease_holder": "", "lease_until": None, **changes}
