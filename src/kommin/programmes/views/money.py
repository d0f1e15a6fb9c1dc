"""The means of a programme: a table per year and authority that adds up."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kommin.foundation.access import access
from kommin.programmes import actions, queries, rules
from kommin.programmes.forms.money import SplitForm
from kommin.programmes.forms.rows import AppropriationForm, initial_of, watched
from kommin.programmes.models import Appropriation, Programme
from kommin.programmes.views.common import (
    about,
    act_or_say,
    acting,
    appropriation_of,
    attempt,
    done,
    form_page,
    page_of,
    programme_of,
    trail_of,
)
from kommin.programmes.views.programmes import FORM

YEARS_PER_PAGE = 5


@access(rules.may_read_programme, of=programme_of)
@require_safe
def table(request: HttpRequest, slug: str) -> HttpResponse:
    """All years, the latest first."""
    programme: Programme = about(request)
    context = {
        "programme": programme,
        "trail": trail_of(programme),
        "page": page_of(request, queries.budget_years(programme), YEARS_PER_PAGE),
        "may_edit": rules.may_edit_appropriations.holds(acting(request), programme),
    }
    return render(request, "programmes/appropriations.html", context)


@access(rules.may_edit_appropriations, of=programme_of, sees=rules.may_read_programme)
@FORM
def add(request: HttpRequest, slug: str) -> HttpResponse:
    """Enter an appropriation."""
    programme: Programme = about(request)
    form = AppropriationForm(request.POST or None, initial={"year": timezone.localdate().year})
    if request.method == "POST" and attempt(
        form, lambda: actions.save_appropriation(programme=programme, by=acting(request), **form.cleaned_data)
    ):
        return done(request, _("The appropriation is entered."), _address(programme))
    return form_page(request, form, title=_("New appropriation"), trail=_trail(programme))


@access(rules.may_edit_appropriations, of=appropriation_of, sees=rules.may_read_programme)
@FORM
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change an appropriation."""
    row: Appropriation = about(request)
    form = watched(AppropriationForm(request.POST or None, initial=initial_of(row, AppropriationForm)), row)
    if request.method == "POST" and attempt(
        form,
        lambda: actions.save_appropriation(
            programme=row.programme, appropriation=row, by=acting(request), **form.cleaned_data
        ),
    ):
        return done(request, _("Saved."), _address(row.programme))
    return form_page(request, form, title=_("Change the appropriation"), trail=_trail(row.programme))


@access(rules.may_edit_appropriations, of=appropriation_of, sees=rules.may_read_programme)
@FORM
def split(request: HttpRequest, pk: int) -> HttpResponse:
    """Give shares to granting authorities."""
    row: Appropriation = about(request)
    form = SplitForm(request.POST or None, appropriation=row)
    if request.method == "POST" and attempt(
        form,
        lambda: actions.split_appropriation(
            appropriation=row, shares=form.shares(), by=acting(request), reason=form.cleaned_data["reason"]
        ),
    ):
        return done(request, _("The shares are saved."), _address(row.programme))
    context = {"form": form, "row": row, "trail": _trail(row.programme), "cancel": _address(row.programme)}
    return render(request, "programmes/split.html", context)


@access(rules.may_edit_appropriations, of=programme_of, sees=rules.may_read_programme)
@require_POST
def close_year(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """Close a budget year."""
    programme = about(request)
    return act_or_say(
        request,
        lambda: actions.close_year(programme=programme, year=year, by=acting(request)),
        sentence=_("The budget year %(year)s is closed.") % {"year": year},
        to=_address(programme),
    )


class ReopenForm(forms.Form):
    reason = forms.CharField(max_length=500, widget=forms.Textarea({"rows": 3}))


@access(rules.may_edit_appropriations, of=programme_of, sees=rules.may_read_programme)
@FORM
def reopen_year(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """Open a closed budget year again."""
    programme = about(request)
    form = ReopenForm(request.POST or None)
    form.fields["reason"].label = _("Reason")
    if request.method == "POST" and attempt(
        form,
        lambda: actions.reopen_year(
            programme=programme, year=year, by=acting(request), reason=form.cleaned_data["reason"]
        ),
    ):
        return done(request, _("The budget year %(year)s is open again.") % {"year": year}, _address(programme))
    title = _("Open the budget year %(year)s again") % {"year": year}
    return form_page(request, form, title=title, trail=_trail(programme))


def _trail(programme: Programme) -> list[dict[str, str]]:
    return [*trail_of(programme), {"label": _("Means"), "href": _address(programme)}]


def _address(programme: Programme) -> str:
    return reverse("programmes:appropriations", args=[programme.slug])
