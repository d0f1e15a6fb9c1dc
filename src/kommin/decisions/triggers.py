"""What decisions commit is added to the share of the appropriation by the database itself.

The update of the share's row waits for any other transaction that commits out of it, and the share's constraints see
the sum, so no way of writing can exceed the means. Commitments are append-only, so an insert is all there is to follow.
Taken away before a migration, because SQLite refuses to rebuild a table that a trigger of another table writes.
"""

from typing import Any

from django.db import connections, router
from django.db.backends.base.base import BaseDatabaseWrapper

from kommin.decisions.models import Commitment

NAME = "decisions_commit_insert"
COMMITMENTS, SHARES = "decisions_commitment", "programmes_appropriationshare"
_BODY = (
    f"UPDATE {SHARES} SET"  # noqa: S608 - own names
    " committed_cash = ROUND(committed_cash + CASE WHEN NEW.basis = 'cash' THEN NEW.amount ELSE 0 END, 2),"
    " committed_commitment ="
    " ROUND(committed_commitment + CASE WHEN NEW.basis = 'cash' THEN 0 ELSE NEW.amount END, 2)"
    " WHERE id = NEW.share_id;"
)


def install(connection: BaseDatabaseWrapper) -> None:
    """Put the trigger in place; doing so twice changes nothing."""
    remove(connection)
    with connection.cursor() as cursor:
        body = f"BEGIN {_BODY} END"
        if connection.vendor == "postgresql":
            cursor.execute(
                f"CREATE OR REPLACE FUNCTION {NAME}() RETURNS trigger LANGUAGE plpgsql AS $$"
                f" BEGIN {_BODY} RETURN NULL; END $$"
            )
            body = f"EXECUTE FUNCTION {NAME}()"
        cursor.execute(f'CREATE TRIGGER "{NAME}" AFTER INSERT ON "{COMMITMENTS}" FOR EACH ROW {body}')


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take the trigger away (before a migration)."""
    if installed(connection):
        on = f' ON "{COMMITMENTS}"' if connection.vendor == "postgresql" else ""
        with connection.cursor() as cursor:
            cursor.execute(f'DROP TRIGGER "{NAME}"{on}')


def installed(connection: BaseDatabaseWrapper) -> bool:
    """Whether the database has the trigger."""
    if connection.vendor == "postgresql":
        query = "SELECT 1 FROM pg_trigger WHERE tgname = %s AND NOT tgisinternal AND tgenabled IN ('O', 'A')"
    else:
        query = "SELECT 1 FROM sqlite_master WHERE type = 'trigger' AND name = %s"
    with connection.cursor() as cursor:
        cursor.execute(query, [NAME])
        return cursor.fetchone() is not None


def has_table(connection: BaseDatabaseWrapper) -> bool:
    """Whether the room's tables are there at all."""
    return COMMITMENTS in connection.introspection.table_names()


def install_after_migration(using: str, **_: Any) -> None:
    """Receiver of `post_migrate`."""
    if router.allow_migrate_model(using, Commitment) and has_table(connections[using]):
        install(connections[using])


def remove_before_migration(using: str, **_: Any) -> None:
    """Receiver of `pre_migrate`."""
    remove(connections[using])
