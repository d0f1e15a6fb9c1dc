"""Texts made printable: PDF/A and PDF/UA forbid characters without a picture and overlong strings."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

MISSING = "\N{REPLACEMENT CHARACTER}"
LONGEST_WORD = 60
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\u2028-\u202e\u2060-\u206f]")
_LONG_WORD = re.compile(rf"[^\s\u200b]{{{LONGEST_WORD}}}(?=[^\s\u200b])")
_COMMON = re.compile(
    "[^\n\t\u0020-\u007e\u00a0-\u024f\u0250-\u02ff\u0300-\u036f\u0370-\u04ff\u05b0-\u05f4\u0600-\u06ff"
    "\u1e00-\u1fff\u200b-\u200f\u2010-\u2027\u202f-\u205e\u20ac\u2070-\u209c\u2122\u2190-\u2199\u2200-\u22ff"
    "\u2500-\u257f\u25a0-\u25ff\u2610-\u2612\u2713-\u2718\ufb00-\ufb04\ufffd]"
)

_LATIN = re.compile("[^\n\t\u0020-\u007e\u00a0-\u017f\u200b\u2013\u2014\u2018-\u201e\u2022\u2026\u20ac\ufffd]")


def printable(text: str) -> str:
    """Text without control characters, and with places to break in words that fill more than a line."""
    cleaned = _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return _LONG_WORD.sub(lambda match: f"{match[0]}\u200b", cleaned)


def common(text: str) -> str:
    """Text with a mark in place of characters that the fonts of the house may not know (emoji, for example)."""
    return _COMMON.sub(MISSING, text)


def latin(text: str) -> str:
    """Text with that mark in place of everything but Latin letters, digits and common signs."""
    return _LATIN.sub(MISSING, text)


def everywhere(data: Any, change: Callable[[str], str]) -> Any:
    """The same data with every text in it changed."""
    if isinstance(data, str):
        return change(data)
    if isinstance(data, Mapping):
        return {key: everywhere(value, change) for key, value in data.items()}
    if isinstance(data, Sequence):
        return [everywhere(value, change) for value in data]
    return data


def characters(data: Any) -> set[str]:
    """Every character that stands anywhere in the data."""
    if isinstance(data, str):
        return set(data)
    if isinstance(data, Mapping):
        return {char for value in data.values() for char in characters(value)}
    return {char for value in data for char in characters(value)} if isinstance(data, Sequence) else set()
