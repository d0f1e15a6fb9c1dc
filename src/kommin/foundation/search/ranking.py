"""Which of the documents found come first. Pure, so that every database gives the same order.

The words of the title count most, then how often the words occur in the text, more so in a short one; words that stand
side by side as they were typed count extra. Of equals the one added last comes first.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kommin.foundation.search.asking import Query

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


@dataclass(frozen=True, slots=True)
class _Pattern:
    """A word of the query as it stands among stems: whole, else as the beginning of one."""

    whole: tuple[str, ...]
    beginning: str

    def occurrences(self, stems: str) -> int:
        often = 0
        for form in self.whole:
            often += stems.count(form)
        return often or (stems.count(self.beginning) if self.beginning else 0)


@dataclass(frozen=True, slots=True)
class _Sought:
    """A query as it stands among stems: its words, and its first two side by side."""

    words: tuple[_Pattern, ...]
    openings: tuple[str, ...]


def ranked(candidates: Iterable[Candidate], query: Query) -> list[int]:
    """The numbers of the documents, best first."""
    sought = _sought(query)
    scored = sorted((-_score(found, sought), -found.number) for found in candidates)
    return [-number for _points, number in scored]


def _sought(query: Query) -> _Sought:
    words = tuple(
        _Pattern(tuple(f" {form} " for form in word.forms), f" {word.beginning}" if word.beginning else "")
        for word in query.words
    )
    return _Sought(words, tuple(_continued(words[0].whole, words[1])) if len(words) > 1 else ())


def _score(candidate: Candidate, sought: _Sought) -> float:
    length = 0.25 + 0.75 * len(candidate.text_stems) / TYPICAL_LENGTH
    points, in_title = 0.0, 0
    for word in sought.words:
        in_title += bool(word.occurrences(candidate.title_stems))
        often = word.occurrences(candidate.text_stems)
        points += often / (often + SATURATION * length)
    points += WEIGHT_OF_TITLE * in_title
    points += WEIGHT_OF_NEIGHBOURS * _stand_together(sought, candidate.title_stems)
    points += _stand_together(sought, candidate.text_stems)
    return points + (in_title == len(sought.words) == len(candidate.title_stems.split()))


def _stand_together(sought: _Sought, stems: str) -> bool:
    """Whether the words, if there are several, stand side by side in their order."""
    phrases = [phrase for phrase in sought.openings if phrase in stems]
    for word in sought.words[2:]:
        phrases = [phrase for phrase in _continued(phrases, word) if phrase in stems]
    return bool(phrases)


def _continued(phrases: Iterable[str], word: _Pattern) -> Iterator[str]:
    for phrase in phrases:
        for form in word.whole:
            yield f"{phrase}{form[1:]}"
        if word.beginning:
            yield f"{phrase}{word.beginning[1:]}"
