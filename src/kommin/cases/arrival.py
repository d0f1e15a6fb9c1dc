"""When a request reached this house.

The moment is taken when the server hands the request over, before any middleware. Where a trusted proxy is configured
its `X-Request-Start` counts, so that a queue before the house costs nobody the deadline.
"""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

MARK = "kommin.received_at"
LONGEST_QUEUE = timedelta(minutes=10)
"""A proxy that claims to have held a request longer is not believed."""
_STARTED = re.compile(r"(?:t=)?(?P<number>[0-9]{10,16})(?P<decimals>\.[0-9]{1,6})?")
_DIGITS = {10: 0, 13: 3, 16: 6}


def note_arrival(environ: dict[str, Any] | None = None, **_signal: Any) -> None:
    """Receiver of Django's `request_started`: write the moment beside the request."""
    if environ is not None:
        environ[MARK] = timezone.now()


def received_at(request: HttpRequest) -> datetime:
    """The moment when the request reached the house."""
    noted: datetime = request.META.get(MARK) or timezone.now()
    if not settings.KOMMIN.trusted_proxies:
        return noted
    started = read_start(request.headers.get("X-Request-Start", ""))
    return started if started and noted - LONGEST_QUEUE <= started <= noted else noted


def read_start(header: str) -> datetime | None:
    """The moment in the header of a proxy: seconds, milliseconds or microseconds since 1970; None if it has none."""
    found = _STARTED.fullmatch(header.strip())
    if not found or len(found["number"]) not in _DIGITS:
        return None
    ticks = int(found["number"]) * 10 ** (6 - _DIGITS[len(found["number"])])
    if found["decimals"] and len(found["number"]) == 10:
        ticks += int(found["decimals"][1:].ljust(6, "0"))
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=ticks)
