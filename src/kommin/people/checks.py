"""What `kommin check --database default` asks about people."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from kommin.people import triggers


@register(Tags.database)
def guards_are_in_place(databases: Sequence[str] | None = None, **_: Any) -> Sequence[CheckMessage]:
    """Without its triggers the database would accept what the rules of this room forbid."""
    found: list[CheckMessage] = []
    for alias in databases or ():
        connection = connections[alias]
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            continue
        there = {name for name, _table in triggers.installed(connection)}
        found += [
            Error(
                f"The trigger {name} is missing in the database “{alias}”.",
                hint="Install it again with: kommin migrate",
                id="people.E001",
            )
            for name in triggers.expected(connection)
            if name not in there
        ]
    return found
