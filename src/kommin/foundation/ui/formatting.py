"""How amounts, numbers, days and sizes are written for the person who reads.

The law package already writes its values in German and English; pages use the same hand, so that an amount in a
derivation and the same amount in a table look alike. Added here: a true minus sign, times, sizes, fixed decimals.
"""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from django.utils import timezone
from django.utils.translation import get_language, gettext

from kommin.law.language import reader_for
from kommin.law.texts import NBSP, Money, Percent, Reader, plain

MINUS = "\u2212"
_SIZES = ("kB", "MB", "GB", "TB")


@dataclass(frozen=True)
class PageReader(Reader):
    """Who reads this page."""

    def money(self, amount: Decimal | int) -> str:
        """`1.234,56 €` in German, `€1,234.56` in English; a negative amount starts with a minus sign."""
        amount = Decimal(amount)
        return self._sign(amount) + self.value(Money(abs(amount)))

    def number(self, number: Decimal | int, *, decimals: int | None = None) -> str:
        """Digits grouped by thousands; `decimals` fixes how many there are, otherwise as many as say something."""
        number = Decimal(number)
        shown = f"{abs(number):,.{decimals}f}" if decimals is not None else _grouped(abs(number))
        return self._sign(number) + self._separators(shown)

    def percent(self, percent: Decimal | int) -> str:
        """`66,67 %` in German, `66.67%` in English."""
        percent = Decimal(percent)
        return self._sign(percent) + self.value(Percent(abs(percent)))

    def date(self, day: dt.date) -> str:
        """`23.11.2026` in German, `23 November 2026` in English; a moment is taken in the house's time zone."""
        return self._date(_local(day))

    def moment(self, moment: dt.datetime) -> str:
        """`23.11.2026, 14:05 Uhr` in German, `23 November 2026, 14:05` in English, in the house's time zone."""
        local = _local(moment)
        return f"{self._date(local)}, {local:%H:%M}" + (NBSP + "Uhr" if self.german else "")

    def size(self, count: int) -> str:
        """A size in bytes the way file managers write it (1 kB is 1000 bytes)."""
        if count < 1000:
            return f"{count}{NBSP}{'Byte' if self.german or count == 1 else 'bytes'}"
        size = Decimal(count)
        for unit in _SIZES:
            size /= 1000
            if size < 1000 or unit == _SIZES[-1]:
                break
        return f"{self.number(size, decimals=1 if size < 10 else 0)}{NBSP}{unit}"

    @staticmethod
    def _sign(number: Decimal) -> str:
        return MINUS if number < 0 else ""


def reader() -> PageReader:
    """The reader of the current request, by the language that is active."""
    return _reader(get_language() or "de")


@cache
def _reader(language: str) -> PageReader:
    law = reader_for(language)

    def say(message: str) -> str:
        told = law.gettext(message)
        return told if told != message else gettext(message)

    return PageReader(law.language, say)


def _grouped(number: Decimal) -> str:
    whole, _, decimals = plain(number).partition(".")
    return f"{int(whole):,}" + (f".{decimals}" if decimals else "")


def _local(day: dt.date) -> dt.date:
    return timezone.localtime(day) if isinstance(day, dt.datetime) and timezone.is_aware(day) else day
