"""Loads the demonstration. Every step is safe to run twice: what is there stays as it is."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.core.management import call_command
from django.utils.translation import gettext_noop

from kommin.demo import cases, decisions, examination, history, people, programmes, worklist
from kommin.demo.press import loading as press
from kommin.foundation.access import Actor
from kommin.register.actions.loading import load_register


@dataclass(frozen=True)
class DemoStep:
    """One part of the demonstration: what a person reads while it loads, and what loads it."""

    title: str
    load: Callable[[], None]


def _database() -> None:
    call_command("migrate", verbosity=0, interactive=False)


def _static_files() -> None:
    call_command("collectstatic", verbosity=0, interactive=False)


def _register() -> None:
    load_register(by=Actor.command("kommin demo load"))


STEPS: tuple[DemoStep, ...] = (
    DemoStep(gettext_noop("Database"), _database),
    DemoStep(gettext_noop("Styles and scripts"), _static_files),
    DemoStep(gettext_noop("Register of municipalities"), _register),
    DemoStep(gettext_noop("People"), people.load),
    DemoStep(gettext_noop("Programmes and calls"), programmes.load),
    DemoStep(gettext_noop("KOMM-IN NRW 2005–2012"), history.load),
    DemoStep(gettext_noop("Applications"), cases.load),
    DemoStep(gettext_noop("Examination"), examination.load),
    DemoStep(gettext_noop("Who examines what"), worklist.load),
    DemoStep(gettext_noop("Decisions"), decisions.load),
    DemoStep(gettext_noop("Press and portal"), press.load),
)


def load() -> Iterator[DemoStep]:
    """Load every part in its order; yields each before it begins, so that the caller can show progress."""
    for step in STEPS:
        yield step
        step.load()
