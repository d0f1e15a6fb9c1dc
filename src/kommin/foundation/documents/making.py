"""From a template and data to a PDF: the same input gives the same bytes."""

import hashlib
import io
import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cache, partial
from pathlib import Path
from typing import Any

import typst
from pypdf import PdfReader

from kommin.foundation.documents.errors import DocumentError, TemplateError
from kommin.foundation.documents.texts import MISSING, characters, common, everywhere, latin, printable

os.environ.setdefault("RAYON_NUM_THREADS", "1")
"""Typst would set one document on all cores; several workers do more when they do not get into each other's way."""
HERE = Path(__file__).parent
FONTS = HERE / "fonts"
SHARED = HERE / "typst" / "house.typ"
STANDARDS = ["a-2a", "ua-1"]
_UNKNOWN = re.compile(r"the text `\"(?P<text>.+?)\"` could not be displayed")
_CODE = re.compile(r"\\u\{(?P<code>[0-9a-f]{1,6})\}")
_ATTEMPTS = 12
_PACKAGE = re.compile(r"\"@[a-z]")
_IMPORT = re.compile(r"(?:#|^|[{;(])[ \t]*(?:import|include)\s+(?P<from>[^\s:]+)", re.MULTILINE)
_ALLOWED = frozenset({'"house.typ"'})


@dataclass(frozen=True)
class Document:
    """A finished PDF. `unprintable` are characters that no font of the house knows; a mark stands in their place."""

    content: bytes
    sha256: str
    pages: int
    unprintable: frozenset[str] = frozenset()


def make_pdf(
    template: Path | str,
    *,
    data: Mapping[str, Any],
    title: str,
    language: str,
    day: date,
    files: Mapping[str, bytes] | None = None,
) -> Document:
    """A PDF/UA-1 and PDF/A-2a file.

    Data reaches the template as the virtual file `data.json` and never as markup, so nothing in it can be run. The
    template can import `house.typ` (page, headings, tables of the house) and read `files` (images, by name), nothing
    else: no packages, no network, no file of the machine.

    Args:
        template: a file, or the text of a template.
        data: JSON data; `title`, `language` and `day` are added under `document`.
        language: tag of the document's language (`de`).
        day: the date in the document's metadata; with it the bytes are the same whenever it is made.

    Raises:
        TemplateError: the template is wrong.
        DocumentError: the data cannot be printed with it.
    """
    source = template.read_text("utf-8") if isinstance(template, Path) else template
    if _PACKAGE.search(source) or any(match["from"] not in _ALLOWED for match in _IMPORT.finditer(source)):
        raise TemplateError('A template can import "house.typ" only: no packages and no other files.')
    named = {"title": title, "language": language, "day": [day.year, day.month, day.day]}
    texts = everywhere({**data, "document": named}, printable)
    wanted = texts
    for attempt in range(_ATTEMPTS):
        try:
            content = _compile(source, texts, files or {}, day)
        except typst.TypstError as error:
            strangers = _strangers(str(error))
            if not strangers or attempt == _ATTEMPTS - 1:
                raise _explained(error) from error
            texts = everywhere(texts, _NEXT.get(attempt, partial(_without, strangers)))
            continue
        lost = frozenset() if texts is wanted else frozenset(characters(wanted) - characters(texts))
        pages = len(PdfReader(io.BytesIO(content), strict=True).pages)
        return Document(content, hashlib.sha256(content).hexdigest(), pages, lost)
    raise DocumentError("too many characters that no font knows")  # pragma: no cover - the loop returns or raises


_NEXT = {0: common, _ATTEMPTS - 2: latin}
"""What is tried when characters have no picture: first all that are rare, then one after the other, at last all but
Latin letters."""


def _compile(source: str, data: Any, files: Mapping[str, bytes], day: date) -> bytes:
    moment = datetime.combine(day, time(), UTC)
    made: bytes = typst.compile(  # type: ignore[call-overload]  # its types leave out that it takes several files
        {
            **files,
            "main.typ": source.encode(),
            "house.typ": SHARED.read_bytes(),
            "data.json": json.dumps(data, ensure_ascii=False).encode(),
        },
        root=str(HERE / "typst"),
        format="pdf",
        font_paths=_fonts(),
        pdf_standards=STANDARDS,
        timestamp=int(moment.timestamp()),
    )
    return made


@cache
def _fonts() -> typst.Fonts:
    """The house's fonts and none of the machine's; reading them takes longer than setting a letter, so once."""
    return typst.Fonts(include_system_fonts=False, font_paths=[str(FONTS)])


def _strangers(message: str) -> frozenset[str]:
    match = _UNKNOWN.search(message)
    if match is None:
        return frozenset()
    text = _CODE.sub(lambda code: chr(int(code["code"], 16)), match["text"])
    return frozenset(char for char in text if char != MISSING)


def _without(gone: frozenset[str], text: str) -> str:
    return "".join(MISSING if char in gone else char for char in text)


def _explained(error: typst.TypstError) -> DocumentError:
    hints = tuple(str(hint) for hint in getattr(error, "hints", ()) or ())
    message = str(getattr(error, "message", "") or error)
    return DocumentError(message) if "PDF/" in message else TemplateError(message, hints)
