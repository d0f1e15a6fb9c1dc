"""Reading the day in one cell, in whatever form people write days."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from kommin.foundation.search import fold
from kommin.foundation.tables.table import Cell, as_text
from kommin.imports.core.words import Words

_TIME = re.compile(r"[T ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?\s*(Z|[AaPp][Mm]|[+-]\d{2}:?\d{2})?$")
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_DOTTED = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4}|\d{2})")
_SLASHED = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4}|\d{2})")
_COMPACT = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})")
_MONTH = re.compile(r"(\d{1,2})[./](\d{4})|(\d{4})[-/](\d{1,2})")
_YEAR = re.compile(r"(?:HJ|FY|Jahr|Haushaltsjahr)?\s*((?:19|20)\d{2})", re.IGNORECASE)
_TWO_YEARS = re.compile(r"((?:19|20)\d{2})\s*[-/–]\s*(?:\d{2}|(?:19|20)\d{2})")
_FIRST_DAY_OF_SPREADSHEETS = date(1899, 12, 30)
_SERIALS = range(20_000, 60_000)
_OLDEST = 1900


@dataclass(frozen=True, slots=True)
class Day:
    """What a cell says about a day.

    Attributes:
        day: the day, or None where only a year is known or nothing can be read.
        year: the year, where at least that is known.
        other: the second reading where day and month may be exchanged.
    """

    day: date | None = None
    year: int | None = None
    other: date | None = None

    @property
    def is_known(self) -> bool:
        return self.year is not None


def read_day(cell: Cell, words: Words, *, month_first: bool | None = None) -> Day:
    """The day in a cell; nothing known where there is none. Never raises.

    Args:
        month_first: how the column writes 03/04/2009; None where nobody knows, then both readings are given.
    """
    match cell:
        case datetime():
            return _known(cell.date())
        case date():
            return _known(cell)
        case bool() | None:
            return Day()
        case int() | float():
            return _of_number(cell)
    return _of_text(_TIME.sub("", as_text(cell)).strip(" ."), words, month_first)


def month_comes_first(cells: Iterable[Cell]) -> bool | None:
    """How a column writes 03/04/2009, as far as single cells prove it; None where none does or they contradict."""
    month_first = day_first = False
    for cell in cells:
        if isinstance(cell, str) and (found := _SLASHED.fullmatch(_TIME.sub("", cell).strip(" ."))):
            first, second = int(found[1]), int(found[2])
            month_first |= second > 12 >= first
            day_first |= first > 12 >= second
    return month_first if month_first != day_first else None


def _known(day: date) -> Day:
    return Day(day, day.year) if day.year >= _OLDEST else Day()


def _of_number(cell: float) -> Day:
    """A year, a day as eight digits, or the serial number by which spreadsheets count days."""
    if cell != int(cell):
        cell = int(cell)
    number = int(cell)
    if number in _SERIALS:
        return _known(_FIRST_DAY_OF_SPREADSHEETS + timedelta(days=number))
    return _of_digits(str(number))


def _of_digits(text: str) -> Day:
    if found := _COMPACT.fullmatch(text):
        return _of_parts(found[1], found[2], found[3])
    if found := _YEAR.fullmatch(text):
        return Day(year=int(found[1]))
    return Day()


def _of_text(text: str, words: Words, month_first: bool | None) -> Day:
    if found := _YEAR_FIRST.fullmatch(text):
        return _of_parts(found[1], found[2], found[3])
    if found := _DOTTED.fullmatch(text):
        return _of_parts(found[3], found[2], found[1])
    if found := _SLASHED.fullmatch(text):
        return _slashed(found[3], found[1], found[2], month_first)
    if found := _MONTH.fullmatch(text):
        return Day(year=int(found[2] or found[3]))
    if found := _TWO_YEARS.fullmatch(text):
        return Day(year=int(found[1]))
    digits = _of_digits(text)
    return digits if digits.is_known else _in_words(text, words)


def _slashed(year: str, first: str, second: str, month_first: bool | None) -> Day:
    by_day, by_month = _of_parts(year, second, first), _of_parts(year, first, second)
    if not by_day.is_known or not by_month.is_known or by_day == by_month:
        return by_day if by_day.is_known else by_month
    if month_first is None:
        return Day(by_day.day, by_day.year, by_month.day)
    return by_month if month_first else by_day


def _in_words(text: str, words: Words) -> Day:
    """ "4. Mai 2009", "May 4, 2009", "Mai 2009"."""
    parts = fold(text).split()
    months = [words.months[part] for part in parts if part in words.months]
    numbers = [part for part in parts if part.isdigit()]
    years = [part for part in numbers if len(part) == 4]
    days = [part for part in numbers if len(part) <= 2]
    if len(months) != 1 or len(years) != 1 or len(days) > 1 or len(parts) > len(numbers) + 3:
        return Day()
    return _of_parts(years[0], str(months[0]), days[0]) if days else Day(year=int(years[0]))


def _of_parts(year: str, month: str, day: str) -> Day:
    whole = int(year)
    if len(year) == 2:
        whole += 1900 if whole >= 70 else 2000
    try:
        return _known(date(whole, int(month), int(day)))
    except ValueError:
        return Day()
