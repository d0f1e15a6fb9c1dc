"""From texts to what the index stores: a set of tokens for each document. Pure; both databases store the same.

A token is made of `a-z`, `0-9` and `_` alone, so that no database has an opinion about it. Its first letter says what
it is: `w` a word or stem anywhere in the document, `t` one of its title, `k` its kind, `c` a scope, `l` its language,
`p` public. Filters are words like others: a search within an authority is as fast as a search.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kommin.foundation.search.folding import fold_loosely, strip_invisible
from kommin.foundation.search.stemming import stem

LONGEST_WORD = 60
MOST_TOKENS = 20_000
"""A tsvector holds one megabyte; a text with more different words than this is a data dump, not a text."""
RANKED_CHARACTERS = 6_000
_HYPHENATED = re.compile(r"[^\W_]+(?:[-\N{HYPHEN}\N{NON-BREAKING HYPHEN}][^\W_]+)+")
_HYPHENS = re.compile(r"[-\N{HYPHEN}\N{NON-BREAKING HYPHEN}]")
_NOT_PORTABLE = re.compile(r"[^a-z0-9]")


@dataclass(frozen=True, slots=True)
class Tokens:
    """What the index keeps of one document."""

    all: list[str]
    title_stems: str
    text_stems: str


def portable(text: str) -> str:
    """Write any text with `a-z`, `0-9` and `_`; prefixes stay prefixes."""
    return _NOT_PORTABLE.sub(lambda found: f"_{ord(found[0]):x}_", text)


def word_token(word: str, *, of_title: bool = False) -> str:
    """The token of a word or stem, or of its beginning."""
    return ("t" if of_title else "w") + portable(word[:LONGEST_WORD])


def kind_token(kind: str) -> str:
    return f"k{portable(kind.casefold())}"


def scope_token(scope: str) -> str:
    return f"c{portable(scope.casefold())}"


def language_token(language: str) -> str:
    return f"l{portable(language)}"


PUBLIC_TOKEN = "p"  # noqa: S105 - a token of an index


def folded_words(text: str) -> list[str]:
    """The words as they are compared: "Dusseldorf", "Duesseldorf" and "Düsseldorf" are one."""
    return fold_loosely(text).split()


def joined_words(text: str) -> Iterator[str]:
    """Words with a hyphen, written in one: "E-Mail" is also found as "Email"."""
    for found in _HYPHENATED.findall(unicodedata.normalize("NFKC", strip_invisible(text))):
        yield from folded_words(_HYPHENS.sub("", found))


def tokens_of(*, kind: str, title: str, text: str, scopes: Iterable[str], public: bool, language: str) -> Tokens:
    """All tokens of a document, in a fixed order, filters first so that they are never cut off.

    Raises:
        KeyError: no stemming is known for the language.
    """
    of_title, of_text = folded_words(title), folded_words(text)
    title_stems = [stem(word, language) for word in of_title]
    text_stems = [stem(word, language) for word in of_text]
    marks = [kind_token(kind), language_token(language), *map(scope_token, scopes)]
    if public:
        marks.append(PUBLIC_TOKEN)
    in_title = {
        *of_title,
        *title_stems,
        *(form for word in joined_words(title) for form in (word, stem(word, language))),
    }
    in_text = {*of_text, *text_stems, *(form for word in joined_words(text) for form in (word, stem(word, language)))}
    everything = dict.fromkeys(marks)
    everything |= dict.fromkeys(word_token(word, of_title=True) for word in sorted(in_title))
    everything |= dict.fromkeys(word_token(word) for word in sorted(in_title | in_text))
    return Tokens(
        all=list(everything)[:MOST_TOKENS],
        title_stems=_spaced(title_stems),
        text_stems=_spaced(text_stems),
    )


def _spaced(stems: list[str]) -> str:
    spaced = f" {' '.join(stems)} "
    if len(spaced) <= RANKED_CHARACTERS:
        return spaced
    return spaced[: spaced.rindex(" ", 0, RANKED_CHARACTERS) + 1]
