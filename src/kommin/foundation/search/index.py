"""The full-text index of the house: the same hits on PostgreSQL and SQLite. How to use it: `docs/search.md`."""

from kommin.foundation.search.asking import understand
from kommin.foundation.search.finding import Hit, Matches, Results, matches, matching, search
from kommin.foundation.search.likeness import Likeness, similar, similar_keys
from kommin.foundation.search.snippets import excerpt, highlighted
from kommin.foundation.search.sources import Source, register_source
from kommin.foundation.search.writing import (
    Entry,
    index_document,
    index_documents,
    remove_document,
    remove_documents,
)

__all__ = [
    "Entry",
    "Hit",
    "Likeness",
    "Matches",
    "Results",
    "Source",
    "excerpt",
    "highlighted",
    "index_document",
    "index_documents",
    "matches",
    "matching",
    "register_source",
    "remove_document",
    "remove_documents",
    "search",
    "similar",
    "similar_keys",
    "understand",
]
