"""Forgetting what nobody needs any more."""

from datetime import timedelta
from typing import Final

from django.utils import timezone

from kommin.foundation.notices.models import Mail, Notice

SETTLED: Final = (Mail.State.SENT, Mail.State.WITHHELD)
KEEP_SENT: Final = timedelta(days=90)
KEEP_READ: Final = timedelta(days=365)


def clear_old_mail() -> None:
    """Delete mails sent three months ago (they are blank anyway) and notices read a year ago.

    Mails that are stuck stay until somebody decides about them.
    """
    now = timezone.now()
    Mail.objects.filter(state__in=SETTLED, settled_at__lt=now - KEEP_SENT).delete()
    Notice.objects.filter(read_at__lt=now - KEEP_READ, mailed_at__isnull=False).delete()
