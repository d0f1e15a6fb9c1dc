"""What stands around the text of a release: place and day before it, who announces it, whom the press may ask."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from html import escape

from kommin.foundation.search import fold
from kommin.portal.old_releases.blocks import Heading, Image, List
from kommin.portal.old_releases.doubts import Doubt, doubt
from kommin.portal.old_releases.inline import Line, as_html, text_of, without_beginning
from kommin.portal.old_releases.markup import Lines, Part
from kommin.portal.old_releases.moments import read_moment
from kommin.portal.old_releases.phrases import phrases

_DATELINE = re.compile(
    r"(?P<place>[A-ZÄÖÜ][^\W\d]*(?:[ .\-][^\W\d]+){0,4}\.?)\s*[,/(]\s*(?:den\s+)?"
    r"(?P<day>\d{1,2}\.\s?(?:\d{1,2}\.|[^\W\d]+)\s?\d{2,4})\)?\s*(?P<end>[.:]?\s*[–—-](?=\s)|[.:]|$)\s*"
)
_TELEPHONE = re.compile(r"(?:\+\d{2}|\(?\b0\d{1,5}\)?)[\d\s/()–-]{4,}\d")
_MAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\W\d]{2,}")
_LONGEST_CONTACT = 600
_MOST_PARTS, _MOST_BEHIND = 6, 2
_SHORT = 90


@dataclass(frozen=True)
class Frame:
    """What was taken out of a text because it was certain what it is.

    Attributes:
        place, day: of "Düsseldorf, 27.10.2010 –".
        announcement: "Das Ministerium … teilt mit:", as it stood.
        announced_by: who, out of it.
        contact: the paragraphs with the press contact, as HTML.
    """

    place: str = ""
    day: date | None = None
    announcement: str = ""
    announced_by: str = ""
    contact: tuple[str, ...] = ()


def take_frame(parts: Sequence[Part], published: date | None, doubts: list[Doubt]) -> tuple[list[Part], Frame]:
    """The text without what stands around it, and that.

    Args:
        published: the day of the release, where it is known; a line that names another day stays in the text.
    """
    rest, frame = _take_beginning(list(parts), Frame(), published, doubts)
    return _take_contact(rest, frame, doubts)


def _take_beginning(
    parts: list[Part], frame: Frame, published: date | None, doubts: list[Doubt]
) -> tuple[list[Part], Frame]:
    for _round in range(2):  # either may come first
        first = next((index for index, part in enumerate(parts) if not isinstance(part, Image)), None)
        if first is None or not isinstance(part := parts[first], Lines):
            return parts, frame
        length, frame = _taken(text_of(part.lines[0]), frame, published, doubts)
        if not length:
            return parts, frame
        line = without_beginning(part.lines[0], length)
        lines: tuple[Line, ...] = ((line,) if line else ()) + part.lines[1:]
        parts[first : first + 1] = [replace(part, lines=lines)] if lines else []
    return parts, frame


def _taken(text: str, frame: Frame, published: date | None, doubts: list[Doubt]) -> tuple[int, Frame]:
    """How many characters of a line are taken out, and the frame with them."""
    if not frame.place and (found := _DATELINE.match(text)):
        moment = read_moment(found["day"])
        if moment.at is not None and not moment.doubts:
            day = moment.at.date()
            if published and day != published:
                said = {"text": found[0].strip(), "value": f"{published:%d.%m.%Y}"}
                if not any(known.kind == "dateline_differs" for known in doubts):
                    doubts.append(doubt("dateline_differs", **said))
                return 0, frame
            doubts.append(doubt("dateline", text=found[0].strip()))
            return found.end(), replace(frame, place=found["place"].strip(), day=day)
    if not frame.announcement:
        for pattern in phrases().announcements:
            if found := pattern.match(text):
                doubts.append(doubt("announcement", text=found[0]))
                return found.end(), replace(frame, announcement=found[0].strip(), announced_by=found["who"].strip())
    return 0, frame


def _take_contact(parts: list[Part], frame: Frame, doubts: list[Doubt]) -> tuple[list[Part], Frame]:
    """The last paragraphs, where they say that they are the contact and give a number or an address."""
    for start in range(max(0, len(parts) - _MOST_PARTS), len(parts)):
        if not _begins_contact(parts[start]):
            continue
        end = start + 1
        while end < len(parts) and _continues_contact(parts[end]):
            end += 1
        taken = parts[start:end]
        said = "\n".join(map(_said, taken))
        reachable = _TELEPHONE.search(said) or _MAIL.search(said)
        if start == 0 or not reachable or len(said) > _LONGEST_CONTACT or len(parts) - end > _MOST_BEHIND:
            continue
        doubts.append(doubt("contact", text=said))
        contact = tuple(html for part in taken for html in _html(part))
        return parts[:start] + parts[end:], replace(frame, contact=contact)
    return parts, frame


def _begins_contact(part: Part) -> bool:
    folded = fold(_said(part))
    return any(folded == word or folded.startswith(f"{word} ") for word in phrases().contact)


def _continues_contact(part: Part) -> bool:
    if not isinstance(part, Lines | List):
        return False
    said = _said(part)
    return bool(_begins_contact(part) or _TELEPHONE.search(said) or _MAIL.search(said)) or (
        len(said) <= _SHORT and said[-1:] not in '.!?“"' and not any("www." in line for line in said.split())
    )


def _said(part: Part) -> str:
    match part:
        case Lines() | Heading():
            return part.text
        case List():
            return "\n".join(re.sub(r"<[^>]*>", "", item) for item in part.items)
        case _:
            return ""


def _html(part: Part) -> tuple[str, ...]:
    match part:
        case Lines():
            return (as_html(part.lines),)
        case List():
            return part.items
        case Heading():
            return (escape(part.text, quote=False),)
        case _:
            return ()
