"""Editing the words of mails."""

import secrets

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone

from kommin.foundation.access import Actor, require
from kommin.foundation.audit import actions as audit
from kommin.foundation.notices.models import Mail, MailText
from kommin.foundation.notices.rules import is_operator, may_edit_texts, person_of
from kommin.foundation.notices.texts import check_words, text_named
from kommin.foundation.notices.writing import WHOLE_HOUSE, sample_of


def organisation_edited_by(actor: Actor) -> int:
    """Whose words somebody edits: an operator the whole house's, others those of the organisation they act for."""
    return WHOLE_HOUSE if is_operator.holds(actor) else actor.organisation_id or WHOLE_HOUSE


@transaction.atomic
def save_mail_text(*, name: str, language: str, subject: str, body: str, by: Actor) -> MailText:
    """Keep new words for a mail; they are used from the next mail on.

    Raises:
        NotAllowed: `by` may not edit mails.
        ValidationError: by field: an unknown placeholder, a missing one, a bracket without its partner.
        UnknownTextError: there is no such mail.
    """
    require(may_edit_texts, by=by)
    check_words(text_named(name), subject, body)
    saved, _created = MailText.objects.update_or_create(
        name=name,
        language=language,
        organisation=organisation_edited_by(by),
        defaults={"subject": subject, "body": body, "edited_by_id": by.user_id, "edited_at": timezone.now()},
    )
    _record("saved", name, language, by)
    return saved


@transaction.atomic
def reset_mail_text(*, name: str, language: str, by: Actor) -> bool:
    """Go back to the words that came with the house; False when nothing was edited.

    Raises:
        NotAllowed: `by` may not edit mails.
    """
    require(may_edit_texts, by=by)
    deleted, _by_model = MailText.objects.filter(
        name=name, language=language, organisation=organisation_edited_by(by)
    ).delete()
    if deleted:
        _record("reset", name, language, by)
    return bool(deleted)


@transaction.atomic
def send_test_mail(*, name: str, language: str, subject: str, body: str, by: Actor) -> Mail:
    """Send words with made-up values to whoever edits them; nothing is saved.

    Raises:
        NotAllowed: `by` may not edit mails.
        ValidationError: as for `save_mail_text`.
        UnknownTextError: there is no such mail.
    """
    require(may_edit_texts, by=by)
    text = text_named(name)
    check_words(text, subject, body)
    person = get_user_model().objects.get(pk=person_of(by))
    written = sample_of(text, subject, body, language=language)
    return Mail.objects.create(
        key=f"notices:test:{secrets.token_hex(16)}",
        to=person.email,
        recipient=person,
        language=language,
        subject=f"[Test] {written.subject}"[:300],
        plain=written.plain,
        html=written.html,
    )


def _record(event: str, name: str, language: str, by: Actor) -> None:
    audit.record(
        action=f"notices.text_{event}",
        by=by,
        target=audit.Target("mail_text", f"{name}:{language}", name),
        data={"organisation": organisation_edited_by(by)},
    )
