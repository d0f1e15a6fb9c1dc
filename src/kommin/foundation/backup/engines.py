"""Writing a database out and bringing it back, as each database does it best itself."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from django.db import connection, transaction
from django.utils.translation import gettext as _

from kommin.foundation.backup.errors import BackupError

SQLITE_PAGES_PER_STEP = 2_000
_SQLITE_TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"


@dataclass(frozen=True)
class Contents:
    """What a database held at one moment."""

    rows: dict[str, int]
    migrations: list[str]


def dump(target: Path) -> Contents:
    """Write a consistent copy of the database in use to `target`, while others go on working; says what the copy holds.

    Raises:
        BackupError: the tools of PostgreSQL are missing or refuse.
    """
    return _dump_sqlite(target) if connection.vendor == "sqlite" else _dump_postgres(target)


def _dump_sqlite(target: Path) -> Contents:
    name = str(connection.settings_dict["NAME"])
    with closing(sqlite3.connect(name)) as source, closing(sqlite3.connect(target)) as copy:
        source.backup(copy, pages=SQLITE_PAGES_PER_STEP)
        copy.execute("PRAGMA journal_mode=DELETE")
        tables = [str(row[0]) for row in copy.execute(_SQLITE_TABLES)]
        return _contents(tables, lambda query: copy.execute(query).fetchall())


def _dump_postgres(target: Path) -> Contents:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SELECT pg_export_snapshot()")
        snapshot = cursor.fetchone()[0]
        contents = contents_now()
        _postgres(
            "pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}", f"--file={target}"
        )
    return contents


def bring_back(source: Path) -> None:
    """Put the database in `source` in the place of the one in use, whole or not at all.

    Raises:
        BackupError: the copy is damaged or the database refuses; the one in use is as it was.
    """
    connection.close()
    if connection.vendor == "sqlite":
        _replace_sqlite(source, Path(str(connection.settings_dict["NAME"])))
    else:
        _replace_postgres(source)


def contents_now() -> Contents:
    """What the database in use holds, for comparing a restored house with the one that was backed up."""
    with connection.cursor() as cursor:

        def ask(query: str) -> Sequence[Sequence[object]]:
            cursor.execute(query)
            return cursor.fetchall()

        if connection.vendor == "sqlite":
            tables = [str(row[0]) for row in ask(_SQLITE_TABLES)]
        else:
            tables = connection.introspection.table_names(cursor)
        return _contents(tables, ask)


def _contents(tables: Sequence[str], ask: Callable[[str], Sequence[Sequence[object]]]) -> Contents:
    def count(table: str) -> int:
        return int(str(ask(f"SELECT COUNT(*) FROM {connection.ops.quote_name(table)}")[0][0]))  # noqa: S608 - names of the database's own

    applied = ask("SELECT app, name FROM django_migrations") if "django_migrations" in tables else []
    return Contents({table: count(table) for table in sorted(tables)}, sorted(f"{app}.{name}" for app, name in applied))


def is_in_use() -> bool:
    """Whether the database holds a house already (any table)."""
    if connection.vendor == "sqlite" and not Path(str(connection.settings_dict["NAME"])).exists():
        return False
    with connection.cursor() as cursor:
        return bool(connection.introspection.table_names(cursor))


def _replace_sqlite(source: Path, target: Path) -> None:
    with closing(sqlite3.connect(source)) as copy:
        verdict = str(copy.execute("PRAGMA integrity_check").fetchone()[0])
    if verdict != "ok":
        raise BackupError(_("The database in this backup is damaged: %(why)s") % {"why": verdict})
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_name(f".{target.name}.restored")
    shutil.copyfile(source, beside)
    for suffix in ("-wal", "-shm"):
        Path(f"{target}{suffix}").unlink(missing_ok=True)
    beside.replace(target)


def _replace_postgres(source: Path) -> None:
    script = source.with_suffix(".sql")
    _postgres("pg_restore", "--no-owner", "--no-privileges", f"--file={script}", str(source), connect=False)
    _postgres(
        "psql", "--quiet", "--no-psqlrc", "--single-transaction", "--set=ON_ERROR_STOP=1", "--output=/dev/null",
        "--command=DROP SCHEMA public CASCADE", "--command=CREATE SCHEMA public", f"--file={script}",
    )  # fmt: skip


def _postgres(program: str, *arguments: str, connect: bool = True) -> None:
    if shutil.which(program) is None:
        raise BackupError(
            _("The program %(program)s is missing. Install the client tools of PostgreSQL (Debian: postgresql-client).")
            % {"program": program}
        )
    address: Sequence[str] = [f"--dbname={_database_name()}"] if connect else []
    done = subprocess.run([program, *address, *arguments], env=_postgres_environment(), capture_output=True, text=True)
    if done.returncode:
        raise BackupError(f"{program}: {' '.join(done.stderr.split()) or done.returncode}")


def _database_name() -> str:
    return str(connection.settings_dict["NAME"])


def _postgres_environment() -> Mapping[str, str]:
    """The password travels in the environment, never on a command line that other users can list."""
    parameters = connection.get_connection_params()
    names = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD", "sslmode": "PGSSLMODE"}
    return dict(os.environ) | {names[key]: str(value) for key, value in parameters.items() if key in names and value}
