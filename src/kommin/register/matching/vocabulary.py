"""The words of a language around a place's name: designations, offices, bodies, fillers. Data, not code."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from kommin.foundation.search import fold


@dataclass(frozen=True)
class Vocabulary:
    """Folded words of one language.

    Attributes:
        levels: a designation and the level it speaks of.
        offices, office_endings: words (or their ends) that name an office.
        bodies, body_endings: words (or their ends) that make the whole a body of its own.
        spelt: a pattern for legal forms written with points and blanks, or None.
        fillers: words that carry nothing.
        prepositions: beginnings of an addition that may be left out, longest first.
        abbreviations: short words and what they stand for.
    """

    levels: Mapping[str, str]
    offices: frozenset[str]
    office_endings: tuple[str, ...]
    bodies: frozenset[str]
    body_endings: tuple[str, ...]
    spelt: re.Pattern[str] | None
    fillers: frozenset[str]
    prepositions: tuple[tuple[str, ...], ...]
    abbreviations: Mapping[str, str]

    def is_office(self, word: str) -> bool:
        """Whether a folded word names an office, alone or as the last part of a compound."""
        return word in self.offices or word.endswith(self.office_endings)

    def is_body(self, word: str) -> bool:
        """Whether a folded word makes the text speak of a body of its own."""
        return word in self.bodies or word.endswith(self.body_endings)


@lru_cache(maxsize=8)
def vocabulary(language: str) -> Vocabulary:
    """The words of a language; a language without a file of its own has none, and names still match.

    Args:
        language: two letters, e.g. "de".
    """
    file = resources.files("kommin.register") / "data" / "words" / f"{language}.toml"
    data = tomllib.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
    offices, bodies, fillers = (data.get(part, {}) for part in ("offices", "bodies", "fillers"))
    spelt = bodies.get("spelt", [])
    return Vocabulary(
        levels={fold(word): level for level, words in data.get("levels", {}).items() for word in words},
        offices=frozenset(map(fold, offices.get("words", []))),
        office_endings=tuple(map(fold, offices.get("endings", []))),
        bodies=frozenset(map(fold, bodies.get("words", []))),
        body_endings=tuple(map(fold, bodies.get("endings", []))),
        spelt=re.compile("|".join(spelt)) if spelt else None,
        fillers=frozenset(map(fold, fillers.get("words", []))),
        prepositions=tuple(
            sorted((tuple(fold(phrase).split()) for phrase in fillers.get("prepositions", [])), key=len, reverse=True)
        ),
        abbreviations={fold(short): fold(full) for short, full in data.get("abbreviations", {}).items()},
    )
