"""`kommin migrate`: Django's own, which brings other packages up to date before the house.

Each step of a migration draws all models anew that hang together with what it changes. The CMS brings a hundred and
fifty steps: done while none of the house's many models is there yet, they make a new database a third faster.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.commands import migrate
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.graph import MigrationGraph
from django.db.migrations.loader import MigrationLoader


class PackagesFirstGraph(MigrationGraph):
    """Names the ends of all chains in the order in which they are reached."""

    def leaf_nodes(self, app: str | None = None) -> list[tuple[str, str]]:
        return sorted(super().leaf_nodes(app), key=lambda node: (self._is_of_the_house(node), node))

    def _is_of_the_house(self, node: tuple[str, str]) -> bool:
        return type(self.nodes[node]).__module__.startswith("kommin.")


class PackagesFirstLoader(MigrationLoader):
    def build_graph(self) -> None:
        super().build_graph()
        self.graph.__class__ = PackagesFirstGraph


class PackagesFirstExecutor(MigrationExecutor):
    def __init__(self, connection: Any, progress_callback: Any = None) -> None:
        super().__init__(connection, progress_callback)
        self.loader = PackagesFirstLoader(connection)


class Command(migrate.Command):
    help = "bring the database to this version"

    def handle(self, *args: Any, **options: Any) -> None:
        with patched():
            super().handle(*args, **options)


@contextmanager
def patched() -> Iterator[None]:
    """Django's command makes its executor itself and offers no place to hand it another."""
    before = vars(migrate)["MigrationExecutor"]
    setattr(migrate, "MigrationExecutor", PackagesFirstExecutor)  # noqa: B010 - Django's types do not name it
    try:
        yield
    finally:
        setattr(migrate, "MigrationExecutor", before)  # noqa: B010
