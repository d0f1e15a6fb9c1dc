"""Where long work appears in the frame of every page."""

from django.utils.translation import gettext_lazy as _

from kommin.foundation.access import is_signed_in, shown_to
from kommin.foundation.runs.rules import is_operator
from kommin.foundation.ui import navigation


def register_navigation() -> None:
    """Add the entries, once."""
    navigation.register(
        navigation.Entry(label=_("Operating"), url_name="runs:all", order=85, visible=shown_to(is_operator)),
        navigation.Entry(
            label=_("My long work"), url_name="runs:list", section="footer", visible=shown_to(is_signed_in)
        ),
    )
