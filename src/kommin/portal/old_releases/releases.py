"""An old press release as its source tells it, before anything is cleaned."""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class OldImage:
    """A picture that the source names beside the text.

    Attributes:
        address: where it was, absolute or as a path.
        alt, caption, credit: as given, or empty.
    """

    address: str
    alt: str = ""
    caption: str = ""
    credit: str = ""


@dataclass(frozen=True, slots=True)
class OldAttachment:
    """A document that belongs to a release.

    Attributes:
        address: where it was, absolute or as a path.
        title: what its link said.
        media_type: as given ("application/pdf"), or empty.
        size: in bytes, or None where nobody said.
    """

    address: str
    title: str = ""
    media_type: str = ""
    size: int | None = None


@dataclass(frozen=True, slots=True)
class OldRelease:
    """One entry of the source; texts are raw and may be HTML.

    Attributes:
        number: its place in the file, from 1.
        identity: by which a second run knows it again: guid, id or address, else a digest of title and date.
        published: aware, Europe/Berlin; None where the source says no day that can be read.
        published_text: what the source says.
        has_time: whether a time of day is known; otherwise `published` is midnight.
        body: HTML or plain text as it was.
        addresses: under which it could be found, the main one first; absolute or paths.
        base: against which relative links are resolved, or empty.
        sender: the office or ministry that sent it.
        contact: HTML or plain text.
    """

    number: int
    identity: str
    title: str
    kicker: str = ""
    subheadline: str = ""
    lead: str = ""
    body: str = ""
    published: datetime | None = None
    published_text: str = ""
    has_time: bool = False
    addresses: tuple[str, ...] = ()
    base: str = ""
    sender: str = ""
    topics: tuple[str, ...] = ()
    contact: str = ""
    images: tuple[OldImage, ...] = ()
    attachments: tuple[OldAttachment, ...] = ()

    @property
    def content_hash(self) -> str:
        """Changes when the source changes, and not when the file is sorted otherwise or the cleaning gets better."""
        content: dict[str, Any] = asdict(self)
        for of_the_file in ("number", "base", "published_text"):
            content.pop(of_the_file)
        content["published"] = self.published.isoformat() if self.published else self.published_text
        return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=True).encode()).hexdigest()
