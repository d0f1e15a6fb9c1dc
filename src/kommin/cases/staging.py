"""Very many rows that wait in a temporary table until one statement moves them to where they belong.

A temporary table belongs to one connection and lies outside the database file: filling it holds no lock that others
wait for. Moving rows from there within the database costs a third of inserting them one after the other.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import Any

from django.db import DatabaseError, connection, models

from kommin.cases.inserting import row_preparer

AT_ONCE = 5_000
"""So many rows are moved by one statement; between two of them progress is told and a wish to stop is heard."""


class Staged:
    """A temporary table of this connection.

    Args:
        name: of the table; the connection has no other of this name.
        fields: its columns, each of the type of a field.
    """

    def __init__(self, name: str, fields: "Mapping[str, models.Field[Any, Any]]") -> None:
        self.name, self.count = name, 0
        self._prepared = row_preparer(list(fields.values()))
        quote = connection.ops.quote_name
        columns = ", ".join(f"{quote(column)} {_type_of(field)}" for column, field in fields.items())
        self._execute(f"CREATE TEMPORARY TABLE {name} (place integer PRIMARY KEY, {columns})")
        names, marks = ", ".join(map(quote, fields)), ", ".join(["%s"] * len(fields))
        self._statement = f"INSERT INTO {name} (place, {names}) VALUES (%s, {marks})"  # noqa: S608 - our own names

    def add(self, rows: Iterable[Sequence[Any]]) -> int:
        """Add rows whose values stand in the order of the fields; returns how many."""
        values = [(place, *self._prepared(row)) for place, row in enumerate(rows, self.count + 1)]
        if values:
            with connection.cursor() as cursor:
                cursor.executemany(self._statement, values)
        self.count += len(values)
        return len(values)

    def slices(self) -> Iterator[tuple[int, int]]:
        """First and last place of some thousand rows, one slice after the other."""
        for start in range(1, self.count + 1, AT_ONCE):
            yield start, min(start + AT_ONCE - 1, self.count)

    def move(
        self, model: type[models.Model], columns: Sequence[str], start: int, stop: int, *, joined: str = "",
        where: str = "", looked_up: Mapping[str, str] | None = None,
    ) -> int:  # fmt: skip
        """Insert the rows of a slice into a model's table; returns how many.

        Args:
            columns: those that are called the same here and there; what is not named gets its default.
            joined, where: further tables of the query, in which this one is called `waiting`, and what ties them.
            looked_up: column → SQL, for values that only the database knows.
        """
        extra = dict(looked_up or {})
        fields = [field for field in model._meta.concrete_fields if not field.primary_key]  # noqa: SLF001 - documented
        rest = [field for field in fields if field.attname not in columns and field.attname not in extra]
        quote = connection.ops.quote_name
        by_name = {field.attname: quote(str(field.column)) for field in fields}
        names = ", ".join(by_name[each] for each in (*columns, *extra, *(field.attname for field in rest)))
        values = ", ".join([*(f"waiting.{quote(each)}" for each in columns), *extra.values(), *["%s"] * len(rest)])
        into = quote(model._meta.db_table)  # noqa: SLF001 - documented by Django
        defaults = [field.get_db_prep_save(field.get_default(), connection) for field in rest]
        return self._execute(
            f"INSERT INTO {into} ({names}) SELECT {values} FROM {self.name} AS waiting {joined}"  # noqa: S608
            f" WHERE waiting.place BETWEEN %s AND %s {where} ORDER BY waiting.place",
            [*defaults, start, stop],
        )

    def read(self, column: str, start: int, stop: int) -> list[tuple[Any, ...]]:
        """The values of a column in a slice."""
        wanted = f"SELECT {connection.ops.quote_name(column)} FROM {self.name} WHERE place BETWEEN %s AND %s"  # noqa: S608
        with connection.cursor() as cursor:
            cursor.execute(wanted, [start, stop])
            return list(cursor.fetchall())

    def drop(self) -> None:
        """Forget the table."""
        self._execute(f"DROP TABLE IF EXISTS {self.name}")

    def _execute(self, sql: str, values: Sequence[Any] = ()) -> int:
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            return int(cursor.rowcount)


def _type_of(field: "models.Field[Any, Any]") -> str:
    """The type of a column; of a primary key that of those that point to it."""
    return str(field.rel_db_type(connection) if field.primary_key else field.db_type(connection))


@contextmanager
def staged(name: str, fields: "Mapping[str, models.Field[Any, Any]]") -> Iterator[Staged]:
    """A temporary table for the time of the block."""
    table = Staged(name, fields)
    try:
        yield table
    except BaseException:
        with suppress(DatabaseError):  # of a transaction that failed nothing is left
            table.drop()
        raise
    table.drop()


def fields_of(model: type[models.Model], names: Sequence[str]) -> "dict[str, models.Field[Any, Any]]":
    """Columns of a model (foreign keys as `…_id`) with their fields, in the order of `names`."""
    known = {field.attname: field for field in model._meta.concrete_fields}  # noqa: SLF001 - documented by Django
    return {name: known[name] for name in names}
