"""Amounts, days and periods as an official German letter writes them."""

from datetime import date
from decimal import Decimal

from kommin.law.texts import NBSP, Percent, Reader
from kommin.law.words import words

_GERMAN = Reader("de")
MINUS = "\u2212"


def euro(amount: Decimal) -> str:
    """`60.000,00 Euro`; a negative amount has a minus sign."""
    return f"{figure(amount)}{NBSP}Euro"


def figure(amount: Decimal) -> str:
    """`60.000,00`, for columns whose head names the currency."""
    grouped = f"{abs(amount):,.2f}".translate(str.maketrans(",.", ".,"))
    return f"{MINUS if amount < 0 else ''}{grouped}"


def in_words(amount: Decimal) -> str:
    """`sechzigtausend Euro`."""
    return words(abs(amount)).words


def percent(rate: Decimal) -> str:
    """`80 %`."""
    return _GERMAN.value(Percent(rate))


def day(moment: date) -> str:
    """`12.03.2026`."""
    return f"{moment:%d.%m.%Y}"


def period(span: tuple[date | None, date | None]) -> str:
    """`01.01.2027 bis 31.12.2028`, `ab 01.01.2027`, `bis 31.12.2028`, or nothing."""
    begins, ends = span
    if begins and ends:
        return f"{day(begins)} bis {day(ends)}"
    if begins:
        return f"ab {day(begins)}"
    return f"bis {day(ends)}" if ends else ""
