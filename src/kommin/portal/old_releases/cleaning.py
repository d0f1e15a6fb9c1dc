"""From an old release to clean, semantic blocks; what was changed, and what could not be kept, is told.

clean = clean_release(old)
clean.blocks                     # (Paragraph("Die <strong>Kommunen</strong> …"), List(("…",), ordered=False), …)
[doubt.text for doubt in clean.doubts if doubt.to_check]
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from html import escape, unescape
from typing import Any

from kommin.portal.old_releases.addresses import extension, resolve
from kommin.portal.old_releases.blocks import Block, Image, Table, block_to_json
from kommin.portal.old_releases.doubts import Doubt, doubt
from kommin.portal.old_releases.frame import Frame, take_frame
from kommin.portal.old_releases.letters import repair
from kommin.portal.old_releases.markup import Lines, Markup, Part
from kommin.portal.old_releases.phrases import phrases
from kommin.portal.old_releases.releases import OldAttachment, OldRelease
from kommin.portal.old_releases.shaping import as_blocks, join_captions, make_headings, make_lists
from kommin.portal.old_releases.structures import SPECIAL

_TAG = re.compile(r"<[a-zA-Z/!]")
_ESCAPED_TAG = re.compile(r"&lt;(?:p|br|div|ul|ol|table|strong|b|h[1-6]|a)\b[^&]*?/?&gt;|&lt;/p&gt;", re.IGNORECASE)
_BLOCK_TAG = re.compile(r"<(?:p|div|br|table|li|h[1-6])\b", re.IGNORECASE)
_CDATA = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)
# "Max Muster <max@example.org>" is text, though its form is that of markup.
_ADDRESS_IN_BRACKETS = re.compile(r"<((?:https?://)?[^\s<>\"'/]+(?:@[^\s<>\"'/]+|\.[^\s<>\"'/]+/[^\s<>\"']*))>")
_OPEN_TAG = re.compile(r"<(?=[a-zA-Z/][^>]*$)")
_EMPTY_LINE = re.compile(r"\n[ \t]*\n\s*")
_CUT_SHORT = re.compile(r"\s*(?:\[?…\]?|\[?\.\.\.\]?)\s*$")
_NOT_A_LETTER = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Cleaned:
    """A text in blocks.

    Attributes:
        blocks: in order.
        frame: what was taken out of the text: dateline, announcement, press contact.
        links: address → text of all links kept.
        doubts: what was changed, left out or looks wrong.
    """

    blocks: tuple[Block, ...]
    frame: Frame
    links: dict[str, str]
    doubts: tuple[Doubt, ...]


@dataclass(frozen=True)
class CleanRelease:
    """An old release as it can be taken over.

    Attributes:
        source: as it was.
        title, kicker, subheadline, sender: plain text.
        lead: HTML with strong, em, a and br only.
        blocks: the text.
        frame: what was taken out of the text: dateline, announcement, press contact.
        contact: HTML paragraphs of the press contact, out of its own field or the text.
        images: those named beside the text, addresses resolved; those within it are among the blocks.
        attachments: documents named beside the text or linked in it.
        doubts: about this release, reading not included.
    """

    source: OldRelease
    title: str
    kicker: str
    subheadline: str
    lead: str
    blocks: tuple[Block, ...]
    frame: Frame
    sender: str
    topics: tuple[str, ...]
    contact: tuple[str, ...]
    images: tuple[Image, ...]
    attachments: tuple[OldAttachment, ...]
    doubts: tuple[Doubt, ...]

    @property
    def all_images(self) -> tuple[Image, ...]:
        """Beside and within the text, each address once."""
        within = [block for block in self.blocks if isinstance(block, Image)]
        return tuple({image.address: image for image in [*reversed(within), *reversed(self.images)]}.values())[::-1]


def clean_html(html: str, *, base: str = "", published: date | None = None, framed: bool = True) -> Cleaned:
    """A text as an old system left it, in blocks. Never raises for what stands in it.

    Args:
        html: HTML or plain text.
        base: the old address, against which relative links are resolved; may be empty.
        published: the day of the release, which a dateline must name to be taken out.
        framed: whether to look for dateline, announcement and press contact.
    """
    markup, parts = _parts(html, base)
    doubts = markup.doubts
    parts = make_lists(join_captions(parts, doubts), doubts)
    frame = Frame()
    if framed:
        parts, frame = take_frame(parts, published, doubts)
    blocks = as_blocks(make_headings(parts, doubts))
    doubts += _lost(markup.said, blocks, frame, doubts)
    return Cleaned(blocks, frame, markup.links, tuple(_once(doubts)))


def clean_text(raw: str) -> tuple[str, list[Doubt]]:
    """A short text such as a headline, plain and in one line."""
    if "<" not in raw and "&" not in raw:
        text, doubts = repair(raw)
        return " ".join(text.split()), doubts
    markup, parts = _parts(raw, "")
    text = " ".join(filter(None, map(_plain, parts)))
    doubts = [*markup.doubts, *_lost(markup.said, (), Frame(), markup.doubts, text)]
    return " ".join(text.split()), doubts


def clean_release(old: OldRelease) -> CleanRelease:
    """An old release with all its texts clean."""
    doubts: list[Doubt] = []

    def plain(field: str) -> str:
        text, found = clean_text(getattr(old, field))
        doubts.extend(one.of(old.identity, field) for one in found)
        return text

    def blocks_of(field: str, *, framed: bool = False) -> Cleaned:
        day = old.published.date() if old.published else None
        cleaned = clean_html(getattr(old, field), base=old.base, published=day, framed=framed)
        doubts.extend(one.of(old.identity, field) for one in cleaned.doubts)
        return cleaned

    body = blocks_of("body", framed=True)
    lead, above = _lead(blocks_of("lead").blocks)
    blocks = (*above, *body.blocks)
    if lead and _repeats(lead, blocks):
        doubts.append(doubt("excerpt", "lead").of(old.identity))
        lead = ""
    contact = blocks_of("contact")
    images = tuple(_images(old, doubts))
    return CleanRelease(
        source=old,
        title=plain("title"),
        kicker=plain("kicker"),
        subheadline=plain("subheadline"),
        lead=lead,
        blocks=blocks,
        frame=body.frame,
        sender=plain("sender") or body.frame.announced_by,
        topics=tuple(dict.fromkeys(filter(None, (clean_text(topic)[0] for topic in old.topics)))),
        contact=(*_paragraphs(contact.blocks), *body.frame.contact),
        images=images,
        attachments=tuple(_attachments(old, body.links, doubts)),
        doubts=tuple(doubts),
    )


def _parts(html: str, base: str) -> tuple[Markup, Sequence[Part]]:
    markup = Markup(base, SPECIAL)
    text = _CDATA.sub(lambda found: found[1], html).replace("\r\n", "\n").replace("\r", "\n")
    if not _TAG.search(text) and _ESCAPED_TAG.search(text):
        text = unescape(text)
        markup.doubts.append(doubt("double_escaped"))
    text = _ADDRESS_IN_BRACKETS.sub(r"&lt;\1&gt;", text)
    text = _without_open_end(text, markup.doubts)
    if not _BLOCK_TAG.search(text):
        # Plain text, or what editors turn into paragraphs only when it is shown.
        text = _EMPTY_LINE.sub("<br><br>", text)
        if not _TAG.search(text.replace("<br><br>", "")):
            text = text.strip().replace("\n", "<br>")
    markup.read(text)
    return markup, markup.parts


def _without_open_end(text: str, doubts: list[Doubt]) -> str:
    """A text whose last comment and last tag end; what follows an open one would be swallowed with it."""
    comment = text.rfind("<!--")
    if comment >= 0 and not re.match(r"<!---?>|<!--.*?--!?>", text[comment:], re.DOTALL):
        if words := " ".join(text[comment + 4 :].split()):
            doubts.append(doubt("hidden_removed", text=words))
        text = text[:comment]
    return _OPEN_TAG.sub("&lt;", text)


def _plain(part: Part) -> str:
    return part.text if isinstance(part, Lines) else " ".join(_texts(part))


def _once(doubts: Iterable[Doubt]) -> Iterable[Doubt]:
    """The same thing told once, though the markup repeats it."""
    return {(one.kind, one.place, tuple(sorted(one.args.items()))): one for one in doubts}.values()


# ---- nothing is lost


def _lost(
    said: Sequence[str], blocks: Iterable[Block], frame: Frame, doubts: Sequence[Doubt], text: str = ""
) -> list[Doubt]:
    """Words that were met and are neither in the result nor named by a doubt: a last look, whatever went wrong."""
    result = [text, *(piece for block in blocks for piece in _texts(block))]
    result += [frame.place, frame.announcement, *frame.contact]
    result += [value for one in doubts for value in one.args.values()]
    compact = _letters("".join(map(_without_markup, result)))
    words = dict.fromkeys(word for piece in said for word in _NOT_A_LETTER.split(piece) if word)
    lost = [word for word in words if _letters(word) not in compact]
    return [doubt("words_lost", text=" ".join(lost))] if lost else []


def _letters(text: str) -> str:
    return _NOT_A_LETTER.sub("", unicodedata.normalize("NFKC", text).casefold())


def _without_markup(html: str) -> str:
    return unescape(re.sub(r"</?(?:a|strong|em|br)\b[^>]*>", "", html))


def _texts(value: Any) -> Iterable[str]:
    """All texts in a block, whatever kind it is."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple | list):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, dict):
        for item in value.values():
            yield from _texts(item)
    elif not isinstance(value, int | None):
        yield from _texts({name: item for name, item in block_to_json(value).items() if name != "kind"})


# ---- lead, images, documents


def _lead(blocks: Sequence[Block]) -> tuple[str, tuple[Block, ...]]:
    """The lead as one HTML text, and what cannot stand in it, which goes above the text."""
    paragraphs = _paragraphs(blocks)
    others = tuple(block for block in blocks if isinstance(block, Image | Table) or not _paragraphs([block]))
    return "<br>".join(paragraphs), others


def _paragraphs(blocks: Iterable[Block]) -> tuple[str, ...]:
    found: list[str] = []
    for block in blocks:
        value = block_to_json(block)
        if value["kind"] == "paragraph":
            found.append(value["html"])
        elif value["kind"] == "list":
            found += [f"– {item}" for item in value["items"]]
        elif value["kind"] in {"heading", "quotation"}:
            found.append(escape(value["text"], quote=False))
    return tuple(found)


def _repeats(lead: str, blocks: Iterable[Block]) -> bool:
    """Whether a lead is only the beginning of the text, as systems make it when nobody wrote one."""
    beginning = _letters(_CUT_SHORT.sub("", _without_markup(lead)))
    return len(beginning) > 30 and _letters(
        "".join(_without_markup(text) for block in blocks for text in _texts(block))
    ).startswith(beginning)


def _images(old: OldRelease, doubts: list[Doubt]) -> Iterable[Image]:
    for image in old.images:
        address, wrong = resolve(image.address, old.base)
        if not address or (phrases().spacers.search(image.address)):
            doubts.append(doubt("image_removed", "images", text=image.alt, value=image.address).of(old.identity))
            continue
        if wrong == "relative":
            doubts.append(doubt("link_relative", "images", value=image.address).of(old.identity))
        yield Image(address, *(clean_text(text)[0] for text in (image.alt, image.caption, image.credit)))


def _attachments(old: OldRelease, links: dict[str, str], doubts: list[Doubt]) -> Iterable[OldAttachment]:
    seen: set[str] = set()
    for attachment in old.attachments:
        address, wrong = resolve(attachment.address, old.base)
        if not address:
            doubts.append(doubt("bad_address", "attachments", text=attachment.address).of(old.identity))
        elif address not in seen:
            seen.add(address)
            if wrong == "relative":
                doubts.append(doubt("link_relative", "attachments", value=attachment.address).of(old.identity))
            yield replace(attachment, address=address, title=clean_text(attachment.title)[0])
    for address, title in links.items():
        if address not in seen and extension(address) in phrases().documents:
            seen.add(address)
            yield OldAttachment(address, title)
