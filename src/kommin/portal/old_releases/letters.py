"""Letters that old systems spoiled: repaired where it is certain what they were, otherwise told."""

import re
import unicodedata

from ftfy import TextFixerConfig, fix_encoding
from ftfy.badness import badness

from kommin.portal.old_releases.doubts import Doubt, doubt

_ONLY_ENCODING = TextFixerConfig(unescape_html=False, replace_lossy_sequences=False, explain=False)
_SUSPICIOUS = re.compile("[\u0080-\u009f]|[ÂÃâÐÑ][^\\sA-Za-z]")
_WORD_AROUND = 24
# A not sign between letters is what a soft hyphen became when a text was converted between code pages.
_NOT_SIGN = re.compile(r"(?<=[^\W\d_])¬(?=[^\W\d_])")
_SOFT_HYPHEN_AT_BLANK = re.compile(r"(?<=[^\W\d_])\u00ad(?=\s+[^\W\d_])")
# "Haupt- und Nebenamt" was meant, which readers saw without its hyphen.
_HYPHEN_BEFORE_AND = re.compile(r"(?<=[^\W\d_])\u00ad(?=\s+(?:und|oder|bzw|sowie|u\.)\b)")
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff\u180e\ufffc]|[\x00-\x08\x0e-\x1f\x7f]")
# Joiners shape the letters of other scripts and join the signs of an emoji; between Latin letters they are debris.
_JOINER = re.compile("(?<=[\u0000-\u024f])[\u200c\u200d]+|[\u200c\u200d]+(?=[\u0000-\u024f])")
_MARKS_OF_DIRECTION = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_SEPARATORS = re.compile("[\u2028\u2029\u0085]")


def repair(text: str) -> tuple[str, list[Doubt]]:
    """A text without invisible signs and with its letters as they were meant; line breaks stay.

    Returns:
        the text, and what was changed or looks wrong.
    """
    if text.isascii() and not re.search(r"[\x00-\x08\x0e-\x1f\x7f]", text):
        return text, []
    doubts: list[Doubt] = []
    text = _as_meant(text, doubts)
    text = _SEPARATORS.sub("\n", unicodedata.normalize("NFC", text))
    text = _without_broken_hyphens(text, doubts)
    text = _JOINER.sub("", _INVISIBLE.sub("", text))
    if not _RIGHT_TO_LEFT.search(text):
        text = _MARKS_OF_DIRECTION.sub("", text)
    if "\ufffd" in text:
        doubts.append(doubt("lost_letters", text=_around(text, text.index("\ufffd"))))
    return text, doubts


def _as_meant(text: str, doubts: list[Doubt]) -> str:
    if not (found := _SUSPICIOUS.search(text)):
        return text
    fixed = fix_encoding(text, _ONLY_ENCODING)
    if fixed != text:
        if "\ufffd" in fixed and "\ufffd" not in text:
            fixed = text
        else:
            place = found.start()
            doubts.append(doubt("mojibake", text=_around(text, place), value=_around(fixed, min(place, len(fixed)))))
    if badness(fixed):
        left = _SUSPICIOUS.search(fixed)
        doubts.append(doubt("mojibake_left", text=_around(fixed, left.start() if left else 0)))
    return fixed


def _without_broken_hyphens(text: str, doubts: list[Doubt]) -> str:
    if "¬" in text:
        if found := _NOT_SIGN.search(text):
            doubts.append(doubt("not_sign", text=_around(text, found.start())))
            text = _NOT_SIGN.sub("", text)
        if left := re.search(r"(?<=[^\W\d_])¬|¬(?=[^\W\d_])", text):
            doubts.append(doubt("not_sign_left", text=_around(text, left.start())))
    if found := _SOFT_HYPHEN_AT_BLANK.search(text):
        place = found.start()
        text = _SOFT_HYPHEN_AT_BLANK.sub("", _HYPHEN_BEFORE_AND.sub("-", text))
        doubts.append(doubt("soft_hyphen", text=_around(text, place)))
    return text


def _around(text: str, place: int) -> str:
    """The words around a place."""
    start, end = max(0, place - _WORD_AROUND), place + _WORD_AROUND
    return " ".join(text[start:end].split())
