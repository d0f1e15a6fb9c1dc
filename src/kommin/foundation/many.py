"""Many numbers at once to the database and from it: as one parameter, and as one value.

A driver that is handed hundreds of parameters, or reads thousands of rows of one number each, takes longer than the
database takes to answer.
"""

import json
from collections.abc import Collection
from typing import Any, Final

from django.db import connection
from django.db.models import Aggregate, Field, TextField
from django.db.models.expressions import RawSQL
from django.db.models.sql.compiler import SQLCompiler

_SELECT: Final = {"postgresql": "SELECT unnest(%s::bigint[])", "sqlite": "SELECT value FROM json_each(%s)"}
_GATHER: Final = {  # the text is written and read sooner than an array
    "postgresql": "'[' || string_agg(CAST(%(expressions)s AS text), ',') || ']'",
    "sqlite": "json_group_array(%(expressions)s)",
}


class Numbers(Field):
    """The field of a place in a `Prepared` query that takes many numbers, for `__in`."""

    def get_db_prep_value(self, value: Collection[int], connection: Any, prepared: bool = False) -> Any:  # noqa: ARG002 - Django's signature
        return list(value) if connection.vendor == "postgresql" else json.dumps(list(value))


def selected() -> str:
    """The SQL that makes rows of the one parameter."""
    return _SELECT[connection.vendor]


def gathered(expression: str) -> str:
    """The SQL that makes one value of the rows of a group; `read` makes numbers of it."""
    return _GATHER[connection.vendor] % {"expressions": expression}


def parameter(numbers: Collection[int]) -> Any:
    """Many numbers in the form in which the database takes them as one."""
    return Numbers().get_db_prep_value(numbers, connection)


def these(numbers: Collection[int]) -> RawSQL:
    """Many numbers for `__in`."""
    return RawSQL(selected(), [parameter(numbers)])  # noqa: S611 - the numbers travel as a parameter


def read(value: str | None) -> list[int]:
    """The numbers of a value that was gathered; nothing for a group without rows."""
    numbers: list[int] = json.loads(value) if value else []
    return numbers


class Gathered(Aggregate):
    """All values of a column in a group, as one; `read` makes numbers of it."""

    template = _GATHER["postgresql"]
    output_field = TextField()

    def as_sqlite(self, compiler: SQLCompiler, connection: Any, **extra: Any) -> Any:
        return self.as_sql(compiler, connection, template=_GATHER["sqlite"], **extra)
