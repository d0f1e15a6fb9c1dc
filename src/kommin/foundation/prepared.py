"""Queries whose SQL Django writes once per process instead of once per request.

A page of twenty queries spends more time on writing them than the database on answering. Where the same query is asked
on every page with other values, its shape is kept:

    _READ = Prepared(lambda given: Notice.objects.filter(recipient=given.person), person=BigIntegerField())
    _READ.rows(person=7)

Everything a queryset can say is allowed but `prefetch_related`. A list of changing length is a place for `Numbers`.
"""

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from django.db import connection
from django.db.models import Expression, Field, QuerySet
from django.db.models.sql.compiler import SQLCompiler

from kommin.foundation.many import Numbers, selected


class Parameter(Expression):
    """A place in a query that is filled when the query is asked."""

    def __init__(self, name: str, output_field: Field) -> None:
        super().__init__(output_field=output_field)
        self.name = name

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, Any]:  # noqa: ARG002 - Django's signature
        return selected() if isinstance(self.output_field, Numbers) else "%s", [self]

    def bound(self, values: dict[str, Any]) -> Any:
        """The value for this place, in the form in which the database takes it."""
        return self.output_field.get_db_prep_value(values[self.name], connection)


@dataclass(frozen=True, slots=True)
class _Statement:
    rows: QuerySet
    compiler: SQLCompiler
    sql: str
    parameters: tuple[Any, ...]
    converters: dict[int, Any]
    """How the values of each column are made out of what the database gives, by the place of the column."""


class Prepared:
    """A query with named places; `build` receives them as attributes of one object and uses them like values.

    The places are declared with the field whose values they take.
    """

    def __init__(self, build: Callable[[Any], QuerySet], **places: Field) -> None:
        self._build = build
        self.places = places
        self._statements: dict[str, _Statement] = {}

    def rows(self, **values: Any) -> list[Any]:
        """Ask the database now; what comes is what the queryset yields: objects, or values.

        Raises:
            TypeError: other values are given than the query has places.
        """
        statement, parameters = self._bound(values)
        compiler = copy(statement.compiler)
        compiler.connection = connection
        compiler.as_sql = lambda *_, **__: (statement.sql, parameters)  # type: ignore[method-assign]
        compiler.get_converters = lambda expressions: statement.converters  # type: ignore[method-assign]  # noqa: ARG005
        rows = statement.rows.all()
        rows.query.get_compiler = lambda *_, **__: compiler  # type: ignore[method-assign]
        return list(rows)

    def first(self, **values: Any) -> Any:
        """The first row, None if there is none; the query itself says how many it fetches."""
        return next(iter(self.rows(**values)), None)

    def count(self, **values: Any) -> int:
        """How many rows there are, counted by the database."""
        statement, parameters = self.statement(**values)
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT COUNT(*) FROM ({statement}) AS counted", parameters)  # noqa: S608 - by Django
            return int(cursor.fetchone()[0])

    def statement(self, **values: Any) -> tuple[str, tuple[Any, ...]]:
        """The query as SQL with its parameters, to stand within another."""
        statement, parameters = self._bound(values)
        return statement.sql, parameters

    def _bound(self, values: dict[str, Any]) -> tuple[_Statement, tuple[Any, ...]]:
        if values.keys() != self.places.keys():
            raise TypeError(f"this query takes {', '.join(self.places)}, not {', '.join(values)}")
        statement = self._statements.get(connection.vendor) or self._write()
        parameters = (one.bound(values) if isinstance(one, Parameter) else one for one in statement.parameters)
        return statement, tuple(parameters)

    def _write(self) -> _Statement:
        places = {name: Parameter(name, field) for name, field in self.places.items()}
        rows = self._build(SimpleNamespace(**places))
        compiler = rows.query.get_compiler(connection=connection)
        sql, parameters = compiler.as_sql()
        missing = places.keys() - {one.name for one in parameters if isinstance(one, Parameter)}
        if missing:
            raise TypeError(f"the query does not use {', '.join(sorted(missing))}")
        converters = compiler.get_converters([column[0] for column in compiler.select[: compiler.col_count]])
        statement = _Statement(rows, compiler, sql, tuple(parameters), converters)
        self._statements[connection.vendor] = statement
        return statement
