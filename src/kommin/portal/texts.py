"""The words of a release as they are read: its sentences, and the links that stand in it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kommin.portal.models import PressRelease

_BLOCKS = frozenset({"p", "li", "ul", "ol", "h2", "h3", "h4", "br", "div", "blockquote"})
_END = re.compile(r"(?<=[.!?…])(?P<close>[\"“”’«»)\]]*)\s+(?=[\"„“»«‚(\[]*[A-ZÄÖÜ0-9])")
_ABBREVIATED = re.compile(
    r"(?:\b(?:[A-Za-zÄÖÜäöüß]|Dr|Prof|Nr|Art|Abs|Mio|Mrd|Tel|Str|St|ca|bzw|inkl|vgl|ggf|usw|etc|evtl|Dipl|Ing|Hon|Mr"
    r"|Mrs|Ms|No|ff|Aufl|Jh|Ziff|Kap|Bd|Hrsg|geb|gest|sog|zzgl|max|min)|\b\d{1,4})\.$"
)


@dataclass(frozen=True, slots=True)
class Link:
    """One link with its words: to a page, a document or an address."""

    text: str
    page: int = 0
    document: int = 0
    address: str = ""


class _Reader(HTMLParser):
    """Reads the HTML that the editor's text field keeps."""

    def __init__(self) -> None:
        super().__init__()
        self.passages: list[str] = [""]
        self.links: list[Link] = []
        self._open: dict[str, str] | None = None
        self._words = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS:
            self.passages.append("")
        if tag == "a":
            self._open, self._words = {name: value or "" for name, value in attrs}, ""

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.passages.append("")
        if tag == "a" and self._open is not None:
            self.links.append(_link(self._open, self._words))
            self._open = None

    def handle_data(self, data: str) -> None:
        self.passages[-1] += data
        self._words += data


def _link(attributes: dict[str, str], words: str) -> Link:
    number = int(attributes["id"]) if attributes.get("id", "").isdigit() else 0
    kind, text = attributes.get("linktype", ""), " ".join(words.split())
    return Link(
        text,
        page=number if kind == "page" else 0,
        document=number if kind == "document" else 0,
        address=attributes.get("href", ""),
    )


def read_html(html: str) -> tuple[list[str], list[Link]]:
    """The passages of a text and its links."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return [" ".join(passage.split()) for passage in reader.passages if passage.strip()], reader.links


def links_of(body: Any) -> Iterator[Link]:
    """All links of a text."""
    for block in body:
        if block.block_type == "links":
            for link in block.value["links"]:
                page = link.get("page")
                yield Link(link.get("text", ""), page=page.pk if page else 0, address=link.get("address") or "")
        for html in _html_of(block):
            yield from read_html(html)[1]


def sentences_of(release: "PressRelease") -> Iterator[str]:
    """All sentences of lead, text and quotations."""
    for passage in _passages(release):
        yield from sentences(passage)


def _passages(release: "PressRelease") -> Iterator[str]:
    yield from (release.lead, release.mail_text)
    for block in release.body:
        if block.block_type == "quotation":
            yield block.value.get("text", "")
        for html in _html_of(block):
            yield from read_html(html)[0]


def _html_of(block: Any) -> Iterable[str]:
    if block.block_type == "paragraph":
        return [block.value.source]
    if block.block_type == "list":
        return [point.source for point in block.value["points"]]
    return []


def sentences(text: str) -> list[str]:
    """A text in its sentences; a point after an abbreviation or a day ends none."""
    found: list[str] = []
    begun = ""
    for piece in _pieces(text):
        begun = f"{begun} {piece}".strip()
        if not _ABBREVIATED.search(begun):
            found.append(begun)
            begun = ""
    return [*found, begun] if begun else found


def _pieces(text: str) -> Iterator[str]:
    start = 0
    for end in _END.finditer(text):
        yield text[start : end.end("close")].strip()
        start = end.end()
    yield text[start:].strip()
