"""What the views of this room share."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kommin.foundation.access import acting
from kommin.foundation.tables import TableError
from kommin.imports import rules
from kommin.imports.errors import ImportFileError, ImportStateError
from kommin.imports.models import GrantImport
from kommin.programmes.models import Programme
from kommin.register.errors import RegisterError

FORM = require_http_methods(["GET", "HEAD", "POST"])
PER_PAGE = 25
REFUSALS = (ImportFileError, ImportStateError, TableError, RegisterError)


def programme_of(_request: HttpRequest, slug: str) -> Programme:
    found = Programme.objects.filter(slug=slug).select_related("ministry").first()
    if found is None:
        raise Http404
    return found


def import_of(_request: HttpRequest, pk: int | str, **_rest: object) -> GrantImport:
    rows = GrantImport.objects.defer("content").select_related(
        "programme__ministry", "register", "edition_of", "work__started_by"
    )
    return get_object_or_404(rows, pk=pk)


def page_of(request: HttpRequest, rows: "QuerySet[Any] | list[Any]") -> Page[Any]:
    """The page of a list that the address asks for."""
    return Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))


def attempt(form: forms.Form, act: Callable[[], Any]) -> bool:
    """Run an action for a valid form; a refusal is shown above it. Returns whether it was done."""
    if not form.is_valid():
        return False
    try:
        act()
    except REFUSALS as error:
        form.add_error(None, str(error))
        return False
    return True


def go_on(request: HttpRequest, sentence: str, to: str) -> HttpResponse:
    """Say what was done and go on."""
    messages.success(request, sentence)
    return HttpResponseRedirect(to)


def frame(request: HttpRequest, row: GrantImport, current: str) -> dict[str, Any]:
    """What every page of an import shows: the way to it, its tabs, and whether the reader may change it."""
    pages = {"detail": _("Reconciliation")}
    if row.is_open and not row.is_at_work:
        pages |= {"reading": _("How it is read"), "doubts": _("Doubts"), "places": _("Municipalities")}
    if row.is_read:
        pages["rows"] = _("Rows")
    tabs = [
        {"label": label, "href": reverse(f"imports:{name}", args=[row.pk]), "current": current == name}
        for name, label in pages.items()
    ]
    return {
        "row": row,
        "programme": row.programme,
        "tabs": tabs,
        "trail": trail(row.programme),
        "may_change": rules.may_import.holds(acting(request), row),
        "revision": row.revision,
    }


def trail(programme: Programme, *, to_list: bool = True) -> list[dict[str, str]]:
    """The way down to the imports of a programme."""
    steps = [
        {"label": _("Programmes"), "href": reverse("programmes:list")},
        {"label": programme.title, "href": reverse("programmes:detail", args=[programme.slug])},
    ]
    if to_list:
        steps.append({"label": _("Old grants"), "href": reverse("imports:list", args=[programme.slug])})
    return steps
