"""Documents like another, by the words that tell it from the rest."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from math import log

from django.core.cache import cache

from kommin.foundation.search import engines
from kommin.foundation.search.asking import LITTLE_WORDS, Query, understand
from kommin.foundation.search.finding import Hit, hits_of
from kommin.foundation.search.matching import Condition, Limits, Term, all_of, any_of
from kommin.foundation.search.models import Document
from kommin.foundation.search.ranking import SATURATION
from kommin.foundation.search.tokens import tokens_of, word_token

TELLING_WORDS, FEW = 10, 3
COMMON = 0.2
"""A word in more than this share of the documents leads to no candidates of its own."""
SAMPLE = 200
SAMPLE_KEPT = 600
"""Seconds for which it is remembered how common words are."""
MOST_COMPARED = 400
WEIGHT_OF_TITLE = 2.0
LEAST_LIKENESS = 0.05
"""Share of the weight of the telling words that a document must have to be called similar."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """A text, and where others like it are looked for; `without` names kind and key of those that are passed over."""

    title: str
    text: str = ""
    kinds: Sequence[str]
    scopes: Sequence[str] | None
    public: bool = False
    language: str = "de"
    without: Collection[tuple[str, str]] = ()
    limit: int = 5


def similar(asked: Likeness) -> list[Hit]:
    """The documents most like a text, best first, with the words they share marked.

    Two texts are alike when they share words that most others lack; how common a word is, is estimated from the
    documents added last.
    """
    best, weights = _most_like(asked)
    return hits_of([number for number, _key in best], _as_query(weights, asked.language))


def similar_keys(asked: Likeness) -> list[str]:
    """The keys of what `similar` finds, for showing it in one’s own way; marking the words costs most of the time."""
    return [key for _number, key in _most_like(asked)[0]]


def _most_like(asked: Likeness) -> tuple[list[tuple[int, str]], dict[str, float]]:
    """Number and key of the documents most like the text, best first, and its telling words."""
    limits = Limits(kinds=asked.kinds, scopes=asked.scopes, languages=[asked.language], public=asked.public)
    if limits.exclude_everything:
        return [], {}
    common = _commonness(asked.kinds, asked.language)
    weights = _telling_words(asked.title, asked.text, common, asked.language)
    if not weights:
        return [], {}
    rare = [stem for stem in weights if common.get(stem, 0) <= SAMPLE * COMMON]
    numbers = _candidates(rare or list(weights)[:FEW], limits)
    rows = Document.objects.filter(pk__in=numbers).values_list("pk", "kind", "key", "title_stems", "text_stems")
    needles = [(f" {stem} ", weight) for stem, weight in weights.items()]
    least = LEAST_LIKENESS * sum(weights.values()) * (1 + WEIGHT_OF_TITLE)
    found = [
        (-points, -number, key)
        for number, kind, key, title_stems, text_stems in rows
        if (points := _likeness(needles, title_stems, text_stems)) >= least and (kind, key) not in asked.without
    ]
    return [(-number, key) for _points, number, key in sorted(found)[: asked.limit]], weights


def _telling_words(title: str, text: str, common: Mapping[str, int], language: str) -> dict[str, float]:
    described = tokens_of(kind="", title=title, text=text, scopes=(), public=False, language=language)
    of_title, of_text = Counter(described.title_stems.split()), Counter(described.text_stems.split())
    weights = {
        stem: (WEIGHT_OF_TITLE * bool(of_title[stem]) + of_text[stem] / (of_text[stem] + SATURATION))
        * log((1 + SAMPLE) / (1 + common.get(stem, 0)))
        for stem in of_title | of_text
        if len(stem) > 2 and not stem.isdigit() and stem not in LITTLE_WORDS
    }
    best = sorted((stem for stem in weights if weights[stem] > 0), key=lambda stem: (-weights[stem], stem))
    return {stem: weights[stem] for stem in best[:TELLING_WORDS]}


def _commonness(kinds: Sequence[str], language: str) -> dict[str, int]:
    """In how many documents of a sample, scaled to `SAMPLE`, a stem occurs."""
    key = f"search-commonness:{language}:{','.join(sorted(kinds))}".replace(" ", "_")
    known: dict[str, int] | None = cache.get(key)
    if known is None:
        newest = Document.objects.filter(kind__in=kinds, language=language).order_by("-pk")[:SAMPLE]
        samples = [set(f"{title}{text}".split()) for title, text in newest.values_list("title_stems", "text_stems")]
        counted = Counter(stem for sample in samples for stem in sample)
        scale = SAMPLE / max(len(samples), 20)
        known = {stem: round(number * scale) for stem, number in counted.items() if number > 1}
        cache.set(key, known, SAMPLE_KEPT)
    return known


def _candidates(stems: list[str], limits: Limits) -> list[int]:
    def having(*, of_title: bool) -> Condition:
        return all_of([any_of(Term(word_token(s, of_title=of_title)) for s in stems), *limits.conditions()])

    in_title = engines.newest(having(of_title=True), MOST_COMPARED // 2)
    anywhere = engines.newest(having(of_title=False), MOST_COMPARED)
    return list(dict.fromkeys([*in_title, *anywhere]))[:MOST_COMPARED]


def _likeness(needles: list[tuple[str, float]], title_stems: str, text_stems: str) -> float:
    points = 0.0
    for needle, weight in needles:
        points += weight * (WEIGHT_OF_TITLE * (needle in title_stems) + (needle in text_stems))
    return points


def _as_query(weights: dict[str, float], language: str) -> Query:
    return understand(" ".join([*weights, "."]), languages=[language])
