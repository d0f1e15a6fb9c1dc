"""Decide a round: what would be decided for whom, then start; progress, stop and resume are those of long work."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kommin.decisions import actions, rules
from kommin.decisions.bulk import overview, planning
from kommin.decisions.errors import BulkError
from kommin.decisions.forms.bulk import PREFIX, DraftRoundForm, ReleaseRoundForm, StartForm
from kommin.decisions.models import Bulk, Kind
from kommin.decisions.views.common import actor, list_trail, new_mark
from kommin.examination.ranking.presenting import why_words
from kommin.foundation.access import access, found
from kommin.programmes.models import PUBLIC_STATES, Call

FORM = require_http_methods(["GET", "HEAD", "POST"])
PER_PAGE = 100
MOST_STAYING = 200


def call_of(_request: HttpRequest, slug: str, **_rest: Any) -> Call:
    """The published call whose cases are decided."""
    return get_object_or_404(Call.objects.select_related("programme__ministry"), slug=slug, state__in=PUBLIC_STATES)


@access(rules.may_see_rounds)
@require_safe
def rounds(request: HttpRequest) -> HttpResponse:
    """The rounds in which the own authority decides."""
    context = {"rounds": overview.rounds_of(actor(request).organisation_id or 0), "trail": list_trail()}
    return render(request, "decisions/bulk/rounds.html", context)


@access(rules.may_see_round, of=call_of)
@require_safe
def round_(request: HttpRequest, slug: str) -> HttpResponse:
    """How far a round has come, and its two steps."""
    call, by = found(request), actor(request)
    counted = overview.round_of_cases(call, by.organisation_id or 0)
    context = {
        "call": call,
        "counted": counted,
        "may_draft": rules.may_draft_round.holds(by, call),
        "may_release": rules.may_release_round.holds(by, call),
        "me": by.user_id,
        "trail": _trail(),
    }
    return render(request, "decisions/bulk/round.html", context)


@access(rules.may_draft_round, sees=rules.may_see_round, of=call_of)
@FORM
def draft(request: HttpRequest, slug: str) -> HttpResponse:
    """Look at what the proposal gives, write the reasons, draft and hand over everything."""
    call, by = found(request), actor(request)
    plan = planning.plan_drafting(call, by)
    form = DraftRoundForm(request.POST or None, plan=plan, initial={"seen": plan.stamp, "once": new_mark()})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            started = actions.start_drafting(
                call=call, seen=data["seen"], reasons=form.reasons(), once=data["once"], by=by
            )
        except BulkError as error:
            form.add_error(f"{PREFIX}{error.field}" if f"{PREFIX}{error.field}" in form.fields else None, str(error))
        else:
            return _go(request, started)
    return _look(request, "decisions/bulk/draft.html", call, plan, form)


@access(rules.may_release_round, sees=rules.may_see_round, of=call_of)
@FORM
def release(request: HttpRequest, slug: str) -> HttpResponse:
    """Look at what waits, with its sums against the means, then release everything."""
    call, by = found(request), actor(request)
    plan = planning.plan_release(call, by)
    form = ReleaseRoundForm(request.POST or None, initial={"seen": plan.stamp, "once": new_mark()})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            started = actions.start_release(
                call=call, seen=data["seen"], once=data["once"], portal=data["letters"] == "portal", by=by
            )
        except BulkError as error:
            form.add_error(None, str(error))
        else:
            return _go(request, started)
    return _look(request, "decisions/bulk/release.html", call, plan, form)


def _go(request: HttpRequest, started: Bulk) -> HttpResponse:
    messages.success(request, _("It has begun. You can leave this page; you get a notice at the end."))
    if started.run_id is None:
        return redirect("decisions:round", slug=started.call.slug)
    return redirect("runs:show", run_id=started.run_id)


def _look(request: HttpRequest, template: str, call: Call, plan: planning.Plan, form: StartForm) -> HttpResponse:
    if form.errors:  # what is shown now is what the next click confirms
        form.data = {**form.data.dict(), "seen": plan.stamp}  # type: ignore[attr-defined]  # it was posted
    context = {
        "call": call,
        "plan": plan,
        "form": form,
        "page": Paginator(plan.goes, PER_PAGE).get_page(request.GET.get("page")),
        "stays": [(one, why_words(one.why) if one.why else "") for one in plan.stays[:MOST_STAYING]],
        "figures": [(kind.label, plan.count(kind)) for kind in Kind if plan.count(kind)],
        "lacking": any(not year.suffices for year in plan.years),
        "trail": [*_trail(), {"label": call.title, "href": reverse("decisions:round", args=[call.slug])}],
        "cancel": reverse("decisions:round", args=[call.slug]),
    }
    return render(request, template, context, status=422 if form.errors else 200)


def _trail() -> list[dict[str, str]]:
    return [*list_trail(), {"label": _("Rounds"), "href": reverse("decisions:rounds")}]
