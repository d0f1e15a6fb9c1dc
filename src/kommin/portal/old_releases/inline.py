"""Text within a block: pieces with their marks, tidied, cut and written as HTML."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from html import escape
from itertools import groupby, zip_longest

_BLANKS = re.compile(r"[ \t\n\r\f\v]+")
# A no-break space alone holds two words together; several, or one beside blanks, were an indent.
_CHAIN = re.compile("(?=[ \u2000-\u200a\u202f\u205f\u3000]*\u00a0)[ \u00a0\u2000-\u200a\u202f\u205f\u3000]{2,}| {2,}")
_BLANK_SIGNS = " \u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t\n\r\f\v"


@dataclass(frozen=True, slots=True)
class Style:
    """How a piece is marked."""

    strong: bool = False
    em: bool = False
    href: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    text: str
    style: Style = Style()


Line = tuple[Piece, ...]
"""What stands between two line breaks."""


def tidy(pieces: Iterable[Piece]) -> Line:
    """One line without blanks around and with single ones inside; neighbours of one style are one piece."""
    tidied: list[Piece] = []
    for style, group in groupby(pieces, key=lambda piece: piece.style):
        text = _CHAIN.sub(" ", _BLANKS.sub(" ", "".join(piece.text for piece in group)))
        if text.startswith(tuple(_BLANK_SIGNS)) and (not tidied or tidied[-1].text.endswith(tuple(_BLANK_SIGNS))):
            text = text.lstrip(_BLANK_SIGNS)
        if not text:
            continue
        if not text.strip(_BLANK_SIGNS):  # a blank needs no marks
            style = tidied[-1].style if tidied else Style()
        if tidied and tidied[-1].style == style:
            tidied[-1] = replace(tidied[-1], text=tidied[-1].text + text)
        else:
            tidied.append(Piece(text, style))
    while tidied and not tidied[-1].text.strip(_BLANK_SIGNS):
        tidied.pop()
    if tidied:
        tidied[-1] = replace(tidied[-1], text=tidied[-1].text.rstrip(_BLANK_SIGNS))
    return tuple(_with_blanks_between(tidied))


def _with_blanks_between(pieces: list[Piece]) -> Iterator[Piece]:
    """Pieces whose marks end with their words; the blank behind has only the marks of both sides."""
    for piece, following in zip_longest(pieces, pieces[1:]):
        bare = piece.text.rstrip(_BLANK_SIGNS)
        if following is None or bare == piece.text or not bare:
            yield piece
            continue
        one, two = piece.style, following.style
        between = Style(one.strong and two.strong, one.em and two.em, one.href if one.href == two.href else "")
        yield replace(piece, text=bare)
        yield Piece(piece.text[len(bare) :], between)


def text_of(line: Iterable[Piece]) -> str:
    """What a line says, without its marks."""
    return "".join(piece.text for piece in line)


def without_beginning(line: Line, length: int) -> Line:
    """A line without its first characters."""
    rest: list[Piece] = []
    for piece in line:
        if length >= len(piece.text):
            length -= len(piece.text)
        else:
            rest.append(replace(piece, text=piece.text[length:]))
            length = 0
    return tidy(rest)


def as_html(lines: Sequence[Line], *, strong: bool = True) -> str:
    """Lines as HTML with strong, em, a and br only; all else is escaped.

    Args:
        strong: whether bold pieces stay bold.
    """
    return "<br>".join(_line_as_html(line, strong) for line in lines)


def _line_as_html(line: Line, strong: bool) -> str:
    parts: list[str] = []
    for href, linked in groupby(line, key=lambda piece: piece.style.href):
        inner = "".join(_marked(piece, strong) for piece in linked)
        parts.append(f'<a href="{escape(href)}">{inner}</a>' if href else inner)
    return "".join(parts)


def _marked(piece: Piece, strong: bool) -> str:
    html = escape(piece.text, quote=False)
    if piece.style.em:
        html = f"<em>{html}</em>"
    return f"<strong>{html}</strong>" if piece.style.strong and strong else html
