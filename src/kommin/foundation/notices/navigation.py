"""Where notices and deadlines appear in the frame of every page."""

from django.utils.translation import gettext_lazy as _

from kommin.foundation.access import is_signed_in, shown_to
from kommin.foundation.notices.rules import may_edit_texts
from kommin.foundation.ui import navigation


def register_navigation() -> None:
    """Add the entries, once."""
    navigation.register(
        navigation.Entry(label=_("Deadlines"), url_name="notices:deadlines", order=20, visible=shown_to(is_signed_in)),
    )
    navigation.register(
        navigation.Entry(label=_("Mail texts"), url_name="notices:texts", order=84, visible=shown_to(may_edit_texts))
    )
    navigation.fill("head", "notices/head.html")
    navigation.fill("account", "notices/bell.html")
