"""What rooms register: ticks, kinds of runs, and who wants to hear that a run has finished."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
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

    Attributes:
        prepare: called before the transaction, for what takes long; a context whose value `step` gets as well.
        phases: of items that take long and are whole or not at all: name → what a page calls it. Their steps report
            to `progress.of(item)`, and stopping undoes what is at work.
        unit: what is counted in the phases, in the plural ("rows").
        about: the address of the page on which one sees what a run is about.
        told: the sentence with which whoever started it hears of its end.
    """

    name: str
    label: str | Promise
    step: Callable[..., Any]
    finish: Callable[[Run], ResultFile | None] | None = None
    prepare: Callable[[RunItem], AbstractContextManager[Any]] | None = None
    phases: Mapping[str, str | Promise] = field(default_factory=dict)
    unit: str | Promise = ""
    about: Callable[[Run], str] | None = None
    told: Callable[[Run], str] | None = None


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
    step: Callable[..., Any],
    finish: Callable[[Run], ResultFile | None] | None = None,
    **more: Any,
) -> RunKind:
    """Make a kind of run known, once, in the room's `run_kinds.py`; `more` are further attributes of `RunKind`."""
    kinds[name] = RunKind(name, label, step, finish, **more)
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
