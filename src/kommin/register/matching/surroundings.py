"""The stretches of a text that are names, and what the words around them say."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from kommin.register.matching.entries import Entry
from kommin.register.matching.index import Index
from kommin.register.matching.names import Spelling
from kommin.register.matching.reading import Word
from kommin.register.matching.vocabulary import Vocabulary

_STRIPPED = 0.97
_OFFICE_BEFORE, _OFFICE_BEHIND, _ANYTHING_BEHIND = 0.95, 0.95, 0.92
_ADDITION_FITS, _ADDITION_USUAL, _ADDITION_UNUSUAL = 0.97, 0.94, 0.85
_UNKNOWN_BEFORE_DESIGNATION, _UNKNOWN_BEHIND_BREAK = 0.8, 0.7
_UNKNOWN_BESIDE, _ADDITION_CONTRADICTS = 0.6, 0.5
_LONGEST_ADDITION = 4


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words `start` to `end` (exclusive) of a text that spell the names of one or several places."""

    start: int
    end: int
    text: str
    spellings: tuple[Spelling, ...]
    says_its_level: bool


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What stands around a stretch.

    Attributes:
        level: the level that a designation beside it speaks of, or an empty string.
        limit: the highest confidence that the unexplained words allow.
        addition: the addition behind the name, as the register knows it; None if there is none, "?" if unknown.
        beside_an_office: whether it only occurs within the name of an office ("Amt für die Lage").
    """

    level: str
    limit: float
    addition: str | None = None
    beside_an_office: bool = False

    def limit_for(self, entry: Entry, index: Index, *, qualified: bool) -> float:
        """The limit for one place, whose own addition may agree with the one written or contradict it."""
        if self.addition is None:
            return self.limit
        own = index.additions.get(entry.key, "")
        if own and (own == self.addition or own.startswith(self.addition)):
            return min(self.limit, _ADDITION_FITS)
        if qualified and not own and self.addition in index.qualifiers.values():
            return min(self.limit, _ADDITION_USUAL if self.addition in index.usual_additions else _ADDITION_UNUSUAL)
        return min(self.limit, _ADDITION_CONTRADICTS)


def stretches(words: Sequence[Word], index: Index) -> list[Stretch]:
    """The names in a text, the longest first where they overlap, in order of appearance."""
    taken = [False] * len(words)
    found: list[Stretch] = []
    for length in range(min(index.longest, len(words)), 0, -1):
        for start in range(len(words) - length + 1):
            if any(taken[start : start + length]):
                continue
            text = " ".join(word.text for word in words[start : start + length])
            spellings = index.by_text.get(text)
            if not spellings or (length == 1 and (text in index.words.fillers or text in index.words.levels)):
                continue
            taken[start : start + length] = [True] * length
            own_level = any(index.words.levels.get(word) for word in text.split()) or _is_full_name(text, spellings)
            found.append(Stretch(start, start + length, text, tuple(spellings.values()), own_level))
    return sorted(found, key=lambda stretch: stretch.start)


def _is_full_name(text: str, spellings: dict[str, Spelling]) -> bool:
    """Whether a name of several words belongs to one place only, so that a designation cannot change it."""
    return len(spellings) == 1 and " " in text


def names_a_body(text: str, words: Sequence[Word], named: Sequence[Stretch], vocabulary: Vocabulary) -> bool:
    """Whether the words outside the names make the text speak of a body of its own."""
    if vocabulary.spelt and vocabulary.spelt.search(text):
        return True
    inside = {position for stretch in named for position in range(stretch.start, stretch.end)}
    outside = [(position, word.text) for position, word in enumerate(words) if position not in inside]
    if any(vocabulary.is_body(word) for _, word in outside):
        return True
    return any(f"{left} {right}" in vocabulary.bodies for (_, left), (_, right) in itertools.pairwise(outside))


def explain(words: Sequence[Word], named: Sequence[Stretch], stretch: Stretch, index: Index) -> Surroundings:
    """Read the words around one stretch, up to the neighbouring stretches."""
    vocabulary = index.words
    before_limit = max((other.end for other in named if other.end <= stretch.start), default=0)
    after_limit = min((other.start for other in named if other.start >= stretch.end), default=len(words))
    before = list(words[before_limit : stretch.start])
    after = list(words[stretch.end : after_limit])
    if after_limit < len(words):
        after = _without_designation_of_the_next(after, vocabulary)
    level_before = next(
        (vocabulary.levels[word.text] for word in reversed(before) if word.text in vocabulary.levels), ""
    )
    addition, rest = _take_addition(after, index)
    level_after = next((vocabulary.levels[word.text] for word in rest if word.text in vocabulary.levels), "")
    level = level_before or level_after
    designated_before = bool(level_before) or stretch.says_its_level
    designated = bool(level) or stretch.says_its_level
    limit = min(_limit_before(before, vocabulary, designated_before), _limit_behind(rest, vocabulary, designated))
    office_between = before_limit > 0 and not level_before and any(vocabulary.is_office(word.text) for word in before)
    return Surroundings(level, limit, addition, office_between)


def _without_designation_of_the_next(after: list[Word], vocabulary: Vocabulary) -> list[Word]:
    """Words before a following name that belong to it: in "Siegen, Kreis Olpe" the "Kreis"."""
    while after and (after[-1].text in vocabulary.fillers or after[-1].text in vocabulary.levels):
        after = after[:-1]
    return after


def _take_addition(after: list[Word], index: Index) -> tuple[str | None, list[Word]]:
    """The addition right behind a name ("(Westf.)", "a. d. Ruhr") and the words that remain."""
    for length in range(min(_LONGEST_ADDITION, len(after)), 0, -1):
        if any(word.after_break for word in after[:length]):
            continue
        text = " ".join(word.text for word in after[:length])
        group = index.addition_group(text) or index.addition_group(_without_prepositions(text, index.words))
        if group is not None:
            return group, after[length:]
    bracketed = [word for word in after if word.bracketed and not _explained(word.text, index.words)]
    if bracketed:
        return "?", [word for word in after if not word.bracketed]
    return None, after


def _without_prepositions(text: str, vocabulary: Vocabulary) -> str:
    parts = tuple(text.split())
    for phrase in vocabulary.prepositions:
        if parts[: len(phrase)] == phrase and len(parts) > len(phrase):
            return " ".join(parts[len(phrase) :])
    return text


def _explained(word: str, vocabulary: Vocabulary) -> bool:
    return (
        len(word) == 1
        or word in vocabulary.fillers
        or word in vocabulary.levels
        or vocabulary.is_office(word)
        or any(char.isdigit() for char in word)
    )


def _limit_before(before: Sequence[Word], vocabulary: Vocabulary, designated: bool) -> float:
    unknown = [word for word in before if not _explained(word.text, vocabulary)]
    if not unknown:
        return _STRIPPED if before else 1.0
    if any(vocabulary.is_office(word.text) for word in before):
        return _OFFICE_BEFORE if designated else _UNKNOWN_BEHIND_BREAK
    return _UNKNOWN_BEFORE_DESIGNATION if designated else _UNKNOWN_BESIDE


def _limit_behind(after: Sequence[Word], vocabulary: Vocabulary, designated: bool) -> float:
    """What stands behind: everything from an office's name on belongs to the office."""
    limit = _STRIPPED if after else 1.0
    broken = False
    for word in after:
        broken = broken or word.after_break
        if vocabulary.is_office(word.text):
            return min(limit, _OFFICE_BEHIND)
        if not _explained(word.text, vocabulary):
            if not broken:
                limit = min(limit, _UNKNOWN_BESIDE)
            else:
                limit = min(limit, _ANYTHING_BEHIND if designated else _UNKNOWN_BEHIND_BREAK)
    return limit
