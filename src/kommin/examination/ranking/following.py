"""What follows an adopted proposal: rooms above say on its page where to go on."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest

from kommin.programmes.models import Call


@dataclass(frozen=True)
class Onward:
    """A link to what comes next."""

    label: str
    href: str


Source = Callable[[HttpRequest, Call], Onward | None]
_sources: list[Source] = []


def register_onward(source: Source) -> None:
    """Let a room say where its part of a round begins, or None for whom it has none; called in an app's `ready`."""
    if source not in _sources:
        _sources.append(source)


def onward_for(request: HttpRequest, call: Call) -> list[Onward]:
    """Where this reader goes on after the proposal."""
    return [found for source in _sources if (found := source(request, call)) is not None]
