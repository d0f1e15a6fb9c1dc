"""The sums of an appropriation's shares, kept by the database itself, so that no way of writing can exceed it.

Each share adds its difference to its appropriation, whose check constraint refuses a sum above the appropriation. The
update locks the appropriation's row, so two transactions cannot both find room. Triggers are taken away before a
migration, because SQLite refuses to rebuild a table that a trigger of another table writes.
"""

from collections.abc import Iterator
from typing import Any

from django.db import connections, router
from django.db.backends.base.base import BaseDatabaseWrapper

from kommin.programmes.models import AppropriationShare

PREFIX = "programmes_split_"
SHARES, WHOLES = "programmes_appropriationshare", "programmes_appropriation"
COLUMNS = "appropriation_id, cash, commitment"
"""An update of what is committed touches the share alone, so that authorities do not wait for each other."""
EVENTS = {"INSERT": ("NEW", ""), "DELETE": ("", "OLD"), "UPDATE": ("NEW", "OLD")}


def _sums(event: str) -> Iterator[str]:
    """The updates after one event. ROUND keeps SQLite's binary sums at whole cents."""
    added, taken = EVENTS[event]
    for row, sign in ((taken, "-"), (added, "+")):
        if row:
            yield (
                f"UPDATE {WHOLES} SET split_cash = ROUND(split_cash {sign} {row}.cash, 2),"  # noqa: S608 - own names
                f" split_commitment = ROUND(split_commitment {sign} {row}.commitment, 2)"
                f" WHERE id = {row}.appropriation_id;"
            )


def install(connection: BaseDatabaseWrapper) -> None:
    """Put the triggers in place; doing so twice changes nothing."""
    remove(connection)
    with connection.cursor() as cursor:
        for event in EVENTS:
            name, body = PREFIX + event.lower(), " ".join(_sums(event))
            if connection.vendor == "postgresql":
                cursor.execute(
                    f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$"
                    f" BEGIN {body} RETURN NULL; END $$"
                )
                body = f"EXECUTE FUNCTION {name}()"
            else:
                body = f"BEGIN {body} END"
            moment = f"{event} OF {COLUMNS}" if event == "UPDATE" else event
            cursor.execute(f'CREATE TRIGGER "{name}" AFTER {moment} ON "{SHARES}" FOR EACH ROW {body}')


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers away (before a migration)."""
    with connection.cursor() as cursor:
        for name in installed(connection):
            cursor.execute(f'DROP TRIGGER "{name}"' + (f' ON "{SHARES}"' if connection.vendor == "postgresql" else ""))


def installed(connection: BaseDatabaseWrapper) -> list[str]:
    """The triggers of this room that the database has."""
    if connection.vendor == "postgresql":
        query = "SELECT tgname FROM pg_trigger WHERE tgname LIKE %s AND NOT tgisinternal"
    else:
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s"
    with connection.cursor() as cursor:
        cursor.execute(query, [f"{PREFIX}%"])
        return sorted(name for (name,) in cursor.fetchall())


def expected() -> list[str]:
    """The names of the triggers that should be there."""
    return sorted(PREFIX + event.lower() for event in EVENTS)


def install_after_migration(using: str, **_: Any) -> None:
    """Receiver of `post_migrate`."""
    if router.allow_migrate_model(using, AppropriationShare) and has_table(connections[using]):
        install(connections[using])


def remove_before_migration(using: str, **_: Any) -> None:
    """Receiver of `pre_migrate`."""
    remove(connections[using])


def has_table(connection: BaseDatabaseWrapper) -> bool:
    """Whether the room's tables are there at all."""
    return SHARES in connection.introspection.table_names()
