"""Addresses that take no mail: learned from the server's refusal or from the message that came back."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage, Message
from typing import Final

from django.utils import timezone

from kommin.foundation.notices.models import Bounce, Mail

MESSAGE_ID: Final = re.compile(r"<[^<>\s]+>")


@dataclass(frozen=True)
class Returned:
    """One address that a delivery report speaks of, and what became of the report."""

    address: str
    status: str
    reason: str
    marked: bool


def mark_unreachable(*, address: str, status: str = "", reason: str = "") -> Bounce:
    """Note that an address takes no mail. Notices about it stay in the house; other mail to it is still tried."""
    bounce, _created = Bounce.objects.update_or_create(
        address=address.strip().lower(),
        defaults={"status": status[:20], "reason": reason[:500], "bounced_at": timezone.now()},
    )
    return bounce


def mark_reachable(*, address: str) -> bool:
    """Try an address again; False when nothing was held against it."""
    deleted, _by_model = Bounce.objects.filter(address=address.strip().lower()).delete()
    return bool(deleted)


def is_unreachable(address: str) -> bool:
    """Whether mail to this address came back."""
    return Bounce.objects.filter(address=address.strip().lower()).exists()


def read_delivery_report(message: Message) -> list[Returned]:
    """Read a delivery report (RFC 3464) and mark the addresses that failed for good.

    Anybody can write such a message, so it counts only when it returns the Message-ID of a mail that this house sent to
    that very address.
    """
    if message.get_content_type() != "multipart/report":
        return []
    original = _original_message_id(message)
    return [_judge(fields, original) for fields in _recipients(message) if fields.get("Action", "").strip() == "failed"]


def _judge(fields: Message, original: str) -> Returned:
    address = fields.get("Final-Recipient", fields.get("Original-Recipient", "")).partition(";")[2].strip().lower()
    status = fields.get("Status", "").strip()[:20]
    reason = fields.get("Diagnostic-Code", "").partition(";")[2].strip() or status
    mail = Mail.objects.filter(message_id=original, to__iexact=address).first() if original else None
    permanent = status.startswith("5")
    if mail is not None and permanent:
        mark_unreachable(address=mail.to, status=status, reason=reason)
    return Returned(address, status, reason, mail is not None and permanent)


def _recipients(message: Message) -> Iterator[Message]:
    for part in message.walk():
        if part.get_content_type() == "message/delivery-status":
            blocks = part.get_payload()
            yield from (block for block in blocks if isinstance(block, Message) and "Action" in block)


def _original_message_id(message: Message) -> str:
    """The Message-ID of the returned mail, from its headers at the end of the report."""
    for part in message.walk():
        if part.get_content_type() == "message/rfc822":
            inner = part.get_payload()
            if isinstance(inner, list) and inner and isinstance(inner[0], Message):
                return _first_id(str(inner[0].get("Message-ID", "")))
        if part.get_content_type() == "text/rfc822-headers":
            headers = part.get_content() if isinstance(part, EmailMessage) else str(part.get_payload())
            found = re.search(r"^Message-ID:\s*(<[^<>\s]+>)", str(headers), re.IGNORECASE | re.MULTILINE)
            return found.group(1) if found else ""
    return ""


def _first_id(text: str) -> str:
    found = MESSAGE_ID.search(text)
    return found.group() if found else ""
