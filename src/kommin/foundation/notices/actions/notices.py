"""Telling people something: behind the bell at once, by mail as each of them wants."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any, Final

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone

from kommin.foundation.access import Actor
from kommin.foundation.notices.models import Mail, MailPreference, Notice, Pace
from kommin.foundation.notices.rules import person_of
from kommin.foundation.notices.texts import KnownText, storable, text_named
from kommin.foundation.notices.writing import absolute, in_language_of
from kommin.foundation.runs.words import Words, in_each_language

BATCH: Final = 500


@transaction.atomic
def notify(
    *,
    recipients: Iterable[int],
    kind: str,
    title: Words,
    url: str,
    key: str,
    context: Mapping[str, Any] | None = None,
    organisation: int | None = None,
) -> int:
    """Tell people something, each once for each `key`; returns how many were told for the first time.

    Ten thousand recipients cost some hundred queries: rows are written in batches, mails are composed by the worker.

    Args:
        recipients: accounts by their number; locked ones are left out.
        kind: a name given to `register_mail_text`.
        title: what stands behind the bell. May be confidential: it stays in the house.
        url: the page it is about.
        key: begin it with the room's name.
        context: for the mail; what the text does not name is dropped, `link` is added.
        organisation: whose own words the mail uses where it has edited them.

    Raises:
        UnknownTextError: no room has registered the kind.
    """
    text = text_named(kind)
    titles = in_each_language(title)
    values = {
        code: storable({**(context or {}), "link": absolute(in_language_of(url, code))}, text)
        for code, _name in settings.LANGUAGES
    }
    told = 0
    for batch in _batches(dict.fromkeys(recipients)):
        told += _tell(batch, text, titles, values, url=url, key=key, organisation=organisation)
    return told


def _batches(people: Iterable[int]) -> Iterator[list[int]]:
    rest = iter(people)
    while batch := list(islice(rest, BATCH)):
        yield batch


def _tell(
    batch: list[int], text: KnownText, titles: dict[str, str], values: dict[str, dict[str, Any]],
    *, url: str, key: str, organisation: int | None,
) -> int:  # fmt: skip
    known = set(Notice.objects.filter(key=key, recipient__in=batch).values_list("recipient", flat=True))
    fresh = [pk for pk in batch if pk not in known]
    people = get_user_model().objects.filter(pk__in=fresh, is_active=True).only("pk", "email", "language")
    later = set(
        MailPreference.objects.filter(person__in=fresh).exclude(pace=Pace.AT_ONCE).values_list("person_id", flat=True)
    )
    now = timezone.now()
    notices, mails = [], []
    for person in people:
        at_once = person.pk not in later
        notices.append(
            Notice(
                recipient=person, key=key, kind=text.name, titles=titles, url=url, created_at=now,
                mailed_at=now if at_once else None,
            )
        )  # fmt: skip
        if at_once:
            mails.append(
                Mail(
                    key=f"notice:{key}:{person.pk}", to=person.email, recipient=person, text_name=text.name,
                    context=values[person.language], language=person.language, organisation=organisation,
                )
            )  # fmt: skip
    Notice.objects.bulk_create(notices, ignore_conflicts=True)
    Mail.objects.bulk_create(mails, ignore_conflicts=True)
    return len(notices)


def mark_read(*, notice: Notice, by: Actor) -> None:
    """Note that the recipient has seen a notice; nobody else can."""
    Notice.objects.filter(pk=notice.pk, recipient=by.user_id, read_at=None).update(read_at=timezone.now())


def mark_all_read(*, by: Actor) -> int:
    """Note that a person has seen everything; returns how many notices that were."""
    return Notice.objects.filter(recipient=by.user_id, read_at=None).update(read_at=timezone.now())


def choose_pace(*, pace: Pace, by: Actor) -> MailPreference:
    """How often a person wants mail about notices."""
    chosen, _created = MailPreference.objects.update_or_create(person_id=person_of(by), defaults={"pace": pace})
    return chosen
