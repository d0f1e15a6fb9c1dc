"""Very many new rows of one table: one prepared statement, instead of an object and a look at each field for every row.

What Django's bulk insert does for fifty thousand rows of forty columns takes most of the time of an import. Nothing but
that is saved here: the values are prepared by the fields of the model, and the database checks what it always checks.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache, partial
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, connections, models
from django.db.backends.base.base import BaseDatabaseWrapper

_REMEMBERED = 2_000
AS_THEY_ARE = (models.CharField, models.ForeignKey)
"""Texts and numbers of other rows go to the database as they are."""
Prepare = Callable[[Any], Any]


class Inserter:
    """Inserts rows into the table of a model.

    Args:
        columns: the fields for which each row has a value, foreign keys as `…_id`; all others get their default.
    """

    def __init__(self, model: type[models.Model], columns: Sequence[str]) -> None:
        fields = [field for field in model._meta.concrete_fields if not field.primary_key]  # noqa: SLF001 - documented
        given = {field.attname: field for field in fields if field.attname in columns}
        if unknown := set(columns) - set(given):
            raise ValueError(f"{model.__name__} has no column {', '.join(sorted(unknown))}")
        self._others = [field for field in fields if field.attname not in given]
        self._prepared = row_preparer([given[name] for name in columns])
        quote = connection.ops.quote_name
        names = ", ".join(quote(str(field.column)) for field in (*(given[name] for name in columns), *self._others))
        marks = ", ".join(["%s"] * (len(columns) + len(self._others)))
        table = quote(model._meta.db_table)  # noqa: SLF001 - documented by Django
        self._statement = f"INSERT INTO {table} ({names}) VALUES ({marks})"  # noqa: S608 - names of our own table

    def insert(self, rows: Iterable[Sequence[Any]]) -> int:
        """Insert rows whose values stand in the order of the columns; returns how many."""
        rest = [field.get_db_prep_save(field.get_default(), _connection()) for field in self._others]
        values = [[*self._prepared(row), *rest] for row in rows]
        if values:
            with connection.cursor() as cursor:
                cursor.executemany(self._statement, values)
        return len(values)


def _connection() -> BaseDatabaseWrapper:
    """The connection itself: `django.db.connection` looks it up anew for each attribute."""
    return connections[DEFAULT_DB_ALIAS]


def row_preparer(fields: "Sequence[models.Field[Any, Any]]") -> Callable[[Sequence[Any]], Sequence[Any]]:
    """What makes the values of a row, one for each field, into those for the database."""
    preparers = [(place, _preparer(field)) for place, field in enumerate(fields) if not isinstance(field, AS_THEY_ARE)]

    def prepared(row: Sequence[Any]) -> Sequence[Any]:
        values = list(row)
        for place, prepare in preparers:
            values[place] = prepare(values[place])
        return values

    return prepared


def _preparer(field: "models.Field[Any, Any]") -> Prepare:
    """What makes a value of a field into one for the database."""
    prepare: Prepare = partial(field.get_db_prep_save, connection=_connection())
    if isinstance(field, models.JSONField):
        nothing = prepare([])
        return lambda value: nothing if value == [] else prepare(value)
    remembering: Prepare = lru_cache(_REMEMBERED, typed=True)(prepare)  # days, kinds, keys: always the same few
    return remembering
