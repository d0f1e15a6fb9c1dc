"""Tables that only grow: the database itself refuses to change or delete their rows.

    @append_only
    class Entry(models.Model): ...

    @append_only(updates="NEW.amount = OLD.amount")      # SQL over OLD and NEW: the updates that are let through

The triggers are installed after every `migrate`, because SQLite drops them whenever it rebuilds a table.
`kommin check --database default` and `kommin audit verify` notice when one is missing or switched off.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar, overload

from django.apps import AppConfig
from django.db import DEFAULT_DB_ALIAS, connections, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

Table = TypeVar("Table", bound=type[models.Model])
REFUSAL = "kommin_refuse_change"


@dataclass(frozen=True, slots=True)
class Protection:
    """What is refused on one table; `updates` is the SQL condition of updates that pass, empty for none."""

    model: type[models.Model]
    updates: str = ""

    @property
    def table(self) -> str:
        return self.model._meta.db_table  # noqa: SLF001 - documented by Django

    def triggers(self, vendor: str) -> Iterator[tuple[str, str]]:
        """The names of the triggers with the SQL that makes them."""
        yield self._trigger(vendor, "DELETE", "")
        yield self._trigger(vendor, "UPDATE", f"NOT ({self.updates})" if self.updates else "")
        if vendor == "postgresql":
            yield self._trigger(vendor, "TRUNCATE", "")

    def _trigger(self, vendor: str, event: str, condition: str) -> tuple[str, str]:
        name = f"{self.table}_no_{event.lower()}"
        when = f" WHEN ({condition})" if condition else ""
        start = f'"{name}" BEFORE {event} ON "{self.table}"'
        if vendor == "postgresql":
            each = "STATEMENT" if event == "TRUNCATE" else "ROW"
            return name, f"CREATE OR REPLACE TRIGGER {start} FOR EACH {each}{when} EXECUTE FUNCTION {REFUSAL}()"
        refusal = f"SELECT RAISE(ABORT, '{self.table} is append-only: {event} refused');"
        return name, f"CREATE TRIGGER {start} FOR EACH ROW{when} BEGIN {refusal} END"


_protected: dict[str, Protection] = {}


@overload
def append_only(model: Table) -> Table: ...
@overload
def append_only(model: None = None, *, updates: str = "") -> Callable[[Table], Table]: ...
def append_only(model: Any = None, *, updates: str = "") -> Any:
    """Declare that rows of a model are never deleted, and only changed where `updates` holds."""

    def declare(cls: Table) -> Table:
        _protected[cls._meta.label_lower] = Protection(cls, updates)
        return cls

    return declare(model) if model is not None else declare


def protections() -> list[Protection]:
    """Every table declared append-only."""
    return list(_protected.values())


def install(connection: BaseDatabaseWrapper, app_label: str | None = None) -> None:
    """Make the triggers of all append-only tables (or one app's) what they are declared to be; safe to repeat."""
    existing = set(connection.introspection.table_names())
    wanted = [
        protection
        for protection in protections()
        if protection.table in existing and app_label in (None, protection.model._meta.app_label)  # noqa: SLF001 - documented by Django
    ]
    if not wanted:
        return
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_POSTGRESQL_REFUSAL)
        for protection in wanted:
            for name, statement in protection.triggers(connection.vendor):
                if connection.vendor == "sqlite":
                    cursor.execute(f'DROP TRIGGER IF EXISTS "{name}"')
                cursor.execute(statement)


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Names of the triggers that should be there and are not (or are switched off), for tables that exist."""
    existing = set(connection.introspection.table_names())
    wanted = [
        name
        for protection in protections()
        if protection.table in existing
        for name, _ in protection.triggers(connection.vendor)
    ]
    present = _present(connection)
    return [name for name in wanted if name not in present]


def _present(connection: BaseDatabaseWrapper) -> set[str]:
    query = (
        "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled IN ('O', 'A')"
        if connection.vendor == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        return {name for (name,) in cursor.fetchall()}


def install_after_migrate(sender: AppConfig, using: str = DEFAULT_DB_ALIAS, **_: Any) -> None:
    """`post_migrate`: protect the tables of the app that has just been migrated."""
    install(connections[using], sender.label)


_POSTGRESQL_REFUSAL = f"""
CREATE OR REPLACE FUNCTION {REFUSAL}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
END $$
"""
