"""Hand over, return, release: each page says first what goes to whom."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kommin.cases.queries import people_of
from kommin.decisions import actions, queries, rules
from kommin.decisions.actions.releasing import refuse_same_eyes
from kommin.decisions.checking import lacking
from kommin.decisions.errors import DecisionError
from kommin.decisions.forms.delivery import Channel, ReleaseForm
from kommin.decisions.forms.drafting import CommentForm
from kommin.decisions.means import means_of
from kommin.decisions.models import Decision, DecisionState
from kommin.decisions.views.common import actor, attempt, decision_of, done, posted_revision, refused, trail
from kommin.decisions.views.delivery import people_in_portal
from kommin.decisions.views.presenting import money_rows, summary
from kommin.foundation.access import Actor, access, found
from kommin.people.models import User

FORM = require_http_methods(["GET", "HEAD", "POST"])
MOST_NAMES = 12


@access(rules.may_draft, sees=rules.reads_inside, of=decision_of)
@FORM
def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand the draft to those who release."""
    decision = found(request)
    here = decision.get_absolute_url()
    if request.method == "POST":
        try:
            actions.hand_over(
                decision=decision, revision=posted_revision(request), by=actor(request),
                comment=request.POST.get("comment", "")[:2000],
            )  # fmt: skip
        except DecisionError as error:
            return refused(request, error, here)
        return done(request, _("The draft is handed over for release."), here)
    if decision.state != DecisionState.DRAFT:
        return HttpResponseRedirect(here)
    missing = lacking(decision)
    context = _common(decision) | {
        "lacking": missing,
        "recipients": _names(queries.heads_of(decision.authority_id) - {actor(request).user_id or 0}),
    }
    return render(request, "decisions/core/hand_over.html", context)


@access(rules.may_release, sees=rules.reads_inside, of=decision_of)
@FORM
def return_(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the draft back with a comment."""
    decision = found(request)
    here = decision.get_absolute_url()
    form = CommentForm(request.POST or None)
    if request.method == "POST" and attempt(
        form, lambda: actions.return_draft(decision=decision, comment=form.cleaned_data["comment"], by=actor(request))
    ):
        return done(request, _("The draft is returned."), here)
    if decision.state != DecisionState.HANDED_OVER and not form.errors:
        return HttpResponseRedirect(here)
    context = _common(decision) | {"form": form, "recipient": decision.handed_by_name or decision.drafted_by_name}
    return render(request, "decisions/core/return.html", context, status=422 if form.errors else 200)


@access(rules.may_release, sees=rules.reads_inside, of=decision_of)
@FORM
def release(request: HttpRequest, pk: int) -> HttpResponse:
    """Read once more what goes to whom, then release."""
    decision = found(request)
    here = decision.get_absolute_url()
    in_portal = bool(people_in_portal(decision))
    form = ReleaseForm(request.POST or None, in_portal=in_portal)
    if request.method == "POST" and form.is_valid():
        try:
            stands = actions.release_decision(
                decision=decision, revision=posted_revision(request), by=actor(request),
                portal=form.cleaned_data["channel"] == Channel.PORTAL,
            )  # fmt: skip
        except DecisionError as error:
            return refused(request, error, here)
        return done(request, _("Decision %(number)s is released.") % {"number": stands.number}, here)
    if decision.state != DecisionState.HANDED_OVER:
        return HttpResponseRedirect(here)
    context = _common(decision) | {
        "form": form,
        "in_portal": in_portal,
        "reasons": why_not_release(decision, actor(request)),
        "recipients": _names(people_of(decision.case.organisation_id) if decision.case.organisation_id else set()),
    }
    return render(request, "decisions/core/release.html", context, status=422 if form.errors else 200)


def why_not_release(decision: Decision, by: Actor) -> list[str]:
    """Everything that keeps this person from releasing the decision as it stands now."""
    found = rules.may_release.explain(by, decision)
    if found:
        return found
    try:
        refuse_same_eyes(decision, by)
    except DecisionError as error:
        found.append(str(error))
    found += lacking(decision)
    for line in means_of(decision):
        if not line.suffices:
            found.append(_("The means of %(year)s do not suffice or the year is closed.") % {"year": line.year})
    return found


def _common(decision: Decision) -> dict[str, Any]:
    return {
        "decision": decision,
        "case": decision.case,
        "trail": trail(decision),
        "money": money_rows(decision),
        **summary(decision),
    }


def _names(ids: set[int]) -> list[str]:
    return list(User.objects.filter(pk__in=ids).order_by("name").values_list("name", flat=True)[:MOST_NAMES])
