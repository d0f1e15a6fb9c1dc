"""From what a person typed to what the index is asked. Pure; any text is a query, none is an error.

All words must occur, in any order; the last may be the beginning of a word. A word with a hyphen meets the same written
in one or in two. Little words ("und", "the") count only when nothing else was typed. Quotes and operators mean nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from kommin.foundation.search.stemming import LANGUAGES, stem
from kommin.foundation.search.tokens import folded_words, joined_words

MOST_WORDS = 12
LONGEST_QUERY = 1_000
SHORTEST_BEGINNING, SHORTEST_BEGINNING_OF_NUMBER = 3, 2
"""Fewer letters are no beginning of a word: too many words begin with them."""

# Folded, as they come out of folding.
_LITTLE_WORDS = """
aber als am an auch auf aus bei beim bis das dass dem den der des die durch ein eine einem einen einer eines er es fur
hat ich ihr im in ist mit nach nicht oder sich sie sind so uber um und vom von vor war wie wird wir zu zum zur
a and are as at be by for from has he is it not of on or that the this to was we were with
"""
LITTLE_WORDS = frozenset(_LITTLE_WORDS.split())


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a query in all the forms in which it counts as found."""

    forms: frozenset[str]
    beginning: str = ""


@dataclass(frozen=True, slots=True)
class Chunk:
    """What stood between two blanks: its words must all occur, or the one word they make without hyphens."""

    words: tuple[Word, ...]
    joined: Word | None = None


@dataclass(frozen=True, slots=True)
class Query:
    """What a person looks for; false when there is no word in it."""

    chunks: tuple[Chunk, ...]

    def __bool__(self) -> bool:
        return bool(self.chunks)

    @property
    def words(self) -> list[Word]:
        return [word for chunk in self.chunks for word in (*chunk.words, *filter(None, [chunk.joined]))]

    @property
    def forms(self) -> frozenset[str]:
        """The stems in which its words are found."""
        return frozenset().union(*(word.forms for word in self.words))

    @property
    def beginnings(self) -> tuple[str, ...]:
        """With what a folded word of a text begins that is found before it was typed to its end."""
        return tuple(word.beginning for word in self.words if word.beginning)


def understand(text: str, *, languages: Iterable[str] = LANGUAGES) -> Query:
    """Read what was typed; `languages` are those of the documents that are searched."""
    written = [(part, folded_words(part)) for part in text[:LONGEST_QUERY].split()]
    written = [entry for entry in written if entry[1]]
    telling = [entry for entry in written if not LITTLE_WORDS.issuperset(entry[1])] or written
    ends_with_telling_word = bool(written) and written[-1] is telling[-1]
    chunks: list[Chunk] = []
    left = MOST_WORDS
    for number, (part, words) in enumerate(telling):
        if left <= 0:
            break
        open_ended = ends_with_telling_word and number == len(telling) - 1
        chunks.append(_chunk(part, words[:left], tuple(languages), open_ended=open_ended))
        left -= len(words)
    return Query(tuple(dict.fromkeys(chunks)))


def _chunk(part: str, words: list[str], languages: tuple[str, ...], *, open_ended: bool) -> Chunk:
    closed = [_word(word, languages) for word in words[:-1]]
    final = _word(words[-1], languages, open_ended=open_ended)
    joined = next(joined_words(part), None) if len(words) > 1 else None
    return Chunk((*closed, final), _word(joined, languages, open_ended=open_ended) if joined else None)


def _word(word: str, languages: tuple[str, ...], *, open_ended: bool = False) -> Word:
    shortest = SHORTEST_BEGINNING_OF_NUMBER if word.isdigit() else SHORTEST_BEGINNING
    return Word(
        forms=frozenset(stem(word, language) for language in languages),
        beginning=word if open_ended and len(word) >= shortest else "",
    )
