"""Pages for visitors, kept by the process under a key that names everything on which they depend.

A room says what its pages depend on (`key`): asked anew for each request, so that a page which shows something else now
has another key, and the old one is never answered again. What was not used for longest goes first.
"""

import hashlib
import secrets
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, TypeVar

from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction
from django.db.models import Model
from django.db.models.signals import post_save
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotModified
from django.utils import timezone
from django.utils.translation import get_language

from kommin import __version__
from kommin.foundation.ui.theme import chosen_theme

LARGEST_PAGE = 1_000_000
LATELY = 0.25
"""So many seconds a change made by another process may take to reach visitors; an answer on its way takes as long."""
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Kept:
    """A page as it was answered."""

    body: bytes
    content_type: str
    etag: str


@dataclass
class Store:
    """Pages in the order of their last use, in so many bytes at most."""

    most_bytes: int
    pages: OrderedDict[str, Kept] = field(default_factory=OrderedDict)
    size: int = 0
    lock: Lock = field(default_factory=Lock)

    def get(self, key: str) -> Kept | None:
        with self.lock:
            if key in self.pages:
                self.pages.move_to_end(key)
            return self.pages.get(key)

    def put(self, key: str, page: Kept) -> None:
        with self.lock:
            old = self.pages.pop(key, None)
            self.size += len(page.body) - (len(old.body) if old else 0)
            self.pages[key] = page
            while self.size > self.most_bytes:
                self.size -= len(self.pages.popitem(last=False)[1].body)

    def __len__(self) -> int:
        return len(self.pages)

    def answer(self, request: HttpRequest, key: str) -> HttpResponse | None:
        """The kept page, or that the visitor's own copy still holds; None when it has to be made."""
        kept = self.get(key)
        if kept is None:
            return None
        return finished(request, HttpResponse(kept.body, content_type=kept.content_type), kept.etag)

    def keep(self, request: HttpRequest, key: str, response: HttpResponseBase) -> HttpResponseBase:
        """Keep a page that was made well and holds nothing of this one visitor; others pass."""
        if not isinstance(response, HttpResponse) or response.status_code != 200 or is_personal(request, response):
            return response
        if len(response.content) > LARGEST_PAGE:
            return response
        etag = f'W/"{key[:32]}"'
        self.put(key, Kept(response.content, response["Content-Type"], etag))
        return finished(request, response, etag)


@dataclass
class Memory:
    """Results of reads, kept as long as the state of the records in which they were made is the present one."""

    most: int
    state: Callable[[], Hashable]
    of_state: Hashable = None
    kept: OrderedDict[Hashable, Any] = field(default_factory=OrderedDict)
    lock: Lock = field(default_factory=Lock)

    def of(self, key: Hashable, make: Callable[[], Result]) -> Result:
        """The result for this key in the present state; nobody may change it.

        Within a transaction it is always made: what others do not see yet, and may never see, must not be kept.
        """
        if connection.in_atomic_block:
            return make()
        state = self.state()
        with self.lock:
            if state == self.of_state and key in self.kept:
                self.kept.move_to_end(key)
                known: Result = self.kept[key]
                return known
        made = make()
        with self.lock:
            if state != self.of_state:
                self.kept.clear()
                self.of_state = state
            self.kept[key] = made
            while len(self.kept) > self.most:
                self.kept.popitem(last=False)
        return made


@dataclass(frozen=True, slots=True)
class Watched:
    """A table that gets a row with each change, and an entry of the cache: a process that begins anew, or empties its
    cache, begins a new generation."""

    changes: type[Model]
    generation: str


Edition = tuple[str, str, int | None, int]
_of_this_moment: ContextVar[Mapping[Watched, Edition] | None] = ContextVar("keeping.moment", default=None)
_seen: dict[tuple[str, Watched], tuple[float, int | None, int]] = {}
"""When the newest row and the number of rows of a table were asked last by this process."""


def edition(watched: Watched) -> Edition:
    """What tells one state of the records from the next: the newest row of a table that gets one with each change."""
    known = _of_this_moment.get()
    return known[watched] if known is not None and watched in known else _editions([watched])[watched]


@contextmanager
def moment(*watched: Watched, lately: bool = False) -> Iterator[None]:
    """Within it the editions are those of its beginning, asked in one query: for a page, which reads many times.

    `lately` is for visitors: what this process asked in the last `LATELY` seconds is not asked again. What the process
    itself changes counts at once.
    """
    ask = _seen_lately if lately and not connection.in_atomic_block else _editions
    token = _of_this_moment.set(ask(watched))
    try:
        yield
    finally:
        _of_this_moment.reset(token)


def watch(watched: Watched) -> None:
    """Have visitors of this process see its own changes at once."""
    post_save.connect(_forget, sender=watched.changes, dispatch_uid=f"keeping.{watched.generation}")


def _forget(using: str, **_: Any) -> None:
    transaction.on_commit(_seen.clear, using=using)


def _seen_lately(watched: Sequence[Watched]) -> Mapping[Watched, Edition]:
    house, since = str(connection.settings_dict["NAME"]), time.monotonic() - LATELY
    found = {}
    for one in watched:
        at, newest, number = _seen.get((house, one), (0.0, None, 0))
        if at <= since:
            return _editions(watched)
        found[one] = house, _generation(one), newest, number
    return found


def _editions(watched: Sequence[Watched]) -> Mapping[Watched, Edition]:
    house, now = str(connection.settings_dict["NAME"]), time.monotonic()
    tables = [one.changes._meta.db_table for one in watched]  # noqa: SLF001
    asked = ", ".join(f"(SELECT MAX(id) FROM {table}), (SELECT COUNT(*) FROM {table})" for table in tables)  # noqa: S608 - our own names
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {asked}")
        rows = iter(cursor.fetchone())
    found = {}
    for one in watched:
        newest, number = next(rows), next(rows)
        found[one] = house, _generation(one), newest, number
        if not connection.in_atomic_block:
            _seen[house, one] = now, newest, number
    return found


def _generation(watched: Watched) -> str:
    known = cache.get(watched.generation)
    return str(known or cache.get_or_set(watched.generation, secrets.token_hex(8), None))


def is_visitor(request: HttpRequest) -> bool:
    """Whether the page holds nothing of this one person."""
    cookies = request.COOKIES
    return (
        request.method in ("GET", "HEAD") and settings.SESSION_COOKIE_NAME not in cookies and "messages" not in cookies
    )


def is_personal(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Whether an answer was made for one visitor: it sets a cookie, holds a form's token, or says so itself."""
    wish = response.get("Cache-Control", "")
    return (
        bool(response.cookies)
        or request.META.get("CSRF_COOKIE_NEEDS_UPDATE", False)
        or "no-store" in wish
        or "private" in wish
    )


def key(request: HttpRequest, *state: object) -> str:
    """Names a visitor's page in a state of the records."""
    parts = (
        __version__, *state, timezone.localdate(), get_language(), chosen_theme(request), request.scheme,
        request.get_host(), request.get_full_path(),
    )  # fmt: skip
    return hashlib.sha256("\0".join(map(str, parts)).encode()).hexdigest()


def finished(request: HttpRequest, response: HttpResponse, etag: str) -> HttpResponse:
    """The answer, or that the visitor's copy still holds; whoever keeps one has to ask."""
    known = {part.strip() for part in request.headers.get("If-None-Match", "").split(",")}
    if etag in known:
        response = HttpResponseNotModified()
    response["ETag"] = etag
    response["Cache-Control"] = "no-cache"
    response["Vary"] = "Cookie"
    return response
