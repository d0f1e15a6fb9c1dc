"""Ticks of rooms that stand below the clock and cannot register their own."""

from datetime import time, timedelta

from kommin.foundation.files.actions import rescan_quarantine, sweep_orphans
from kommin.foundation.runs.registry import tick


@tick(name="files.rescan", every=timedelta(minutes=5))
def rescan_files() -> None:
    """Scan uploads that came while the virus scanner was away."""
    rescan_quarantine()


@tick(name="files.sweep", at=time(4, 10))
def sweep_files() -> None:
    """Delete stored files that no upload ever became."""
    sweep_orphans()
