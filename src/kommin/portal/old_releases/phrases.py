"""What gives away parts of an old release, from `data/phrases.toml`. Data, so another language is another line."""

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from kommin.foundation.search import fold


@dataclass(frozen=True)
class Phrases:
    """What texts and addresses are compared with.

    Attributes:
        caption_classes, quotation_classes: classes in old markup.
        credits: the photographer (`who`) at the end of a caption.
        announcements: who announces (`who`), at the beginning of the text.
        contact, link_titles: folded beginnings of the press contact, folded titles of lists of links.
        documents, images: extensions of files.
        spacers: names of images that show nothing.
        bullets, dashes: what list items begin with; dashes only where several lines do.
    """

    caption_classes: frozenset[str]
    quotation_classes: frozenset[str]
    credits: tuple[re.Pattern[str], ...]
    announcements: tuple[re.Pattern[str], ...]
    contact: tuple[str, ...]
    link_titles: frozenset[str]
    documents: frozenset[str]
    images: frozenset[str]
    spacers: re.Pattern[str]
    bullets: frozenset[str]
    dashes: frozenset[str]


@lru_cache(maxsize=1)
def phrases() -> Phrases:
    """What the software ships."""
    text = (resources.files("kommin.portal.old_releases") / "data" / "phrases.toml").read_text(encoding="utf-8")
    data = tomllib.loads(text)
    return Phrases(
        caption_classes=frozenset(data["caption"]["classes"]),
        quotation_classes=frozenset(data["quotation"]["classes"]),
        credits=tuple(re.compile(pattern) for pattern in data["caption"]["credit"]),
        announcements=tuple(re.compile(pattern) for pattern in data["announcement"]["sentences"]),
        contact=tuple(map(fold, data["contact"]["beginnings"])),
        link_titles=frozenset(map(fold, data["links"]["titles"])),
        documents=frozenset(data["files"]["documents"]),
        images=frozenset(data["files"]["images"]),
        spacers=re.compile(data["files"]["spacers"], re.IGNORECASE),
        bullets=frozenset(data["signs"]["bullets"]),
        dashes=frozenset(data["signs"]["dashes"]),
    )
