"""The calendar that a person's own calendar program reads."""

import hashlib
import secrets

from django.db import transaction

from kommin.foundation.access import Actor
from kommin.foundation.audit import actions as audit
from kommin.foundation.notices.models import CalendarFeed
from kommin.foundation.notices.rules import person_of


def digest_of(token: str) -> str:
    """What is stored of a secret address."""
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def make_calendar_feed(*, by: Actor) -> str:
    """Give a person a secret address; an earlier one stops working. Returns its secret part, stored nowhere."""
    token = secrets.token_urlsafe(32)
    CalendarFeed.objects.filter(person=by.user_id).delete()
    CalendarFeed.objects.create(person_id=person_of(by), token_digest=digest_of(token))
    _record("made", by)
    return token


@transaction.atomic
def revoke_calendar_feed(*, by: Actor) -> bool:
    """Make a person's secret address stop working; False when there was none."""
    deleted, _by_model = CalendarFeed.objects.filter(person=by.user_id).delete()
    if deleted:
        _record("revoked", by)
    return bool(deleted)


def _record(event: str, by: Actor) -> None:
    audit.record(
        action=f"notices.calendar_{event}", by=by, target=audit.Target("account", str(by.user_id), "calendar feed")
    )
