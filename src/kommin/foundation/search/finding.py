"""Looking things up in the index: a ranked page of hits, a filter for a list, things like another."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import BigIntegerField, CharField, Exists, F, Model, OuterRef, QuerySet, Subquery
from django.db.models.functions import Cast
from django.utils.safestring import SafeString

from kommin.foundation.many import these
from kommin.foundation.search import engines, snippets
from kommin.foundation.search.asking import Query, understand
from kommin.foundation.search.matching import Condition, Limits, condition_of
from kommin.foundation.search.models import LONGEST_KEY, Document
from kommin.foundation.search.ranking import Candidate, ranked
from kommin.foundation.search.stemming import LANGUAGES

MOST_RANKED = 400
"""So many documents are compared with each other, those with the words in their title first, then the newest."""
COUNTED_UP_TO = 1_000
SOME_MORE = 1.2
"""How many more rows are looked at than hits are wanted: not every part of a list holds as many."""
LOOKED_AT = 50_000
"""So many rows of a list are looked at for hits at most, as far as can be told before."""
LISTED_UP_TO = 2_000
"""So many hits are handed to a list by their keys; beyond that the list's own order finds enough of them soon."""
Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True, slots=True)
class Hit:
    """A document that was found; `title` and `snippet` are safe HTML with the words found in `<mark>`."""

    kind: str
    key: str
    language: str
    plain_title: str
    title: SafeString
    snippet: SafeString


@dataclass(frozen=True, slots=True)
class Results:
    """A page of hits."""

    hits: list[Hit]
    total: int
    """How many documents were found, counted up to `COUNTED_UP_TO`."""
    is_more_than_total: bool
    """Whether there are more than were counted."""
    reachable: int
    """How many of them can be paged to: the best `MOST_RANKED` at most."""
    is_empty_query: bool = False
    """Whether there was no word in what was typed."""


def search(
    query: str,
    *,
    kinds: Sequence[str] | None,
    scopes: Sequence[str] | None,
    public: bool = False,
    languages: Sequence[str] | None = None,
    limit: int = 20,
    offset: int = 0,
) -> Results:
    """The documents in which all words of `query` occur, best first; the last word may be the beginning of one.

    `kinds` and `scopes` say within what is searched, `None` meaning everything, an empty list nothing: whoever searches
    for somebody names the scopes that person may see. `public` leaves only what everybody may see. Any text is a query;
    one without a word in it finds nothing.
    """
    asked = understand(query, languages=languages or LANGUAGES)
    limits = Limits(kinds=kinds, scopes=scopes, languages=languages, public=public)
    if not asked or limits.exclude_everything:
        return Results([], total=0, is_more_than_total=False, reachable=0, is_empty_query=not asked)
    everywhere = engines.spelled_out(condition_of(asked, limits))
    total = engines.count(everywhere, COUNTED_UP_TO + 1)
    candidates = (
        engines.newest(engines.spelled_out(condition_of(asked, limits, in_title=True)), MOST_RANKED) if total else []
    )
    if len(candidates) < min(total, MOST_RANKED):
        seen = set(candidates)
        others = engines.newest(everywhere, MOST_RANKED, is_common=total > COUNTED_UP_TO)
        candidates += [number for number in others if number not in seen][: MOST_RANKED - len(candidates)]
    best = _in_order(candidates, asked)[max(offset, 0) : max(offset, 0) + max(limit, 0)]
    return Results(
        hits=hits_of(best, asked),
        total=min(total, COUNTED_UP_TO),
        is_more_than_total=total > COUNTED_UP_TO,
        reachable=len(candidates),
    )


@dataclass(frozen=True, slots=True)
class Matches:
    """What a query meets among the documents of one kind: a filter for lists of the rows that they stand for."""

    kind: str
    condition: Condition | None
    """None if there was no word to look for."""
    hits: engines.Found

    def among(self, queryset: QuerySet[Row], *, field: str = "pk", whole: bool = False) -> QuerySet[Row]:
        """The rows of `queryset` that are met; `field` is the column that the documents' keys name, a whole number.

        `whole` says that all hits are gone through, as for sums; otherwise the query is made for the first pages of a
        list.
        """
        if self.condition is None:
            return queryset.none()
        if self.hits.keys is not None:
            return queryset.filter(**{f"{field}__in": these(self.hits.keys)})
        if whole:
            keys = Document.objects.filter(kind=self.kind, pk__in=engines.found_numbers(self.condition)).order_by()
            return queryset.filter(**{f"{field}__in": keys.values_list(Cast("key", BigIntegerField()))})
        document = self._document_of(field)
        if self.hits.lie_close:  # the first rows of the list are soon found by looking at each
            return queryset.filter(Exists(document.filter(engines.Meets(self.condition, F("pk")))))
        return queryset.filter(Exists(document.filter(pk__in=engines.found_numbers(self.condition))))

    def first(self, queryset: QuerySet[Row], most: int) -> list[int]:
        """The keys of the first rows of `queryset` that are met, at most so many, in its order.

        Where rows of the list soon meet the query, they are looked at one after the other: among all keys if these are
        known, else in the index.
        """
        if self.hits.every and most * self.hits.apart <= LOOKED_AT:
            return self._walked(queryset.values_list("pk", flat=True), most)
        if self.condition is not None and self.hits.lie_close:
            ahead = int(most * self.hits.apart * SOME_MORE)
            rows = queryset.annotate(document_of=Subquery(self._document_of("pk").values("pk")[:1]))
            found = engines.met_first(rows.values_list("pk", "document_of")[:ahead], self.condition)
            if len(found) >= most:
                return found[:most]
        return list(self.among(queryset).values_list("pk", flat=True)[:most])

    def _walked(self, keys: QuerySet[Any, int], most: int) -> list[int]:
        found: list[int] = []
        looked_at, ahead, is_more = 0, int(most * self.hits.apart * SOME_MORE) + 1, True
        while is_more and len(found) < most:
            some = list(keys[looked_at : looked_at + ahead])
            found += [key for key in some if key in self.hits.every]
            is_more = len(some) == ahead
            looked_at, ahead = looked_at + ahead, ahead * 2
        return found[:most]

    def _document_of(self, field: str) -> QuerySet[Document]:
        """The documents of a row of an outer query."""
        return Document.objects.filter(kind=self.kind, key=Cast(OuterRef(field), CharField(max_length=LONGEST_KEY)))


def matches(
    query: str,
    *,
    kind: str,
    scopes: Sequence[str] | None = None,
    public: bool = False,
    languages: Sequence[str] | None = None,
    every: bool = False,
    scopes_suffice: bool = False,
) -> Matches:
    """Ask the index once, to learn whether the hits are few; the rest happens within the queries of the lists.

    `every` is for whoever counts all hits by what is known of each key: then all of their keys are fetched, as
    `hits.every`. `scopes_suffice` says that the scopes hold nothing but public documents of this kind: PostgreSQL goes
    through the documents of each mark it is asked for, so those that follow from another are not asked for.
    """
    asked = understand(query, languages=languages or LANGUAGES)
    limits = (
        Limits(scopes=scopes, languages=languages)
        if scopes_suffice
        else Limits(kinds=[kind], scopes=scopes, languages=languages, public=public)
    )
    if not asked or limits.exclude_everything:
        return Matches(kind, None, engines.Found([]))
    condition = engines.spelled_out(condition_of(asked, limits))
    look = engines.every_key if every else engines.few_keys
    return Matches(kind, condition, look(condition, LISTED_UP_TO))


def matching(queryset: QuerySet[Row], query: str, *, kind: str, **where: Any) -> QuerySet[Row]:
    """The rows of `queryset` whose documents of one kind meet the query: a filter like others (see `matches`).

    Without a word in the query nothing is found; callers that show everything then do not call this.
    """
    return matches(query, kind=kind, **where).among(queryset)


def _in_order(numbers: Sequence[int], query: Query) -> list[int]:
    rows = engines.columns_of(numbers, "id", "title_stems", "text_stems") if numbers else []
    return ranked((Candidate(*row) for row in rows), query)


def hits_of(numbers: Sequence[int], query: Query) -> list[Hit]:
    """The documents as they are shown, in the order given."""
    rows = engines.columns_of(numbers, "id", "kind", "key", "language", "title", "text") if numbers else []
    found = {row[0]: row[1:] for row in rows}
    return [_hit(found[number], query) for number in numbers if number in found]


def _hit(row: tuple[str, str, str, str, str], query: Query) -> Hit:
    kind, key, language, title, text = row
    return Hit(kind, key, language, title, snippets.highlighted(title, query), snippets.excerpt(text, query))
