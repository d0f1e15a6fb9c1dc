"""Letters on their way: decisions released on a day, and days on which something is entered."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any
from unittest.mock import patch

from decisions.granting import Land, german_land, released
from kommin.decisions.models import Decision, Kind

AUTUMN = date(2026, 11, 24)
"""The day on which these tests play when they say no other."""


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 11, 0, tzinfo=UTC)


@contextmanager
def on(day: date) -> Iterator[None]:
    """What happens inside happens on that day."""
    with patch("django.utils.timezone.now", return_value=noon(day)):
        yield


def land_in_autumn() -> Land:
    """What tests that play in autumn begin with."""
    with on(AUTUMN):
        return german_land()


def decided(land: Land, day: date, *, kind: Kind = Kind.REFUSAL, **more: Any) -> Decision:
    """A decision of that day for the land's town; a refusal needs no means of the year."""
    return released(land.case(), land.authority, kind=kind, now=noon(day), **more)


def later(day: date, days: int) -> date:
    return day + timedelta(days=days)
