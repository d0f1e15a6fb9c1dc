"""The map: number, amount, per inhabitant or first year, for municipalities or districts, year by year."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from kommin.balance import queries
from kommin.balance.asking import LEVELS, MEASURES, Asked
from kommin.balance.errors import BalanceError
from kommin.balance.figures import Balance
from kommin.balance.geography import Geography, geography
from kommin.balance.views.common import frame, public_page
from kommin.law.money import round_cents
from kommin.programmes.models import Programme
from kommin.programmes.words import ApplicantKind
from kommin.register.maps.rendering import render_map

MOST_YEARS_OF_A_SCALE = 5


@public_page("measure", "level", "until")
def picture(request: HttpRequest, programme: Programme, asked: Asked) -> HttpResponse:
    """The map of the end of a year, or of today."""
    context = frame(programme, asked, current="map", day=False)
    today = timezone.localdate()
    years = list(range(programme.valid_from.year, min((programme.valid_until or today).year, today.year) + 1))
    until = _until(programme, asked, years, today)
    places = geography()
    figures = queries.balance(programme, until, places)
    measure, level = asked.one("measure", MEASURES[0]), asked.one("level", LEVELS[0])
    labels = {
        "projects": _("Number of projects"), "granted": _("Amount granted"),
        "per_inhabitant": _("Amount per inhabitant"), "first_year": _("Year of the first participation"),
    }  # fmt: skip
    chosen_year = int(asked.one("until")) if asked.one("until") else None
    context |= {
        "figures": figures,
        "map": _map(programme, figures, places, measure, level, labels[measure]),
        "measures": [_choice(asked, "measure", code, labels[code], measure) for code in MEASURES],
        "levels": [
            _choice(asked, "level", code, label, level)
            for code, label in zip(LEVELS, (_("Municipalities"), _("Districts")), strict=True)
        ],
        "years": [
            {"label": str(year), "href": asked.with_(until=year).query(), "current": year == chosen_year}
            for year in years
        ] + [{"label": _("today"), "href": asked.with_(until="").query() or "?", "current": chosen_year is None}],
        "chosen_year": chosen_year or years[-1],
        "first_year": years[0],
        "last_year": years[-1],
        "hidden_fields": [(name, value) for name, values in asked.with_(until="").values.items() for value in values],
        "until": until,
        "file_query": asked.only().with_(as_of="" if until == today else until.isoformat()).query(),
        "level": level,
    }  # fmt: skip
    return render(request, "balance/map.html", context)


def _until(programme: Programme, asked: Asked, years: list[int], today: date) -> date:
    text = asked.one("until")
    if not text:
        return today
    if int(text) not in years:
        raise BalanceError(
            _("There is a map for each year from %(first)s to %(last)s.") % {"first": years[0], "last": years[-1]}
        )
    return min(date(int(text), 12, 31), today)


def _choice(asked: Asked, name: str, code: str, label: str, current: str) -> dict[str, Any]:
    value = "" if code in (MEASURES[0], LEVELS[0]) else code
    return {"label": label, "href": asked.with_(**{name: value}).query() or "?", "current": code == current}


def _map(programme: Programme, figures: Balance, places: Geography, measure: str, level: str, title: str) -> str:
    if places.register is None:
        return ""
    values = _values(figures, places, measure, level)
    options: dict[str, Any] = {"unit": "€" if measure in ("granted", "per_inhabitant") else ""}
    if measure == "first_year":
        options = {"categories": _year_classes(values)}
        values = {key: _year_class(int(value), options["categories"]) for key, value in values.items()}
    elif measure == "projects":
        options["breaks"] = (2, 3, 5, 8) if level == "municipality" else (2, 5, 10, 20)
    return render_map(
        values, title=title, register=places.register, level=level, value_heading=title,
        url_name=f"balance:{level}", url_kwargs={"slug": programme.slug}, **options,
    )  # fmt: skip


def _values(figures: Balance, places: Geography, measure: str, level: str) -> dict[str, Any]:
    """A district stands for itself and its municipalities."""
    sums: dict[str, list[Any]] = {}
    for each in figures.places.values():
        place = places.places.get(each.key)
        if place is None or (level == "municipality" and place.kind == ApplicantKind.DISTRICT):
            continue
        row = sums.setdefault(
            place.key if level == "municipality" else place.district, [0, Decimal(0), each.first_year]
        )
        row[0] += each.projects
        row[1] += each.granted
        row[2] = min(row[2], each.first_year)
    match measure:
        case "projects":
            return {key: row[0] for key, row in sums.items()}
        case "granted":
            return {key: row[1] for key, row in sums.items()}
        case "first_year":
            return {key: row[2] for key, row in sums.items()}
    return {
        key: round_cents(row[1] / people)
        for key, row in sums.items()
        if (people := _people(places, key, figures.as_of))
    }


def _people(places: Geography, key: str, day: date) -> int:
    """Inhabitants of a municipality or district; a city that is its own district has those of the city."""
    place = places.places.get(key) or next((each for each in places.places.values() if each.district == key), None)
    found = place.inhabitants(day) if place else None
    return found[0] if found else 0


def _year_classes(values: dict[str, Any]) -> list[tuple[str, str]]:
    """Up to five stretches of years, the earliest strongest."""
    years = sorted(set(values.values()))
    if not years:
        return []
    width = -(-(years[-1] - years[0] + 1) // MOST_YEARS_OF_A_SCALE)
    starts = range(years[0], years[-1] + 1, width)
    classes = []
    for start in starts:
        end = min(start + width - 1, years[-1])
        classes.append((str(start), str(start) if start == end else f"{start}–{end}"))
    return classes[::-1]


def _year_class(year: int, classes: list[tuple[str, str]]) -> str:
    return next(start for start, _label in classes if int(start) <= year)
