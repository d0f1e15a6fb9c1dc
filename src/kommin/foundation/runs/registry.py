"""What rooms register: ticks, kinds of runs, and who wants to hear that a run has finished."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.conf import settings

from kommin.foundation.runs.clock import Daily, Every, Schedule

if TYPE_CHECKING:
    from django.utils.functional import Promise

    from kommin.foundation.runs.models import Run, RunItem


@dataclass(frozen=True)
class Tick:
    """A function that the clock calls. It must be safe to run twice: a killed worker's tick is run again."""

    name: str
    schedule: Schedule
    run: Callable[[], object]


@dataclass(frozen=True)
class ResultFile:
    """What a run leaves to be downloaded."""

    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True)
class RunKind:
    """What a run of this kind does: `step` with each item, `finish` once after the last.

    Both are called inside a transaction that also holds the mark that they were done, so on SQLite, where a transaction
    keeps all other writers waiting, a step should take well under a second.
    """

    name: str
    label: str | Promise
    step: Callable[[RunItem], Any]
    finish: Callable[[Run], ResultFile | None] | None = None


ticks: dict[str, Tick] = {}
kinds: dict[str, RunKind] = {}
finish_listeners: list[Callable[[Run], None]] = []


class UnknownRunKindError(LookupError):
    """A run names a kind that no installed room has registered."""


def tick(
    *, name: str, every: timedelta | None = None, at: time | None = None, weekday: int | None = None
) -> Callable[[Callable[[], object]], Callable[[], object]]:
    """Let the clock call the decorated function, `every` so often or `at` a local time of day (of a `weekday`).

    Raises:
        ValueError: neither or both of `every` and `at` are given.
    """
    if every is not None and at is None:
        schedule: Schedule = Every(every)
    elif at is not None and every is None:
        schedule = Daily(at, ZoneInfo(settings.TIME_ZONE), weekday)
    else:
        raise ValueError(f"tick {name}: give either every= or at=")

    def decorate(function: Callable[[], object]) -> Callable[[], object]:
        ticks[name] = Tick(name, schedule, function)
        return function

    return decorate


def register_run_kind(
    name: str,
    *,
    label: str | Promise,
    step: Callable[[RunItem], Any],
    finish: Callable[[Run], ResultFile | None] | None = None,
) -> RunKind:
    """Make a kind of run known, once, in the room's `run_kinds.py`."""
    kinds[name] = RunKind(name, label, step, finish)
    return kinds[name]


def kind_named(name: str) -> RunKind:
    """The registered kind.

    Raises:
        UnknownRunKindError: there is none of this name.
    """
    try:
        return kinds[name]
    except KeyError:
        raise UnknownRunKindError(name) from None


def when_finished(listener: Callable[[Run], None]) -> None:
    """Have `listener` called in the transaction in which a run finishes."""
    if listener not in finish_listeners:
        finish_listeners.append(listener)
