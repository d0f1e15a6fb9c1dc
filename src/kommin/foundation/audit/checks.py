"""What `kommin check --database default` asks about the record."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from kommin.foundation.audit import triggers


@register(Tags.database)
def append_only_tables_are_protected(databases: Sequence[str] | None = None, **_: Any) -> Sequence[CheckMessage]:
    """Without its triggers a table could be changed in silence. Asked only of a database at this version."""
    found: list[CheckMessage] = []
    for alias in databases or ():
        executor = MigrationExecutor(connections[alias])
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            continue
        found += [
            Error(
                f"The trigger {name} is missing or switched off in the database “{alias}”.",
                hint="Somebody removed it: find out who and why, verify the record (kommin audit verify), then restore"
                " it with kommin audit protect.",
                id="audit.E001",
            )
            for name in triggers.missing(connections[alias])
        ]
    return found
