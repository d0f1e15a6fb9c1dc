"""Euro amounts: reading them, refusing absurd ones, and the only rounding there is."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from kommin.law.errors import LawError
from kommin.law.texts import Money, Number, Text
from kommin.law.texts import gettext_noop as _

ZERO = Decimal("0.00")
CENT = Decimal("0.01")
LARGEST = Decimal("999999999999.99")
"""The largest amount that fits the database's money fields (14 digits, two of them cents)."""

_LONGEST_INPUT = 60
_DECIMALS = 6
_GROUPED = re.compile(r"(?!0)\d{1,3}(?P<separator>[.,' ])\d{3}(?:(?P=separator)\d{3})*")


def round_cents(value: Decimal | Fraction | int) -> Decimal:
    """`value` in whole cents, half a cent up (away from zero). On exact fractions: no digit is lost before."""
    cents = Fraction(value) * 100
    doubled = 2 * abs(cents.numerator) + cents.denominator
    rounded = doubled // (2 * cents.denominator)
    return Decimal(-rounded if cents < 0 else rounded).scaleb(-2)


def check_amount(value: Decimal, *, field: str) -> Decimal:
    """`value` with two places, if it can be an amount of money here: not negative, whole cents, not absurdly large."""
    if not value.is_finite():
        raise LawError(Text(_("This is not an amount.")), field=field)
    if value < 0:
        raise LawError(Text(_("An amount can't be negative. Enter 0 or more.")), field=field)
    if value > LARGEST:
        raise LawError(
            Text(_("This amount is too large. The largest is {largest}."), largest=Money(LARGEST)), field=field
        )
    if value != value.quantize(CENT):
        raise LawError(Text(_("An amount has at most two decimals (whole cents).")), field=field)
    return value.quantize(CENT)


def check_optional(value: Decimal | None, *, field: str) -> Decimal | None:
    """As `check_amount`, where no amount at all is fine too."""
    return None if value is None else check_amount(value, field=field)


def check_percent(value: Decimal, *, field: str) -> Decimal:
    """`value` if it can be a share in percent: above 0, at most 100, at most six decimals."""
    if not value.is_finite() or not 0 < value <= 100:
        raise LawError(Text(_("A rate must be above 0 and at most 100 percent.")), field=field)
    return _few_decimals(value, field=field)


def check_number(value: Decimal, *, field: str) -> Decimal:
    """`value` if it can be a count of units: not negative, not absurdly large, at most six decimals."""
    largest = Decimal(1_000_000)
    if not value.is_finite() or value < 0 or value > largest:
        raise LawError(Text(_("A number must lie between 0 and {largest}."), largest=Number(largest)), field=field)
    return _few_decimals(value, field=field)


def parse_amount(text: str, *, field: str) -> Decimal:
    """The amount a person wrote, German or plain: `48.987,20 €`, `48987,20`, `48987.20`, `10.000` (ten thousand).

    A separator followed by exactly three digits groups thousands, as an amount never has three decimals.
    """
    cleaned = _cleaned(text, "€", "EUR", "Euro")
    whole, separator, decimals = _split_decimals(cleaned)
    if _GROUPED.fullmatch(whole):
        if separator and separator in whole:
            raise _not_an_amount(text, field)
        whole = re.sub(r"\D", "", whole)
    number = _decimal(f"{whole}.{decimals or 0}")
    if number is None:
        raise _not_an_amount(text, field)
    return check_amount(number, field=field)


def parse_percent(text: str, *, field: str) -> Decimal:
    """The rate a person wrote: `80`, `66,67`, `66.67 %`."""
    number = _decimal(_cleaned(text, "%").replace(",", "."))
    if number is None:
        raise LawError(Text(_("“{entry}” is not a rate. Write it like 80 or 66.67."), entry=_short(text)), field=field)
    return check_percent(number, field=field)


def parse_number(text: str, *, field: str) -> Decimal:
    """The number a person wrote: `1.5` or `1,5`."""
    number = _decimal(_cleaned(text).replace(",", "."))
    if number is None:
        raise LawError(Text(_("“{entry}” is not a number. Write it like 1.5."), entry=_short(text)), field=field)
    return check_number(number, field=field)


def percent_of(percent: Decimal, amount: Decimal | Fraction) -> Fraction:
    """`percent` per cent of `amount`, exact."""
    return Fraction(percent) * Fraction(amount) / 100


def _few_decimals(value: Decimal, *, field: str) -> Decimal:
    exponent = value.normalize().as_tuple().exponent
    if isinstance(exponent, int) and -exponent > _DECIMALS:
        raise LawError(Text(_("A number has at most {places} decimals."), places=_DECIMALS), field=field)
    return value


def _cleaned(text: str, *units: str) -> str:
    cleaned = " ".join(text.replace("\u00a0", " ").replace("\u202f", " ").replace("−", "-").split())
    for unit in units:
        cleaned = cleaned.removesuffix(unit).removeprefix(unit).strip()
    return cleaned if len(cleaned) <= _LONGEST_INPUT else "…"


def _split_decimals(text: str) -> tuple[str, str, str]:
    """(whole part, separator, decimals): the last separator starts decimals unless exactly three digits follow it."""
    match = re.fullmatch(r"(?P<whole>.*)(?P<separator>[.,])(?P<decimals>\d*)", text)
    if not match or not match["decimals"]:
        return text, "", ""
    if len(match["decimals"]) == 3 and _GROUPED.fullmatch(text):
        return text, "", ""
    return match["whole"], match["separator"], match["decimals"]


def _decimal(text: str) -> Decimal | None:
    if not re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", text):
        return None
    try:
        return Decimal(text)
    except InvalidOperation:  # pragma: no cover - the pattern admits no such text
        return None


def _not_an_amount(text: str, field: str) -> LawError:
    return LawError(
        Text(_("“{entry}” is not an amount. Write it like 48987.20 or 48.987,20."), entry=_short(text)), field=field
    )


def _short(text: str) -> str:
    shown = " ".join(text.split())
    return shown if len(shown) <= _LONGEST_INPUT else shown[: _LONGEST_INPUT - 1] + "…"
