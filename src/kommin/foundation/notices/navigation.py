"""Where notices and deadlines appear in the frame of every page."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from kommin.foundation.ui import navigation


def register_navigation() -> None:
    """Add the entries, once."""
    navigation.register(
        navigation.Entry(label=_("Deadlines"), url_name="notices:deadlines", order=20, visible=_is_signed_in),
    )
    navigation.fill("account", "notices/bell.html")


def _is_signed_in(request: HttpRequest) -> bool:
    user = getattr(request, "user", None)
    return user is not None and user.is_authenticated
