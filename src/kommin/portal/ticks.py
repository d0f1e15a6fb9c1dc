"""What the clock does for the portal."""

from datetime import timedelta

from kommin.foundation.runs.registry import tick
from kommin.portal import alike, changes
from kommin.portal.actions.clock import follow_the_clock


@tick(name="portal.releases", every=timedelta(seconds=10))
def follow_embargoes() -> None:
    """Publish what has waited for this minute, and end what ends in it; looked at often, so that it is on time."""
    follow_the_clock()


@tick(name="portal.alike", every=timedelta(seconds=30))
def look_for_alike() -> None:
    """Find what is like some releases; few at once, so that no embargo waits for it."""
    alike.keep_up(most=25)


@tick(name="portal.sweep_changes", every=timedelta(hours=6))
def sweep_changes() -> None:
    """Forget which changes were noted days ago."""
    changes.sweep()
