"""Very many new rows of one table: one prepared statement, instead of an object and a look at each field for every row.

What Django's bulk insert does for fifty thousand rows of forty columns takes most of the time of an import. Nothing but
that is saved here: the values are prepared by the fields of the model, and the database checks what it always checks.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache, partial
from typing import Any

from django.db import connection, models

_REMEMBERED = 2_000
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
        self._prepare = [_preparer(given[name]) for name in columns]
        quote = connection.ops.quote_name
        names = ", ".join(quote(str(field.column)) for field in (*(given[name] for name in columns), *self._others))
        marks = ", ".join(["%s"] * (len(columns) + len(self._others)))
        table = quote(model._meta.db_table)  # noqa: SLF001 - documented by Django
        self._statement = f"INSERT INTO {table} ({names}) VALUES ({marks})"  # noqa: S608 - names of our own table

    def insert(self, rows: Iterable[Sequence[Any]]) -> int:
        """Insert rows whose values stand in the order of the columns; returns how many."""
        rest = tuple(field.get_db_prep_save(field.get_default(), connection) for field in self._others)
        prepare = self._prepare
        values = [(*[each(value) for each, value in zip(prepare, row, strict=True)], *rest) for row in rows]
        if values:
            with connection.cursor() as cursor:
                cursor.executemany(self._statement, values)
        return len(values)


def _preparer(field: "models.Field[Any, Any]") -> Prepare:
    """What makes a value of a field into one for the database."""
    prepare: Prepare = partial(field.get_db_prep_save, connection=connection)
    if isinstance(field, models.JSONField):
        nothing = prepare([])
        return lambda value: nothing if value == [] else prepare(value)
    remembering: Prepare = lru_cache(_REMEMBERED, typed=True)(prepare)  # days, kinds, keys: always the same few
    if isinstance(field, models.CharField | models.ForeignKey):
        return lambda value: value if type(value) is str or type(value) is int or value is None else remembering(value)
    return remembering
