"""Letters to look into: a rendered example, and what a PDF says."""

import io
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from pypdf import PageObject, PdfReader
from pypdf.generic import ContentStream, DictionaryObject

from kommin import programmes
from kommin.decisions.letters import shipped
from kommin.decisions.letters.codes import with_check
from kommin.decisions.letters.composing import Wording, compose
from kommin.decisions.letters.content import read_content
from kommin.decisions.letters.examples import example
from kommin.decisions.letters.head import Letterhead, court_for
from kommin.decisions.letters.printing import print_letter
from kommin.foundation.documents import Document

CODE = with_check("1234567890" * 2 + "12")
NUMBER = "B01-2027-00042"
HEAD = Letterhead("Dezernat 36", "Seibertzstraße 1", "59821", "Arnsberg", "02931 82-0", "amt@example.org")
CLAUSES = [
    {"number": row["number"], "title": row["title_de"], "text": row["text_de"], "on": row["number"] != "6"}
    for row in json.loads((Path(programmes.__file__).parent / "data" / "anbest_g.json").read_text("utf-8"))["clauses"]
]


def composed(kind: str, change: Callable[[dict[str, Any]], None] | None = None, *, code: str = CODE) -> dict[str, Any]:
    """The letter of the example case, changed as a test wants it."""
    frozen = example(kind, authority="Bezirksregierung Arnsberg", clauses=CLAUSES)
    if change:
        change(frozen)
    content = read_content(frozen, number=NUMBER if code else "", code=code)
    court = court_for("05914000", shipped.courts())
    assert court is not None
    texts = {key: text.text for key, text in shipped.texts(kind).items()}
    return compose(content, Wording(texts, HEAD, court, "https://foerderung.example.org/verify/"))


def letter(kind: str, change: Callable[[dict[str, Any]], None] | None = None, *, code: str = CODE) -> Document:
    made = composed(kind, change, code=code)
    return print_letter(made, day=read_content(example(kind, authority="x")).day)


def text_of(content: bytes) -> str:
    """The words of all pages; line breaks, soft breaks and hyphens at line ends are undone."""
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]
    return flat("\n".join(pages))


def flat(text: str) -> str:
    """Text to compare: without places to break, with single spaces."""
    text = text.replace("\u200b", "").replace("\u00ad", "")
    return re.sub(r"\s+", " ", text)


def squeezed(text: str) -> str:
    """Text without any space or hyphen: equal however its lines were broken."""
    return re.sub(r"[\s\u200b\u00ad\-\u2010]+", "", text)


def elements(content: bytes) -> Iterator[DictionaryObject]:
    """All elements of the tag tree, in reading order."""

    def walk(node: Any) -> Iterator[DictionaryObject]:
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, list):
            for child in node:
                yield from walk(child)
        elif isinstance(node, DictionaryObject):
            if "/S" in node:
                yield node
            if "/K" in node:
                yield from walk(node["/K"])

    yield from walk(PdfReader(io.BytesIO(content)).trailer["/Root"]["/StructTreeRoot"])


def structure(content: bytes) -> list[str]:
    """The kinds of all elements of the tag tree."""
    return [str(node["/S"])[1:] for node in elements(content)]


def lines_of(page: PageObject) -> Iterator[tuple[float, float, float]]:
    """Where each run of text begins and ends and at what height, in points from the lower left, as it is drawn."""
    fonts = {name: _widths(font.get_object()) for name, font in page["/Resources"]["/Font"].items()}
    matrix, kept, text, font, size = IDENTITY, [], IDENTITY, "", 0.0
    for operands, operator in ContentStream(page.get_contents(), page.pdf).operations:
        match operator:
            case b"q":
                kept.append(matrix)
            case b"Q":
                matrix = kept.pop()
            case b"cm":
                matrix = _times([float(value) for value in operands], matrix)
            case b"BT":
                text = IDENTITY
            case b"Tf":
                font, size = str(operands[0]), float(operands[1])
            case b"Tm":
                text = [float(value) for value in operands]
            case b"TJ" | b"Tj":
                place = _times(text, matrix)
                pieces = operands[0] if operator == b"TJ" else operands
                width = sum(_width(piece, fonts[font]) for piece in pieces) * size / 1000 * place[0]
                if width:
                    yield place[4], place[4] + width, place[5]


IDENTITY = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0]


def _times(one: list[float], other: list[float]) -> list[float]:
    (a, b, c, d, e, f), (g, h, i, j, k, m) = one, other
    return [a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m]


def _width(piece: Any, widths: dict[int, float]) -> float:
    """The advance of a piece of text, or what a number takes back, in thousandths of the type size."""
    if not isinstance(piece, str | bytes):
        return -float(piece)
    raw = piece if isinstance(piece, bytes) else piece.original_bytes  # type: ignore[attr-defined]
    return sum(widths.get(int.from_bytes(raw[at : at + 2]), 0) for at in range(0, len(raw), 2))


def _widths(font: Any) -> dict[int, float]:
    """Advances of the glyphs of a font by number."""
    (inner,) = font["/DescendantFonts"]
    found: dict[int, float] = {}
    row = list(inner.get_object().get("/W", []))
    while row:
        first, second = int(row.pop(0)), row.pop(0)
        if isinstance(second, list):
            found |= {first + offset: float(width) for offset, width in enumerate(second)}
        else:
            found |= dict.fromkeys(range(first, int(second) + 1), float(row.pop(0)))
    return found
