"""Begin, edit and discard a draft."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kommin.decisions import actions, queries, rules
from kommin.decisions.forms.drafting import MOST_YEARS, DraftForm, KindForm, ReasonForm
from kommin.decisions.freezing import derivation_of, goes_to_court_of_audit
from kommin.decisions.grounds import Grounds
from kommin.decisions.means import Means, means_of
from kommin.decisions.models import Decision, Kind
from kommin.decisions.views.common import actor, attempt, case_of, decision_of, done, posted_revision, trail
from kommin.foundation.access import access, found
from kommin.foundation.ui.formatting import reader
from kommin.people.models.dated import today

FORM = require_http_methods(["GET", "HEAD", "POST"])


@access(rules.may_draft, sees=rules.reads_inside, of=case_of)
@FORM
def begin(request: HttpRequest, number: str) -> HttpResponse:
    """Choose what to decide; a draft that is open already is shown instead."""
    case = found(request)
    known = queries.open_draft_of(case)
    if known is not None:
        return HttpResponseRedirect(known.get_absolute_url())
    kinds = actions.possible_kinds(case)
    form = KindForm(request.POST or None, kinds=kinds, initial={"kind": kinds[0] if kinds else None})
    made: list[Decision] = []

    def begin_one() -> None:
        made.append(actions.begin_draft(case=case, kind=Kind(form.cleaned_data["kind"]), by=actor(request)))

    if request.method == "POST" and attempt(form, begin_one):
        return HttpResponseRedirect(edit_address(made[0]))
    context = {"case": case, "form": form, "kinds": kinds, "trail": trail(case)}
    return render(request, "decisions/core/begin.html", context, status=422 if form.errors else 200)


@access(rules.may_draft, sees=rules.reads_inside, of=decision_of)
@FORM
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The draft on one page; saving a changed draft voids what was handed over."""
    decision = found(request)
    if not decision.is_open:
        return HttpResponseRedirect(decision.get_absolute_url())
    grounds = Grounds(decision.case)
    years = years_of(decision, grounds)
    form = DraftForm(request.POST or None, decision=decision, grounds=grounds, years=years)
    if request.headers.get("HX-Request") == "true" and request.method == "POST":
        return render(request, "decisions/core/sums.html", _sums(decision, form, means_of(decision)))
    if request.method == "POST" and attempt(
        form,
        lambda: actions.change_draft(
            decision=decision, revision=posted_revision(request), by=actor(request), **form.values()
        ),
    ):
        return done(request, _("The draft is saved."), decision.get_absolute_url())
    means = means_of(decision) if decision.has_amounts else []
    context = {
        "decision": decision,
        "case": decision.case,
        "form": form,
        "trail": trail(decision),
        "grounds": grounds,
        "means": [
            {"field": field, "line": line} for field, line in zip(form.year_fields, _by_year(means, years), strict=True)
        ]
        if decision.has_amounts
        else [],
        "fixed_clauses": [one for one in grounds.clauses if not one.switchable],
        "derivation": derivation_of(grounds),
        "suggested": sum(grounds.suggested.values(), Decimal("0.00")) if grounds.suggested else None,
        "revision": request.POST.get("revision", decision.revision),
        **_sums(decision, form, means),
    }
    return render(request, "decisions/core/edit.html", context, status=422 if form.errors else 200)


@access(rules.may_draft, sees=rules.reads_inside, of=decision_of)
@FORM
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a draft up, with a reason."""
    decision = found(request)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and attempt(
        form,
        lambda: actions.discard_draft(decision=decision, reason=form.cleaned_data["reason"], by=actor(request)),
    ):
        return done(request, _("The draft is discarded."), decision.case.get_absolute_url())
    if not decision.is_open:
        return HttpResponseRedirect(decision.get_absolute_url())
    context = {"decision": decision, "form": form, "trail": trail(decision)}
    return render(request, "decisions/core/discard.html", context, status=422 if form.errors else 200)


def edit_address(decision: Decision) -> str:
    return f"{decision.get_absolute_url()}edit"


def years_of(decision: Decision, grounds: Grounds) -> list[int]:
    """The budget years the form offers: those with amounts, those of the grant period, this year and the next two."""
    first, last = decision.grant_from or date.max, decision.grant_until or date.min
    period = range(first.year, min(last.year, first.year + MOST_YEARS) + 1) if last > first else range(0)
    now = today().year
    known = {*decision.per_year, *grounds.suggested, *queries.in_force(decision.case)}
    return sorted({*known, *period, now, now + 1, now + 2})[:MOST_YEARS]


def _by_year(means: list[Means], years: list[int]) -> list[Means | None]:
    lines = {line.year: line for line in means}
    return [lines.get(year) for year in years]


def _sums(decision: Decision, form: DraftForm, means: list[Means]) -> dict[str, Any]:
    """The line that adds itself up: of what was typed, or of what stands in the draft."""
    typed = form.typed_sum() if form.is_bound and decision.has_amounts else decision.amount
    grant = decision.amount
    if form.is_bound and decision.has_amounts:
        form.is_valid()
        grant = form.cleaned_data.get("amount") or Decimal("0.00")
    open_ = grant - typed
    return {
        "typed_sum": reader().money(typed),
        "open_sum": reader().money(abs(open_)) if open_ else "",
        "too_much": open_ < 0,
        "adds_up": not open_,
        "court_of_audit": goes_to_court_of_audit(decision, Grounds(decision.case)),
    }
