"""When a request reached the house: the moment that deadlines count by, taken before anything else is done.

Behind a reverse proxy the proxy's own clock is better, because a request may wait in a queue: set
KOMMIN_TRUSTED_PROXIES and let the outermost proxy set `X-Request-Start` (overwriting what clients send), for nginx:

    proxy_set_header X-Request-Start "t=${msec}";
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal, InvalidOperation

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

LONGEST_QUEUE = timedelta(minutes=10)
"""A stated start further back is no queue but a mistake, and is not believed."""
CLOCKS_DIFFER = timedelta(seconds=2)
_SECONDS, _MILLISECONDS = Decimal(10) ** 11, Decimal(10) ** 14
"""Below the first a number counts seconds since 1970, below the second milliseconds, above it microseconds."""


class ArrivalMiddleware:
    """Gives each request its `arrived_at`. Stands first, so that no other work delays the moment."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        header = request.headers.get("X-Request-Start", "") if settings.KOMMIN.trusted_proxies else ""
        request.arrived_at = arrival(header, timezone.now())  # type: ignore[attr-defined]
        return self.get_response(request)


def arrival(header: str, now: datetime) -> datetime:
    """The moment a proxy states, if it can be believed, otherwise `now`; never later than `now`.

    Understands `t=1764547199.250` (nginx), milliseconds (Heroku) and microseconds (Apache), with or without `t=`.
    """
    text = header.strip().removeprefix("t=")
    if not text or len(text) > 30 or not text.replace(".", "", 1).isascii():
        return now
    try:
        number = Decimal(text)
    except InvalidOperation:
        return now
    if not number.is_finite() or number <= 0:
        return now
    scale = 1 if number < _SECONDS else 1_000 if number < _MILLISECONDS else 1_000_000
    microseconds = int(number * 1_000_000 / scale)
    try:
        stated = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=microseconds)
    except OverflowError:
        return now
    if not now - LONGEST_QUEUE <= stated <= now + CLOCKS_DIFFER:
        return now
    return min(stated, now)
