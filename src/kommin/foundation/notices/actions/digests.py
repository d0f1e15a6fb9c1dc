"""One mail for all that happened, for those who want it that way."""

import logging
from datetime import date

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Count
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import ngettext

from kommin.foundation.notices.actions.mails import send_mail_once
from kommin.foundation.notices.models import MailPreference, Notice, Pace
from kommin.foundation.notices.models.deadline import today
from kommin.foundation.notices.texts import known_texts
from kommin.foundation.notices.writing import absolute

logger = logging.getLogger(__name__)

MONDAY = 0


def send_digests(*, day: date | None = None) -> int:
    """Write the daily digests, on Mondays the weekly ones too; returns how many. A person gets one a day at most."""
    day = day or today()
    paces = [Pace.DAILY, Pace.WEEKLY] if day.weekday() == MONDAY else [Pace.DAILY]
    people = (
        MailPreference.objects.filter(pace__in=paces, person__is_active=True)
        .filter(person__in=Notice.objects.filter(mailed_at=None, read_at=None).values("recipient"))
        .values_list("person", flat=True)
    )
    return sum(_send_digest(person, day) for person in list(people))


@transaction.atomic
def _send_digest(person_id: int, day: date) -> bool:
    """What is still unread, counted by kind: titles stay in the house."""
    person = get_user_model().objects.get(pk=person_id)
    new = Notice.objects.select_for_update().filter(recipient=person_id, mailed_at=None)
    ids = list(new.filter(read_at=None).values_list("pk", flat=True))
    counted = Notice.objects.filter(pk__in=ids).order_by("kind").values_list("kind").annotate(number=Count("pk"))
    if not ids:
        return False
    with translation.override(person.language):
        lines = [f"{_label(kind)}: {number}" for kind, number in counted]
        number = ngettext("%(number)d new notice", "%(number)d new notices", len(ids)) % {"number": len(ids)}
        send_mail_once(
            key=f"notices:digest:{person_id}:{day.isoformat()}",
            to=person.email,
            template="notices.digest",
            context={"number": number, "list": lines, "link": absolute(reverse("notices:list"))},
            language=person.language,
            recipient=person_id,
        )
    new.update(mailed_at=timezone.now())
    return True


def _label(kind: str) -> str:
    return str(known_texts[kind].label) if kind in known_texts else kind
