"""What a cleaned text consists of.

HTML is limited to strong, em, a and br, everything else in it is escaped; fields called text, caption or alt are plain.
"""

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Paragraph:
    html: str


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading within the text; level 2 is the highest, 4 the lowest."""

    text: str
    level: int = 2


@dataclass(frozen=True, slots=True)
class Quotation:
    """What somebody said, without quotation marks around; several paragraphs are parted by an empty line."""

    text: str
    person: str = ""
    office: str = ""


@dataclass(frozen=True, slots=True)
class List:
    """A list; items are HTML."""

    items: tuple[str, ...]
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Image:
    """A picture within the text, at its old address, resolved where that was possible."""

    address: str
    alt: str = ""
    caption: str = ""
    credit: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table of data; cells are HTML, all rows have equally many."""

    rows: tuple[tuple[str, ...], ...]
    has_header: bool = False
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    text: str
    address: str


@dataclass(frozen=True, slots=True)
class Links:
    """Links that stand together under a title such as "Weitere Informationen"."""

    links: tuple[Link, ...]
    title: str = ""


Block = Paragraph | Heading | Quotation | List | Image | Table | Links
_KINDS: dict[str, Any] = {
    kind.__name__.lower(): kind for kind in (Paragraph, Heading, Quotation, List, Image, Table, Links)
}


def block_to_json(block: Block) -> dict[str, Any]:
    """A block as it is kept; `block_from_json` reads it."""
    return {"kind": type(block).__name__.lower(), **asdict(block)}


def block_from_json(value: dict[str, Any]) -> Block:
    """A block that was kept."""
    parts = dict(value)
    kind = _KINDS[parts.pop("kind")]
    if "items" in parts:
        parts["items"] = tuple(parts["items"])
    if "rows" in parts:
        parts["rows"] = tuple(map(tuple, parts["rows"]))
    if "links" in parts:
        parts["links"] = tuple(Link(**link) for link in parts["links"])
    return kind(**parts)
