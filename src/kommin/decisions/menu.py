"""This room's entries in the navigation and the names of its actions in the audit record."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kommin.decisions import rules
from kommin.decisions.letters.access import may_see_letters
from kommin.foundation.access import shown_to
from kommin.foundation.ui.navigation import Entry
from kommin.programmes.rules import may_read_programmes

ENTRIES: tuple[Entry, ...] = (
    Entry(label=_("Decisions"), url_name="decisions:list", order=22, visible=shown_to(rules.may_see_waiting)),
    Entry(label=_("Budget"), url_name="decisions:budgets", order=24, visible=shown_to(may_read_programmes)),
    Entry(label=_("Letters"), url_name="decisions:letters", order=26, visible=shown_to(may_see_letters)),
    Entry(label=_("Verify a letter"), url_name="decisions:verify", order=60, section="footer"),
)

ACTIONS: dict[str, str | Promise] = {
    "decisions.drafted": _("Decision drafted"),
    "decisions.draft_changed": _("Draft of a decision changed"),
    "decisions.discarded": _("Draft of a decision discarded"),
    "decisions.handed_over": _("Decision handed over for release"),
    "decisions.returned": _("Draft of a decision returned"),
    "decisions.released": _("Decision released"),
    "decisions.bulk_started": _("Many decisions at once started"),
    "decisions.posted": _("Letter posted"),
    "decisions.offered": _("Letter offered in the portal"),
    "decisions.retrieved": _("Letter opened in the portal"),
    "decisions.receipt_proven": _("Receipt of a letter proven"),
    "decisions.waived": _("Legal remedies waived"),
    "decisions.lawsuit_filed": _("Lawsuit entered"),
    "decisions.lawsuit_ended": _("End of a lawsuit entered"),
    "decisions.delivery_corrected": _("Entry of a delivery corrected"),
    "decisions.means_transferred": _("Means transferred"),
    "decisions.letter_texts_saved": _("Texts of letters saved"),
    "decisions.letter_head_saved": _("Head of letters saved"),
}
