"""Guesses: misspelt, cut off, run together, abbreviated. Useful to offer, rarely to be taken unasked."""

import re
from collections.abc import Iterator, Sequence

from rapidfuzz import process
from rapidfuzz.distance import OSA

from kommin.register.matching.entries import Entry
from kommin.register.matching.index import Index
from kommin.register.matching.names import Spelling
from kommin.register.matching.reading import Word

_RUN_TOGETHER, _ABBREVIATED, _LOST_LETTER = 0.94, 0.93, 0.92
_HIGHEST_GUESS = 0.88
_BEGINNING, _PART_ALONE, _PART_OF_SEVERAL, _OTHER_LEVEL = 0.6, 0.65, 0.5, 0.3
_SHORTEST_TO_GUESS, _SHORTEST_BEGINNING = 4, 3
_CANDIDATES = 12


def guesses(words: Sequence[Word], index: Index) -> Iterator[tuple[Entry, float]]:
    """Places that a text without a readable name may mean, with confidences; a place may come twice."""
    core = _core(words, index)
    if not core:
        return
    level = next((index.words.levels[word.text] for word in words if word.text in index.words.levels), "")
    text = " ".join(word.text for word in core)
    for spelling, confidence in _all_guesses(text, core, index):
        fitting = not level or spelling.entry.level == level
        yield spelling.entry, confidence if fitting else min(confidence, _OTHER_LEVEL)


def _all_guesses(text: str, core: Sequence[Word], index: Index) -> Iterator[tuple[Spelling, float]]:
    if "?" in text:
        yield from _with_lost_letters(text, index)
        return
    if text in index.by_text:
        # The name was readable and has been judged with all that stands around it.
        return
    together = list(index.by_letters.get(text.replace(" ", ""), {}).values())
    for spelling in together:
        yield spelling, _RUN_TOGETHER if len(together) == 1 else _PART_ALONE
    if together:
        return
    if any(word.dotted for word in core):
        yield from _unless_several(_abbreviated(core, index), _ABBREVIATED)
    parts = list(index.by_part.get(text, {}).values())
    for part in parts:
        yield part, _PART_ALONE if len(parts) == 1 else _PART_OF_SEVERAL
    # A word of a longer name, rightly spelt, is likelier than another name misspelt.
    highest = _PART_OF_SEVERAL if parts else 1.0
    for spelling, confidence in (*_misspelt(text, index), *_beginnings(text, index)):
        yield spelling, min(confidence, highest)


def _core(words: Sequence[Word], index: Index) -> list[Word]:
    """The words that could be the name.

    The first part of the text that has such words counts; brackets and everything from an office on are left out.
    """
    core: list[Word] = []
    for word in words:
        if core and word.after_break:
            break
        if index.words.is_office(word.text) and core:
            break
        skipped = (
            word.bracketed or word.text.isdigit() or word.text in index.words.levels or index.words.is_office(word.text)
        )
        if not skipped and (core or word.text not in index.words.fillers):
            core.append(word)
    while core and core[-1].text in index.words.fillers and len(core) > 1:
        core.pop()
    return core


def _misspelt(text: str, index: Index) -> Iterator[tuple[Spelling, float]]:
    if len(text) < _SHORTEST_TO_GUESS:
        return
    allowed = 1 if len(text) < 7 else 2 if len(text) < 12 else 3
    alike = index.of_length(len(text) - allowed, len(text) + allowed)
    near = process.extract(text, alike, scorer=OSA.distance, score_cutoff=allowed, limit=_CANDIDATES)
    for candidate, distance, _ in near:
        if distance == 0:
            continue
        confidence = _HIGHEST_GUESS - 0.55 * distance / max(len(text), len(candidate)) - 0.04 * (distance - 1)
        if text[0] != candidate[0]:
            confidence -= 0.1
        for spelling in index.by_text[candidate].values():
            yield spelling, round(confidence * min(1.0, spelling.worth + 0.05), 3)


def _beginnings(text: str, index: Index) -> Iterator[tuple[Spelling, float]]:
    if len(text) < _SHORTEST_BEGINNING:
        return
    for candidate in index.beginning_with(text):
        for spelling in index.by_text[candidate].values():
            yield spelling, round(_BEGINNING - 0.2 * (1 - len(text) / len(candidate)), 3)


def _abbreviated(core: Sequence[Word], index: Index) -> list[Spelling]:
    """Names whose words begin with the dotted words: "Berg. Gladbach"."""
    found: dict[str, Spelling] = {}
    for text in index.texts:
        parts = text.split()
        if len(parts) == len(core) and all(
            part.startswith(word.text) if word.dotted else part == word.text
            for part, word in zip(parts, core, strict=True)
        ):
            found |= index.by_text[text]
    return list(found.values())


def _unless_several(found: Sequence[Spelling], confidence: float) -> Iterator[tuple[Spelling, float]]:
    for spelling in found:
        yield spelling, confidence if len(found) == 1 else _PART_OF_SEVERAL


def _with_lost_letters(text: str, index: Index) -> Iterator[tuple[Spelling, float]]:
    """Names that fit where a conversion left "?" or a replacement character for one letter: "M?nster"."""
    pattern = re.compile("".join(".{1,2}" if char == "?" else re.escape(char) for char in text))
    found: dict[str, Spelling] = {}
    for candidate in index.texts:
        if pattern.fullmatch(candidate):
            found |= index.by_text[candidate]
    yield from _unless_several(list(found.values()), _LOST_LETTER)
