"""Sentences the law package says, kept apart from the language they are said in.

The package knows nothing of Django. It hands out `Text` objects (an English msgid and typed values); whoever shows them
passes a `Reader`, which knows the language and how that language writes an amount, a date or a percentage.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

NBSP = "\u00a0"


def gettext_noop(message: str) -> str:
    """Mark `message` for translation without translating it (found by makemessages)."""
    return message


_ = gettext_noop


@dataclass(frozen=True)
class Money:
    """An amount in euro and cents."""

    amount: Decimal


@dataclass(frozen=True)
class ExactMoney:
    """An amount in euro before rounding: for people four decimals where cents are not enough, for machines always."""

    amount: Fraction


@dataclass(frozen=True)
class Percent:
    """A percentage as people write it: 80 means 80 %."""

    percent: Decimal


@dataclass(frozen=True)
class Points:
    """Percentage points above another rate."""

    points: Decimal


@dataclass(frozen=True)
class Number:
    """A plain number, such as the count of units."""

    number: Decimal


@dataclass(frozen=True)
class Days:
    count: int


@dataclass(frozen=True)
class Months:
    count: int


@dataclass(frozen=True)
class Years:
    count: int


@dataclass(frozen=True, init=False)
class Text:
    """One translatable sentence: an English msgid with `{name}` placeholders and the typed values for them."""

    template: str
    params: Mapping[str, Any] = field(hash=False)

    def __init__(self, template: str, /, **params: Value) -> None:
        object.__setattr__(self, "template", template)
        object.__setattr__(self, "params", params)

    def __str__(self) -> str:
        return ENGLISH.text(self)


@dataclass(frozen=True)
class Choice:
    """One of several named possibilities: a key for machines, a label for people."""

    key: str
    label: Text


Value = Money | ExactMoney | Percent | Points | Number | Days | Months | Years | Text | Choice | date | bool | int | str

_MONTHS_EN = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def _unchanged(message: str) -> str:
    return message


@dataclass(frozen=True)
class Reader:
    """Who reads: the language code (`de` or another, written the English way) and the function that translates."""

    language: str = "en"
    gettext: Callable[[str], str] = _unchanged

    @property
    def german(self) -> bool:
        return self.language.startswith("de")

    def text(self, text: Text) -> str:
        """The sentence in the reader's language, its values written as that language writes them."""
        return self.gettext(text.template).format(**{name: self.value(value) for name, value in text.params.items()})

    def value(self, value: Value | None) -> str:
        """`value` as a person reads it: `48.987,20 €` in German, `€48,987.20` in English."""
        match value:
            case None:
                return "–"
            case Text():
                return self.text(value)
            case Choice(label=label):
                return self.text(label)
            case bool():
                return self.gettext(_("yes")) if value else self.gettext(_("no"))
            case date():
                return self._date(value)
            case str() | int():
                return str(value)
            case _:
                return self._figure(value)

    def _figure(self, value: Money | ExactMoney | Percent | Points | Number | Days | Months | Years) -> str:
        match value:
            case Money(amount):
                return self._euro(f"{amount:,.2f}")
            case ExactMoney(amount):
                whole_cents = (amount * 100).denominator == 1
                return self._euro(f"{four_decimals(amount):,.{2 if whole_cents else 4}f}")
            case Percent(percent):
                return self._number(percent) + (NBSP + "%" if self.german else "%")
            case Points(points):
                return self._counted(points, _("1 percentage point"), _("{count} percentage points"))
            case Number(number):
                return self._number(number)
            case Days(count):
                return self._counted(count, _("1 day"), _("{count} days"))
            case Months(count):
                return self._counted(count, _("1 month"), _("{count} months"))
            case Years(count):
                return self._counted(count, _("1 year"), _("{count} years"))

    def _euro(self, english: str) -> str:
        return self._separators(english) + NBSP + "€" if self.german else "€" + english

    def _number(self, number: Decimal) -> str:
        return self._separators(f"{plain(number)}")

    def _separators(self, english: str) -> str:
        return english.translate(str.maketrans(",.", ".,")) if self.german else english

    def _counted(self, count: int | Decimal, one: str, many: str) -> str:
        if count == 1:
            return self.gettext(one).replace(" ", NBSP)
        return self.gettext(many).format(count=self._number(Decimal(count))).replace(" ", NBSP)

    def _date(self, day: date) -> str:
        if self.german:
            return f"{day:%d.%m.%Y}"
        return f"{day.day}{NBSP}{_MONTHS_EN[day.month - 1]} {day.year}"


ENGLISH = Reader()


def render(text: Text, gettext: Callable[[str], str] = _unchanged, locale: str = "en") -> str:
    """`text` in the language of `gettext`, with values written as in `locale`."""
    return Reader(locale, gettext).text(text)


def json_value(value: Value | None, reader: Reader = ENGLISH) -> Any:
    """`value` for machines: amounts and percentages as strings with a point, dates as ISO, counts as numbers."""
    match value:
        case None | bool() | int() | str():
            return value
        case Text():
            return reader.text(value)
        case Choice(key=key):
            return key
        case Money(amount):
            return f"{amount:.2f}"
        case ExactMoney(amount):
            return f"{four_decimals(amount):f}"
        case Percent(number) | Points(number) | Number(number):
            return plain(number)
        case Days(count) | Months(count) | Years(count):
            return count
        case date():
            return value.isoformat()
    raise TypeError(f"no JSON form for {value!r}")


def plain(number: Decimal) -> str:
    """`number` without an exponent and without zeros that say nothing: `80.00` is `80`, `4.270` is `4.27`."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def four_decimals(amount: Fraction) -> Decimal:
    """`amount` with four decimals, to be looked at only: nothing is ever computed from it."""
    scaled = amount * 10_000
    return Decimal((2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)).scaleb(-4)
