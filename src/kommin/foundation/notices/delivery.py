"""From the outbox to the mail server: each mail once, as far as SMTP lets anybody know.

Before a mail is handed over its row says so (`handing_over`), and is committed. Whatever happens then, a kill included,
a row in that state is never sent again by itself: it becomes `unclear`, and an operator decides. The time between the
mark and the server's answer is the only time in which that can happen. docs/decisions/0062 tells why.
"""

import logging
import secrets
import smtplib
import time
from datetime import timedelta
from enum import Enum, auto
from typing import Any, Final

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from kommin.foundation.notices.actions.bounces import is_unreachable, mark_unreachable
from kommin.foundation.notices.actions.mails import BLANK
from kommin.foundation.notices.models import Mail
from kommin.foundation.notices.writing import compose
from kommin.foundation.runs import ending
from kommin.foundation.runs.faults import back_off, told_briefly
from kommin.foundation.runs.leases import expired, released

logger = logging.getLogger(__name__)

LEASE: Final = timedelta(minutes=3)
BATCH: Final = 50
BUDGET: Final = 45.0
MOST_ATTEMPTS: Final = 12
KEEP_ERROR: Final = 500
PERMANENT: Final = 500
CLOSING: Final = 421


class Outcome(Enum):
    """What became of one mail."""

    SENT = auto()
    REFUSED = auto()
    LATER = auto()
    UNREACHABLE = auto()
    UNCLEAR = auto()


BROKEN_OFF: Final = frozenset({Outcome.UNREACHABLE, Outcome.UNCLEAR})
"""Outcomes after which the server is left alone until the next round."""


def deliver_due(*, budget: float = BUDGET) -> int:
    """Hand over what waits, for at most `budget` seconds; returns how many mails were sent.

    When the server does not answer, the round ends and everything waits for the next one: with a server that hangs,
    ten thousand mails must not each wait for it.
    """
    end, sent = time.monotonic() + budget, 0
    connection = get_connection(settings.MAIL_DELIVERY_BACKEND)
    try:
        while time.monotonic() < end and not ending.is_requested():
            mails = _take_batch()
            if not mails:
                break
            for number, mail in enumerate(mails):
                outcome = _deliver(mail, connection)
                sent += outcome is Outcome.SENT
                if outcome in BROKEN_OFF or time.monotonic() > end or ending.is_requested():
                    _put_back(mails[number + 1 :])
                    return sent
    finally:
        _close(connection)
    return sent


def _take_batch() -> list[Mail]:
    """The next mails, leased to this round alone."""
    now = timezone.now()
    free = Q(lease_until=None) | expired(now)
    waiting = Mail.objects.filter(free, state=Mail.State.WAITING, run_after__lte=now).order_by("run_after", "pk")
    if not waiting.exists():
        return []
    holder = f"mail:{secrets.token_hex(8)}"
    with transaction.atomic():
        ids = list(waiting.select_for_update(skip_locked=True).values_list("pk", flat=True)[:BATCH])
        Mail.objects.filter(pk__in=ids).update(lease_holder=holder, lease_until=timezone.now() + LEASE)
    return list(Mail.objects.filter(lease_holder=holder).order_by("run_after", "pk"))


def _mine(mail: Mail) -> QuerySet[Mail]:
    return Mail.objects.filter(pk=mail.pk, lease_holder=mail.lease_holder)


def _put_back(mails: list[Mail]) -> None:
    for mail in mails:
        _mine(mail).filter(state=Mail.State.WAITING).update(**released())


def _deliver(mail: Mail, connection: BaseEmailBackend) -> Outcome:
    mail.attempts += 1
    if mail.text_name and mail.recipient_id and is_unreachable(mail.to):
        _mine(mail).update(**released(state=Mail.State.WITHHELD, settled_at=timezone.now(), **BLANK))
        return Outcome.REFUSED
    try:
        message = compose(mail, name=_name_of(mail))
    except Exception as error:
        logger.warning("Mail %s cannot be written: %s", mail.pk, told_briefly(error), exc_info=error)
        return _settle(mail, Outcome.REFUSED, error)
    try:
        connection.open()
    except (smtplib.SMTPException, OSError) as error:
        return _settle(mail, Outcome.UNREACHABLE, error)
    mail.subject = message.subject[:300]
    if (
        not _mine(mail)
        .filter(state=Mail.State.WAITING)
        .update(
            state=Mail.State.HANDING_OVER,
            attempts=mail.attempts,
            lease_until=timezone.now() + LEASE,
            subject=mail.subject,
        )
    ):
        return Outcome.REFUSED  # the lease ran out and another round has it
    try:
        connection.send_messages([message])
    except (smtplib.SMTPException, OSError) as error:
        outcome = _judge(error, connection)
        if outcome in BROKEN_OFF:
            _close(connection)
        return _settle(mail, outcome, error)
    return _settle(mail, Outcome.SENT)


def _name_of(mail: Mail) -> str:
    if mail.recipient_id is None:
        return mail.to
    person: Any = get_user_model().objects.get(pk=mail.recipient_id)
    return str(person)


def _judge(error: Exception, connection: BaseEmailBackend) -> Outcome:
    """What a failed hand-over means."""
    if getattr(connection, "may_have_arrived", False):
        return Outcome.UNCLEAR
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = [code for code, _text in error.recipients.values()]
        return Outcome.REFUSED if all(code >= PERMANENT for code in codes) else Outcome.LATER
    if isinstance(error, smtplib.SMTPResponseException):
        if error.smtp_code == CLOSING:
            return Outcome.UNREACHABLE
        return Outcome.REFUSED if error.smtp_code >= PERMANENT else Outcome.LATER
    return Outcome.UNREACHABLE


def _settle(mail: Mail, outcome: Outcome, error: Exception | None = None) -> Outcome:
    """Write down what became of a mail."""
    told = told_briefly(error)[:KEEP_ERROR] if error else ""
    now = timezone.now()
    if outcome in {Outcome.LATER, Outcome.UNREACHABLE} and mail.attempts < MOST_ATTEMPTS:
        changes: dict[str, Any] = {
            "state": Mail.State.WAITING, "run_after": now + back_off(mail.attempts), "attempts": mail.attempts,
        }  # fmt: skip
    elif outcome is Outcome.SENT:
        changes = {"state": Mail.State.SENT, "settled_at": now, **BLANK}
    else:
        state = Mail.State.UNCLEAR if outcome is Outcome.UNCLEAR else Mail.State.FAILED
        changes = {"state": state, "settled_at": now, "attempts": mail.attempts}
    _mine(mail).update(**released(error=told, **changes))
    if isinstance(error, smtplib.SMTPRecipientsRefused) and outcome is Outcome.REFUSED:
        for address, (code, text) in error.recipients.items():
            mark_unreachable(address=address, status=str(code), reason=text.decode("utf-8", "replace"))
    return outcome


def _close(connection: BaseEmailBackend) -> None:
    try:
        connection.close()
    except (smtplib.SMTPException, OSError) as error:
        logger.info("The mail server did not take leave: %s", told_briefly(error))


def settle_interrupted_mails() -> int:
    """Mails whose worker was killed: back to waiting if nothing was handed over, else unclear. Returns how many."""
    lost = Mail.objects.filter(expired(timezone.now()))
    if not lost.exists():
        return 0
    unclear = lost.filter(state=Mail.State.HANDING_OVER).update(
        **released(state=Mail.State.UNCLEAR, settled_at=timezone.now(), error="WorkerKilled")
    )
    if unclear:
        logger.warning("Of %d mails nobody knows whether they were sent: kommin mail list --stuck", unclear)
    return unclear + lost.filter(state=Mail.State.WAITING).update(**released())
