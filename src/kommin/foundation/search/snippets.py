"""Pieces of a text with the words of a query marked, as safe HTML: the text is escaped before anything is marked."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from kommin.foundation.search.asking import Query
from kommin.foundation.search.stemming import LANGUAGES, stem
from kommin.foundation.search.tokens import folded_words

LONGEST_SNIPPET = 240
LOOKED_THROUGH = 30_000
"""Characters of a text in which the words are looked for."""
_WORD = re.compile(r"[^\W_]+(?:['’`´][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class _Span:
    start: int
    end: int


def highlighted(text: str, query: Query) -> SafeString:
    """The whole text as safe HTML, the words of the query in `<mark>`."""
    return _marked(text, list(_spans(text, query)))


def excerpt(text: str, query: Query, *, length: int = LONGEST_SNIPPET) -> SafeString:
    """A piece of about `length` characters where most of the query's words stand together, as safe HTML.

    The beginning of the text, if none of them occurs in what is looked through.
    """
    if len(text) <= length:
        return highlighted(text, query)
    spans = list(_spans(text[:LOOKED_THROUGH], query))
    start, end = _piece(text, _densest(spans, length), length)
    within = [_Span(span.start - start, span.end - start) for span in spans if start <= span.start and span.end <= end]
    before = "… " if start else ""
    after = " …" if end < len(text) else ""
    return mark_safe(f"{before}{_marked(text[start:end], within)}{after}")  # noqa: S308 - escaped piece by piece


def _spans(text: str, query: Query) -> Iterator[_Span]:
    forms, beginnings = query.forms, query.beginnings
    for found in _WORD.finditer(text):
        folded, stems = _forms(found[0])
        if not forms.isdisjoint(stems) or folded.startswith(beginnings):
            yield _Span(found.start(), found.end())


@lru_cache(maxsize=65_536)
def _forms(word: str) -> tuple[str, frozenset[str]]:
    folded = "".join(folded_words(word))
    return folded, frozenset(stem(folded, language) for language in LANGUAGES)


def _densest(spans: list[_Span], length: int) -> int:
    """Where the piece with the most marked words begins."""
    best, most = 0, 0
    for number, span in enumerate(spans):
        inside = sum(other.end <= span.start + length for other in spans[number : number + 20])
        if inside > most:
            best, most = span.start, inside
    return best


def _piece(text: str, focus: int, length: int) -> tuple[int, int]:
    """A piece around `focus` that begins and ends between words where possible."""
    start = max(0, min(focus - length // 4, len(text) - length))
    if start:
        blank = text.find(" ", start, focus)
        start = blank + 1 if blank >= 0 else start
    end = min(len(text), start + length)
    if end < len(text):
        blank = text.rfind(" ", start + length // 2, end)
        end = blank if blank >= 0 else end
    return start, end


def _marked(text: str, spans: list[_Span]) -> SafeString:
    pieces: list[str] = []
    position = 0
    for span in spans:
        pieces += [escape(text[position : span.start]), "<mark>", escape(text[span.start : span.end]), "</mark>"]
        position = span.end
    pieces.append(escape(text[position:]))
    return mark_safe("".join(pieces))  # noqa: S308 - every piece of the text was escaped
