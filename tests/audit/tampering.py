"""What somebody with the keys to the database could do."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from kommin.foundation.audit import triggers


@contextmanager
def triggers_off() -> Iterator[None]:
    """The database as it is for somebody who may drop its triggers."""
    with connection.cursor() as cursor:
        for protection in triggers.protections():
            for name, _ in protection.triggers(connection.vendor):
                suffix = f' ON "{protection.table}"' if connection.vendor == "postgresql" else ""
                cursor.execute(f'DROP TRIGGER IF EXISTS "{name}"{suffix}')
    try:
        yield
    finally:
        triggers.install(connection)


def by_hand(sql: str, *params: object) -> int:
    """Run SQL past all protection; returns how many rows it touched."""
    with triggers_off(), connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.rowcount
