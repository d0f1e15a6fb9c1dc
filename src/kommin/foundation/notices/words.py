"""How audit records call this room's actions."""

from django.utils.translation import gettext_lazy as _

ACTIONS = {
    "notices.calendar_made": _("Calendar address made"),
    "notices.calendar_revoked": _("Calendar address turned off"),
    "notices.deadline_completed": _("Deadline ticked off"),
    "notices.mail_counted_as_sent": _("Stuck mail left"),
    "notices.mail_sent_again": _("Stuck mail sent again"),
    "notices.reminders_set": _("Reminders changed"),
    "notices.text_reset": _("Mail text set back"),
    "notices.text_saved": _("Mail text changed"),
}
