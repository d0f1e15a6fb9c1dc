"""Around the CMS: its own content policy, frames for its previews, the reader's language, groups from memberships."""

from collections.abc import Callable
from typing import Any, Final

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp_replace
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils import translation

from kommin.foundation.ui.forms.bound import drawn_plainly
from kommin.people.standing import standings_of_request
from kommin.portal import editors, showing
from kommin.portal.models import PortalDocument, PortalImage

PREFIX: Final = "/redaktion/"
POLICY: Final = {
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "media-src": [SELF, "blob:"],
    "frame-src": [SELF],
    "frame-ancestors": [NONE],
}
"""The CMS writes scripts and styles into its pages; nothing may come from another host, and nobody may frame it."""
DELETING: Final[dict[str, tuple[Any, str, str]]] = {
    "wagtailimages:delete": (PortalImage, "image_id", "wagtailimages:edit"),
    "wagtaildocs:delete": (PortalDocument, "document_id", "wagtaildocs:edit"),
}
POLICY_OF_PREVIEWS: Final = {**POLICY, "frame-ancestors": [SELF]}
"""A preview stands in a frame of the CMS itself."""


class EditorialMiddleware:
    """Stands after the rules of access, so that only people of the press desk come this far."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path_info.startswith(PREFIX):
            return self.get_response(request)
        with drawn_plainly(), translation.override(language_of(request)):
            response = self.get_response(request)
        framed = is_preview(request)
        del response["Content-Security-Policy"]  # a preview is asked of the public page, which has set the strict one
        response["X-Frame-Options"] = "SAMEORIGIN" if framed else "DENY"
        return csp_replace(POLICY_OF_PREVIEWS if framed else POLICY)(lambda _: response)(request)

    def process_view(
        self, request: HttpRequest, _view: Any, _args: Any, kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        """Bring the person's groups up to date before the CMS asks for them; say what it would only refuse."""
        if not request.path_info.startswith(PREFIX) or not request.user.is_authenticated:
            return None
        editors.keep_in_step(request.user, standings_of_request(request), translation.get_language() or "de")
        return _still_shown(request, kwargs)


def _still_shown(request: HttpRequest, kwargs: dict[str, Any]) -> HttpResponseBase | None:
    """Back to an image or document that cannot be deleted, with the reason."""
    view = request.resolver_match.view_name if request.resolver_match else ""
    if view not in DELETING:
        return None
    model, number, back = DELETING[view]
    thing = model.objects.filter(pk=kwargs[number]).first()
    if thing is None or not showing.is_shown(thing):
        return None
    messages.error(request, showing.still_shown(thing))
    return HttpResponseRedirect(reverse(back, args=[thing.pk]))


def language_of(request: HttpRequest) -> str:
    """The language chosen last in this browser, else the one the person gets letters in."""
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    known = dict(settings.LANGUAGES)
    if chosen in known:
        return chosen
    preferred = getattr(request.user, "language", "")
    return preferred if preferred in known else settings.LANGUAGE_CODE


def is_preview(request: HttpRequest) -> bool:
    """Whether the page is one that the CMS shows in a frame."""
    route = request.resolver_match.view_name if request.resolver_match else ""
    return any(word in route for word in ("preview", "view_draft", "revisions_view"))
