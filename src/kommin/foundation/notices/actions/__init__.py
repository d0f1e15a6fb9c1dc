from kommin.foundation.notices.actions.deadlines import (
    Due,
    complete_deadline,
    reopen_deadline,
    settle_deadline,
    upsert_deadline,
)
from kommin.foundation.notices.actions.mails import send_mail_once
from kommin.foundation.notices.actions.notices import notify

__all__ = [
    "Due",
    "complete_deadline",
    "notify",
    "reopen_deadline",
    "send_mail_once",
    "settle_deadline",
    "upsert_deadline",
]
