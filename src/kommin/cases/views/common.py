"""What the views of this room share."""

import re
import secrets
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from rules import Predicate

from kommin.cases import queries
from kommin.cases.models import Application
from kommin.foundation.access import Actor, acting
from kommin.people.models import Organisation

_PAGE = re.compile(r"[0-9a-f]{16}")


def application_of(request: HttpRequest, number: str, **_rest: Any) -> Application:
    """The application an address is about."""
    return get_object_or_404(queries.complete(), number=number)


def own_organisation(request: HttpRequest, **_rest: Any) -> Organisation:
    """The municipality for which the person acts."""
    return get_object_or_404(
        Organisation.objects.select_related("applicant").prefetch_related("names"), pk=acting(request).organisation_id
    )


def application_for(request: HttpRequest, number: str, rule: Predicate) -> Application:
    """The same for addresses that visitors may send forms to, because these keep what was typed.

    Raises:
        Http404: there is none, or the actor may not do this.
    """
    found = application_of(request, number)
    if not rule.test(acting(request), found):
        raise Http404
    return found


def actor(request: HttpRequest) -> Actor:
    return acting(request)


def new_mark() -> str:
    """The mark of a freshly opened page or form."""
    return secrets.token_hex(8)


def page_mark(request: HttpRequest) -> str:
    """The mark that the posting page was given; empty when it is none of ours."""
    mark = request.POST.get("page", "")
    return mark if _PAGE.fullmatch(mark) else ""


def seen_revision(request: HttpRequest) -> int:
    """The revision with which the posting page was opened."""
    text = request.POST.get("seen", "")
    return int(text) if text.isdecimal() and len(text) < 9 else 0


def done(request: HttpRequest, sentence: str, to: str) -> HttpResponse:
    """Say what was done and go on."""
    messages.success(request, sentence)
    return HttpResponseRedirect(to)


def refused(request: HttpRequest, error: Exception, to: str) -> HttpResponse:
    """Say why not and go back."""
    messages.error(request, str(error))
    return HttpResponseRedirect(to)


def trail(application: Application) -> list[dict[str, str]]:
    """The way to a page below an application."""
    return [
        {"label": _("Applications"), "href": reverse("cases:list")},
        {"label": application.number, "href": application.get_absolute_url()},
    ]
