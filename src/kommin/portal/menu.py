"""This room's entries in the navigation and the names of its actions in the audit record."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kommin.foundation.access import shown_to
from kommin.foundation.ui.navigation import Entry
from kommin.portal.rules import works_at_the_press_desk

ENTRIES: tuple[Entry, ...] = (
    Entry(label=_("Press"), url_name="portal:press", order=15),
    Entry(label=_("Search"), url_name="portal:search", order=16),
    Entry(label=_("Press desk"), url_name="wagtailadmin_home", order=70, visible=shown_to(works_at_the_press_desk)),
    Entry(label=_("Old releases"), url_name="portal:imports", order=71, visible=shown_to(works_at_the_press_desk)),
)

ACTIONS: dict[str, str | Promise] = {
    "portal.release_handed_over": _("Press release handed over"),
    "portal.release_sent_back": _("Press release sent back"),
    "portal.release_released": _("Press release released"),
    "portal.release_corrected": _("Correction of a press release released"),
    "portal.release_moved": _("Embargo of a press release moved"),
    "portal.embargo_lifted": _("Embargo of a press release lifted"),
    "portal.release_published": _("Press release published by the clock"),
    "portal.release_ended": _("Press release ended by the clock"),
    "portal.release_withdrawn": _("Press release withdrawn"),
    "portal.release_deleted": _("Press release deleted"),
    "portal.page_published": _("Page published"),
    "portal.page_unpublished": _("Page taken down"),
    "portal.published_as_of": _("Page published under its earlier moment"),
    "portal.draft_deleted": _("Draft of a page deleted"),
    "portal.import_begun": _("Import of old releases begun"),
    "portal.import_changed": _("Import of old releases: reading changed"),
    "portal.import_discarded": _("Import of old releases discarded"),
    "portal.import_released": _("Import of old releases released for loading"),
    "portal.import_loaded": _("Old releases loaded"),
    "portal.import_taken_back": _("Import of old releases taken back"),
    "portal.old_release_loaded": _("Old release taken over"),
    "portal.old_release_removed": _("Old release deleted with its import"),
    "portal.old_release_restored": _("Old release as before its import"),
}
