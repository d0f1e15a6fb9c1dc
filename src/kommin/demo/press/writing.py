"""Running text of the press desk as the portal keeps it: blocks of a text, with links to pages that exist.

writer = Writer(desk, "de", pages={"page:kontakte": 12}, documents={"bausteine": 3})
page.body = writer.body(text.body)
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.urls import reverse
from django.utils import translation
from django.utils.html import format_html, format_html_join

from kommin.demo.history import SLUG
from kommin.demo.press.reading import Desk
from kommin.demo.press.targets import Target, parse
from kommin.demo.press.texts import Block, Heading, KeyFigure, Listing, Live, Paragraph, Quotation, Words

Written = dict[str, Any]


@dataclass(frozen=True)
class Writer:
    """Knows the numbers of pages (by kind and id, such as `release:…`) and documents in one language.

    `live` says by which block a place for something live is kept; what the page itself shows there is left out.
    """

    desk: Desk
    language: str
    pages: Mapping[str, int]
    documents: Mapping[str, int]
    live: Mapping[str, Written] = field(default_factory=dict)

    def body(self, blocks: Iterable[Block], *, first: Iterable[Written] = (), last: Iterable[Written] = ()) -> str:
        """A whole text, with blocks before and after it, as a stream field takes it."""
        written = list(first)
        for is_figure, several in groupby(blocks, key=lambda each: isinstance(each, KeyFigure)):
            if is_figure:
                written.append(_figures(several))
            else:
                written += [one for each in several if (one := self._block(each)) is not None]
        return json.dumps([*written, *last])

    def paragraph(self, text: str) -> str:
        """A body of one paragraph of plain words."""
        return json.dumps([_made("paragraph", format_html("<p>{}</p>", text))])

    def address(self, target: Target) -> str:
        """The address of what is neither page nor document, without language."""
        with translation.override("de"):
            match target.kind:
                case "project":
                    return reverse("balance:project", args=[SLUG, target.name])
                case "balance" if target.day is None:
                    return reverse(f"balance:{target.name}", args=[SLUG])
                case "balance":
                    return reverse("balance:programme", args=[SLUG]) + f"?as_of={target.name}"
        return target.name

    def page_of(self, target: Target) -> int | None:
        """The page a target means."""
        return self.pages.get(f"{target.kind}:{target.name}")

    def _block(self, block: Block) -> Written | None:
        match block:
            case Heading():
                return _made("heading", {"text": block.text, "level": "2"})
            case Paragraph():
                return _made("paragraph", format_html("<p>{}</p>", self._line(block.spans)))
            case Listing():
                points = [format_html("<p>{}</p>", self._line(entry)) for entry in block.entries]
                return _made("list", {"title": "", "ordered": False, "points": points})
            case Quotation():
                person = self.desk.people[block.person]
                value = {"text": block.text, "person": person.name, "office": person.office[self.language]}
                return _made("quotation", value)
            case Live():
                return self.live.get(block.name)
        return None

    def _line(self, spans: Iterable[Words]) -> str:
        return format_html_join("", "{}", ((self._words(each),) for each in spans))

    def _words(self, words: Words) -> str:
        if not words.target:
            return words.text
        target = parse(words.target)
        page = self.page_of(target)
        if page is not None:
            return format_html('<a linktype="page" id="{}">{}</a>', page, words.text)
        if target.kind == "download":
            return format_html('<a linktype="document" id="{}">{}</a>', self.documents[target.name], words.text)
        address = self.address(target)
        in_language = address.startswith("/") and self.language == "en"
        return format_html('<a href="{}">{}</a>', f"/en{address}" if in_language else address, words.text)


def image_block(image: int, alt: str, caption: str = "") -> Written:
    """An illustration within a text."""
    return _made("image", {"image": image, "alt_text": alt, "caption": caption})


def downloads_block(documents: Iterable[int], title: str = "") -> Written:
    """Documents below a text."""
    return _made("downloads", {"title": title, "downloads": [{"document": each, "title": ""} for each in documents]})


def note_block(text: str) -> Written:
    """A remark on the text itself."""
    return _made("paragraph", format_html("<p><i>{}</i></p>", text))


def _figures(several: Iterable[Any]) -> Written:
    rows = [{"value": each.printed, "label": each.label, "note": ""} for each in several]
    return _made("key_figures", {"title": "", "figures": rows})


def _made(kind: str, value: Any) -> Written:
    return {"type": kind, "value": value}
