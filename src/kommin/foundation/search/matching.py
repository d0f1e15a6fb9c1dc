"""The one question that every search asks of the index, in the language of each database.

A question is a conjunction of alternatives of tokens: nothing else is needed, and every database can answer it from its
index alone. Tokens consist of letters, digits and `_`, so quoting them is safe.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from kommin.foundation.search import tokens
from kommin.foundation.search.asking import Query, Word


@dataclass(frozen=True, slots=True)
class Term:
    """A token, or all tokens that begin with it."""

    token: str
    is_beginning: bool = False


@dataclass(frozen=True, slots=True)
class AnyOf:
    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class AllOf:
    parts: tuple["Condition", ...]


Condition = Term | AnyOf | AllOf


@dataclass(frozen=True, slots=True)
class Limits:
    """Within which documents is searched. `None` means all of them; an empty list means none."""

    kinds: Sequence[str] | None = None
    scopes: Sequence[str] | None = None
    languages: Sequence[str] | None = None
    public: bool = False
    """Only what everybody may see."""

    @property
    def exclude_everything(self) -> bool:
        return any(chosen is not None and not chosen for chosen in (self.kinds, self.scopes, self.languages))

    def conditions(self) -> list[Condition]:
        named: tuple[tuple[Sequence[str] | None, Callable[[str], str]], ...] = (
            (self.kinds, tokens.kind_token),
            (self.scopes, tokens.scope_token),
            (self.languages, tokens.language_token),
        )
        conditions: list[Condition] = [
            any_of(Term(make(name)) for name in chosen) for chosen, make in named if chosen is not None
        ]
        if self.public:
            conditions.append(Term(tokens.PUBLIC_TOKEN))
        return conditions


def any_of(parts: Iterable[Condition]) -> Condition:
    known = tuple(dict.fromkeys(parts))
    return known[0] if len(known) == 1 else AnyOf(known)


def all_of(parts: Iterable[Condition]) -> Condition:
    known = tuple(dict.fromkeys(parts))
    return known[0] if len(known) == 1 else AllOf(known)


def condition_of(query: Query, limits: Limits, *, in_title: bool = False) -> Condition:
    """All words of the query within the limits; `in_title` asks for them in the title alone."""
    words: list[Condition] = []
    for chunk in query.chunks:
        apart = all_of(_found(word, in_title=in_title) for word in chunk.words)
        words.append(any_of([apart, _found(chunk.joined, in_title=in_title)]) if chunk.joined else apart)
    return all_of([*words, *limits.conditions()])


def _found(word: Word, *, in_title: bool) -> Condition:
    others = sorted(form for form in word.forms if not (word.beginning and form.startswith(word.beginning)))
    forms: list[Condition] = [Term(tokens.word_token(form, of_title=in_title)) for form in others]
    if word.beginning:
        forms.append(Term(tokens.word_token(word.beginning, of_title=in_title), is_beginning=True))
    return any_of(forms)


def as_fts5(condition: Condition) -> str:
    """For SQLite's `MATCH`."""
    match condition:
        case Term(token, is_beginning):
            return f'"{token}"*' if is_beginning else f'"{token}"'
        case AnyOf(parts):
            return f"({' OR '.join(map(as_fts5, parts))})"
        case AllOf(parts):
            return f"({' AND '.join(map(as_fts5, parts))})"


def as_tsquery(condition: Condition) -> str:
    """For PostgreSQL's `::tsquery`."""
    match condition:
        case Term(token, is_beginning):
            return f"'{token}':*" if is_beginning else f"'{token}'"
        case AnyOf(parts):
            return f"({' | '.join(map(as_tsquery, parts))})"
        case AllOf(parts):
            return f"({' & '.join(map(as_tsquery, parts))})"
