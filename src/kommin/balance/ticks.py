"""What the clock does for the balance."""

from datetime import timedelta

from kommin.balance.actions.rolling import refresh_all
from kommin.foundation.runs.registry import tick


@tick(name="balance.refresh", every=timedelta(minutes=5))
def refresh_subtotals() -> None:
    """Bring the subtotals in line with what was written to the ledger since the last time."""
    refresh_all()
