"""What the views of rounds share."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from kommin.examination.actions.ranking import scope_of
from kommin.examination.models import Scenario
from kommin.foundation.access import Actor
from kommin.programmes.models import PUBLIC_STATES, Call

PER_PAGE = 50


def round_of(_request: HttpRequest, slug: str, **_rest: Any) -> Call:
    """The published call whose cases are ranked."""
    return get_object_or_404(Call.objects.select_related("programme__ministry"), slug=slug, state__in=PUBLIC_STATES)


def scenario_of(_request: HttpRequest, slug: str, pk: int, **_rest: Any) -> Scenario:
    """A scenario of this round that was not removed."""
    rows = Scenario.objects.select_related("call__programme__ministry", "authority")
    return get_object_or_404(rows, pk=pk, call__slug=slug, hidden_at=None)


def scenarios_for(call: Call, by: Actor) -> QuerySet[Scenario]:
    """The scenarios that somebody may read: those of the own authority, the ministry's, or all for auditors."""
    found = Scenario.objects.filter(call=call, hidden_at=None).order_by("pk")
    if by.role == "auditor":
        return found
    return found.filter(authority=scope_of(by))


def round_trail(call: Call, *more: dict[str, str]) -> list[dict[str, str]]:
    """The way to a page below a round."""
    return [
        {"label": _("Rounds"), "href": reverse("examination:rounds")},
        {"label": call.title, "href": reverse("examination:round", args=[call.slug])},
        *more,
    ]


def page_of(request: HttpRequest, rows: Any) -> Page[Any]:
    """The page of a list that the address asks for; a wrong number shows the nearest page."""
    return Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
