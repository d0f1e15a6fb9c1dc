"""What a constraint of one row cannot say, held by the database itself: on SQLite and on PostgreSQL alike.

- A role fits the kind of its organisation; the kind of an organisation never changes.
- Nobody holds the same role in the same organisation twice on one day; an organisation has one name a day.
- Nobody is their own deputy.

Triggers are installed after every migration and taken away before it, because SQLite refuses to rebuild a table that
a trigger of another table reads.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connections, router
from django.db.backends.base.base import BaseDatabaseWrapper

from kommin.people.models import ROLES_OF_KIND, Membership

PREFIX = "people_guard_"


@dataclass(frozen=True)
class Guard:
    """One refusal: rows of `table` are refused with `message` when `refused` (over NEW and OLD) is true."""

    name: str
    table: str
    refused: str
    message: str
    events: tuple[str, ...] = ("INSERT", "UPDATE")
    lock: str = ""
    """For PostgreSQL: a row to lock first, so that two transactions cannot both find nothing in their way."""


def _role_misfits() -> str:
    fits = []
    for kind, roles in ROLES_OF_KIND.items():
        listed = ", ".join(f"'{role}'" for role in roles)
        fits.append(f"(o.kind = '{kind}' AND NEW.role IN ({listed}))")
    fitting = " OR ".join(fits)
    return f"NOT EXISTS (SELECT 1 FROM people_organisation o WHERE o.id = NEW.organisation_id AND ({fitting}))"  # noqa: S608


def _overlaps(table: str, *same: str, endable: bool = True) -> str:
    ended = " AND t.ended_at IS NULL AND NEW.ended_at IS NULL" if endable else ""
    equal = " AND ".join(f"t.{column} = NEW.{column}" for column in same)
    return (
        f"EXISTS (SELECT 1 FROM {table} t WHERE {equal} AND (NEW.id IS NULL OR t.id <> NEW.id){ended}"  # noqa: S608
        " AND (NEW.valid_until IS NULL OR t.valid_from <= NEW.valid_until)"
        " AND (t.valid_until IS NULL OR t.valid_until >= NEW.valid_from))"
    )


def guards() -> Iterator[Guard]:
    """Every refusal of this room."""
    yield Guard(
        "kind_fixed",
        "people_organisation",
        "NEW.kind <> OLD.kind",
        "the kind of an organisation never changes",
        ("UPDATE",),
    )
    for table in ("people_membership", "people_invitation"):
        yield Guard(f"{table}_role", table, _role_misfits(), "the role does not fit the kind of the organisation")
    yield Guard(
        "membership_once",
        "people_membership",
        _overlaps("people_membership", "person_id", "organisation_id", "role"),
        "the person already has this role in these days",
        lock="SELECT 1 FROM people_user WHERE id = NEW.person_id FOR NO KEY UPDATE",
    )
    yield Guard(
        "deputyship_once",
        "people_deputyship",
        _overlaps("people_deputyship", "membership_id", "deputy_id"),
        "the person already stands in in these days",
        lock="SELECT 1 FROM people_membership WHERE id = NEW.membership_id FOR NO KEY UPDATE",
    )
    yield Guard(
        "deputyship_of_another",
        "people_deputyship",
        "EXISTS (SELECT 1 FROM people_membership m WHERE m.id = NEW.membership_id AND m.person_id = NEW.deputy_id)",
        "nobody is their own deputy",
    )
    yield Guard(
        "one_name_a_day",
        "people_organisationname",
        _overlaps("people_organisationname", "organisation_id", endable=False),
        "the organisation already has a name in these days",
        lock="SELECT 1 FROM people_organisation WHERE id = NEW.organisation_id FOR NO KEY UPDATE",
    )


def install(connection: BaseDatabaseWrapper) -> None:
    """Put every guard in place; doing so twice changes nothing."""
    statements = _for_postgresql if connection.vendor == "postgresql" else _for_sqlite
    remove(connection)
    with connection.cursor() as cursor:
        for guard in guards():
            for statement in statements(guard):
                cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take every guard away (before a migration)."""
    with connection.cursor() as cursor:
        for name, table in installed(connection):
            cursor.execute(f'DROP TRIGGER "{name}"' + (f' ON "{table}"' if connection.vendor == "postgresql" else ""))


def installed(connection: BaseDatabaseWrapper) -> list[tuple[str, str]]:
    """The triggers of this room that the database has, each with its table."""
    if connection.vendor == "postgresql":
        query = (
            "SELECT t.tgname, c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
            " WHERE t.tgname LIKE %s AND pg_table_is_visible(c.oid)"
        )
    else:
        query = "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s"
    with connection.cursor() as cursor:
        cursor.execute(query, [f"{PREFIX}%"])
        return sorted(cursor.fetchall())


def expected(connection: BaseDatabaseWrapper) -> list[str]:
    """The names of the triggers that should be there."""
    if connection.vendor == "postgresql":
        return sorted(PREFIX + guard.name for guard in guards())
    return sorted(f"{PREFIX}{guard.name}_{event.lower()}" for guard in guards() for event in guard.events)


def _for_sqlite(guard: Guard) -> Iterator[str]:
    for event in guard.events:
        yield (
            f'CREATE TRIGGER "{PREFIX}{guard.name}_{event.lower()}" BEFORE {event} ON "{guard.table}"'
            f" WHEN {guard.refused}"
            f" BEGIN SELECT RAISE(ABORT, '{guard.message}'); END"
        )


def _for_postgresql(guard: Guard) -> Iterator[str]:
    lock = guard.lock.replace("SELECT", "PERFORM", 1) + ";" if guard.lock else ""
    yield (
        f"CREATE OR REPLACE FUNCTION {PREFIX}{guard.name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {lock}"
        f" IF {guard.refused} THEN RAISE EXCEPTION '{guard.message}' USING ERRCODE = 'check_violation'; END IF;"
        " RETURN NEW; END $$"
    )
    yield (
        f'CREATE TRIGGER "{PREFIX}{guard.name}" BEFORE {" OR ".join(guard.events)} ON "{guard.table}"'
        f" FOR EACH ROW EXECUTE FUNCTION {PREFIX}{guard.name}()"
    )


def install_after_migration(using: str, **_: Any) -> None:
    """Receiver of `post_migrate`."""
    if router.allow_migrate_model(using, Membership):
        install(connections[using])


def remove_before_migration(using: str, **_: Any) -> None:
    """Receiver of `pre_migrate`."""
    remove(connections[using])
