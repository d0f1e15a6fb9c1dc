"""The table of words on each database: a `tsvector` with a GIN index on PostgreSQL, FTS5 on SQLite.

On PostgreSQL the words stand in a table of their own whose rows are tiny (the vectors are kept out of line), so that
going through the 50,000 documents of a common word reads a few megabytes; the keys stand there once more, so that those
of very many hits are known without the documents. Neither table holds positions or weights:
whatever they cannot answer from the index alone would cost a look at every document.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import BooleanField, Func, QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.sql.compiler import SQLCompiler

from kommin.foundation import many
from kommin.foundation.search.matching import AllOf, AnyOf, Condition, Term, all_of, any_of, as_fts5, as_tsquery

LONGEST_KEPT_BEGINNING = 4
"""Of beginnings up to this length FTS5 keeps an index (see the first migration)."""
MOST_SPELLED_OUT = 64
FAR_APART = 100
"""With more documents than so many between one and the next, each is looked up by itself."""
OF_TEXTS = ("w", "t")
"""How tokens of texts and titles begin; the others are marks that nobody types."""
_AFTER_ALL_LETTERS = "{"


def write_words(rows: Iterable[tuple[int, str, Sequence[str]]]) -> None:
    """Set the words of documents, given by their numbers and keys."""
    all_rows = [(number, key, list(words)) for number, key, words in rows]
    if connection.vendor == "postgresql":
        statement = (
            "INSERT INTO search_words (document_id, key, words) VALUES (%s, %s, array_to_tsvector(%s::text[]))"
            " ON CONFLICT (document_id) DO UPDATE SET words = EXCLUDED.words"
        )
        values: Sequence[Any] = all_rows
    else:
        erase_words(number for number, _key, _words in all_rows)
        statement = "INSERT INTO search_words (rowid, words) VALUES (%s, %s)"
        values = [(number, " ".join(words)) for number, _key, words in all_rows]
        _learn({word for _number, _key, words in all_rows for word in words if word.startswith(OF_TEXTS)})
    with connection.cursor() as cursor:
        cursor.executemany(statement, values)


def _learn(words: Iterable[str]) -> None:
    """Keep the words themselves, to know which begin as typed. Those of documents that are gone do no harm."""
    with connection.cursor() as cursor:
        cursor.executemany("INSERT OR IGNORE INTO search_vocabulary (word) VALUES (%s)", [(word,) for word in words])


def erase_words(numbers: Iterable[int]) -> None:
    """Forget the words of documents."""
    column = _number_column()
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


def spelled_out(condition: Condition) -> Condition:
    """The same condition with beginnings of words replaced by the words of the index that begin so.

    SQLite puts the documents of a beginning together anew for each question, unless it is as short as those it keeps an
    index of; the words themselves it finds and reads at once. PostgreSQL gains nothing by it.
    """
    beginnings = dict.fromkeys(_beginnings(condition)) if connection.vendor == "sqlite" else {}
    return _replaced(condition, _words_beginning(list(beginnings))) if beginnings else condition


def _beginnings(condition: Condition) -> Iterator[str]:
    match condition:
        case Term(token, is_beginning=True) if len(token) > LONGEST_KEPT_BEGINNING:
            yield token
        case AnyOf(parts) | AllOf(parts):
            for part in parts:
                yield from _beginnings(part)


def _replaced(condition: Condition, words: Mapping[str, Sequence[str]]) -> Condition:
    match condition:
        case Term(token, is_beginning=True) if 0 < len(words.get(token, ())) <= MOST_SPELLED_OUT:
            return any_of(map(Term, words[token]))
        case AnyOf(parts):
            replaced = [_replaced(part, words) for part in parts]
            return any_of(each for part in replaced for each in (part.parts if isinstance(part, AnyOf) else (part,)))
        case AllOf(parts):
            return all_of(_replaced(part, words) for part in parts)
    return condition


def _words_beginning(tokens: Sequence[str]) -> Mapping[str, Sequence[str]]:
    """The words that begin with each of the tokens, at most one more than are spelled out; one query."""
    one = "SELECT * FROM (SELECT %s AS token, word FROM search_vocabulary WHERE word >= %s AND word < %s LIMIT %s)"
    found: dict[str, list[str]] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            " UNION ALL ".join([one] * len(tokens)),
            [each for token in tokens for each in (token, token, token + _AFTER_ALL_LETTERS, MOST_SPELLED_OUT + 1)],
        )
        for token, word in cursor.fetchall():
            found.setdefault(token, []).append(word)
    return found


def found_numbers(condition: Condition) -> RawSQL:
    """The numbers of the documents that meet a condition, for `pk__in`."""
    return RawSQL(*_select(condition))  # noqa: S611 - the condition travels as a parameter


class Meets(Func):
    """Whether the document whose number is given meets a condition: for few documents of many."""

    output_field = BooleanField()

    def __init__(self, condition: Condition, number: Any) -> None:
        super().__init__(number)
        self.condition = condition

    def as_sql(self, compiler: SQLCompiler, *_: Any, **__: Any) -> tuple[str, Any]:
        statement, parameters = _select(self.condition)
        number, before = compiler.compile(self.source_expressions[0])
        return f"EXISTS ({statement} AND {_number_column()} = {number})", (*parameters, *before)


def keys(condition: Condition) -> frozenset[int]:
    """The keys of all documents that meet a condition, where keys are numbers."""
    statement, parameters = _select(condition)
    if connection.vendor == "postgresql":
        statement = statement.replace("document_id", many.gathered("key"), 1)
    else:
        gathered = many.gathered("CAST(key AS INTEGER)")
        statement = f"SELECT {gathered} FROM search_document WHERE id IN ({statement})"  # noqa: S608 - of ours
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return frozenset(many.read(cursor.fetchone()[0]))


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


@dataclass(frozen=True, slots=True)
class Found:
    """What one query tells of the documents that meet a condition."""

    keys: list[int] | None
    """All of them; None if they are too many."""
    apart: float = 0
    """Of how many documents one meets it, as far as the first ones found tell; 0 where this was not needed."""
    every: Collection[int] = ()
    """All of them, however many, where they were asked for."""

    @property
    def lie_close(self) -> bool:
        """Whether at least every second document meets it."""
        return 0 < self.apart <= 2


def few_keys(condition: Condition, most: int) -> Found:
    """The keys of all documents that meet a condition unless they are more than `most`: in one query.

    Of many only the numbers are fetched, from the index alone; the documents themselves are not looked at.
    """
    statement, parameters = _select(condition)
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH found (number) AS MATERIALIZED ({statement} LIMIT %s)"  # noqa: S608 - statements of ours
            " SELECT key, 0 FROM search_document JOIN found ON number = id WHERE (SELECT COUNT(*) FROM found) <= %s"
            " UNION ALL SELECT NULL, MAX(number) - MIN(number) FROM found HAVING COUNT(*) > %s",
            [*parameters, most + 1, most, most],
        )
        rows = cursor.fetchall()
    if rows and rows[0][0] is None:
        return Found(None, apart=max(rows[0][1] / max(most, 1), 1))
    return Found([int(key) for key, _ in rows])


def every_key(condition: Condition, most: int) -> Found:
    """The same with all keys, for whoever needs them anyway: in one query too."""
    every = keys(condition)
    apart = max((max(every) - min(every)) / len(every), 1) if every else 0
    return Found(list(every) if len(every) <= most else None, apart=apart, every=every)


def met_first(rows: QuerySet[Any, Any], condition: Condition) -> list[int]:
    """Of rows in order, each of a key and the number of its document, the keys of those whose document meets a
    condition; nothing if these documents lie too far apart, or if going through them is no faster than looking each up.

    FTS5 goes through the documents between two numbers many times faster than it looks one of them up.
    """
    if connection.vendor == "postgresql":
        return []
    asked, given = rows.query.sql_with_params()
    statement, parameters = _select(condition)
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH ahead (key, document, place) AS MATERIALIZED (SELECT *, ROW_NUMBER() OVER () FROM ({asked})),"  # noqa: S608 - statements of ours
            " ends (lowest, highest, number) AS MATERIALIZED"
            " (SELECT MIN(document), MAX(document), COUNT(document) FROM ahead)"
            " SELECT key FROM ahead WHERE (SELECT highest - lowest <= %s * number FROM ends)"
            f" AND document IN ({statement} AND rowid BETWEEN (SELECT lowest FROM ends) AND (SELECT highest FROM ends))"
            " ORDER BY place",
            [*given, FAR_APART, *parameters],
        )
        return [int(key) for (key,) in cursor.fetchall()]


def columns_of(numbers: Sequence[int], *columns: str) -> list[tuple[Any, ...]]:
    """Values of the documents with these numbers, in no order."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {', '.join(columns)} FROM search_document WHERE id IN ({many.selected()})",  # noqa: S608 - names of ours
            [many.parameter(numbers)],
        )
        return list(cursor.fetchall())


def count(condition: Condition, most: int) -> int:
    """How many documents meet a condition; counting stops at `most`."""
    statement, parameters = _select(condition)
    limited = f"SELECT COUNT(*) FROM ({statement} LIMIT %s) AS found"  # noqa: S608 - built from constants
    return _numbers(limited, [*parameters, most])[0]


def _number_column() -> str:
    return "document_id" if connection.vendor == "postgresql" else "rowid"


def _select(condition: Condition) -> tuple[str, list[str]]:
    if connection.vendor == "postgresql":
        return "SELECT document_id FROM search_words WHERE words @@ %s::tsquery", [as_tsquery(condition)]
    return "SELECT rowid FROM search_words WHERE search_words MATCH %s", [as_fts5(condition)]


def _numbers(statement: str, parameters: Sequence[str | int]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return [int(row[0]) for row in cursor.fetchall()]
