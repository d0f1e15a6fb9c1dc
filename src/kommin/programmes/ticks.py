"""Ticks of this room."""

from datetime import timedelta

from kommin.foundation.notices.actions.deadlines import register_deadline_source
from kommin.foundation.runs.registry import tick
from kommin.programmes.actions import close_due_calls
from kommin.programmes.deadlines import PREFIX, open_calls

register_deadline_source(PREFIX, open_calls)


@tick(name="programmes.close_calls", every=timedelta(minutes=1))
def close_calls() -> None:
    """Close the calls whose deadline and grace have passed."""
    close_due_calls()
