from kommin.foundation.notices.models.deadline import CalendarFeed, Deadline, ReminderPlan
from kommin.foundation.notices.models.mail import Bounce, Mail, MailText
from kommin.foundation.notices.models.notice import MailPreference, Notice, Pace

__all__ = ["Bounce", "CalendarFeed", "Deadline", "Mail", "MailPreference", "MailText", "Notice", "Pace", "ReminderPlan"]
