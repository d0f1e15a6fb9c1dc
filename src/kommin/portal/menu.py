"""This room's entries in the navigation."""

from django.utils.translation import gettext_lazy as _

from kommin.foundation.access import shown_to
from kommin.foundation.ui.navigation import Entry
from kommin.portal.rules import works_at_the_press_desk

ENTRIES: tuple[Entry, ...] = (
    Entry(label=_("Press"), url_name="portal:press", order=15),
    Entry(label=_("Search"), url_name="portal:search", order=16),
    Entry(label=_("Press desk"), url_name="wagtailadmin_home", order=70, visible=shown_to(works_at_the_press_desk)),
)
