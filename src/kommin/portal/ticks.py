"""What the clock does for the portal."""

from datetime import timedelta

from kommin.foundation.runs.registry import tick
from kommin.portal import changes


@tick(name="portal.sweep_changes", every=timedelta(hours=6))
def sweep_changes() -> None:
    """Forget which changes were noted days ago."""
    changes.sweep()
