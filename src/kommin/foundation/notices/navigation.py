"""Where notices and deadlines appear in the frame of every page."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from kommin.foundation.notices.rules import may_edit_texts
from kommin.foundation.ui import navigation


def register_navigation() -> None:
    """Add the entries, once."""
    navigation.register(
        navigation.Entry(label=_("Deadlines"), url_name="notices:deadlines", order=20, visible=_is_signed_in),
    )
    navigation.register(
        navigation.Entry(label=_("Mail texts"), url_name="notices:texts", order=84, visible=_edits_texts)
    )
    navigation.fill("head", "notices/head.html")
    navigation.fill("account", "notices/bell.html")


def _edits_texts(request: HttpRequest) -> bool:
    return may_edit_texts.holds(request.actor) if hasattr(request, "actor") else False


def _is_signed_in(request: HttpRequest) -> bool:
    user = getattr(request, "user", None)
    return user is not None and user.is_authenticated
