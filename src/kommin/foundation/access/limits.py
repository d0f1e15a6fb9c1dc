"""How often a form may be sent, counted for all web processes together.

    @public
    @rate_limited(Limit("contact", most=5, per=timedelta(hours=1)))
    def contact(request): ...

    per_account = Limit("sign_in", most=20, per=timedelta(minutes=15), by=posted("login"))
    declare("account_login", public=True, limits=[per_account])

Counts stand in the database, because each web process has a cache of its own. A request that only reads is never
counted, and neither is an attempt that was refused. Windows slide: what the one before let pass counts in proportion.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network
from math import ceil
from typing import Any, TypeVar

from django.conf import settings
from django.db import connection
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

View = TypeVar("View", bound=Callable[..., Any])
KEPT = timedelta(days=2)
"""How long counts stay; no window may be longer than half of it."""


def client_address(request: HttpRequest) -> str:
    """Where a request comes from: the address that the outermost trusted proxy saw.

    An IPv6 address is cut to its network of 64 bits, because one household owns that many addresses.
    """
    address = request.META.get("REMOTE_ADDR", "")
    proxies = settings.KOMMIN.trusted_proxies
    if proxies:
        forwarded = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
        address = forwarded[-proxies] if len(forwarded) >= proxies else address
    try:
        parsed = ip_address(address)
    except ValueError:
        return address[:64]
    return str(ip_network(f"{parsed}/64", strict=False)) if isinstance(parsed, IPv6Address) else str(parsed)


def posted(field: str) -> Callable[[HttpRequest], str]:
    """Count by what stands in a field of the form, such as the e-mail address of an account."""
    return lambda request: request.POST.get(field, "").strip().casefold()


@dataclass(frozen=True, slots=True)
class Limit:
    """At most so many attempts `per` time from one place; `by` tells places apart (default: the client's address)."""

    name: str
    most: int
    per: timedelta
    by: Callable[[HttpRequest], str] = client_address

    def __post_init__(self) -> None:
        if self.most < 1 or not timedelta(seconds=1) <= self.per <= KEPT / 2:
            raise ValueError(f"the limit {self.name} needs at least one attempt, and a time from a second to a day")


def rate_limited(*limits: Limit) -> Callable[[View], View]:
    """Declare the limits of a view; the middleware answers 429 with a friendly page when one is passed."""

    def decorate(view: View) -> View:
        view.access_limits = limits  # type: ignore[attr-defined]
        return view

    return decorate


def limits_of(view: Callable[..., Any]) -> tuple[Limit, ...]:
    """The limits declared on a view, function or class."""
    for holder in (view, getattr(view, "view_class", None)):
        declared: tuple[Limit, ...] | None = getattr(holder, "access_limits", None)
        if declared is not None:
            return declared
    return ()


def wait_for(limit: Limit, place: str, *, now: datetime | None = None) -> timedelta | None:
    """Count one attempt and return None, or, when the limit is reached, return how long to wait and count nothing.

    Two queries. Use it in an action for limits that no single address has (invitations of one organisation a day).
    """
    moment = int((now or timezone.now()).timestamp())
    length = int(limit.per.total_seconds())
    window, elapsed = moment - moment % length, moment % length
    key = salted_hmac("kommin.access.limits", f"{limit.name}\n{place}", algorithm="sha256").hexdigest()
    before = _counted(key, window - length)
    allowed = limit.most - ceil(before * (length - elapsed) / length)
    if allowed > 0 and _count(key, window, allowed):
        return None
    current = _counted(key, window)
    if current < limit.most:
        seconds = length - elapsed - length * (limit.most - current - 1) / before
    else:  # this window is full: the next one must slide far enough over it
        seconds = length - elapsed + length - length * (limit.most - 1) / current
    return timedelta(seconds=max(1, ceil(seconds)))


def _count(key: str, window: int, allowed: int) -> bool:
    """Add one unless what is allowed is reached; in one statement, so that no two processes read the same count."""
    with connection.cursor() as cursor:
        cursor.execute(
            'INSERT INTO access_attempts (key, "window", count) VALUES (%s, %s, 1)'
            ' ON CONFLICT (key, "window") DO UPDATE SET count = access_attempts.count + 1'
            " WHERE access_attempts.count < %s RETURNING count",
            [key, window, allowed],
        )
        counted = cursor.fetchone()
        if counted == (1,):
            cursor.execute('DELETE FROM access_attempts WHERE "window" < %s', [window - int(KEPT.total_seconds())])
    return counted is not None


def _counted(key: str, window: int) -> int:
    from kommin.foundation.access.models import Attempts

    return Attempts.objects.filter(key=key, window=window).values_list("count", flat=True).first() or 0
