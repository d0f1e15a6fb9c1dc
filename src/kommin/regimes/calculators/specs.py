"""What describes a calculator: its fields with label and help, how it computes, and examples."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise

from kommin.law.budget import Request
from kommin.law.dates import parse_date
from kommin.law.derivation import Derived
from kommin.law.errors import LawError
from kommin.law.interest import Use
from kommin.law.money import parse_amount, parse_number, parse_percent
from kommin.law.rates import BaseRates
from kommin.law.regimes import Regime, RegimeBook
from kommin.law.texts import Text
from kommin.law.texts import gettext_noop as _

MOST_ROWS = 200
LONGEST_ENTRY = 20_000
Values = Mapping[str, Any]


class Input(StrEnum):
    """What a field takes; decides how it is read, which widget a page shows and how a command takes it."""

    AMOUNT = "amount"
    PERCENT = "percent"
    NUMBER = "number"
    DAY = "day"
    USES = "uses"
    PARTS = "parts"
    REQUEST = "request"
    SWITCH = "switch"


@dataclass(frozen=True)
class Field:
    """One figure asked for. `option` is its name on the command line; `kinds` limits it to kinds of financing.

    `further` fields are needed now and then only; a page folds them away.
    """

    name: str
    input: Input
    label: str | Promise
    help: str | Promise = ""
    required: bool = False
    kinds: tuple[str, ...] = ()
    option: str = ""
    further: bool = False
    positional: bool = False

    @property
    def command_name(self) -> str:
        """How the command line calls it: `--third-party`, or the bare name of a positional."""
        word = self.option or self.name.replace("_", "-")
        return word if self.positional else f"--{word}"

    def belongs_to(self, kind: str | None) -> bool:
        return not self.kinds or kind in self.kinds


@dataclass(frozen=True)
class Example:
    """A filled-in calculator behind a link."""

    label: str | Promise
    query: Mapping[str, str]


@dataclass(frozen=True)
class Calculator:
    """One calculator. `regime_day` picks the day whose regime applies when nobody names one (today otherwise)."""

    name: str
    title: str | Promise
    lead: str | Promise
    fields: tuple[Field, ...]
    compute: Callable[[Values, Regime, BaseRates], Derived]
    kinds: tuple[str, ...] = ()
    regime_day: Callable[[Values], date | None] = field(default=lambda _values: None)
    uses_regime: bool = True
    examples: tuple[Example, ...] = ()

    def run(self, values: Values, *, book: RegimeBook, rates: BaseRates, regime: str, today: date) -> Derived:
        """The result for values read already; `regime` is a name, a date or empty.

        Raises:
            LawError: the values don't make sense together, or the regime is unknown.
        """
        day = self.regime_day(values) or today
        return self.compute(values, book.find(regime) if regime else book.on(day), rates)

    def fields_for(self, kind: str | None) -> tuple[Field, ...]:
        """The fields that matter for a kind of financing."""
        return tuple(entry for entry in self.fields if entry.belongs_to(kind))


def read(entry: Field, text: str) -> Any:
    """What a person wrote into a field, as the law package takes it.

    Raises:
        LawError: it can't be read; the sentence says how to write it.
    """
    return _READERS[entry.input](text, entry.name)


def _read_use(text: str, name: str) -> Use:
    amount, separator, day = text.partition("@")
    if not separator:
        raise LawError(
            Text(_("“{entry}” lacks the part after the @. Write it like 20000@2026-03-20."), entry=text[:40]),
            field=name,
        )
    return Use(parse_amount(amount, field=name), parse_date(day, field=name))


def _read_uses(text: str, name: str) -> list[Use]:
    return [_read_use(line, name) for line in _lines(text, name)]


def _read_parts(text: str, name: str) -> dict[int, Decimal]:
    parts: dict[int, Decimal] = {}
    for line in _lines(text, name):
        year, separator, amount = line.partition("=")
        if not separator or not _is_year(year):
            raise LawError(Text(_("“{entry}” is not a part. Write it like 2011=5000."), entry=line[:40]), field=name)
        if int(year) in parts:
            raise LawError(Text(_("The year {year} stands there twice."), year=year.strip()), field=name)
        parts[int(year)] = parse_amount(amount, field=name)
    return parts


def _read_request(text: str, name: str) -> Request:
    amount, separator, year = text.partition("@")
    if not separator:
        raise LawError(
            Text(_("“{entry}” lacks the part after the @. Write it like 5000@2011."), entry=text[:40]), field=name
        )
    if not _is_year(year):
        raise LawError(Text(_("“{entry}” is not a budget year."), entry=year[:40]), field=name)
    return Request(int(year), parse_amount(amount, field=name))


def _lines(text: str, name: str) -> list[str]:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) > MOST_ROWS:
        raise LawError(Text(_("At most {count} lines can be computed at once."), count=MOST_ROWS), field=name)
    return lines


def _is_year(text: str) -> bool:
    cleaned = text.strip()
    return cleaned.isascii() and cleaned.isdigit() and len(cleaned) == 4


_READERS: Mapping[Input, Callable[[str, str], Any]] = {
    Input.AMOUNT: lambda text, name: parse_amount(text, field=name),
    Input.PERCENT: lambda text, name: parse_percent(text, field=name),
    Input.NUMBER: lambda text, name: parse_number(text, field=name),
    Input.DAY: lambda text, name: parse_date(text, field=name),
    Input.USES: _read_uses,
    Input.PARTS: _read_parts,
    Input.REQUEST: _read_request,
    Input.SWITCH: lambda text, _name: bool(text),
}
