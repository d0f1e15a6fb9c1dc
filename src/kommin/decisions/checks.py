"""What `kommin check --database default` asks about this room."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections

from kommin.decisions import triggers


@register(Tags.database)
def commitments_are_added_up(databases: Sequence[str] | None = None, **_: Any) -> Sequence[CheckMessage]:
    """Without its trigger the database would not see when commitments exceed a share."""
    return [
        Error(f"The trigger {triggers.NAME} is missing.", hint="Run: kommin migrate", id="decisions.E001")
        for alias in databases or ()
        if triggers.has_table(connections[alias]) and not triggers.installed(connections[alias])
    ]
