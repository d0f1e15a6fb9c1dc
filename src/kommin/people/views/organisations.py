"""Organisations: the operator's list, and the page of one with its members."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kommin.foundation.access import access, acting, found, signed_in
from kommin.people import actions, queries, rules
from kommin.people.forms.organisations import NameForm, OrganisationFilterForm, OrganisationForm, PredecessorForm
from kommin.people.models import Organisation
from kommin.people.models.dated import today
from kommin.people.views.common import attempt, done, organisation_of, page_of


@signed_in
@require_safe
def own(request: HttpRequest) -> HttpResponse:
    """The page of the organisation for which one acts."""
    organisation_id = acting(request).organisation_id
    if organisation_id is None:
        raise Http404
    return HttpResponseRedirect(reverse("people:organisation", args=[organisation_id]))


@access(rules.may_see_organisations)
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """All organisations, to find one."""
    form = OrganisationFilterForm(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {"q": "", "kind": ""}
    page = page_of(request, queries.organisations(wanted["q"], wanted["kind"]))
    context = {"form": form, "page": page, "may_create": rules.is_operator.holds(acting(request))}
    return render(request, "people/organisations.html", context)


@access(rules.is_operator)
@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """Register an organisation."""
    form = OrganisationForm(request.POST or None)
    made: list[Organisation] = []
    if request.method == "POST" and attempt(
        form, lambda: made.append(actions.create_organisation(by=acting(request), **form.cleaned_data))
    ):
        return done(request, _("The organisation is registered."), reverse("people:organisation", args=[made[0].pk]))
    return render(request, "people/organisation_form.html", {"form": form})


@access(rules.may_see_members_of, of=organisation_of)
@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """An organisation with its members, open invitations, names and predecessors."""
    actor, organisation = acting(request), queries.with_history(found(request))
    may_administer = rules.may_administer_members_of.holds(actor, organisation)
    context = {
        "organisation": organisation,
        "members": page_of(request, queries.members_of(organisation)),
        "invitations": queries.pending_invitations_of(organisation)[:100] if may_administer else [],
        "may_administer": may_administer,
        "may_rename": rules.is_operator.holds(actor),
        "may_see_people": may_administer or rules.is_auditor.holds(actor),
        "reasons": rules.may_administer_members_of.explain(actor, organisation),
        "today": today(),
    }
    return render(request, "people/organisation.html", context)


@access(rules.may_administer_members_of | rules.is_auditor, of=organisation_of, sees=rules.may_see_members_of)
@require_safe
def former(request: HttpRequest, pk: int) -> HttpResponse:
    """Who had a role in an organisation."""
    organisation = found(request)
    page = page_of(request, queries.former_members_of(organisation))
    return render(request, "people/former_members.html", {"organisation": organisation, "page": page})


@access(rules.is_operator, of=organisation_of)
@require_http_methods(["GET", "HEAD", "POST"])
def rename(request: HttpRequest, pk: int) -> HttpResponse:
    """Give an organisation a new name from a day on."""
    organisation = found(request)
    form = NameForm(request.POST or None)
    if request.method == "POST" and attempt(
        form,
        lambda: actions.rename_organisation(organisation=organisation, by=acting(request), **form.cleaned_data),
    ):
        return done(request, _("The new name is recorded."), reverse("people:organisation", args=[pk]))
    return render(request, "people/organisation_name.html", {"form": form, "organisation": organisation})


@access(rules.is_operator, of=organisation_of)
@require_http_methods(["GET", "HEAD", "POST"])
def succeed(request: HttpRequest, pk: int) -> HttpResponse:
    """Record from whom an organisation took over."""
    organisation = found(request)
    form = PredecessorForm(request.POST or None, organisation=organisation)
    if request.method == "POST" and attempt(
        form,
        lambda: actions.record_succession(successor=organisation, by=acting(request), **form.cleaned_data),
    ):
        return done(request, _("The predecessor is recorded."), reverse("people:organisation", args=[pk]))
    return render(request, "people/organisation_predecessor.html", {"form": form, "organisation": organisation})
