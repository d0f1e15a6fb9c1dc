"""This room's entries in the navigation and the names of its actions in the audit record."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kommin.foundation.access import shown_to
from kommin.foundation.ui.navigation import Entry
from kommin.programmes import rules

ENTRIES = (
    Entry(label=_("Calls"), url_name="programmes:public_calls", order=10),
    Entry(label=_("Programmes"), url_name="programmes:list", order=15, visible=shown_to(rules.may_read_programmes)),
)

ACTIONS: dict[str, str | Promise] = {
    "programmes.programme_created": _("Programme created"),
    "programmes.programme_changed": _("Programme changed"),
    "programmes.block_saved": _("Building block saved"),
    "programmes.block_removed": _("Building block removed"),
    "programmes.responsibility_set": _("Responsibility of an authority laid down"),
    "programmes.responsibility_removed": _("Responsibility of an authority taken back"),
    "programmes.guideline_created": _("Version of the guideline created"),
    "programmes.guideline_changed": _("Guideline changed"),
    "programmes.financing_saved": _("Financing rule saved"),
    "programmes.financing_removed": _("Financing rule removed"),
    "programmes.cost_category_saved": _("Cost category saved"),
    "programmes.cost_category_removed": _("Cost category removed"),
    "programmes.appropriation_saved": _("Appropriation saved"),
    "programmes.appropriation_split": _("Appropriation split over granting authorities"),
    "programmes.appropriation_closed": _("Budget year closed"),
    "programmes.appropriation_reopened": _("Budget year opened again"),
    "programmes.call_created": _("Call created"),
    "programmes.call_changed": _("Call changed"),
    "programmes.call_part_saved": _("Part of a call saved"),
    "programmes.call_part_removed": _("Part of a call removed"),
    "programmes.legal_values_judged": _("Legal values confirmed for a call"),
    "programmes.call_checked": _("Call checked"),
    "programmes.call_published": _("Call published"),
    "programmes.call_changes_published": _("Changes of a call published"),
    "programmes.call_prolonged": _("Call prolonged"),
    "programmes.call_closed": _("Call closed"),
    "programmes.clause_set_loaded": _("Clause set loaded"),
}
