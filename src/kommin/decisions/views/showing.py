"""Lists of decisions, and the page of one."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from kommin.decisions import queries, rules
from kommin.decisions.checking import lacking
from kommin.decisions.freezing import derivation_of
from kommin.decisions.grounds import Grounds
from kommin.decisions.models import Decision, DecisionState
from kommin.decisions.views.common import actor, decision_of, trail
from kommin.decisions.views.presenting import difference_in_words, money_rows, summary
from kommin.decisions.views.releasing import why_not_release
from kommin.foundation.access import access, found
from kommin.foundation.ui.formatting import reader
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
    rows = Decision.objects.select_related("case__programme").defer("content")
    if by.organisation_kind == House.GRANTING_AUTHORITY and by.role != Role.AUDITOR:
        rows = rows.filter(authority=by.organisation_id)
    order = {DecisionState.HANDED_OVER: "handed_at", DecisionState.DRAFT: "-changed_at"}.get(state, "-released_at")
    page = Paginator(rows.filter(state=state).order_by(order, "pk"), PER_PAGE).get_page(request.GET.get("page"))
    labels = {
        DecisionState.HANDED_OVER: _("Waits for release"), DecisionState.DRAFT: pgettext("list of decisions", "Drafts"),
        DecisionState.RELEASED: pgettext("list of decisions", "Released"),
    }  # fmt: skip
    tabs = [
        {
            "label": labels[one],
            "href": f"?state={one.value}",
            "current": one == state,
            "count": rows.filter(state=one).count(),
        }
        for one in TABS
    ]
    context = {"page": page, "tabs": tabs, "state": state, "may_see_rounds": rules.may_see_rounds.holds(by)}
    return render(request, "decisions/core/list.html", context)


@access(rules.may_read_decision, of=decision_of)
@require_safe
def decision(request: HttpRequest, pk: int) -> HttpResponse:
    """One decision: a draft with what comes next, or what was released and its place in the chain."""
    row, by = found(request), actor(request)
    inside = rules.reads_inside.holds(by, row)
    chain = list(queries.chain_of(row.case).defer("content"))
    context: dict[str, Any] = {
        "decision": row,
        "case": row.case,
        "inside": inside,
        "trail": trail(row),
        "money": money_rows(row),
        "derivation": _derivation(row) if row.has_amounts else [],
        "chain": [_link(one, current=one.pk == row.pk) for one in chain],
        "in_force": reader().money(row.case.granted),
        "is_last": not chain or chain[-1].pk == row.pk,
        **summary(row),
    }
    if inside:
        context["steps"] = [_step(step) for step in row.steps.all()]
        if row.is_open:
            may_draft = rules.may_draft.holds(by, row)
            context |= {
                "may_draft": may_draft,
                "may_release": rules.may_release.holds(by, row),
                "lacking": lacking(row) if row.state == DecisionState.DRAFT else [],
                "release_reasons": why_not_release(row, by) if row.state == DecisionState.HANDED_OVER else [],
            }
    return render(request, "decisions/core/decision.html", context)


def _derivation(row: Decision) -> list[dict[str, str]]:
    if row.is_released:
        return list(row.content.get("derivation", []))
    return derivation_of(Grounds(row.case))


def _link(row: Decision, *, current: bool) -> dict[str, Any]:
    text = ""
    if row.has_amounts and row.difference is not None:
        text = difference_in_words(row.kind, row.difference, row.amount)
    return {
        "when": reader().date(row.decided_on) if row.decided_on else "",
        "title": f"{row.get_kind_display()}, {row.number}",
        "href": "" if current else row.get_absolute_url(),
        "text": text,
        "by": _("this decision") if current else "",
        "kind": "info" if current else "",
    }


def _step(step: Any) -> dict[str, str]:
    return {
        "when": reader().moment(step.at), "title": step.get_kind_display(), "by": step.by_name, "text": step.comment,
    }  # fmt: skip
