"""What the clock does for examiners."""

from datetime import time, timedelta

from kommin.examination.actions.overseeing import tell_of_overdue, tell_of_withdrawals
from kommin.examination.actions.scoring import renew_outdated
from kommin.foundation.runs.registry import tick


@tick(name="examination.overdue", at=time(6, 40))
def overdue() -> None:
    """Tell examiners whose request was not answered in time."""
    tell_of_overdue()


@tick(name="examination.withdrawals", every=timedelta(minutes=10))
def withdrawals() -> None:
    """Tell examiners whose case was withdrawn under their hands."""
    tell_of_withdrawals()


@tick(name="examination.scores", every=timedelta(minutes=10))
def scores() -> None:
    """Take back scores that rest on criteria which their call has replaced."""
    renew_outdated()
