"""This room's entries in the navigation and the names of its actions in the audit record."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kommin.foundation.ui.navigation import Entry

ENTRIES: tuple[Entry, ...] = ()

ACTIONS: dict[str, str | Promise] = {
    "decisions.drafted": _("Decision drafted"),
    "decisions.draft_changed": _("Draft of a decision changed"),
    "decisions.discarded": _("Draft of a decision discarded"),
    "decisions.handed_over": _("Decision handed over for release"),
    "decisions.returned": _("Draft of a decision returned"),
    "decisions.released": _("Decision released"),
    "decisions.means_transferred": _("Means transferred"),
}
