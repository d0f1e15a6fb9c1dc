"""Who may read the files of which owners: rooms register rules for each type of owner; passing one of them is enough.

    register_owner_rule("cases.application", may_read_application, find=application_by_id)

A file whose owner type has no rule is given to nobody.
"""

from collections.abc import Callable
from typing import Any

from rules import Predicate

from kommin.foundation.access import Actor
from kommin.foundation.files.models import StoredFile

Finder = Callable[[str], Any]
"""Fetches the owner by its id, as the rule judges it; None if it is gone."""

_rules: dict[str, list[tuple[Predicate, Finder]]] = {}


def register_owner_rule(owner_type: str, rule: Predicate, *, find: Finder = str) -> None:
    """Let whoever passes `rule` read the files of this type of owner; by default the rule judges the owner's id.

    A room above lets more people read by a rule of its own, whichever room is loaded first.
    """
    known = _rules.setdefault(owner_type, [])
    if (rule, find) not in known:
        known.append((rule, find))


def may_read(actor: Actor, stored: StoredFile) -> bool:
    """Whether this actor may have this file's content."""
    for rule, find in _rules.get(stored.shelf.owner_type, ()):
        owner = find(stored.shelf.owner_id)
        if owner is not None and rule.test(actor, owner):
            return True
    return False
