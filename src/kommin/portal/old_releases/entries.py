"""What every source becomes first: entries of named values, whatever the format of the file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kommin.portal.old_releases.doubts import Doubt


@dataclass(frozen=True, slots=True)
class Given:
    """One value as the file gives it.

    Attributes:
        text: what it says, HTML included.
        parts: its attributes or members, where it has any ("url", "type", "length").
    """

    text: str
    parts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the file.

    Attributes:
        number: its place, from 1.
        values: name in the file → all values of that name, in order.
    """

    number: int
    values: Mapping[str, Sequence[Given]]


@dataclass(frozen=True)
class Source:
    """A file that was opened.

    Attributes:
        kind: "rss", "atom", "json" or "table".
        encoding: given or recognised.
        base: the address of the site the entries come from, where the file says so.
        entries: in the order of the file.
        doubts: about the file as a whole.
    """

    kind: str
    encoding: str
    entries: Sequence[Entry]
    base: str = ""
    doubts: Sequence[Doubt] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """All names that values have in this file, in the order they appear."""
        return tuple(dict.fromkeys(name for entry in self.entries for name in entry.values))
