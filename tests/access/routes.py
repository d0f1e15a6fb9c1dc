"""What every route must answer to everybody: one or more rows for each, in `tests/access/tables/<room>.py`.

    rows = [
        Row(route="audit:records", allowed={"auditor", "operator"}),
        Row(route="audit:record", allowed={"auditor", "operator"}, of=lambda world: {"pk": example_record().pk}),
        Row(route="people:organisation", case="foreign", allowed={"operator", "auditor"}, of=...),
    ]

`allowed` get `status`, whoever else is signed in gets `refused` (404, or 403 with the reasons for what they may see),
visitors are sent to sign in. Views that only take POST answer GET with 405 to those allowed: the rule is asked before.
"""

import pkgutil
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from importlib import import_module
from typing import Any

from access import tables
from access.world import ACTORS, World

Example = Callable[[World], dict[str, Any]]


def nothing(_: World) -> dict[str, Any]:
    return {}


@dataclass(frozen=True)
class Part:
    """An example that is a part of something dear, which is made once for all its parts."""

    make: Callable[[World], Any]
    named: Callable[[Any], dict[str, Any]]

    def __call__(self, world: World) -> dict[str, Any]:
        return self.named(self.make(world))


@dataclass(frozen=True, kw_only=True)
class Row:
    """One route with one example, and the answer to everybody."""

    route: str
    allowed: Collection[str]
    of: Example = nothing
    status: int = 200
    refused: int = 404
    method: str = "get"
    case: str = ""
    other: Mapping[str, int | str] = field(default_factory=dict)
    """Answers to single actors that are neither."""

    def __str__(self) -> str:
        return " ".join(part for part in (self.method.upper(), self.route, self.case) if part)

    @property
    def drawn_for(self) -> str:
        """The first actor who may see the page; empty if nobody may."""
        return next((actor for actor in ACTORS if actor in self.allowed), "")

    def expected(self, actor: str) -> int | str:
        """The status this actor must get; "sign in" for visitors who are not allowed."""
        if actor in self.other:
            return self.other[actor]
        if actor in self.allowed:
            return self.status
        return "sign in" if actor == "nobody" else self.refused


def rows() -> list[Row]:
    """All rows of all rooms."""
    return [row for module in _modules() for row in module.rows]


def tried_by_pattern(route: str) -> bool:
    """Whether a route belongs to a package with very many, whose rules a test of its room tries by the pattern."""
    patterns = [pattern for module in _modules() for pattern in getattr(module, "patterns", ())]
    return any(fnmatchcase(route, pattern) for pattern in patterns)


def _modules() -> list[Any]:
    return [import_module(f"{tables.__name__}.{found.name}") for found in pkgutil.iter_modules(tables.__path__)]
