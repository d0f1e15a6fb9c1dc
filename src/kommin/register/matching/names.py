"""The ways to write one place's name, made from the name itself by rules."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kommin.foundation.search import fold, fold_loosely
from kommin.register.matching.entries import DISTRICT, Entry
from kommin.register.matching.vocabulary import Vocabulary

EXACT, ALIAS, SHORT, LOOSE, LOOSE_AND_SHORT, PART = 1.0, 0.97, 0.95, 0.93, 0.85, 0.5
_IN_BRACKETS = re.compile(r"^(?P<base>.+?)\s*(?:\((?P<inner>[^()]*)\)|/(?P<tail>[^/]+))\s*$")
_SHORTEST_PART = 4
# A short name without its umlaut is often another place's name: Löhne and Lohne.
_SHORT_NAME = 5


@dataclass(frozen=True, slots=True)
class Spelling:
    """One way to write an entry's name.

    Attributes:
        text: folded words.
        entry: whose name it is.
        worth: how surely the spelling alone means the entry, 0 to 1.
        qualified: whether it contains the addition that the full name has.
    """

    text: str
    entry: Entry
    worth: float
    qualified: bool = True


@dataclass(frozen=True, slots=True)
class NameParts:
    """A name without its addition, and the addition: ("Stolberg", "Rhld.")."""

    base: str
    addition: str


def take_apart(name: str, words: Vocabulary) -> NameParts:
    """Split "Stolberg (Rhld.)", "Fröndenberg/Ruhr" or "Mülheim an der Ruhr" into name and addition."""
    if found := _IN_BRACKETS.match(name):
        return NameParts(found["base"], found["inner"] or found["tail"] or "")
    parts = name.split()
    for start in range(1, len(parts) - 1):
        for phrase in words.prepositions:
            end = start + len(phrase)
            if end < len(parts) and tuple(fold(part) for part in parts[start:end]) == phrase:
                return NameParts(" ".join(parts[:start]), " ".join(parts[end:]))
    return NameParts(name, "")


def spellings(entry: Entry, words: Vocabulary) -> Iterator[Spelling]:
    """All spellings of an entry that follow from its names, the strongest first; a text may come twice."""
    parts = take_apart(entry.name, words)
    bare = not parts.addition
    names = [
        (entry.name, EXACT, True),
        (entry.official_name, EXACT, True),
        (parts.base, EXACT if bare else SHORT, bare),
    ]
    names += [(f"{parts.base} {parts.addition}", SHORT, True)]
    names += [(alias, ALIAS, True) for alias in entry.aliases]
    if entry.level == DISTRICT:
        names += [(without_level_word(entry.name, words), SHORT, True)]
    for name, worth, qualified in names:
        folded = fold(name)
        if folded:
            yield Spelling(folded, entry, worth, qualified)
            for short, full in words.abbreviations.items():
                if full in folded.split():
                    abbreviated = " ".join(short if word == full else word for word in folded.split())
                    yield Spelling(abbreviated, entry, min(worth, ALIAS), qualified)
            loose = fold_loosely(name)
            yield Spelling(loose, entry, min(worth, LOOSE if len(loose) > _SHORT_NAME else LOOSE_AND_SHORT), qualified)


def without_level_word(name: str, words: Vocabulary) -> str:
    """A district's name without the word that says so: "Rhein-Sieg-Kreis" → "rhein sieg"."""
    folded = fold(name)
    kept = [word for word in folded.split() if words.levels.get(word) != DISTRICT]
    for word, level in words.levels.items():
        # Written as one word: Hochsauerlandkreis.
        if level == DISTRICT and len(kept) == 1 and len(word) > 2 and kept[0].endswith(word) and kept[0] != word:
            return kept[0].removesuffix(word)
    return " ".join(kept)


def parts_of(entry: Entry, words: Vocabulary) -> Iterator[Spelling]:
    """The single words of a name of several, a weak sign: "Oeynhausen", "Wittgenstein"."""
    base = fold(take_apart(entry.name, words).base).split()
    if len(base) < 2:
        return
    for word in base:
        if len(word) >= _SHORTEST_PART and word not in words.fillers and word not in words.levels:
            yield Spelling(word, entry, PART, qualified=False)


def addition_words(entry: Entry, words: Vocabulary) -> str:
    """The folded addition of an entry's name, or an empty string."""
    return fold(take_apart(entry.name, words).addition)
