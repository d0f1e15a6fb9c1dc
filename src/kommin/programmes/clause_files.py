"""Clause sets as files: the shipped one is in every house, an operator may load others."""

import json
from pathlib import Path
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, router, transaction

from kommin.programmes.models import Clause, ClauseSet

FOLDER = Path(__file__).parent / "data"


def read(path: Path) -> tuple[ClauseSet, list[Clause]]:
    """The set of a file with its clauses, not saved.

    Raises:
        ValueError: the file is not what docs/programmes.md describes.
    """
    try:
        data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        made = ClauseSet(**{name: data[name] for name in ("code", "title_de", "title_en", "source", "confirmed")})
        clauses = [
            Clause(clause_set=made, position=position, **row) for position, row in enumerate(data["clauses"], start=1)
        ]
    except (KeyError, TypeError, AttributeError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise ValueError(f"{path.name}: {error}") from error
    return made, clauses


def load(path: Path, using: str = DEFAULT_DB_ALIAS) -> ClauseSet | None:
    """Add the set of a file; None if the house has a set of this code already (sets are never changed)."""
    made, clauses = read(path)
    with transaction.atomic(using=using):
        if ClauseSet.objects.using(using).filter(code=made.code).exists():
            return None
        made.save(using=using, force_insert=True)
        Clause.objects.using(using).bulk_create(clauses)
    return made


def load_shipped(using: str, **_: Any) -> None:
    """Receiver of `post_migrate`: every house has the shipped sets."""
    if not router.allow_migrate_model(using, ClauseSet):
        return
    if ClauseSet._meta.db_table not in connections[using].introspection.table_names():  # noqa: SLF001 - documented
        return
    for path in sorted(FOLDER.glob("*.json")):
        load(path, using)
