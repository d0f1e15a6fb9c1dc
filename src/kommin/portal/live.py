"""Figures and map of a programme as the records have them: the same that the balance shows."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from kommin.balance import charts, queries
from kommin.balance.errors import BalanceError
from kommin.balance.geography import geography
from kommin.balance.sentence import sentence
from kommin.people.models.dated import today
from kommin.programmes.models import ApplicantKind, Programme
from kommin.register.maps.rendering import render_map

BREAKS = (2, 3, 5, 8)


def figures_of(programme: Programme, as_of: date | None = None) -> dict[str, Any]:
    """The balance of a programme on a day (today, if none is given), its sentence, and where both are explained.

    Empty for a day on which the balance has no answer.
    """
    try:
        day = queries.check_day(programme, as_of or today())
    except BalanceError:
        return {}
    figures = queries.balance(programme, day)
    query = f"?as_of={day.isoformat()}" if as_of else ""
    return {
        "figures": figures,
        "sentence": sentence(programme, figures),
        "href": reverse("balance:programme", kwargs={"slug": programme.slug}) + query,
    }


def map_of(programme: Programme) -> str:
    """The municipalities of the state by their number of projects; empty without a register."""
    places = geography()
    if places.register is None:
        return ""
    figures = queries.balance(programme, today(), places)
    values: dict[str, int] = {}
    for each in figures.places.values():
        place = places.places.get(each.key)
        if place is not None and place.kind != ApplicantKind.DISTRICT:
            values[place.key] = values.get(place.key, 0) + each.projects
    return render_map(
        values,
        title=_("Number of projects"),
        register=places.register,
        breaks=BREAKS,
        url_name="balance:municipality",
        url_kwargs={"slug": programme.slug},
    )


def chart_of(programme: Programme, name: str) -> Any:
    """One of the balance's charts of a programme as of today; None while there is no project."""
    try:
        day = queries.check_day(programme, today())
    except BalanceError:
        return None
    return charts.of_programme(programme, queries.balance(programme, day)).get(name)
