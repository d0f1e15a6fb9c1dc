"""Mails an operator has to decide about."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kommin.foundation.access import access
from kommin.foundation.notices import queries
from kommin.foundation.notices.actions import mails
from kommin.foundation.notices.errors import NoticesError
from kommin.foundation.notices.models import Mail
from kommin.foundation.notices.rules import is_operator
from kommin.foundation.runs.requests import GuardedRequest

PER_PAGE = 50


def mail_from_url(_request: HttpRequest, mail_id: int) -> Mail:
    """The mail an address is about."""
    return get_object_or_404(Mail, pk=mail_id)


@require_safe
@access(is_operator)
def stuck(request: GuardedRequest) -> HttpResponse:
    """Failed, unclear, withheld."""
    page = Paginator(queries.stuck_mails(), PER_PAGE).get_page(request.GET.get("page"))
    waiting = Mail.objects.filter(state=Mail.State.WAITING).count()
    return render(request, "notices/stuck.html", {"page": page, "waiting": waiting})


@require_POST
@access(is_operator, of=mail_from_url)
def send_again(request: GuardedRequest, **_address: Any) -> HttpResponse:
    """Send it."""
    return _decide(request, mails.send_again, _("The mail is sent again."))


@require_POST
@access(is_operator, of=mail_from_url)
def count_as_sent(request: GuardedRequest, **_address: Any) -> HttpResponse:
    """Leave it."""
    return _decide(request, mails.count_as_sent, _("The mail counts as sent."))


def _decide(request: GuardedRequest, action: Callable[..., Mail], told: str) -> HttpResponse:
    try:
        action(mail=request.access_object, by=request.actor)
    except NoticesError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, told)
    return redirect("notices:stuck_mails")
