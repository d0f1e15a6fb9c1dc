"""Stemming: the forms of a word meet ("Gemeinden", "Gemeinde"), by Snowball's algorithm for the language."""

from functools import lru_cache
from typing import Any

import snowballstemmer

from kommin.foundation.search.folding import words

_ALGORITHMS = {"de": "german", "en": "english"}
LANGUAGES = tuple(_ALGORITHMS)


@lru_cache(maxsize=8)
def _stemmer(language: str) -> Any:
    return snowballstemmer.stemmer(_ALGORITHMS[language])


@lru_cache(maxsize=65_536)
def stem(word: str, language: str = "de") -> str:
    """The stem of one folded word.

    Raises:
        KeyError: no algorithm is known for the language.
    """
    return _stemmer(language).stemWord(word)


def stems(text: str, *, language: str = "de") -> list[str]:
    """The folded and stemmed words of a text, in order; for an index and for what is searched in it.

    Snowball's German takes "ae", "oe", "ue" for umlauts, so folding first loses nothing.

    Raises:
        KeyError: no algorithm is known for the language.
    """
    return [stem(word, language) for word in words(text)]
