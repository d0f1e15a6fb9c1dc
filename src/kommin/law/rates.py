"""The base rate of § 247 BGB (Basiszinssatz): one value a half-year, set on 1 January and 1 July."""

from __future__ import annotations

import bisect
import csv
import functools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from importlib import resources

from kommin.law.derivation import Basis
from kommin.law.errors import LawError
from kommin.law.texts import Percent, Text
from kommin.law.texts import gettext_noop as _

BUNDESBANK = "Deutsche Bundesbank, Basiszinssatz nach § 247 BGB"
LABEL = Text(_("Base rate (§ 247 BGB)"))
_LARGEST = Decimal(50)


@dataclass(frozen=True)
class BaseRate:
    """The base rate of the half-year that begins on `valid_from`, in percent a year."""

    valid_from: date
    percent: Decimal
    source: str
    confirmed: bool

    @property
    def ends(self) -> date:
        """The first day of the next half-year."""
        return next_half_year(self.valid_from)

    @property
    def basis(self) -> Basis:
        return Basis("base_rate", LABEL, Percent(self.percent), self.source, self.valid_from, self.confirmed)


class BaseRates:
    """The series of base rates; a row added later stands over an earlier one of the same half-year."""

    def __init__(self, rows: Iterable[BaseRate]) -> None:
        by_day = {row.valid_from: row for row in rows}
        self.rows = tuple(by_day[day] for day in sorted(by_day))
        self._days = [row.valid_from for row in self.rows]

    def with_rows(self, rows: Iterable[BaseRate]) -> BaseRates:
        """A series with further rows over these."""
        return BaseRates((*self.rows, *rows))

    def on(self, day: date) -> BaseRate:
        """The rate of the half-year in which `day` lies.

        Raises:
            LawError: that half-year is not known; the sentence names it.
        """
        half_year = half_year_of(day)
        place = bisect.bisect_left(self._days, half_year)
        if place < len(self.rows) and self.rows[place].valid_from == half_year:
            return self.rows[place]
        raise LawError(
            Text(
                _("The base rate of the half-year from {first} is not known. Import the Bundesbank's series first."),
                first=half_year,
            ),
            field="rates",
        )

    def between(self, start: date, end: date) -> Iterator[tuple[BaseRate, date, date]]:
        """The rates from `start` (counted) to `end` (not counted), split at the half-years: (rate, from, to)."""
        while start < end:
            rate = self.on(start)
            stop = min(end, rate.ends)
            yield rate, start, stop
            start = stop


def half_year_of(day: date) -> date:
    """The first day of the half-year in which `day` lies."""
    return date(day.year, 1 if day.month < 7 else 7, 1)


def next_half_year(first: date) -> date:
    return date(first.year, 7, 1) if first.month == 1 else date(first.year + 1, 1, 1)


@functools.cache
def shipped_rates() -> BaseRates:
    """The series the software comes with."""
    text = resources.files("kommin.law").joinpath("data", "base_rates.csv").read_text(encoding="utf-8")
    return BaseRates(read_rates(text, source=BUNDESBANK))


def read_rates(text: str, *, source: str) -> list[BaseRate]:
    """The rates of a CSV file: the Bundesbank's own (German or English, by month or half-year) or `valid_from,percent`.

    Rows come as a day or a month and a rate; lines of heading and comment are passed over until the first row and
    after the last. A column `confirmed` with `no` marks a value that rests on a secondary source.

    Raises:
        LawError: naming the line and the reason; also when two rows of one half-year disagree.
    """
    delimiter = ";" if text.count(";") > text.count(",") else ","
    found: dict[date, tuple[BaseRate, int]] = {}
    for number, row in _rows(text, delimiter):
        rate = _rate_of_row(row, number, source)
        if rate is None:
            continue
        earlier = found.get(rate.valid_from)
        if earlier and earlier[0].percent != rate.percent:
            raise _wrong(number, Text(_("it contradicts line {line} of the same half-year."), line=earlier[1]))
        found.setdefault(rate.valid_from, (rate, number))
    if not found:
        raise LawError(
            Text(_("The file holds no base rates. Expected are lines such as “2026-07-01,1.52”.")), field="file"
        )
    return [rate for rate, _line in found.values()]


def _rows(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(text.splitlines(), delimiter=delimiter)
    try:
        yield from enumerate(reader, start=1)
    except csv.Error:
        raise _wrong(reader.line_num, Text(_("it is not a line of a CSV file."))) from None


def _rate_of_row(row: list[str], number: int, source: str) -> BaseRate | None:
    cells = [cell.strip().lstrip("\ufeff") for cell in row]
    if not cells or not re.match(r"\d", cells[0]):
        return None
    if len(cells) < 2:
        raise _wrong(number, Text(_("the rate is missing.")))
    day = _day(cells[0], number)
    if cells[1] in {"", "."}:
        return None
    confirmed = not (len(cells) > 2 and cells[2].casefold() in {"no", "false", "nein"})
    return BaseRate(half_year_of(day), _percent(cells[1], number), source, confirmed)


def _day(text: str, number: int) -> date:
    iso = re.fullmatch(r"(\d{4})-(\d{2})(?:-(\d{2}))?", text, re.ASCII)
    german = re.fullmatch(r"(\d{2})\.(\d{2})\.(\d{4})", text, re.ASCII)
    try:
        if iso:
            return date(int(iso[1]), int(iso[2]), int(iso[3] or 1))
        if german:
            return date(int(german[3]), int(german[2]), int(german[1]))
    except ValueError:
        pass
    raise _wrong(number, Text(_("“{entry}” is not a date."), entry=text[:40]))


def _percent(text: str, number: int) -> Decimal:
    try:
        percent = Decimal(text.replace(",", ".").removesuffix("%").strip())
    except InvalidOperation:
        raise _wrong(number, Text(_("“{entry}” is not a rate."), entry=text[:40])) from None
    if not percent.is_finite() or abs(percent) > _LARGEST:
        raise _wrong(number, Text(_("“{entry}” can't be a base rate."), entry=text[:40]))
    if percent != round(percent, 2):
        raise _wrong(number, Text(_("“{entry}” has more than two decimals."), entry=text[:40]))
    return percent.quantize(Decimal("0.01"))


def _wrong(number: int, reason: Text) -> LawError:
    return LawError(Text(_("Line {line} can't be used: {reason}"), line=number, reason=reason), field="file")
