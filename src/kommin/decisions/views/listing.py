"""Lists of decisions of an authority."""

from collections.abc import Iterable
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from kommin.decisions import queries, rules
from kommin.decisions.finality import finality_of
from kommin.decisions.models import Decision, DecisionState
from kommin.decisions.views.common import actor
from kommin.decisions.views.delivered import in_one_line
from kommin.foundation.access import Actor, access
from kommin.people.models import Kind as House
from kommin.people.models import Role

PER_PAGE = 50
TABS = (DecisionState.HANDED_OVER, DecisionState.DRAFT, DecisionState.RELEASED)


@access(rules.may_see_waiting)
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """What waits for release, drafts, and what was released, of the own authority; auditors see all."""
    by = actor(request)
    state = request.GET.get("state", "")
    state = DecisionState(state) if state in TABS else DecisionState.HANDED_OVER
    rows = _visible(by).prefetch_related("delivery")
    if state != DecisionState.RELEASED:
        rows = rows.defer("content")
    order = {DecisionState.HANDED_OVER: "handed_at", DecisionState.DRAFT: "-changed_at"}.get(state, "-released_at")
    page = Paginator(rows.filter(state=state).order_by(order, "pk"), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "tabs": tabs(by, state),
        "state": state,
        "rows": _rows(page.object_list),
        "may_see_rounds": rules.may_see_rounds.holds(by),
    }
    return render(request, "decisions/core/list.html", context)


def tabs(by: Actor, current: str) -> list[dict[str, Any]]:
    """Drafts, what waits for release, what waits to be sent, what was released, each with how many."""
    rows = _visible(by)
    labels = {
        DecisionState.HANDED_OVER: _("Waits for release"), DecisionState.DRAFT: pgettext("list of decisions", "Drafts"),
        DecisionState.RELEASED: pgettext("list of decisions", "Released"),
    }  # fmt: skip
    listing = reverse("decisions:list")
    found: list[dict[str, Any]] = [
        {
            "label": labels[one],
            "href": f"{listing}?state={one.value}",
            "current": one == current,
            "count": rows.filter(state=one).count(),
        }
        for one in TABS
    ]
    if rules.may_send_letters.holds(by, None):
        waits = queries.to_send(by.organisation_id or 0).count()
        here = {"label": _("To be sent"), "href": reverse("decisions:to_send"), "current": current == "to_send"}
        found.insert(2, {**here, "count": waits})
    return found


def _visible(by: Actor) -> QuerySet[Decision]:
    rows = Decision.objects.select_related("case__programme")
    if by.organisation_kind == House.GRANTING_AUTHORITY and by.role != Role.AUDITOR:
        rows = rows.filter(authority=by.organisation_id)
    return rows


def _rows(decisions: Iterable[Decision]) -> list[dict[str, Any]]:
    """Each decision, and of a released one in one line when it is final."""
    return [
        {"decision": one, "final": in_one_line(one, finality_of(one)) if one.is_released else ""} for one in decisions
    ]
