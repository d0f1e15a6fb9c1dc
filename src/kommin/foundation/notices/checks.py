"""What `kommin check` asks about mail."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, Tags, register


@register(Tags.compatibility, deploy=True)
def mail_leaves_the_house(**_: Any) -> Sequence[CheckMessage]:
    """Without a mail server mails lie in a folder, and nobody is reminded of anything."""
    if settings.MAIL_DELIVERY_BACKEND != "kommin.foundation.notices.backends.FolderBackend":
        return []
    return [
        checks.Warning(
            "KOMMIN_EMAIL_URL is not set: mails are written into a folder and reach nobody.",
            hint="Set KOMMIN_EMAIL_URL=smtp://user:password@mail.example.org:587/?tls=1",
            id="notices.W001",
        )
    ]
