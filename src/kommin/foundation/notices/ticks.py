"""What the clock does for mail and deadlines."""

from datetime import time, timedelta

from kommin.foundation.notices import delivery
from kommin.foundation.notices.actions.clearing import clear_old_mail
from kommin.foundation.notices.actions.deadlines import ask_deadline_sources
from kommin.foundation.notices.actions.digests import send_digests
from kommin.foundation.notices.actions.reminders import remind
from kommin.foundation.runs.registry import tick


@tick(name="notices.outbox", every=timedelta(seconds=3))
def deliver_mail() -> None:
    """Hand over what waits in the outbox."""
    delivery.settle_interrupted_mails()
    delivery.deliver_due()


@tick(name="notices.sources", every=timedelta(hours=1))
def follow_sources() -> None:
    """Bring the deadlines in line with the rooms they come from."""
    ask_deadline_sources()


@tick(name="notices.remind", at=time(6, 30))
def remind_of_deadlines() -> None:
    """Remind of deadlines, before the digests are written."""
    ask_deadline_sources()
    remind()


@tick(name="notices.digests", at=time(7, 0))
def write_digests() -> None:
    """Write the daily digests, on Mondays the weekly ones."""
    send_digests()


@tick(name="notices.clear", at=time(4, 0))
def clear_outbox() -> None:
    """Delete what is long done."""
    clear_old_mail()
