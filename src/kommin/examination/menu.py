"""This room's entries in the navigation and the names of its actions in the audit record."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kommin.examination.rules import may_see_work_list
from kommin.examination.rules_scoring import may_list_rounds
from kommin.foundation.access import shown_to
from kommin.foundation.ui.navigation import Entry

ENTRIES: tuple[Entry, ...] = (
    Entry(label=_("Work list"), url_name="examination:worklist", order=12, visible=shown_to(may_see_work_list)),
    Entry(label=_("Rounds"), url_name="examination:rounds", order=14, visible=shown_to(may_list_rounds)),
)

ACTIONS: dict[str, str | Promise] = {
    "examination.items_judged": _("Items of the completeness check judged"),
    "examination.check_finished": _("Completeness check ended"),
    "examination.check_reopened": _("Completeness check opened again"),
    "examination.requested": _("More was requested of the municipality"),
    "examination.request_extended": _("Day of a request moved"),
    "examination.request_withdrawn": _("Request withdrawn"),
    "examination.answer_saved": _("Draft of an answer saved"),
    "examination.answer_file_added": _("File added to an answer"),
    "examination.answer_file_removed": _("File removed from an answer"),
    "examination.answer_handed_in": _("Answer handed in"),
    "examination.message_sent": _("Message sent in a case"),
    "examination.messages_read": _("Messages read"),
    "examination.note_written": _("Internal note written"),
    "examination.scorers_appointed": _("Scoring examiners appointed"),
    "examination.scoring_handed_over": _("Score handed over to somebody else"),
    "examination.round_dealt_out": _("Cases of a round dealt out for scoring"),
    "examination.scoring_rules_set": _("Rules of scoring set"),
    "examination.scores_drafted": _("Draft of a score saved"),
    "examination.scores_handed_in": _("Score handed in"),
    "examination.scores_taken_back": _("Score taken back"),
    "examination.scoring_renewed": _("Score void because the criteria changed"),
    "examination.consensus_proposed": _("Common score proposed"),
    "examination.consensus_answered": _("Common score answered"),
    "examination.mean_stands": _("Mean of the scores left to stand"),
    "examination.amount_judged": _("Financing plan judged"),
    "examination.scenario_made": _("Scenario made"),
    "examination.scenario_computed": _("Scenario computed anew"),
    "examination.scenario_commented": _("Scenario commented"),
    "examination.scenario_removed": _("Scenario removed"),
    "examination.scenario_adopted": _("Scenario adopted as the proposal"),
    "examination.assigned": _("Case assigned to an examiner"),
    "examination.unassigned": _("Case taken back from its examiner"),
    "examination.rule_added": _("Rule of assignment set"),
    "examination.rule_removed": _("Rule of assignment removed"),
    "examination.view_saved": _("View of the work list saved"),
    "examination.view_removed": _("View of the work list removed"),
    "examination.list_exported": _("Work list exported in the background"),
}
