"""Which law a call stands under, and which of its values somebody still has to confirm."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from django.utils import timezone

from kommin.law.parameters import PARAMETERS
from kommin.law.regimes import ParameterValue, Regime, RegimeBook
from kommin.programmes.models import Call, ConfirmedValue


class Judged(Protocol):
    """What is asked of a judgement, stored or frozen."""

    @property
    def parameter(self) -> str: ...
    @property
    def found(self) -> str: ...
    @property
    def value(self) -> str: ...
    @property
    def source(self) -> str: ...


@dataclass(frozen=True)
class LegalValue:
    """A value nobody had confirmed in the regime, and what was said about it for the call, if anything was."""

    value: ParameterValue
    judged: ConfirmedValue | None


def regime_day(call: Call) -> date:
    """The day whose law applies: that on which the call opens in its own zone (today while that is open)."""
    return call.opens_at.astimezone(call.zone).date() if call.opens_at else timezone.localdate()


def regime_reference(call: Call) -> str:
    """How to find the regime again: the programme's own, or the day."""
    return call.programme.regime or regime_day(call).isoformat()


def regime_of(call: Call, book: RegimeBook) -> Regime:
    """The regime as the house knows it.

    Raises:
        LawError: there is none of that name or for that day.
    """
    return book.find(regime_reference(call))


def with_judgements(regime: Regime, judged: Iterable[Judged]) -> Regime:
    """The regime with what was confirmed or replaced; judgements about a value that has changed since are ignored."""
    values = dict(regime.values)
    for each in judged:
        known = values.get(each.parameter)
        if known is not None and known.written == each.found:
            read = PARAMETERS[each.parameter].read(each.value)
            values[each.parameter] = replace(known, value=read, source=each.source, confirmed=True)
    return replace(regime, values=values)


def legal_values(call: Call, book: RegimeBook) -> list[LegalValue]:
    """Every unconfirmed value of the call's regime with its judgement, in the order of the parameters.

    Raises:
        LawError: the regime is unknown.
    """
    judged = {row.parameter: row for row in call.confirmed_values.all()}
    found = []
    for value in regime_of(call, book).unconfirmed:
        row = judged.get(value.parameter)
        found.append(LegalValue(value, row if row is not None and row.found == value.written else None))
    return found
