"""What the clock does for people."""

from datetime import time

from django.utils import timezone

from kommin.foundation.access import Actor
from kommin.foundation.runs.registry import tick
from kommin.people.actions.forgetting import forget_old_invitations, forget_past_sessions


@tick(name="people.forget", at=time(4, 20))
def forget() -> None:
    """Forget what nobody needs any more."""
    forget_old_invitations(now=timezone.now(), by=Actor.clock())
    forget_past_sessions(now=timezone.now())
