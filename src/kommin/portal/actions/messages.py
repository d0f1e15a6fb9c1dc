"""What readers write to the house through the forms of the portal."""

from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import Final

from django.db import transaction

from kommin.foundation.access import Limit, wait_for
from kommin.foundation.notices.actions import send_mail_once
from kommin.portal.addresses import canonical
from kommin.portal.models import Contact
from kommin.portal.models.base import PortalPage

FROM_ONE_PLACE: Final = Limit("portal_message", most=5, per=timedelta(hours=1))
TO_ONE_CONTACT: Final = Limit("portal_message_to", most=200, per=timedelta(days=1))


class TooManyMessagesError(Exception):
    """No more messages are taken for now; `wait` says how long."""

    def __init__(self, wait: timedelta) -> None:
        super().__init__(str(wait))
        self.wait = wait


@dataclass(frozen=True, slots=True)
class Message:
    """What somebody has written; `nonce` tells one form from the other, so that a second click sends nothing twice."""

    text: str
    nonce: str
    name: str = ""
    email: str = ""
    about: str = ""


@transaction.atomic
def send_message(*, message: Message, to: Contact, page: PortalPage, place: str) -> None:
    """Send a message to a contact of a page. Nothing of it reaches a header, and nobody else gets a copy.

    Raises:
        TooManyMessagesError: `place` (an address of the network) or everybody together has sent too many.
    """
    parts = (message.nonce, str(to.pk), message.text, message.name, message.email, message.about)
    wait = wait_for(FROM_ONE_PLACE, place) or wait_for(TO_ONE_CONTACT, str(to.pk))
    if wait is not None:
        raise TooManyMessagesError(wait)
    send_mail_once(
        to=to.email,
        template="portal.message",
        context={
            "text": [line for line in message.text.splitlines() if line.strip()],
            "sender": message.name or "–",
            "reply_to": message.email or "–",
            "about": message.about or "–",
            "link": canonical(page),
        },
        language=to.locale.language_code,
        key="portal:message:" + sha256("\n".join(parts).encode()).hexdigest(),
    )
