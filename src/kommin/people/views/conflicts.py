"""Conflicts of interest: one's own, and for a head those of everybody in the authority."""

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kommin.foundation.access import access, acting, found
from kommin.people import actions, queries, rules
from kommin.people.forms.conflicts import ConflictForm, EndForm
from kommin.people.models import ConflictOfInterest, User
from kommin.people.models.dated import in_force, today
from kommin.people.places import places
from kommin.people.views.common import attempt, conflict_person_of, done, page_of

MAY_LIST = rules.acts_for_an_authority | rules.is_auditor


def _listed(request: HttpRequest) -> QuerySet[ConflictOfInterest]:
    actor = acting(request)
    if rules.is_auditor.holds(actor):
        return ConflictOfInterest.objects.select_related("person", "declared_by")
    if rules.is_head.holds(actor) and actor.organisation_id:
        return queries.conflicts_in(actor.organisation_id)
    return queries.conflicts_of(actor.user_id or 0)


def _people(request: HttpRequest) -> QuerySet[User]:
    """For whom somebody may declare: oneself, and a head for everybody in the authority."""
    actor = acting(request)
    everybody = User.objects.filter(is_active=True)
    if not rules.is_head.holds(actor):
        return everybody.filter(pk=actor.user_id or 0)
    members = in_force(today(), "memberships__")
    return everybody.filter(members, memberships__organisation=actor.organisation_id).distinct().order_by("name", "pk")


@access(MAY_LIST)
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Declared conflicts: one's own, a head's authority's, or for the court of audit all."""
    actor = acting(request)
    context = {
        "page": page_of(request, _listed(request)),
        "may_declare": rules.acts_for_an_authority.holds(actor),
        "of_everybody": rules.is_head.holds(actor) or rules.is_auditor.holds(actor),
        "is_head": rules.is_head.holds(actor),
        "today": today(),
        "actor": actor,
    }
    return render(request, "people/conflicts.html", context)


@access(rules.acts_for_an_authority, sees=MAY_LIST)
@require_http_methods(["GET", "HEAD", "POST"])
def declare(request: HttpRequest) -> HttpResponse:
    """Declare a conflict of interest."""
    known = places()
    initial = {"person": acting(request).user_id}
    form = ConflictForm(request.POST or None, people=_people(request), places=known, initial=initial)

    def act() -> None:
        wanted = dict(form.cleaned_data)
        key = wanted.pop("municipality")
        actions.declare_conflict(municipality_key=key, municipality_name=known[key], by=acting(request), **wanted)

    if request.method == "POST" and attempt(form, act):
        return done(request, _("The conflict of interest is declared."), reverse("people:conflicts"))
    return render(request, "people/conflict_declare.html", {"form": form})


@access(rules.may_declare_conflict_of, of=conflict_person_of)
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a conflict of interest its last day."""
    conflict = get_object_or_404(ConflictOfInterest.objects.select_related("person"), pk=pk, person=found(request))
    form = EndForm(request.POST or None)
    if request.method == "POST" and attempt(
        form,
        lambda: actions.end_conflict(conflict=conflict, by=acting(request), **form.cleaned_data),
    ):
        return done(request, _("The last day is recorded."), reverse("people:conflicts"))
    return render(request, "people/conflict_end.html", {"form": form, "conflict": conflict})
