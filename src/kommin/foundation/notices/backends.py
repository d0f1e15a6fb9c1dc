"""Ways of mail: libraries write into the outbox; the worker hands over by SMTP or, without a server, into a folder."""

import hashlib
import smtplib
import uuid
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend
from django.utils import timezone
from django.utils.translation import get_language


class OutboxBackend(BaseEmailBackend):
    """Django's own mail interface, ending in the outbox: what any library sends is sent on commit, once, with retries.

    The outbox carries no attachments: a document is fetched from the house, where it is known who may read it.
    """

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        from kommin.foundation.notices.models import Mail  # models are not loaded yet when settings name this class

        rows = []
        for message in email_messages:
            if message.attachments:
                raise ValueError("The outbox carries no attachments; write a link to the document instead.")
            rows += [
                Mail(
                    key=f"message:{uuid.uuid4().hex}",
                    to=address,
                    language=(get_language() or settings.LANGUAGE_CODE)[:2],
                    subject=str(message.subject)[:300],
                    plain=str(message.body),
                    html=_html_of(message),
                )
                for address in message.recipients()
            ]
        Mail.objects.bulk_create(rows)
        return len(email_messages)


def _html_of(message: EmailMessage) -> str:
    alternatives = message.alternatives if isinstance(message, EmailMultiAlternatives) else []
    return next((str(content) for content, kind in alternatives if kind == "text/html"), "")


class _TellingMixin:
    """Knows whether the server may already have taken over the mail when the connection breaks."""

    handed_over = False

    def send(self, s: Any) -> None:
        if isinstance(s, bytes | bytearray):  # commands are text; bytes are the mail itself
            self.handed_over = True
        super().send(s)  # type: ignore[misc]

    def data(self, msg: Any) -> tuple[int, bytes]:
        answer: tuple[int, bytes] = super().data(msg)  # type: ignore[misc]
        self.handed_over = False  # the server has answered: taken or refused
        return answer


class TellingSMTP(_TellingMixin, smtplib.SMTP):
    """SMTP, encrypted by STARTTLS or not."""


class TellingSMTPoverTLS(_TellingMixin, smtplib.SMTP_SSL):
    """SMTP, encrypted from the start."""


class SmtpBackend(EmailBackend):
    """Hands over by SMTP and can tell whether an interrupted mail may have arrived."""

    def __init__(self, *, fail_silently: bool = False, **_: Any) -> None:
        server = settings.SMTP
        if server is None:
            raise ImproperlyConfigured("KOMMIN_EMAIL_URL is not set")
        super().__init__(
            host=server.host,
            port=server.port,
            username=server.user,
            password=server.password,
            use_tls=server.starttls,
            use_ssl=server.ssl,
            timeout=server.timeout,
            fail_silently=fail_silently,
        )

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        return TellingSMTPoverTLS if self.use_ssl else TellingSMTP

    @property
    def may_have_arrived(self) -> bool:
        """Whether the mail that failed last had been given to the server without an answer."""
        return bool(getattr(self.connection, "handed_over", False))


class FolderBackend(BaseEmailBackend):
    """Writes each mail into a file of `MAILBOX_FOLDER`, once per Message-ID: for demonstrations and development."""

    may_have_arrived = False

    def open(self) -> bool:
        settings.MAILBOX_FOLDER.mkdir(mode=0o700, parents=True, exist_ok=True)
        return True

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        self.open()
        for message in email_messages:
            name = hashlib.sha256(str(message.extra_headers.get("Message-ID", uuid.uuid4())).encode()).hexdigest()[:24]
            target: Path = settings.MAILBOX_FOLDER / f"{timezone.now():%Y%m%dT%H%M%S}-{name}.eml"
            if next(settings.MAILBOX_FOLDER.glob(f"*-{name}.eml"), None) is None:
                fresh = target.with_suffix(".part")
                fresh.write_bytes(message.message().as_bytes())
                fresh.rename(target)
        return len(email_messages)
