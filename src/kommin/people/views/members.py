"""One membership: its dates, its end, its deputies."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kommin.foundation.access import access, acting, found
from kommin.people import actions, rules
from kommin.people.forms.members import DeputyForm, MembershipForm
from kommin.people.models import DEPUTISABLE, Deputyship, Membership
from kommin.people.models.dated import today
from kommin.people.views.common import act_or_say, attempt, deputyship_of, done, membership_of


def _page(membership: Membership) -> str:
    return reverse("people:organisation", args=[membership.organisation_id])


@access(rules.may_see_members_of, of=membership_of, post=rules.may_change_membership)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """A membership: its dates and deputies; whoever administers the members changes them here."""
    membership: Membership = found(request)
    initial = {"valid_until": membership.valid_until, "administers_members": membership.administers_members}
    form = MembershipForm(request.POST or None, initial=initial)
    if request.method == "POST" and attempt(
        form, lambda: actions.change_membership(membership=membership, by=acting(request), **form.cleaned_data)
    ):
        return done(request, _("The membership was changed."), _page(membership))
    actor, day = acting(request), today()
    deputyships = Deputyship.objects.not_ended_before(day).filter(membership=membership, ended_at=None)
    context = {
        "form": form,
        "membership": membership,
        "ended": membership.has_ended(day),
        "deputyships": deputyships.select_related("deputy")[:100],
        "may_change": rules.may_change_membership.holds(actor, membership),
        "reasons": rules.may_change_membership.explain(actor, membership),
        "may_name_deputy": membership.role in DEPUTISABLE and rules.may_name_deputy_for.holds(actor, membership),
        "may_lock": rules.may_lock.holds(actor, membership.person),
    }
    return render(request, "people/membership.html", context)


@access(rules.may_change_membership, of=membership_of, sees=rules.may_see_members_of)
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End a membership at once, after a question."""
    membership: Membership = found(request)
    if request.method == "POST":
        return act_or_say(
            request,
            lambda: actions.end_membership(membership=membership, by=acting(request)),
            sentence=_("The membership has ended."),
            to=_page(membership),
        )
    return render(request, "people/membership_end.html", {"membership": membership})


@access(rules.may_name_deputy_for, of=membership_of, sees=rules.may_see_members_of)
@require_http_methods(["GET", "HEAD", "POST"])
def deputy(request: HttpRequest, pk: int) -> HttpResponse:
    """Name who stands in, from when to when."""
    membership: Membership = found(request)
    form = DeputyForm(request.POST or None, membership=membership)
    if request.method == "POST" and attempt(
        form, lambda: actions.name_deputy(membership=membership, by=acting(request), **form.cleaned_data)
    ):
        return done(request, _("The deputy is named."), reverse("people:membership", args=[membership.pk]))
    whose = f"{membership.get_role_display()}: {membership.person.name}"
    return render(request, "people/deputy.html", {"form": form, "membership": membership, "whose": whose})


@access(rules.may_end_deputyship, of=deputyship_of)
@require_POST
def end_deputyship(request: HttpRequest, pk: int) -> HttpResponse:
    """End a deputyship at once."""
    deputyship: Deputyship = found(request)
    to = reverse("people:membership", args=[deputyship.membership_id])
    if not rules.may_see_members_of.holds(acting(request), deputyship):
        to = reverse("people:profile")
    return act_or_say(
        request,
        lambda: actions.end_deputyship(deputyship=deputyship, by=acting(request)),
        sentence=_("The deputyship has ended."),
        to=to,
    )
