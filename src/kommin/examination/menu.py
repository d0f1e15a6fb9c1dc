"""This room's entries in the navigation and the names of its actions in the audit record."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kommin.foundation.ui.navigation import Entry

ENTRIES: tuple[Entry, ...] = ()

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
}
