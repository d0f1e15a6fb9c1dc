"""The mailbox of the demonstration: every mail the house has sent, to be read by whoever tries it out."""

import re
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from kommin.foundation.access import public
from kommin.foundation.ui import navigation

PER_PAGE = 50
NAME = re.compile(r"[0-9TZ]+-[0-9a-f]{24}")


@dataclass(frozen=True)
class SentMail:
    """One mail as it left the house."""

    name: str
    to: str
    subject: str
    sent_at: datetime
    text: str


def register_navigation() -> None:
    """Show the way to the mailbox."""
    navigation.register(navigation.Entry(label=_("Mailbox"), url_name="mailbox:list", order=95))


@require_safe
@public
def listing(request: HttpRequest) -> HttpResponse:
    """All mails, newest first."""
    names = sorted((file.stem for file in settings.MAILBOX_FOLDER.glob("*.eml")), reverse=True)
    page = Paginator(names, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "demo/mailbox.html", {"page": page, "mails": [_read(name) for name in page.object_list]})


@require_safe
@public
def show(request: HttpRequest, name: str) -> HttpResponse:
    """One mail; its links work."""
    if not NAME.fullmatch(name) or not _file(name).is_file():
        raise Http404
    return render(request, "demo/mail.html", {"mail": _read(name)})


def _file(name: str) -> Path:
    folder: Path = settings.MAILBOX_FOLDER
    return folder / f"{name}.eml"


def _read(name: str) -> SentMail:
    message = message_from_bytes(_file(name).read_bytes(), policy=policy.default)
    assert isinstance(message, EmailMessage)  # noqa: S101 - what the default policy makes
    body = message.get_body(("plain",))
    return SentMail(
        name=name,
        to=str(message["To"]),
        subject=str(message["Subject"]),
        sent_at=parsedate_to_datetime(str(message["Date"])),
        text=str(body.get_content()) if body else "",
    )


app_name = "mailbox"
urlpatterns = [path("mailbox/", listing, name="list"), path("mailbox/<str:name>/", show, name="show")]
