"""Results as pages and commands show them: every value written out in the reader's language."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kommin.foundation.ui.formatting import PageReader
from kommin.law.derivation import Basis, Derived, Fact, Step
from kommin.law.rates import BaseRates
from kommin.law.regimes import ParameterValue, RegimeBook
from kommin.law.texts import Reader

SOFT_HYPHEN = "\u00ad"
_NUMERAL = re.compile(r"\w{24,}")
_JOINT = re.compile(r"tausend|hundert|und(?=\w)")


@dataclass(frozen=True)
class Line:
    """A label with its value."""

    label: str
    value: str
    unconfirmed: bool = False


@dataclass(frozen=True)
class StepLine:
    """One step of a derivation."""

    text: str
    value: str
    source: str
    inputs: tuple[Line, ...] = ()

    @property
    def rests_on_unconfirmed(self) -> bool:
        return any(entry.unconfirmed for entry in self.inputs)


@dataclass(frozen=True)
class Shown:
    """A result ready to be shown."""

    facts: tuple[Line, ...]
    asides: tuple[Line, ...]
    steps: tuple[StepLine, ...]
    regime: str
    unconfirmed: tuple[str, ...]


def present(result: Derived, reader: Reader) -> Shown:
    """`result` written out for `reader`."""
    return Shown(
        tuple(_fact(fact, reader) for fact in result.facts().values() if not fact.aside),
        tuple(_fact(fact, reader) for fact in result.facts().values() if fact.aside),
        tuple(_step(step, reader) for step in result.steps),
        result.regime or "",
        tuple(f"{reader.text(basis.label)}: {reader.value(basis.value)}" for basis in result.unconfirmed),
    )


def _fact(fact: Fact, reader: Reader) -> Line:
    return Line(reader.text(fact.label), reader.value(fact.value))


def _step(step: Step, reader: Reader) -> StepLine:
    inputs = [Line(reader.text(entry.label), reader.value(entry.value)) for entry in step.inputs]
    bases = [_basis(basis, reader) for basis in step.bases]
    return StepLine(
        breakable(reader.text(step.text)),
        "" if step.value is None else reader.value(step.value),
        step.source,
        (*inputs, *bases),
    )


def breakable(text: str) -> str:
    """Let German numerals of any length break on a narrow screen, at the joints of the word."""
    return _NUMERAL.sub(lambda word: _JOINT.sub(rf"\g<0>{SOFT_HYPHEN}", word.group()), text)


def _basis(basis: Basis, reader: Reader) -> Line:
    return Line(reader.text(basis.label), reader.value(basis.value), unconfirmed=not basis.confirmed)


@dataclass(frozen=True)
class ParameterLine:
    """One value of one parameter with its validity and source."""

    label: str
    value: str
    validity: str
    source: str
    note: str
    confirmed: bool


OFTEN = 4
"""A note that stands this often beside values is said once above them instead."""


def parameter_lines(
    values: Sequence[ParameterValue], book: RegimeBook, reader: Reader
) -> tuple[list[ParameterLine], list[str]]:
    """The values as lines, and the notes that many of them share."""
    shared = [note for note, times in Counter(value.note for value in values).items() if note and times >= OFTEN]
    several = len({value.jurisdiction for value in values}) > 1
    lines = [
        ParameterLine(
            reader.text(value.label) + (f" ({value.jurisdiction})" if several else ""),
            reader.value(value.value),
            validity(value, book, reader),
            value.source,
            "" if value.note in shared else value.note,
            value.confirmed,
        )
        for value in values
    ]
    return lines, shared


def validity(value: ParameterValue, book: RegimeBook, reader: Reader) -> str:
    """From when until when a value applies."""
    start, end = reader.value(value.valid_from), book.ends(value)
    if end is None:
        return _("from %(start)s") % {"start": start}
    return _("%(start)s to %(end)s") % {"start": start, "end": reader.value(end)}


@dataclass(frozen=True)
class RateLine:
    """The base rate of one half-year."""

    day: str
    percent: str
    source: str
    confirmed: bool


def rate_lines(rates: BaseRates, reader: PageReader) -> list[RateLine]:
    """The whole series, the newest first."""
    return [
        RateLine(reader.value(rate.valid_from), reader.number(rate.percent, decimals=2), rate.source, rate.confirmed)
        for rate in reversed(rates.rows)
    ]
