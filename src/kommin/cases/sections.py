"""What the page of a case is made of: rooms put in their own sections, next steps, events and people.

The page stands in `examination`; rooms above it (decisions, later payments) fill it without being known there.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest

from kommin.cases.models import Case


@dataclass(frozen=True)
class Section:
    """A part of the page. `context` answers with what `template` needs, or None when this reader has nothing to see.

    `order` sorts: 100 figures, 200 decisions, 300 examination, 400 documents, 500 messages, 600 similar cases,
    700 people. `anchor` is the id of the part on the page.
    """

    anchor: str
    title: Any
    order: int
    template: str
    context: Callable[[HttpRequest, Case], Mapping[str, Any] | None]


@dataclass(frozen=True)
class NextStep:
    """What comes next and who has to do it. `url` is set when the reader can do it."""

    text: str
    who: str
    due: date | None = None
    url: str = ""
    urgent: bool = False


@dataclass(frozen=True)
class Event:
    """A line of the timeline. `internal` lines are for the authority alone."""

    at: datetime
    text: str
    by: str = ""
    url: str = ""
    internal: bool = False


@dataclass
class _Parts:
    sections: list[Section] = field(default_factory=list)
    steps: list[Callable[[HttpRequest, Case], Sequence[NextStep]]] = field(default_factory=list)
    events: list[Callable[[Case], Sequence[Event]]] = field(default_factory=list)


_parts = _Parts()


def register_section(section: Section) -> None:
    """Put a part on the page of every case; called in an app's `ready`."""
    _parts.sections.append(section)


def register_next_steps(steps: Callable[[HttpRequest, Case], Sequence[NextStep]]) -> None:
    """Let a room say what comes next in a case."""
    _parts.steps.append(steps)


def register_events(events: Callable[[Case], Sequence[Event]]) -> None:
    """Let a room tell what has happened in a case."""
    _parts.events.append(events)


def sections_for(request: HttpRequest, case: Case) -> Iterator[tuple[Section, Mapping[str, Any]]]:
    """The parts this reader sees, in order, each with its context."""
    for section in sorted(_parts.sections, key=lambda each: each.order):
        context = section.context(request, case)
        if context is not None:
            yield section, context


def next_steps_for(request: HttpRequest, case: Case) -> list[NextStep]:
    """What comes next, the urgent and the earliest first."""
    found = [step for steps in _parts.steps for step in steps(request, case)]
    return sorted(found, key=lambda step: (not step.urgent, step.due or date.max))


def events_of(case: Case, *, internal: bool) -> list[Event]:
    """The timeline, the latest first."""
    found = [event for events in _parts.events for event in events(case) if internal or not event.internal]
    return sorted(found, key=lambda event: event.at, reverse=True)
