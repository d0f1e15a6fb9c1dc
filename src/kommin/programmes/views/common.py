"""What the views of this room share."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from kommin.foundation.access import Actor
from kommin.programmes import queries
from kommin.programmes.errors import IncompleteCallError, InvalidError, ProgrammeError
from kommin.programmes.forms.rows import has_conflict
from kommin.programmes.models import (
    Appropriation,
    BuildingBlock,
    Call,
    CostCategory,
    FinancingRule,
    Guideline,
    Programme,
)

PER_PAGE = 25


def programme_of(_request: HttpRequest, slug: str, **_: object) -> Programme:
    programme = queries.programme_page(slug)
    if programme is None:
        raise Http404
    return programme


def call_of(_request: HttpRequest, pk: int, **_: object) -> Call:
    call = queries.call_page(pk)
    if call is None:
        raise Http404
    return call


def block_of(_request: HttpRequest, pk: int) -> BuildingBlock:
    return get_object_or_404(BuildingBlock.objects.select_related("programme"), pk=pk)


def guideline_of(_request: HttpRequest, pk: int) -> Guideline:
    rows = Guideline.objects.select_related("programme", "clause_set").prefetch_related("programme__blocks")
    return get_object_or_404(rows, pk=pk)


def financing_of(_request: HttpRequest, pk: int) -> FinancingRule:
    return get_object_or_404(FinancingRule.objects.select_related("guideline__programme"), pk=pk)


def cost_of(_request: HttpRequest, pk: int) -> CostCategory:
    return get_object_or_404(CostCategory.objects.select_related("guideline__programme"), pk=pk)


def appropriation_of(_request: HttpRequest, pk: int) -> Appropriation:
    return get_object_or_404(Appropriation.objects.select_related("programme"), pk=pk)


def acting(request: HttpRequest) -> Actor:
    """Who acts, as actions want it."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def about(request: HttpRequest) -> Any:
    """What the address is about, as the access middleware found it."""
    return request.access_object  # type: ignore[attr-defined]


def attempt(form: forms.Form, act: Callable[[], Any]) -> bool:
    """Run an action for a valid form; a refusal is shown beside the field it names. Returns whether it was done."""
    if not form.is_valid() or has_conflict(form):
        return False
    try:
        act()
    except InvalidError as error:
        for name, sentences in error.errors.items():
            field = name if name in form.fields else getattr(form, "place", lambda _name: None)(name)
            for sentence in sentences:
                form.add_error(field, sentence)
        return False
    except ProgrammeError as error:
        form.add_error(error.field if error.field in form.fields else None, str(error))
        return False
    return True


def act_or_say(request: HttpRequest, act: Callable[[], Any], *, sentence: str, to: str) -> HttpResponse:
    """Run an action that needs no form; either way go on, with what happened."""
    try:
        act()
    except IncompleteCallError as error:
        messages.error(request, " ".join([str(error), *(each.text for each in error.missing)]))
    except ProgrammeError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, sentence)
    return HttpResponseRedirect(to)


def done(request: HttpRequest, sentence: str, to: str) -> HttpResponse:
    """Say what was done and go on."""
    messages.success(request, sentence)
    return HttpResponseRedirect(to)


def form_page(
    request: HttpRequest, form: forms.Form, *, title: str, trail: list[dict[str, str]], lead: str = "", **more: Any
) -> HttpResponse:
    """A page with one form; Cancel leads to the last step of the trail."""
    context = {"form": form, "title": title, "lead": lead, "trail": trail, "cancel": trail[-1]["href"], **more}
    return render(request, "programmes/form.html", context)


def page_of(request: HttpRequest, rows: QuerySet[Any] | list[Any], per_page: int = PER_PAGE) -> Page[Any]:
    """The page of a list that the address asks for; a wrong number shows the nearest page."""
    return Paginator(rows, per_page).get_page(request.GET.get("page"))


def trail_of(about: object) -> list[dict[str, str]]:
    """The way from the list of programmes down to this thing."""
    trail = [{"label": _("Programmes"), "href": reverse("programmes:list")}]
    match about:
        case Programme():
            trail.append({"label": about.title, "href": reverse("programmes:detail", args=[about.slug])})
        case Guideline():
            trail += trail_of(about.programme)[1:]
            trail.append({"label": about.title, "href": reverse("programmes:guideline", args=[about.pk])})
        case Call():
            trail += trail_of(about.programme)[1:]
            trail.append({"label": about.title, "href": reverse("programmes:call", args=[about.pk])})
    return trail
