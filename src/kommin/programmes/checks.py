"""What `kommin check --database default` asks about this room."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections

from kommin.programmes import triggers


@register(Tags.database)
def sums_are_kept(databases: Sequence[str] | None = None, **_: Any) -> Sequence[CheckMessage]:
    """Without its triggers the database would not see when shares exceed an appropriation."""
    lacking = [
        name
        for alias in databases or ()
        if triggers.has_table(connections[alias])
        for name in set(triggers.expected()) - set(triggers.installed(connections[alias]))
    ]
    return [
        Error(f"The trigger {name} is missing.", hint="Run: kommin migrate", id="programmes.E001")
        for name in sorted(lacking)
    ]
