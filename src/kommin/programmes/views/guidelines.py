"""Versions of the guideline with their financing rules and cost categories."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kommin.foundation.access import access
from kommin.programmes import actions, rules
from kommin.programmes.forms.rows import CostForm, FinancingForm, GuidelineForm, initial_of, watched
from kommin.programmes.models import CostCategory, FinancingRule, Guideline, Programme
from kommin.programmes.views.common import (
    about,
    act_or_say,
    acting,
    attempt,
    cost_of,
    done,
    financing_of,
    form_page,
    guideline_of,
    programme_of,
    trail_of,
)
from kommin.programmes.views.programmes import FORM


@access(rules.may_edit_programme, of=programme_of, sees=rules.may_read_programme)
@FORM
def create(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin a version of the guideline; the newest one is copied."""
    programme: Programme = about(request)
    last = programme.guidelines.order_by("-number").first()
    initial: dict[str, Any] = initial_of(last, GuidelineForm) if last else {}
    initial |= {"valid_from": timezone.localdate(), "valid_until": None}
    form = GuidelineForm(request.POST or None, initial=initial)
    made: list[Guideline] = []
    if request.method == "POST" and attempt(
        form,
        lambda: made.append(
            actions.create_guideline(programme=programme, by=acting(request), copied_from=last, **form.cleaned_data)
        ),
    ):
        return done(request, _("The version is there. Go on with rates and cost categories."), _address(made[0]))
    lead = _("Financing rules and cost categories of the newest version are taken along.") if last else ""
    return form_page(request, form, title=_("New version of the guideline"), trail=trail_of(programme), lead=lead)


@access(rules.may_read_programme, of=guideline_of)
@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One version with rates, cost categories and clauses."""
    guideline: Guideline = about(request)
    context = {
        "guideline": guideline,
        "trail": trail_of(guideline.programme),
        "rules": guideline.financing.select_related("block").order_by("pk"),
        "costs": guideline.cost_categories.all(),
        "clauses": guideline.clause_set.clauses.all() if guideline.clause_set else [],
        "may_edit": rules.may_edit_programme.holds(acting(request), guideline),
    }
    return render(request, "programmes/guideline.html", context)


@access(rules.may_edit_programme, of=guideline_of, sees=rules.may_read_programme)
@FORM
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a version."""
    guideline: Guideline = about(request)
    form = watched(GuidelineForm(request.POST or None, initial=initial_of(guideline, GuidelineForm)), guideline)
    if request.method == "POST" and attempt(
        form, lambda: actions.change_guideline(guideline=guideline, by=acting(request), **form.cleaned_data)
    ):
        return done(request, _("Saved."), _address(guideline))
    return form_page(request, form, title=_("Change the guideline"), trail=trail_of(guideline))


@access(rules.may_edit_programme, of=guideline_of, sees=rules.may_read_programme)
@FORM
def add_rule(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a financing rule."""
    guideline = about(request)
    form = FinancingForm(request.POST or None, guideline=guideline)
    return _save(request, form, FinancingRule(guideline=guideline), _("New financing rule"))


@access(rules.may_edit_programme, of=financing_of, sees=rules.may_read_programme)
@FORM
def edit_rule(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a financing rule."""
    row: FinancingRule = about(request)
    form = FinancingForm(request.POST or None, guideline=row.guideline, initial=initial_of(row, FinancingForm))
    watched(form, row)
    remove = reverse("programmes:financing_remove", args=[row.pk])
    return _save(request, form, row, _("Change the financing rule"), remove=remove)


@access(rules.may_edit_programme, of=financing_of, sees=rules.may_read_programme)
@require_POST
def remove_rule(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a financing rule away."""
    return _remove(request)


@access(rules.may_edit_programme, of=guideline_of, sees=rules.may_read_programme)
@FORM
def add_cost(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a cost category."""
    guideline = about(request)
    initial = {"eligible": True, "usual": True, "position": guideline.cost_categories.count() + 1}
    form = CostForm(request.POST or None, initial=initial)
    return _save(request, form, CostCategory(guideline=guideline), _("New cost category"))


@access(rules.may_edit_programme, of=cost_of, sees=rules.may_read_programme)
@FORM
def edit_cost(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a cost category."""
    row = about(request)
    form = watched(CostForm(request.POST or None, initial=initial_of(row, CostForm)), row)
    remove = reverse("programmes:cost_remove", args=[row.pk])
    return _save(request, form, row, _("Change the cost category"), remove=remove)


@access(rules.may_edit_programme, of=cost_of, sees=rules.may_read_programme)
@require_POST
def remove_cost(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a cost category away."""
    return _remove(request)


def _save(
    request: HttpRequest, form: forms.Form, row: FinancingRule | CostCategory, title: str, **more: Any
) -> HttpResponse:
    if request.method == "POST" and attempt(
        form, lambda: actions.save_rule_part(part=row, by=acting(request), **form.cleaned_data)
    ):
        return done(request, _("Saved."), _address(row.guideline))
    return form_page(request, form, title=title, trail=trail_of(row.guideline), **more)


def _remove(request: HttpRequest) -> HttpResponse:
    row = about(request)
    return act_or_say(
        request,
        lambda: actions.remove_rule_part(part=row, by=acting(request)),
        sentence=_("Removed."),
        to=_address(row.guideline),
    )


def _address(guideline: Guideline) -> str:
    return reverse("programmes:guideline", args=[guideline.pk])
