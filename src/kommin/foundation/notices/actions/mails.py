"""Putting mails into the outbox, and what operators do with those that got stuck."""

from collections.abc import Mapping
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kommin.foundation.access import Actor, require
from kommin.foundation.audit import actions as audit
from kommin.foundation.notices.errors import NoticesError
from kommin.foundation.notices.models import Mail
from kommin.foundation.notices.rules import is_operator
from kommin.foundation.notices.texts import storable, text_named
from kommin.foundation.runs.leases import released

STUCK: Final = (Mail.State.FAILED, Mail.State.UNCLEAR)
BLANK: Final[dict[str, Any]] = {"context": {}, "plain": "", "html": ""}


class NotStuckError(NoticesError):
    """The mail is neither failed nor unclear."""


def send_mail_once(
    *,
    to: str,
    template: str,
    context: Mapping[str, Any],
    key: str,
    language: str | None = None,
    recipient: int | None = None,
    organisation: int | None = None,
) -> Mail:
    """Put a mail into the outbox; it is sent after the caller's transaction is committed, and once for each `key`.

    Args:
        to: the address.
        template: a name given to `register_mail_text`; only its placeholders are taken from `context`.
        context: values; days as `date`, several lines as a list.
        key: the same key is sent once, whoever asks again; begin it with the room's name.
        language: of the mail; the active one if left out.
        recipient: the account of the addressee, if there is one.
        organisation: whose own words are used where it has edited them.

    Raises:
        UnknownTextError: no room has registered the text.
    """
    text = text_named(template)
    mail, _created = Mail.objects.get_or_create(
        key=key,
        defaults={
            "to": to,
            "text_name": text.name,
            "context": storable(context, text),
            "language": (language or get_language() or settings.LANGUAGE_CODE)[:2],
            "recipient_id": recipient,
            "organisation": organisation,
        },
    )
    return mail


@transaction.atomic
def send_again(*, mail: Mail, by: Actor) -> Mail:
    """Send a mail that failed, or of which nobody knows whether it arrived. It keeps its Message-ID.

    Raises:
        NotAllowed: `by` is no operator.
        NotStuckError: the mail waits or was sent.
    """
    require(is_operator, by=by)
    _change_stuck(mail, state=Mail.State.WAITING, attempts=0, run_after=timezone.now(), settled_at=None, error="")
    _record("sent_again", mail, by)
    return mail


@transaction.atomic
def count_as_sent(*, mail: Mail, by: Actor) -> Mail:
    """Settle a stuck mail without sending it: it arrived, or is no longer wanted. Its content is blanked.

    Raises:
        NotAllowed: `by` is no operator.
        NotStuckError: the mail waits or was sent.
    """
    require(is_operator, by=by)
    _change_stuck(mail, state=Mail.State.SENT, settled_at=timezone.now(), **BLANK)
    _record("counted_as_sent", mail, by)
    return mail


def _change_stuck(mail: Mail, **changes: Any) -> None:
    if not Mail.objects.filter(pk=mail.pk, state__in=STUCK).update(**released(**changes)):
        raise NotStuckError(_("This mail is not stuck any more. Please look at the list again."))
    mail.refresh_from_db()


def _record(event: str, mail: Mail, by: Actor) -> None:
    audit.record(
        action=f"notices.mail_{event}",
        by=by,
        target=audit.Target("mail", str(mail.pk), mail.text_name or "mail"),
        data={"message_id": mail.message_id},
        personal={"to": mail.to},
    )
