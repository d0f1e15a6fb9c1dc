"""This room's entries in the navigation and the names of its actions in the audit record."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kommin.foundation.ui.navigation import Entry

ENTRIES: tuple[Entry, ...] = (Entry(label=_("Balance"), url_name="balance:programmes", order=20),)

ACTIONS: dict[str, str | Promise] = {
    "balance.history_loaded": _("Invented history of a programme loaded"),
    "balance.publicity_changed": _("Publicity of a project changed"),
    "balance.snapshot_prepared": _("Balance prepared for publication"),
    "balance.snapshot_released": _("Balance published"),
    "balance.snapshot_discarded": _("Prepared balance discarded"),
}
