"""The page of one decision."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kommin.decisions import queries, rules
from kommin.decisions.checking import lacking
from kommin.decisions.freezing import derivation_of
from kommin.decisions.grounds import Grounds
from kommin.decisions.models import Decision, DecisionState
from kommin.decisions.views.common import actor, decision_of, trail
from kommin.decisions.views.delivered import delivery_of
from kommin.decisions.views.presenting import difference_in_words, money_rows, summary
from kommin.decisions.views.releasing import why_not_release
from kommin.foundation.access import access, found
from kommin.foundation.ui.formatting import reader


@access(rules.may_read_decision, of=decision_of)
@require_safe
def decision(request: HttpRequest, pk: int) -> HttpResponse:
    """One decision: a draft with what comes next, or what was released and its place in the chain."""
    row, by = found(request), actor(request)
    inside = rules.reads_inside.holds(by, row)
    delivery = delivery_of(row, by, inside=inside) if row.is_released else {}
    if not inside and not delivery["announced"]:
        hidden = {"decision": row, "case": row.case, "trail": trail(row.case), "delivery": delivery}
        return render(request, "decisions/delivery/waiting.html", hidden)
    chain = queries.chain_for(row.case, inside=inside)
    context: dict[str, Any] = {
        "decision": row,
        "case": row.case,
        "inside": inside,
        "trail": trail(row),
        "money": money_rows(row),
        "derivation": _derivation(row) if row.has_amounts else [],
        "chain": [_link(one, current=one.pk == row.pk) for one in chain],
        "in_force": reader().money(row.case.granted if inside else chain[-1].amount),
        "delivery": delivery,
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
