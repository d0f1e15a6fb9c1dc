"""Texts pasted from Word come out clean: invisible signs, broken hyphens and empty paragraphs are gone when saved.

The editor's text field already drops all markup but the few features it has; here the letters are put right, by the
same rules as for old releases.
"""

import re
from typing import Any

from wagtail.blocks import StreamValue
from wagtail.rich_text import RichText

from kommin.portal.old_releases.cleaning import clean_text
from kommin.portal.old_releases.letters import repair

_TAG = re.compile(r"(<[^>]*>)")
_EMPTY = re.compile(r"<p(?: [^>]*)?>(?:\s|&nbsp;|\xa0|<br/?>|<b>\s*</b>|<i>\s*</i>)*</p>")
_WIDE_BLANKS = re.compile(r"[ \t\xa0]{2,}")
_BULLET = re.compile(r"(?P<open><p(?: [^>]*)?>)\s*[·•▪\uf0b7\uf0a7]\s*")
ONE_LINE = ("title", "kicker", "subheadline", "place", "sender_line")
SEVERAL_LINES = ("lead", "mail_text")


def clean_line(text: str) -> str:
    """A headline: one line without invisible signs. What looks like markup is text here and stays."""
    return " ".join(repair(text)[0].split()) if "<" in text or "&" in text else clean_text(text)[0]


def clean_lines(text: str) -> str:
    """A text of several lines."""
    return "\n".join(" ".join(line.split()) for line in repair(text)[0].strip().splitlines())


def clean_rich_text(html: str) -> str:
    """What the editor's text field keeps, with its letters as they were meant; markup is not touched."""
    pieces = [piece if piece.startswith("<") else _letters(piece) for piece in _TAG.split(html)]
    return _EMPTY.sub("", _BULLET.sub(r"\g<open>", "".join(pieces)))


def clean_body(body: Any) -> Any:
    """A text in blocks; paragraphs that hold nothing are gone."""
    if not isinstance(body, StreamValue):
        return body
    for number in reversed(range(len(body))):
        block = body[number]
        block.value = _cleaned(block.value)
        if block.block_type == "paragraph" and not block.value.source.strip():
            del body[number]
    return body


def _cleaned(value: Any) -> Any:
    if isinstance(value, RichText):
        return RichText(clean_rich_text(value.source))
    if isinstance(value, str):
        return clean_lines(value)
    if hasattr(value, "bound_blocks") and hasattr(value, "items"):
        for name, part in list(value.items()):
            value[name] = _cleaned(part)
    elif hasattr(value, "bound_blocks"):
        for number, part in enumerate(list(value)):
            value[number] = _cleaned(part)
    return value


def _letters(text: str) -> str:
    return _WIDE_BLANKS.sub(" ", repair(text)[0])
