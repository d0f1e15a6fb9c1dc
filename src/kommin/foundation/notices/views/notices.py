"""The list behind the bell."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kommin.foundation.access import Actor, access, rule, signed_in
from kommin.foundation.notices import queries
from kommin.foundation.notices.actions import notices
from kommin.foundation.notices.models import Notice
from kommin.foundation.notices.writing import in_language_of
from kommin.foundation.runs.requests import GuardedRequest

PER_PAGE = 50


@rule("")
def is_its_recipient(actor: Actor, notice: Notice | None) -> bool:
    """A notice is for one person only."""
    return notice is not None and actor.is_person and notice.recipient_id == actor.user_id


def notice_from_url(_request: HttpRequest, notice_id: int) -> Notice:
    """The notice an address is about."""
    return get_object_or_404(Notice, pk=notice_id)


@require_safe
@signed_in
def listing(request: GuardedRequest) -> HttpResponse:
    """What happened, newest first."""
    page = Paginator(queries.notices_of(request.user.pk), PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "unread": queries.unread_count(request.user.pk)}
    return render(request, "notices/list.html", context)


@require_safe
@access(is_its_recipient, of=notice_from_url)
def open_notice(request: GuardedRequest, **_address: Any) -> HttpResponse:
    """One click to the thing itself; the notice is read."""
    notice: Notice = request.access_object
    notices.mark_read(notice=notice, by=request.actor)
    if not url_has_allowed_host_and_scheme(notice.url, allowed_hosts=None):
        return redirect("notices:list")
    return redirect(in_language_of(notice.url, get_language() or "de"))


@require_POST
@signed_in
def read_all(request: GuardedRequest) -> HttpResponse:
    """Everything is seen."""
    notices.mark_all_read(by=request.actor)
    messages.success(request, _("All notices are marked as read."))
    return redirect("notices:list")
