"""When a tick is due: pure arithmetic on moments, so that clock jumps and daylight-saving nights can be tested.

All moments are aware. A tick that was missed, however often, is due once.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo


class Schedule(Protocol):
    """Says when a tick is due next."""

    def first(self, now: datetime) -> datetime:
        """When a tick that never ran is due."""

    def following(self, due: datetime, now: datetime) -> datetime:
        """The first moment after `now` at which a tick that was due at `due` is due again."""

    def longest_wait(self) -> timedelta:
        """No `following` lies further ahead than this."""


@dataclass(frozen=True)
class Every:
    """At a fixed distance, on a grid that begins with the first time, so that slow ticks do not drift."""

    period: timedelta

    def __post_init__(self) -> None:
        if self.period < timedelta(seconds=1):
            raise ValueError("a tick comes at most once a second")

    def first(self, now: datetime) -> datetime:
        return now

    def following(self, due: datetime, now: datetime) -> datetime:
        if due > now:  # the clock was set back since
            return now + self.period
        return due + ((now - due) // self.period + 1) * self.period

    def longest_wait(self) -> timedelta:
        return self.period


@dataclass(frozen=True)
class Daily:
    """Once on every day of the local calendar (or on one weekday, Monday = 0), not before a local time of day.

    In the night in which the clocks go forward a time that does not exist means the hour after; in the night in which
    they go back a time that comes twice means the first.
    """

    at: time
    zone: ZoneInfo
    weekday: int | None = None

    def first(self, now: datetime) -> datetime:
        return self._after(now)

    def following(self, due: datetime, now: datetime) -> datetime:
        return self._after(max(due, now) if due - now <= self.longest_wait() else now)

    def longest_wait(self) -> timedelta:
        return timedelta(days=1 if self.weekday is None else 7, hours=2)

    def _after(self, moment: datetime) -> datetime:
        day = moment.astimezone(self.zone).date() - timedelta(days=1)
        while True:
            candidate = datetime.combine(day, self.at, tzinfo=self.zone).astimezone(UTC)
            if candidate > moment and self.weekday in {None, day.weekday()}:
                return candidate
            day += timedelta(days=1)


def is_due(schedule: Schedule, due: datetime, now: datetime) -> bool:
    """Whether a tick with `due` in its row has to run at `now`.

    A moment further ahead than the schedule can produce was written while the clock ran ahead: the tick runs at once.
    """
    return due <= now or due - now > schedule.longest_wait()
