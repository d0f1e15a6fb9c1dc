"""What the engine has to ask others: names of municipalities and of stored files.

The engine keeps municipality keys and opaque file ids; whoever calls it says how to resolve them, all at once.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class FileInfo:
    """What a person is told about a stored file. `size` in bytes; `type` as the extension its content deserves."""

    name: str
    size: int = 0
    type: str = ""
    url: str = ""


class Lookups(Protocol):
    """How ids become names. Unknown ids are left out of the result; each call costs at most one query."""

    def municipalities(self, keys: Collection[str]) -> Mapping[str, str]:
        """The names of these municipalities, by key."""

    def files(self, ids: Collection[str]) -> Mapping[str, FileInfo]:
        """What is known about these files, by id."""


class NoLookups:
    """Knows nothing and believes every id: for drafts of definitions and for tests."""

    def municipalities(self, keys: Collection[str]) -> Mapping[str, str]:
        return {key: key for key in keys}

    def files(self, ids: Collection[str]) -> Mapping[str, FileInfo]:
        return {one: FileInfo(one) for one in ids}
