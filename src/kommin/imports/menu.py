"""This room's entries in the navigation and the names of its actions in the audit record."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ACTIONS: dict[str, str | Promise] = {
    "imports.prepared": _("Import of old grants begun"),
    "imports.changed": _("Import of old grants: reading changed"),
    "imports.discarded": _("Import of old grants discarded"),
    "imports.loaded": _("Old grants loaded"),
    "imports.taken_back": _("Import of old grants taken back"),
}
