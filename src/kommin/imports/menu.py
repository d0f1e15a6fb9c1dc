"""This room's entries in the navigation and the names of its actions in the audit record."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kommin.foundation.access import shown_to
from kommin.foundation.ui.navigation import Entry
from kommin.imports.rules import may_open_the_room

ENTRIES: tuple[Entry, ...] = (
    Entry(label=_("Old grants"), url_name="imports:home", order=17, visible=shown_to(may_open_the_room)),
)

ACTIONS: dict[str, str | Promise] = {
    "imports.prepared": _("Import of old grants begun"),
    "imports.changed": _("Import of old grants: reading changed"),
    "imports.refused": _("File of old grants could not be read"),
    "imports.discarded": _("Import of old grants discarded"),
    "imports.loaded": _("Old grants loaded"),
    "imports.taken_back": _("Import of old grants taken back"),
}
