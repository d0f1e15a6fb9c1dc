"""What the house forgets by itself: addresses of people who never came, and traces of sessions that are over."""

from datetime import datetime, timedelta

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from kommin.foundation.access import Actor
from kommin.foundation.audit import actions as audit
from kommin.people.models import Invitation

KEPT = timedelta(days=90)
"""How long an invitation that came to nothing stays visible to whoever sent it."""


@transaction.atomic
def forget_old_invitations(*, now: datetime, by: Actor) -> int:
    """Delete invitations that were withdrawn or ran out three months ago; returns how many. Accepted ones stay."""
    old = Q(revoked_at__lt=now - KEPT) | Q(revoked_at=None, expires_at__lt=now - KEPT)
    deleted, _by_kind = Invitation.objects.filter(old, accepted_at=None).delete()
    if deleted:
        audit.record(action="people.invitations_forgotten", by=by, data={"count": deleted})
    return deleted


@transaction.atomic
def forget_past_sessions(*, now: datetime) -> int:
    """Delete sessions that ran out, and the network address and browser noted with each; returns how many."""
    Session.objects.filter(expire_date__lt=now).delete()
    kept = Session.objects.filter(session_key=OuterRef("session_key"))
    deleted, _by_kind = UserSession.objects.exclude(Exists(kept)).delete()
    return deleted
