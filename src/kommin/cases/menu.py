"""This room's entries in the navigation and the names of its actions in the audit record."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kommin.cases import rules
from kommin.foundation.access import shown_to
from kommin.foundation.ui.navigation import Entry

ENTRIES = (
    Entry(label=_("Applications"), url_name="cases:list", order=12, visible=shown_to(rules.may_have_applications)),
)

ACTIONS: dict[str, str | Promise] = {
    "cases.application_begun": _("Application begun"),
    "cases.draft_saved": _("Draft saved"),
    "cases.conflict_settled": _("Conflict between two versions settled"),
    "cases.document_added": _("Document added to an application"),
    "cases.document_removed": _("Document removed from an application"),
    "cases.commented": _("Comment written"),
    "cases.signed_off": _("Application signed off"),
    "cases.submitted": _("Application submitted"),
    "cases.stage_changed": _("Stage of a case changed"),
    "cases.withdrawn": _("Application withdrawn"),
    "cases.version_taken_over": _("Draft moved to the new version of the call"),
    "cases.partner_asked": _("Partner asked to take part"),
    "cases.partner_answered": _("Partner has answered"),
    "cases.partner_removed": _("Partner removed"),
    "cases.master_data_saved": _("Master data of a municipality saved"),
    "cases.handling_changed": _("Handling of applications changed"),
}
