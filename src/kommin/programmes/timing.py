"""The moments of a call: when it closes, and what an arrival at some moment is worth. Pure functions.

A deadline is the first moment that is too late: “30 November, 24:00” is 1 December, 0:00. So 23:59:59.999 is in time
however late it is processed, and 00:00:00 meets the grace or is refused.
"""

import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.http import HttpRequest
from django.utils import timezone

END_OF_DAY = "24:00"
_CLOCK = re.compile(r"(?P<hour>\d{1,2})[:.](?P<minute>\d{2})")


class Arrival(StrEnum):
    """What an arrival is worth."""

    EARLY = "early"
    IN_TIME = "in_time"
    IN_GRACE = "in_grace"
    LATE = "late"

    @property
    def counts(self) -> bool:
        """Whether what arrived is accepted."""
        return self in {Arrival.IN_TIME, Arrival.IN_GRACE}


def judge_arrival(
    received: datetime, *, opens_at: datetime, closes_at: datetime, grace: timedelta = timedelta(0)
) -> Arrival:
    """What something that reached the house at `received` is worth; all moments are aware."""
    if received < opens_at:
        return Arrival.EARLY
    if received < closes_at:
        return Arrival.IN_TIME
    return Arrival.IN_GRACE if received < closes_at + grace else Arrival.LATE


class ClockError(ValueError):
    """No such time of day, or none on that day in that zone."""


def zone_named(name: str) -> ZoneInfo:
    """The time zone of a name such as Europe/Berlin.

    Raises:
        ClockError: there is none.
    """
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ClockError(name) from None


def moment_of(day: date, clock: str, zone: ZoneInfo) -> datetime:
    """The moment when a clock in the zone shows `clock` on `day`; `24:00` is the end of the day, and so is `23:59`.

    People who write 23:59 mean the whole day, so the last minute is not cut off. In the night when clocks go back, the
    later of the two moments counts, in favour of whoever has to keep the deadline.

    Raises:
        ClockError: no clock shows that, or it is skipped in the night when clocks go forward.
    """
    found = _CLOCK.fullmatch(clock.strip())
    if not found:
        raise ClockError(clock)
    hour, minute = int(found["hour"]), int(found["minute"])
    if (hour, minute) in {(24, 0), (23, 59)}:
        day, hour, minute = day + timedelta(days=1), 0, 0
    try:
        local = datetime.combine(day, time(hour, minute, fold=1), zone)
    except ValueError:
        raise ClockError(clock) from None
    if local.astimezone(UTC).astimezone(zone).replace(fold=0, tzinfo=None) != local.replace(fold=0, tzinfo=None):
        raise ClockError(clock)
    return local.astimezone(UTC)


def last_day(closes_at: datetime, zone: tzinfo) -> date:
    """The last day on which something is in time."""
    return (closes_at - timedelta(microseconds=1)).astimezone(zone).date()


def clock_of(closes_at: datetime, zone: tzinfo) -> str:
    """The time of day at which the last day ends: `24:00` for midnight."""
    local = closes_at.astimezone(zone)
    return END_OF_DAY if local.time() == time.min else f"{local:%H:%M}"


def moment_received(request: HttpRequest) -> datetime:
    """When a request reached the house: what its first middleware noted, or now if there was none."""
    arrived: datetime | None = getattr(request, "arrived_at", None)
    return arrived or timezone.now()
