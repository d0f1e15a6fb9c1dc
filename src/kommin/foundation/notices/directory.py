"""Who is who: asked of the room that knows people, which registers itself here.

Notices know accounts (the user model of the project) and the numbers of organisations, no more.
"""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Protocol


class Directory(Protocol):
    """What notices ask about people. All answers hold for a day; accounts are given by their number."""

    def holders(self, *, organisation: int, role: str, on: date) -> Collection[int]:
        """Who has the role in the organisation."""

    def deputies(self, *, organisation: int, role: str, person: int | None, on: date) -> Collection[int]:
        """Who stands in for the holders of the role, or for one of them."""

    def heads(self, *, organisation: int, on: date) -> Collection[int]:
        """Who answers for the organisation."""

    def roles_of(self, *, person: int, on: date) -> Mapping[int, Collection[str]]:
        """In which organisations a person acts (deputising included), in which roles."""

    def names(self, *, organisations: Collection[int], on: date) -> Mapping[int, str]:
        """What the organisations are called."""


class NobodyKnown:
    """The directory while no room has registered one."""

    def holders(self, *, organisation: int, role: str, on: date) -> Collection[int]:  # noqa: ARG002
        return ()

    def deputies(self, *, organisation: int, role: str, person: int | None, on: date) -> Collection[int]:  # noqa: ARG002
        return ()

    def heads(self, *, organisation: int, on: date) -> Collection[int]:  # noqa: ARG002
        return ()

    def roles_of(self, *, person: int, on: date) -> Mapping[int, Collection[str]]:  # noqa: ARG002
        return {}

    def names(self, *, organisations: Collection[int], on: date) -> Mapping[int, str]:  # noqa: ARG002
        return {}


_directory: Directory = NobodyKnown()


def register_directory(known: Directory) -> None:
    """Let notices ask this directory from now on (called once, in the `ready` of the room that knows people)."""
    global _directory
    _directory = known


def directory() -> Directory:
    """The registered directory."""
    return _directory
