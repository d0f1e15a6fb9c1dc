"""Days and periods as §§ 187, 188 BGB and § 31 VwVfG count them."""

from __future__ import annotations

import calendar
import functools
import re
from datetime import date, timedelta
from typing import Protocol

import holidays

from kommin.law.errors import LawError
from kommin.law.texts import Text
from kommin.law.texts import gettext_noop as _

EARLIEST = date(1949, 5, 24)
LATEST = date(2199, 12, 31)
"""Outside these days nothing is computed: the Grundgesetz took effect on the first, the last guards against slips."""


class Calendar(Protocol):
    """The days off of a place."""

    def is_day_off(self, day: date) -> bool:
        """True on Saturdays, Sundays and public holidays (§ 31 (3) VwVfG)."""
        ...


class PublicHolidays:
    """Days off by a name such as `DE-NW`: country and, after the hyphen, the Land."""

    def __init__(self, name: str) -> None:
        country, _hyphen, land = name.partition("-")
        try:
            self._days = holidays.country_holidays(country, subdiv=land or None)
        except NotImplementedError:
            raise LawError(Text(_("No holiday calendar is called “{name}”."), name=name)) from None

    def is_day_off(self, day: date) -> bool:
        return day.weekday() >= 5 or day in self._days


@functools.cache
def calendar_named(name: str) -> Calendar:
    """The calendar of that name, built once (a calendar computes each year it is asked for only once)."""
    return PublicHolidays(name)


def add_months(day: date, months: int) -> date:
    """The end of a period of months from `day`; the last of the month where the day is missing (§ 188 (3) BGB)."""
    years, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(years, month + 1)[1]
    return date(years, month + 1, min(day.day, last))


def add_years(day: date, years: int) -> date:
    """The same day `years` later; 28 February where 29 February is missing."""
    return add_months(day, 12 * years)


def next_working_day(day: date, days_off: Calendar) -> date:
    """`day`, or the first working day after it if it is a day off (§ 31 (3) VwVfG)."""
    while days_off.is_day_off(day):
        day += timedelta(days=1)
    return day


def check_date(day: date, *, field: str) -> date:
    """`day`, if it lies in the span this package computes for."""
    if not EARLIEST <= day <= LATEST:
        raise LawError(
            Text(_("The date must lie between {earliest} and {latest}."), earliest=EARLIEST, latest=LATEST), field=field
        )
    return day


def check_order(earlier: date, later: date, text: Text, *, field: str) -> None:
    """Raise `text` for `field` if `later` comes before `earlier`."""
    if later < earlier:
        raise LawError(text, field=field)


def parse_date(text: str, *, field: str) -> date:
    """The day a person wrote: `2026-05-04` or `04.05.2026`."""
    cleaned = text.strip()
    iso = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", cleaned, re.ASCII)
    german = re.fullmatch(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})", cleaned, re.ASCII)
    if iso:
        year, month, day = (int(part) for part in iso.groups())
    elif german:
        day, month, year = (int(part) for part in german.groups())
    else:
        shown = cleaned if len(cleaned) <= 40 else cleaned[:39] + "…"
        raise LawError(
            Text(_("“{entry}” is not a date. Write it like 2026-05-04 or 04.05.2026."), entry=shown), field=field
        )
    try:
        return check_date(date(year, month, day), field=field)
    except ValueError as error:
        if isinstance(error, LawError):
            raise
        raise LawError(Text(_("There is no day “{entry}” in the calendar."), entry=cleaned), field=field) from None
