"""Who examines which cases: chosen cases with a look at what goes to whom, and the rules of assignment."""

from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from kommin.cases.errors import CaseError
from kommin.cases.models import Case
from kommin.examination import rules as may
from kommin.examination.actions import assigning
from kommin.examination.actions.assigning import Plan, PlanChangedError, Planner
from kommin.examination.forms.worklist import BY_HAND, BY_RULE, TO_NOBODY, AssignForm, RuleForm
from kommin.examination.models import AssignmentRule
from kommin.examination.views.at_case import done, refused
from kommin.examination.views.worklist import listing_of
from kommin.examination.worklist.keeping import add_rule, rules_of
from kommin.examination.worklist.keeping import remove_rule as take_away
from kommin.examination.worklist.listing import Listing
from kommin.foundation.access import Actor, access, acting, found
from kommin.foundation.ui.formatting import reader
from kommin.people.models import Organisation

FORM = require_http_methods(["GET", "HEAD", "POST"])
SHOWN = 200
"""So many cases a preview names one by one; beyond that the sums say enough."""


@access(may.may_assign_here)
@FORM
def assign(request: HttpRequest) -> HttpResponse:
    """Give cases to somebody: choose, look at what goes to whom, then for good.

    The cases come from the list: those ticked (`case`), or all that it shows (`all`). From then on their numbers travel
    with the form, so that the list may change meanwhile without other cases being meant.
    """
    by = acting(request)
    listing = listing_of(request)
    back = f"{reverse('examination:worklist')}?{listing.query(case=None, all=None, how=None)}"
    try:
        cases = _chosen(request, listing)
    except CaseError as error:
        return refused(request, error, back)
    people = assigning.examiners_of(by.organisation_id or 0)
    form = AssignForm(
        people, assigning.load_of([one.pk for one in people]), request.POST or None, initial=_asked(request)
    )
    plan: Plan | None = None
    if request.method == "POST" and form.is_valid():
        try:
            if "apply" in request.POST:
                return _carried_out(request, _carry_out(form, cases, by, request.POST.get("seen", "")), back)
            plan = assigning.preview(cases=cases, planner=_planner(form), by=by)
        except PlanChangedError as error:
            messages.warning(request, str(error))
            plan = error.plan
        except CaseError as error:
            field = getattr(error, "field", None)
            form.add_error(field if field in form.fields else None, str(error))
    context = {
        "cases": cases[:SHOWN],
        "count": len(cases),
        "numbers": " ".join(case.number for case in cases),
        "form": form,
        "plan": plan,
        "changes": plan.changes[:SHOWN] if plan else [],
        "back": back,
        "address": f"{request.path}?{listing.query(case=None, all=None, how=None)}",
        "shown": SHOWN,
        "trail": [{"label": _("Work list"), "href": back}],
    }
    return render(request, "examination/worklist/assign.html", context, status=422 if form.errors else 200)


def _asked(request: HttpRequest) -> dict[str, str]:
    """How the page opens: with the choice that a link names, if it names one."""
    return {"how": BY_RULE} if request.GET.get("how") == BY_RULE else {}


def _chosen(request: HttpRequest, listing: Listing) -> list[Case]:
    """The cases that the address or the form means, in the order in which they arrived.

    Raises:
        AssignmentError: there are none, or too many.
    """
    if request.method == "POST":
        rows = listing.visible.filter(number__in=request.POST.get("cases", "").split()[: assigning.MOST_AT_ONCE + 1])
    elif "all" in request.GET:
        rows = listing.rows
    else:
        rows = listing.visible.filter(number__in=request.GET.getlist("case")[: assigning.MOST_AT_ONCE + 1])
    assigning.refuse_too_many(rows[: assigning.MOST_AT_ONCE + 1].count())
    return assigning.in_order(rows)


def _planner(form: AssignForm) -> Planner:
    if form.cleaned_data["how"] == BY_HAND and form.person is not None:
        return partial(assigning.plan_to_person, to=form.person)
    return assigning.plan_by_rule if form.cleaned_data["how"] == BY_RULE else assigning.plan_to_nobody


def _carry_out(form: AssignForm, cases: list[Case], by: Actor, seen: str) -> Plan:
    doings: dict[str, Callable[..., Plan]] = {
        BY_RULE: assigning.assign_by_rule,
        TO_NOBODY: assigning.unassign_cases,
    }
    if form.cleaned_data["how"] == BY_HAND and form.person is not None:
        return assigning.assign_cases(cases=cases, to=form.person, by=by, seen=seen or "-")
    return doings[form.cleaned_data["how"]](cases=cases, by=by, seen=seen or "-")


def _carried_out(request: HttpRequest, plan: Plan, back: str) -> HttpResponse:
    """Say what was done, and name what stays as it is with the reason."""
    count = len(plan.changes)
    done_words = ngettext("%(count)s case was reassigned.", "%(count)s cases were reassigned.", count)
    messages.success(request, done_words % {"count": reader().number(count)})
    if plan.refused:
        left = ", ".join(step.case.number for step in plan.refused[:10])
        more = ", …" if len(plan.refused) > 10 else ""
        messages.warning(request, _("These stay as they are: %(numbers)s") % {"numbers": left + more})
    return HttpResponseRedirect(back)


def _authority(request: HttpRequest) -> Organisation:
    return get_object_or_404(Organisation, pk=acting(request).organisation_id or 0)


@access(may.may_assign_here, of=lambda request, **_rest: _authority(request))
@FORM
def rules(request: HttpRequest) -> HttpResponse:
    """Who examines the cases of which place, and how much everybody has in hand."""
    by, authority = acting(request), found(request)
    people = assigning.examiners_of(authority.pk)
    loads = assigning.load_of([one.pk for one in people])
    form = RuleForm(people, loads, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            add_rule(authority=authority, area=form.cleaned_data["area"], person=form.chosen, by=by)
        except CaseError as error:
            field = getattr(error, "field", None)
            form.add_error(field if field in form.fields else None, str(error))
        else:
            return done(request, _("The rule is set. It counts when cases are dealt out."), request.path)
    context = {
        "form": form,
        "rules": rules_of(authority.pk),
        "loads": [(one, loads.get(one.pk, 0)) for one in people],
        "able": {one.pk for one in people},
        "unassigned": Listing(by, QueryDict()).tab_counts["unassigned"],
        "trail": [{"label": _("Work list"), "href": reverse("examination:worklist")}],
    }
    return render(request, "examination/worklist/rules.html", context, status=422 if form.errors else 200)


def _rule(request: HttpRequest, pk: int) -> AssignmentRule:
    return get_object_or_404(
        AssignmentRule.objects.select_related("authority"), pk=pk, authority=acting(request).organisation_id or 0
    )


@access(may.may_assign_here, of=_rule)
@require_POST
def remove_rule(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a rule away."""
    take_away(rule=found(request), by=acting(request))
    return done(request, _("The rule is gone. Cases stay with whom they are."), reverse("examination:assignment_rules"))
