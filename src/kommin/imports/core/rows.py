"""What is known of each row of a file, and of the file as a whole."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType

from kommin.foundation.tables import NumberFormat, Row, Table
from kommin.imports.core.doubts import Doubt
from kommin.imports.core.mapping import Mapping as FileMapping
from kommin.imports.core.words import Words
from kommin.register.matching import Answer, Entry, Vocabulary


class State(StrEnum):
    """What is to happen with a row."""

    READY = "ready"
    CHOICE = "choice"
    LEFT_OUT = "left_out"


class What(StrEnum):
    """What a row is."""

    GRANT = "grant"
    TOTAL = "total"
    HEADING = "heading"


@dataclass(frozen=True)
class Block:
    """A building block of the programme, by all its names."""

    code: str
    names: tuple[str, ...]


Tell = Callable[[int, int], object]
"""Told how many rows of how many are read; may raise to stop the reading."""


def silent(_done: int, _total: int) -> None:
    """Nobody wants to know."""


@dataclass(frozen=True)
class Surroundings:
    """What a file is read against.

    Attributes:
        find: the register search.
        entries: every place of the register by its key.
        vocabulary: the words of its language.
        blocks: the programme's building blocks.
        today: the day of reading; grants known by their year alone never count before they can be sure.
        file_name: may say the year.
        mixed: lines of a text file that are written in another encoding than the rest, with its name.
        tell: told how far the reading is.
    """

    find: Callable[[str], Answer]
    entries: Mapping[str, Entry]
    vocabulary: Vocabulary
    words: Words
    blocks: Sequence[Block]
    today: date
    file_name: str = ""
    mixed: Mapping[int, str] = field(default_factory=dict)
    tell: Tell = silent

    def with_mixed(self, mixed: Mapping[int, str]) -> "Surroundings":
        """The same for a file with lines in another encoding."""
        return replace(self, mixed=mixed)


_NONE: Mapping[str, Decimal] = MappingProxyType({})


@dataclass(slots=True)
class ReadRow:
    """A row and everything that was understood of it.

    Attributes:
        row: as it stands in the file.
        what, state: what it is and what is to happen with it.
        exact: its amount as written, in the programme's unit; None where there is none.
        cents: the same in whole cents.
        money: the other amounts (field → whole cents) and as written (`exact_money`).
        doubts: everything to be told about it.
        identity: the same for the same grant in another edition of the file.
        case_key: the same for all rows of one case.
    """

    row: Row
    what: What = What.GRANT
    state: State = State.READY
    exact: Decimal | None = None
    cents: Decimal | None = None
    currency: str = ""
    exact_money: Mapping[str, Decimal] = field(default_factory=lambda: _NONE)
    money: Mapping[str, Decimal] = field(default_factory=lambda: _NONE)
    doubts: list[Doubt] = field(default_factory=list)
    applicant_text: str = ""
    applicant_name: str = ""
    entry: Entry | None = None
    candidates: tuple[Entry, ...] = ()
    partners: tuple[Entry, ...] = ()
    partners_text: str = ""
    title: str = ""
    reference: str = ""
    category: str = ""
    block: str = ""
    day: date | None = None
    year: int | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    identity: str = ""
    case_key: str = ""

    @property
    def line(self) -> int:
        return self.row.line

    def add(self, doubt: Doubt, state: State | None = None) -> None:
        """Add a doubt; a state given can only make matters more cautious."""
        self.doubts.append(doubt)
        if state is not None and _CAUTION[state] > _CAUTION[self.state]:
            self.state = state


_CAUTION = {State.READY: 0, State.CHOICE: 1, State.LEFT_OUT: 2}


@dataclass(frozen=True)
class Control:
    """A sum that somebody wrote or gave, and the sum of the rows it is about.

    Attributes:
        line: where it stands; 0 for one that was given.
        text: what stands there.
        said: the sum it says.
        counted: the sum of the rows it is about, as they stand in the file.
    """

    line: int
    text: str
    said: Decimal
    counted: Decimal

    @property
    def difference(self) -> Decimal:
        return self.said - self.counted

    @property
    def fits(self) -> bool:
        return not self.difference


@dataclass
class Evaluation:
    """A file, read. `rows` has every line below the header."""

    table: Table
    mapping: FileMapping
    rows: list[ReadRow]
    controls: list[Control] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    formats: dict[str, NumberFormat] = field(default_factory=dict)
    settled_by_total: tuple[str, ...] = ()

    def of_state(self, state: State) -> list[ReadRow]:
        """The rows of a state, in the order of the file."""
        return [row for row in self.rows if row.state == state]

    @property
    def grants(self) -> list[ReadRow]:
        """The rows that are grants, whatever happens with them."""
        return [row for row in self.rows if row.what == What.GRANT]

    @property
    def to_load(self) -> Decimal:
        """The sum of what is ready, in whole cents."""
        return sum((row.cents for row in self.rows if row.state == State.READY and row.cents is not None), Decimal(0))
