"""Two days beside each other."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from kommin.balance import queries
from kommin.balance.asking import Asked
from kommin.balance.definitions import DEFINITIONS, Definition
from kommin.balance.figures import Balance
from kommin.balance.geography import geography
from kommin.balance.views.common import frame, public_page
from kommin.foundation.ui.formatting import MINUS, reader
from kommin.programmes.models import Programme

COUNTS = ("participants", "towns", "cities", "districts", "projects")
AMOUNTS = ("granted", "paid", "returned")


@dataclass(frozen=True)
class Compared:
    """One figure on two occasions, written out."""

    definition: Definition
    first: str
    second: str
    difference: str
    differs: bool


@public_page("first", "second")
def two_days(request: HttpRequest, programme: Programme, asked: Asked) -> HttpResponse:
    """The figures of two days and what changed between them; by default the end of the first year and today."""
    context = frame(programme, asked, current="comparison", day=False)
    today = timezone.localdate()
    first = asked.day("first") if asked.one("first") else min(programme.valid_from.replace(month=12, day=31), today)
    second = asked.day("second")
    for day in (first, second):
        queries.check_day(programme, day)
    first, second = sorted((first, second))
    places = geography()
    one, other = queries.balance(programme, first, places), queries.balance(programme, second, places)
    years = sorted({*one.by_year, *other.by_year})
    context |= {
        "first": first,
        "second": second,
        "rows": list(compared(one, other)),
        "years": [(year, one.by_year.get(year), other.by_year.get(year)) for year in years],
        "newcomers": sorted(
            (places.places[key].name for key in other.places.keys() - one.places.keys() if key in places.places),
        ),
        "leavers": sorted(
            (places.places[key].name for key in one.places.keys() - other.places.keys() if key in places.places),
        ),
    }
    return render(request, "balance/comparison.html", context)


def compared(one: Balance, other: Balance) -> Iterator[Compared]:
    """Every main figure of two balances with the difference."""
    who = reader()
    for name in COUNTS:
        before, after = getattr(one, name), getattr(other, name)
        change = _signed(after - before, who.number(abs(after - before)))
        yield Compared(DEFINITIONS[name], who.number(before), who.number(after), change, before != after)
    for name in AMOUNTS:
        before, after = getattr(one, name), getattr(other, name)
        change = _signed(after - before, who.money(abs(after - before)))
        yield Compared(DEFINITIONS[name], who.money(before), who.money(after), change, before != after)


def _signed(change: Decimal | int, text: str) -> str:
    if not change:
        return "±0"
    return f"{'+' if change > 0 else MINUS}{text}"
