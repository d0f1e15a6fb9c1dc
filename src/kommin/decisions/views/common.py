"""What the views of this room share."""

import secrets
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from kommin.cases.models import Case
from kommin.decisions import queries
from kommin.decisions.errors import DecisionError, IncompleteDraftError
from kommin.decisions.models import Decision
from kommin.foundation.access import Actor, acting


def decision_of(_request: HttpRequest, pk: int, **_rest: Any) -> Decision:
    """The decision an address is about."""
    return get_object_or_404(queries.complete(), pk=pk)


def case_of(_request: HttpRequest, number: str, **_rest: Any) -> Case:
    """The case an address is about."""
    rows = Case.objects.select_related("programme", "call", "application__version", "organisation", "authority")
    return get_object_or_404(rows, number=number)


def actor(request: HttpRequest) -> Actor:
    return acting(request)


def done(request: HttpRequest, sentence: str, to: str) -> HttpResponse:
    """Say what was done and go on."""
    messages.success(request, sentence)
    return HttpResponseRedirect(to)


def refused(request: HttpRequest, error: Exception, to: str) -> HttpResponse:
    """Say why not and go back."""
    messages.error(request, str(error))
    return HttpResponseRedirect(to)


def attempt(form: forms.Form, act: Callable[[], Any]) -> bool:
    """Run an action for a valid form; a refusal is shown beside the field it names. Returns whether it was done."""
    if not form.is_valid():
        return False
    try:
        act()
    except IncompleteDraftError as error:
        for sentence in error.lacking or [str(error)]:
            form.add_error(None, sentence)
        return False
    except DecisionError as error:
        form.add_error(error.field if error.field in form.fields else None, str(error))
        return False
    return True


def posted_revision(request: HttpRequest) -> int:
    """The revision of the draft that the posting page showed."""
    text = request.POST.get("revision", "")
    return int(text) if text.isdecimal() and len(text) < 9 else 0


def new_mark() -> str:
    """The mark of a freshly opened form, so that sending it twice does it once."""
    return secrets.token_hex(16)


def trail(about: Decision | Case) -> list[dict[str, str]]:
    """The way to a page about a decision: by its case."""
    case = about.case if isinstance(about, Decision) else about
    found = [{"label": case.number, "href": case.get_absolute_url()}]
    if isinstance(about, Decision):
        label = about.number or _("Draft: %(kind)s") % {"kind": about.get_kind_display()}
        found.append({"label": label, "href": about.get_absolute_url()})
    return found


def list_trail() -> list[dict[str, str]]:
    return [{"label": _("Decisions"), "href": reverse("decisions:list")}]
