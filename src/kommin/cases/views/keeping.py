"""What was typed is kept when the session has ended: in the visitor's own session, until after the sign-in."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils import timezone

KEY = "cases_kept"
MOST = 1_000_000
"""Characters of one kept form; far above what the longest section can hold."""


@dataclass(frozen=True)
class Kept:
    """A form as it was sent, where it was sent to, and the page it came from."""

    path: str
    back: str
    data: QueryDict
    at: str


def keep_and_sign_in(request: HttpRequest, back: str) -> HttpResponseBase:
    """Keep the form and send the visitor to sign in; afterwards it is offered."""
    body = request.POST.urlencode()
    if len(body) <= MOST:
        request.session[KEY] = {"path": request.path, "back": back, "body": body, "at": timezone.now().isoformat()}
    response = redirect_to_login(reverse("cases:kept"), resolve_url(settings.LOGIN_URL))
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(status=204, headers={"HX-Redirect": response.url})
    return response


def kept_form(request: HttpRequest) -> Kept | None:
    """The kept form of this visitor, if there is one."""
    stored: Any = request.session.get(KEY)
    if not isinstance(stored, dict):
        return None
    return Kept(stored["path"], stored["back"], QueryDict(stored["body"]), stored["at"])


def forget(request: HttpRequest) -> None:
    request.session.pop(KEY, None)
