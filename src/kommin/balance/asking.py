"""What an address asks for: every parameter read, checked and written in one way only.

An address that says the same in other words, or carries parameters nobody knows, is sent to the one that says it
plainly. So addresses can be passed on, and nobody can fill the memory of kept pages with variations.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from kommin.balance.errors import BalanceError

LONGEST_QUERY = 120
MOST_VALUES = 30
MOST_KEPT_VALUES = 2
"""Answers to more choices at once are not kept: their combinations have no end."""
_PLAIN = re.compile(r"[\w.:-]{1,60}")


def day(text: str) -> str:
    """A day in ISO form; today's is the default and left out."""
    try:
        read = date.fromisoformat(text)
    except ValueError:
        raise BalanceError(
            _("“%(text)s” is no day. Choose one from the calendar, or write it as year-month-day.")
            % {"text": text[:40]}
        ) from None
    return "" if read == timezone.localdate() else read.isoformat()


def any_day(text: str) -> str:
    """The same where today is no default."""
    return day(text) or timezone.localdate().isoformat()


def year(text: str) -> str:
    """A year of four digits."""
    if not (text.isascii() and text.isdigit() and len(text) == 4 and text > "1900"):
        raise BalanceError(_("“%(text)s” is no year.") % {"text": text[:40]})
    return text


def page(text: str) -> str:
    """A number of a page; the first is the default."""
    if not (text.isascii() and text.isdigit() and len(text) <= 6):
        raise BalanceError(_("“%(text)s” is no page number.") % {"text": text[:40]})
    return "" if int(text) <= 1 else str(int(text))


def words(text: str) -> str:
    """What somebody typed into a search field."""
    return " ".join(text.replace("\0", " ").split())[:LONGEST_QUERY]


def plain(text: str) -> str:
    """A key or code; whether it exists is for the page to say."""
    if not _PLAIN.fullmatch(text):
        raise BalanceError(_("“%(text)s” is nothing that can be chosen here.") % {"text": text[:40]})
    return text


def one_of(*choices: str) -> Callable[[str], str]:
    """One of some words; the first is the default."""

    def read(text: str) -> str:
        if text not in choices:
            raise BalanceError(_("“%(text)s” is nothing that can be chosen here.") % {"text": text[:40]})
        return "" if text == choices[0] else text

    return read


@dataclass(frozen=True, slots=True)
class Parameter:
    """How a parameter is read; `many` may be given several times."""

    read: Callable[[str], str]
    many: bool = False


SORTS = ("title", "applicant", "-amount", "amount", "-day", "day")
MEASURES = ("projects", "granted", "per_inhabitant", "first_year")
LEVELS = ("municipality", "district")
PARAMETERS: Mapping[str, Parameter] = {
    "q": Parameter(words),
    "as_of": Parameter(day),
    "year": Parameter(year, many=True),
    "block": Parameter(plain, many=True),
    "kind": Parameter(plain, many=True),
    "region": Parameter(plain, many=True),
    "district": Parameter(plain, many=True),
    "size": Parameter(plain, many=True),
    "sort": Parameter(one_of(*SORTS)),
    "page": Parameter(page),
    "measure": Parameter(one_of(*MEASURES)),
    "level": Parameter(one_of(*LEVELS)),
    "until": Parameter(year),
    "first": Parameter(any_day),
    "second": Parameter(day),
}


@dataclass(frozen=True)
class Asked:
    """The parameters of an address, each once and in a fixed order."""

    values: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def one(self, name: str, default: str = "") -> str:
        """A parameter that stands once."""
        return next(iter(self.values.get(name, ())), default)

    def many(self, name: str) -> Sequence[str]:
        return self.values.get(name, ())

    def day(self, name: str = "as_of") -> date:
        """A day, today where none is given."""
        text = self.one(name)
        return date.fromisoformat(text) if text else timezone.localdate()

    @property
    def is_plain(self) -> bool:
        """Whether few others can be asked like it: no words of one's own, and no more than two choices."""
        return "q" not in self.values and sum(map(len, self.values.values())) <= MOST_KEPT_VALUES

    def query(self) -> str:
        """The address's end, with its question mark; empty where nothing is asked."""
        text = urlencode([(name, value) for name, values in self.values.items() for value in values])
        return f"?{text}" if text else ""

    def with_(self, **changes: Any) -> "Asked":
        """The same with other values; an empty one is left out. The page goes back to the first."""
        merged = {**self.values, "page": ()} | {
            name: tuple(value) if isinstance(value, (list, tuple)) else ((str(value),) if value else ())
            for name, value in changes.items()
        }
        return replace(self, values={name: merged[name] for name in PARAMETERS if merged.get(name)})

    def toggled(self, name: str, value: str) -> "Asked":
        """The same with one value more, or without it."""
        known = self.many(name)
        return self.with_(
            **{name: [each for each in known if each != value] if value in known else sorted([*known, value])}
        )

    def only(self, *names: str) -> "Asked":
        return replace(self, values={name: values for name, values in self.values.items() if name in names})


def read(data: QueryDict, allowed: Sequence[str]) -> Asked:
    """What an address asks, of the parameters that its page knows.

    Raises:
        BalanceError: a value makes no sense.
    """
    values: dict[str, Sequence[str]] = {}
    for name, parameter in PARAMETERS.items():
        if name not in allowed or name not in data:
            continue
        given = data.getlist(name)[:MOST_VALUES] if parameter.many else data.getlist(name)[-1:]
        found = [parameter.read(text.strip()) for text in given if text.strip()]
        if kept := sorted({text for text in found if text}):
            values[name] = tuple(kept)
    return Asked(values)
