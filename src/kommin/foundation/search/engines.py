"""The table of words on each database: a `tsvector` with a GIN index on PostgreSQL, FTS5 on SQLite.

On PostgreSQL the words stand in a table of their own whose rows are tiny (the vectors are kept out of line), so that
going through the 50,000 documents of a common word reads a few megabytes. Neither table holds positions or weights:
whatever they cannot answer from the index alone would cost a look at every document.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection
from django.db.models.expressions import RawSQL

from kommin.foundation.search.matching import Condition, as_fts5, as_tsquery


def write_words(rows: Iterable[tuple[int, Sequence[str]]]) -> None:
    """Set the words of documents, given by their numbers."""
    all_rows = [(number, list(words)) for number, words in rows]
    if connection.vendor == "postgresql":
        statement = (
            "INSERT INTO search_words (document_id, words) VALUES (%s, array_to_tsvector(%s::text[]))"
            " ON CONFLICT (document_id) DO UPDATE SET words = EXCLUDED.words"
        )
        values: Sequence[Any] = all_rows
    else:
        erase_words(number for number, _ in all_rows)
        statement = "INSERT INTO search_words (rowid, words) VALUES (%s, %s)"
        values = [(number, " ".join(words)) for number, words in all_rows]
    with connection.cursor() as cursor:
        cursor.executemany(statement, values)


def erase_words(numbers: Iterable[int]) -> None:
    """Forget the words of documents."""
    column = "document_id" if connection.vendor == "postgresql" else "rowid"
    with connection.cursor() as cursor:
        cursor.executemany(
            f"DELETE FROM search_words WHERE {column} = %s",  # noqa: S608 - one of two names of ours
            [(number,) for number in numbers],
        )


def tidy() -> None:
    """Bring the index into its fastest form after much was written."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT gin_clean_pending_list('search_words_found'::regclass)")
            cursor.execute("ANALYZE search_words")
            cursor.execute("ANALYZE search_document")
        else:
            cursor.execute("INSERT INTO search_words (search_words) VALUES ('optimize')")
            cursor.execute("ANALYZE search_document")


def found_numbers(condition: Condition) -> RawSQL:
    """The numbers of the documents that meet a condition, for `pk__in`."""
    return RawSQL(*_select(condition))  # noqa: S611 - the condition travels as a parameter


def newest(condition: Condition, most: int, *, is_common: bool = False) -> list[int]:
    """The numbers of the documents added last that meet a condition; `is_common` if very many do."""
    statement, parameters = _select(condition)
    if connection.vendor == "postgresql" and is_common:  # enough are found by going through the newest
        statement += " ORDER BY document_id DESC"
    elif connection.vendor == "postgresql":  # all are collected first: among the newest there may be none
        statement = f"WITH found (number) AS MATERIALIZED ({statement}) SELECT number FROM found ORDER BY number DESC"  # noqa: S608 - a statement of ours
    else:
        statement += " ORDER BY rowid DESC"
    return _numbers(f"{statement} LIMIT %s", [*parameters, most])


def some_keys(condition: Condition, most: int) -> list[int]:
    """The keys of documents that meet a condition: of all if they are no more than `most`, otherwise of any so many."""
    statement, parameters = _select(condition)
    column = "document_id" if connection.vendor == "postgresql" else "rowid"
    few = f"WITH found AS MATERIALIZED ({statement} LIMIT %s)"
    return _numbers(f"{few} SELECT key FROM search_document JOIN found ON {column} = id", [*parameters, most])  # noqa: S608 - statements of ours


def count(condition: Condition, most: int) -> int:
    """How many documents meet a condition; counting stops at `most`."""
    statement, parameters = _select(condition)
    limited = f"SELECT COUNT(*) FROM ({statement} LIMIT %s) AS found"  # noqa: S608 - built from constants
    return _numbers(limited, [*parameters, most])[0]


def _select(condition: Condition) -> tuple[str, list[str]]:
    if connection.vendor == "postgresql":
        return "SELECT document_id FROM search_words WHERE words @@ %s::tsquery", [as_tsquery(condition)]
    return "SELECT rowid FROM search_words WHERE search_words MATCH %s", [as_fts5(condition)]


def _numbers(statement: str, parameters: Sequence[str | int]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return [int(row[0]) for row in cursor.fetchall()]
