"""From a composed letter to the PDF."""

import io
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import segno

from kommin.foundation.documents import Document, make_pdf
from kommin.foundation.documents.texts import everywhere

TEMPLATE = Path(__file__).parent / "data" / "letter.typ"
FORM = 2
"""Counts editions of the form `letter.typ`; a letter notes which it used."""
LONGEST_WHOLE, LONGEST_ANYWAY, PIECE = 18, 45, 12
_WORD = re.compile(r"\S{19,}")
_HARD = re.compile(r"[^aeiouyäöüAEIOUYÄÖÜ\s]{9,}")
_PAPER = date(2000, 1, 1)


def print_letter(letter: Mapping[str, Any], *, day: date | None) -> Document:
    """The PDF of a composed letter: tagged, German, archivable; the same letter gives the same bytes.

    Raises:
        DocumentError: it cannot be printed.
    """
    verification = letter["verification"]
    alt = f"QR-Code, der zur Prüfung dieses Schreibens mit dem Code {verification['code']} führt"
    data = everywhere({**letter, "verification": {**verification, "alt": alt}}, breakable)
    number = letter["running"].rsplit(" · ", 1)[-1]
    return make_pdf(
        TEMPLATE.read_text("utf-8"),
        data=data,
        title=f"{letter['title']} {number}",
        language="de",
        day=day or _PAPER,
        files={"code.svg": qr_code(verification["url"])} if verification["url"] else {},
    )


def breakable(text: str) -> str:
    """Text in which words that hyphenation cannot part (capitals, addresses, endless ones) may break anywhere."""
    return _WORD.sub(_parted, text)


def _parted(match: re.Match[str]) -> str:
    word = match[0]
    usual = len(word) <= LONGEST_ANYWAY and not word.isupper() and not _HARD.search(word) and "@" not in word
    if usual and "." not in word.rstrip(".,;:)"):
        return word
    return "\u200b".join(word[start : start + PIECE] for start in range(0, len(word), PIECE))


def qr_code(address: str) -> bytes:
    """A QR code as SVG. Every reader knows each of the eight masks; trying all of them would take ten times as long."""
    out = io.BytesIO()
    segno.make(address, error="m", micro=False, mask=0).save(out, kind="svg", border=2, xmldecl=False, omitsize=True)
    return out.getvalue()
