"""Pages for visitors, kept by the process until something they show has changed.

What has changed is asked of the database for each request (one short query): grants, publicity and published balances
tell at once. Titles and texts of programmes, and the register, are looked at every half minute.
"""

import hashlib
import time
from collections import OrderedDict
from dataclasses import dataclass, field
from threading import Lock

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils import timezone
from django.utils.translation import get_language

from kommin import __version__
from kommin.balance.remembering import edition
from kommin.foundation.ui.theme import chosen_theme
from kommin.programmes.models import BuildingBlock, Programme
from kommin.register.models import Register

MOST_BYTES = 32_000_000
LARGEST_PAGE = 1_000_000
LOOK_EVERY = 30.0


@dataclass(frozen=True, slots=True)
class Kept:
    """A page as it was answered."""

    body: bytes
    content_type: str
    etag: str


@dataclass
class _Store:
    """Pages in the order of their last use, in so many bytes at most."""

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
            while self.size > MOST_BYTES:
                self.size -= len(self.pages.popitem(last=False)[1].body)

    def __len__(self) -> int:
        return len(self.pages)


store = _Store()
_texts: dict[str, tuple[float, str]] = {}


def is_visitor(request: HttpRequest) -> bool:
    """Whether the page holds nothing of this one person."""
    cookies = request.COOKIES
    return (
        request.method in ("GET", "HEAD") and settings.SESSION_COOKIE_NAME not in cookies and "messages" not in cookies
    )


def key_of(request: HttpRequest) -> str:
    """Everything on which a visitor's page depends; another state of the records is another key."""
    house, generation, newest, number = edition()
    parts = (
        __version__, generation, house, newest, number, _texts_of(str(house), str(generation)), timezone.localdate(),
        get_language(), chosen_theme(request), request.scheme, request.get_host(), request.get_full_path(),
    )  # fmt: skip
    return hashlib.sha256("\0".join(map(str, parts)).encode()).hexdigest()


def answer(request: HttpRequest, key: str) -> HttpResponse | None:
    """The kept page, or that the visitor's own copy still holds; None when it has to be made."""
    kept = store.get(key)
    if kept is None:
        return None
    return _finished(request, HttpResponse(kept.body, content_type=kept.content_type), kept.etag)


def keep(request: HttpRequest, key: str, response: HttpResponse) -> HttpResponse:
    """Keep a page that was made well; others pass."""
    if response.status_code != 200 or response.streaming or len(response.content) > LARGEST_PAGE:
        return response
    etag = f'W/"{key[:32]}"'
    store.put(key, Kept(response.content, response["Content-Type"], etag))
    return _finished(request, response, etag)


def _finished(request: HttpRequest, response: HttpResponse, etag: str) -> HttpResponse:
    known = {part.strip() for part in request.headers.get("If-None-Match", "").split(",")}
    if etag in known:
        response = HttpResponseNotModified()
    response["ETag"] = etag
    response["Cache-Control"] = "no-cache"
    response["Vary"] = "Cookie"
    return response


def _texts_of(house: str, generation: str) -> str:
    place, now = f"{house}\0{generation}", time.monotonic()
    looked, digest = _texts.get(place, (0.0, ""))
    if not digest or now - looked > LOOK_EVERY:
        rows = [
            *Programme.objects.order_by("pk").values_list(),
            *BuildingBlock.objects.order_by("pk").values_list(),
            *Register.objects.order_by("pk").values_list("pk", "revision", "is_default"),
        ]
        digest = hashlib.sha256(repr(rows).encode()).hexdigest()
        _texts.clear()
        _texts[place] = (now, digest)
    return digest
