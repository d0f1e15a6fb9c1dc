"""Where long work appears in the frame of every page."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from kommin.foundation.runs.rules import is_operator
from kommin.foundation.ui import navigation


def register_navigation() -> None:
    """Add the entries, once."""
    navigation.register(
        navigation.Entry(label=_("Operating"), url_name="runs:all", order=85, visible=_operates),
        navigation.Entry(label=_("My long work"), url_name="runs:list", section="footer", visible=_is_signed_in),
    )


def _operates(request: HttpRequest) -> bool:
    return is_operator.holds(request.actor) if hasattr(request, "actor") else False


def _is_signed_in(request: HttpRequest) -> bool:
    user = getattr(request, "user", None)
    return user is not None and user.is_authenticated
