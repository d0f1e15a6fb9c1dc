"""Who may read the files of which owners: rooms register one rule for each type of owner.

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

_rules: dict[str, tuple[Predicate, Finder]] = {}


def register_owner_rule(owner_type: str, rule: Predicate, *, find: Finder = str) -> None:
    """Let whoever passes `rule` read the files of this type of owner; by default the rule judges the owner's id."""
    _rules[owner_type] = (rule, find)


def may_read(actor: Actor, stored: StoredFile) -> bool:
    """Whether this actor may have this file's content."""
    known = _rules.get(stored.shelf.owner_type)
    if known is None:
        return False
    rule, find = known
    owner = find(stored.shelf.owner_id)
    return owner is not None and bool(rule.test(actor, owner))
