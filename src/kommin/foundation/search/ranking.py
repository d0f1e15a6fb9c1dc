"""Which of the documents found come first. Pure, so that every database gives the same order.

The words of the title count most, then how often the words occur in the text, more so in a short one; words that stand
side by side as they were typed count extra. Of equals the one added last comes first.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from kommin.foundation.search.asking import Query, Word

WEIGHT_OF_TITLE = 4.0
WEIGHT_OF_NEIGHBOURS = 2.0
SATURATION = 1.2
"""How soon further occurrences stop to matter (as in BM25)."""
TYPICAL_LENGTH = 3_000
"""Characters of stems of a text that is neither long nor short."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A document that was found, with its stems (each with a blank before and after)."""

    number: int
    title_stems: str
    text_stems: str


def ranked(candidates: Iterable[Candidate], query: Query) -> list[int]:
    """The numbers of the documents, best first."""
    return [found.number for found in sorted(candidates, key=lambda found: (-score(found, query), -found.number))]


def score(candidate: Candidate, query: Query) -> float:
    """How well a document meets the query; only to be compared with others of the same query."""
    words = query.words
    length = 0.25 + 0.75 * len(candidate.text_stems) / TYPICAL_LENGTH
    points = 0.0
    for word in words:
        if _occurrences(word, candidate.title_stems):
            points += WEIGHT_OF_TITLE
        often = _occurrences(word, candidate.text_stems)
        points += often / (often + SATURATION * length)
    if len(words) > 1:
        for weight, stems in ((WEIGHT_OF_NEIGHBOURS, candidate.title_stems), (1.0, candidate.text_stems)):
            points += weight * _stand_together(words, stems)
    if len(candidate.title_stems.split()) == len(words):
        points += all(_occurrences(word, candidate.title_stems) for word in words)
    return points


def _occurrences(word: Word, stems: str) -> int:
    whole = sum(stems.count(f" {form} ") for form in word.forms)
    return whole or (stems.count(f" {word.beginning}") if word.beginning else 0)


def _stand_together(words: list[Word], stems: str) -> bool:
    first, *others = words
    phrases = [f" {form} " for form in first.forms]
    for word in others:
        forms = [*word.forms, word.beginning] if word.beginning else list(word.forms)
        phrases = [
            f"{phrase}{form} " if form in word.forms else f"{phrase}{form}" for phrase in phrases for form in forms
        ]
        phrases = [phrase for phrase in phrases if phrase in stems]
    return bool(phrases)
