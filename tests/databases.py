"""Clones of one migrated database, on SQLite (copies of a file) and on PostgreSQL (CREATE DATABASE … TEMPLATE)."""

import copy
import fcntl
import hashlib
import os
import shutil
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, TypeVar

import pytest
from django.core.management import call_command
from django.db import connection, connections, transaction
from pytest_django.plugin import DjangoDbBlocker

ROOT = Path(__file__).parents[1]
T = TypeVar("T")
MADE_BY = ("migrations", "models", "audit", "models.py", "triggers.py", "apps.py", "settings.py", "base.txt")


class DatabaseTemplate:
    """A migrated, empty house that is never used itself, only cloned."""

    def __init__(self, folder: Path, name: str) -> None:
        self.folder = folder
        self.name = name

    @classmethod
    def for_run(cls, folder: Path) -> "DatabaseTemplate":
        """The template of this test run; the first worker to come makes it, the others wait."""
        name = (
            str(folder / "template.sqlite3")
            if is_sqlite()
            else f"kommin_template_{folder.name.replace('-', '_').lower()}"
        )
        template = cls(folder, name)
        folder.mkdir(parents=True, exist_ok=True)
        ready = folder / f"template.{connection.vendor}.ready"
        with (folder / "template.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not ready.exists():
                template._make()
                ready.touch()
        return template

    def _make(self) -> None:
        kept = _kept_template()
        if kept is not None and kept.exists():
            shutil.copyfile(kept, self.name)
            return
        self._migrate()
        if kept is not None:
            kept.parent.mkdir(parents=True, exist_ok=True)
            partial = kept.with_suffix(f".{uuid.uuid4().hex}")
            shutil.copyfile(self.name, partial)
            partial.rename(kept)

    def _migrate(self) -> None:
        if not is_sqlite():
            _administer(f'CREATE DATABASE "{self.name}"')
        with _in_use(self.name):
            call_command("migrate", verbosity=0, interactive=False)
            if is_sqlite():
                with connection.cursor() as cursor:
                    cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    @contextmanager
    def clone_in_use(self) -> Iterator[str]:
        """Point Django at a new clone; the clone is dropped afterwards."""
        name = self.clone()
        try:
            with _in_use(name):
                yield name
        finally:
            drop(name)

    def clone(self) -> str:
        """A new clone; whoever asked for it drops it."""
        if is_sqlite():
            name = str(self.folder / f"{uuid.uuid4().hex}.sqlite3")
            shutil.copyfile(self.name, name)
        else:
            name = f"kommin_{uuid.uuid4().hex}"
            _administer(f'CREATE DATABASE "{name}" TEMPLATE "{self.name}"')
        return name


class Beginnings:
    """What many tests begin with, made once: each beginning is a clone of the template in which it is committed.

    Tests work in that clone and are rolled back as ever; each gets copies of the objects, so that none sees what
    another did to them. What a beginning wanted to do after its commit is forgotten, as in every test.
    """

    def __init__(self, template: DatabaseTemplate, blocker: DjangoDbBlocker) -> None:
        self.template, self._blocker = template, blocker
        self._made: dict[Callable[[], Any], tuple[DatabaseTemplate, Any]] = {}

    @contextmanager
    def in_use(self, make: Callable[[], T]) -> Iterator[T]:
        """Point Django at the clone in which `make` has worked."""
        begun, made = self._begun(make)
        with _in_use(begun.name):
            yield copy.deepcopy(made)

    @contextmanager
    def clone_in_use(self, make: Callable[[], T]) -> Iterator[T]:
        """The same for one test with real commits."""
        begun, made = self._begun(make)
        with self._blocker.unblock(), begun.clone_in_use():
            yield copy.deepcopy(made)
            connections.close_all()

    def drop(self) -> None:
        for begun, _made in self._made.values():
            drop(begun.name)

    def _begun(self, make: Callable[[], T]) -> tuple[DatabaseTemplate, T]:
        if make not in self._made:
            name = self.template.clone()
            with self._blocker.unblock(), _in_use(name), transaction.atomic():
                made = make()
                connection.run_on_commit.clear()
            self._made[make] = DatabaseTemplate(self.template.folder, name), made
        return self._made[make]


def beginning(make: Callable[[], Any], *, committing: bool = False) -> Any:
    """A fixture that lets each test which asks for it work in the clone in which `make` has worked; a test that commits
    has a clone of it for itself.

    Its scope is `class`: without a class it lives as long as the test, and is set up before the transaction of the
    test begins (which pytest-django does in the scope `function`).
    """

    @pytest.fixture(scope="class")
    def begun(beginnings: Beginnings) -> Iterator[Any]:
        with (beginnings.clone_in_use if committing else beginnings.in_use)(make) as made:
            yield made

    return begun


def drop(name: str) -> None:
    """Remove a clone that nobody uses."""
    if is_sqlite():
        for suffix in ("", "-wal", "-shm"):
            Path(name + suffix).unlink(missing_ok=True)
    else:
        _administer(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _kept_template() -> Path | None:
    """Where a developer keeps migrated databases between runs (`TEST_TEMPLATES_OF_KOMMIN`), on SQLite only.

    Named by a digest of everything that decides what the migrations make: our code and the locked packages.
    """
    folder = os.environ.get("TEST_TEMPLATES_OF_KOMMIN")
    if not folder or not is_sqlite():
        return None
    made_of = hashlib.sha256()
    for part in (*sorted((ROOT / "src").rglob("*.py")), ROOT / "requirements" / "base.txt"):
        if part.parent.name in MADE_BY or part.name in MADE_BY:
            made_of.update(str(part.relative_to(ROOT)).encode() + part.read_bytes())
    return Path(folder) / f"{made_of.hexdigest()[:32]}.sqlite3"


def is_sqlite() -> bool:
    return connection.vendor == "sqlite"


@contextmanager
def _in_use(name: str) -> Iterator[None]:
    """Switch every connection of this process to the database `name`, and back."""
    before = connections.settings["default"]["NAME"]
    _switch(name)
    try:
        yield
    finally:
        _switch(before)


def _switch(name: str) -> None:
    connections["default"].close()
    connections.settings["default"]["NAME"] = name
    connections["default"].settings_dict["NAME"] = name


def _administer(statement: str) -> None:
    import psycopg

    target = connections.settings["default"]
    with closing(
        psycopg.connect(
            host=target["HOST"] or target["OPTIONS"].get("host"),
            port=target["PORT"] or None,
            user=target["USER"],
            password=target["PASSWORD"],
            dbname="postgres",
            autocommit=True,
        )
    ) as direct:
        direct.execute(statement)
