"""Sums among the rows and above them: found, kept out of the figures, and used to check these."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise

from kommin.foundation.search import fold
from kommin.foundation.tables import Row, Table
from kommin.foundation.tables.table import Cell, as_text, one_line
from kommin.imports.core.amounts import AmountReader
from kommin.imports.core.doubts import doubt
from kommin.imports.core.rows import Control, ReadRow, State, What
from kommin.imports.core.words import Words

_NUMBER_IN_TEXT = re.compile(r"[-–−]?\d(?:[\d.,'’\u00a0\u202f]|\s(?=\d{3}(?!\d)))*(?:\d|,-)?")
_YEAR = re.compile(r"(?:19|20)\d{2}")
_PARTS_OF_A_DAY = re.compile(r"\d{1,2}\.\d{1,2}\.(?:\d{4}|\d{2})?")
_FEWEST_UNNAMED = 2
_MOST_OTHERS = 1
_REMEMBERED = 20_000


@dataclass
class Sums:
    """The running sum of the grants read so far, and where a sum may have begun: after a heading or another sum."""

    running: Decimal = Decimal(0)
    rounded: Decimal = Decimal(0)
    rows: int = 0
    starts: list[tuple[Decimal, Decimal, int]] = field(default_factory=lambda: [(Decimal(0), Decimal(0), 0)])

    def add(self, exact: Decimal, cents: Decimal) -> None:
        self.running += exact
        self.rounded += cents
        self.rows += 1

    def begin(self) -> None:
        """From here on another sum may begin."""
        here = (self.running, self.rounded, self.rows)
        if self.starts[-1] != here:
            self.starts.append(here)

    def equal_to(self, said: Decimal) -> Decimal | None:
        """The sum of the latest rows that is what somebody said, nearest beginning first; None if there is none."""
        for exact, rounded, _rows in reversed(self.starts):
            if said == self.running - exact:
                return said
            if said == self.rounded - rounded:
                return said
        return None

    def nearest(self, said: Decimal) -> Decimal:
        """The sum of the latest rows that comes nearest to what somebody said."""
        return min((self.running - start[0] for start in self.starts), key=lambda each: abs(each - said))

    def since_last(self) -> int:
        """How many rows since the nearest beginning."""
        return self.rows - self.starts[-1][2]


@dataclass(frozen=True)
class Places:
    """The columns by which a row is told: their index by field."""

    amount: int
    money: frozenset[int]
    applicant: int | None
    counters: frozenset[int]


def sort_out(rows: Sequence[ReadRow], table: Table, places: Places, words: Words) -> list[Control]:
    """Tell grants from sums, headings and repeated headers; answers every sum with what the rows above make."""
    sums = Sums()
    controls = []
    header = [fold(column.name) for column in table.columns]
    names_a_sum = lru_cache(_REMEMBERED)(words.names_a_sum)
    for read in rows:
        others = () if read.exact is not None else _others(read, places)
        if _is_heading(read, others, header):
            _left_out(read, What.HEADING, "heading", _shown(others))
            sums.begin()
        elif read.exact is not None and (named := _named_sum(read, places, names_a_sum, sums)) is not None:
            counted = sums.equal_to(read.exact)
            carried = words.carries_forward(named)
            controls.append(Control(read.line, named or as_text(read.row.cells[places.amount]), read.exact,
                                    sums.nearest(read.exact) if counted is None else counted))  # fmt: skip
            _left_out(read, What.TOTAL, "total", named or _shown([read.row.cells[places.amount]]))
            if not carried:
                sums.begin()
        elif read.exact is None and _names_a_sum_without_amount(others, words):
            _left_out(read, What.TOTAL, "total", _shown(others))
        elif read.exact is not None:
            sums.add(read.exact, read.cents or Decimal(0))
    return controls


def _others(read: ReadRow, places: Places) -> list[Cell]:
    """What stands in a row beside its amounts."""
    return [cell for index, cell in enumerate(read.row.cells) if index not in places.money and as_text(cell)]


def _is_heading(read: ReadRow, others: Sequence[Cell], header: Sequence[str]) -> bool:
    """A line without any amount that only says something, or the header once more (as on every printed page)."""
    if read.exact is not None:
        return False
    repeated = [fold(as_text(cell)) for cell in read.row.cells]
    if sum(one == other and bool(one) for one, other in zip(repeated, header, strict=True)) * 2 > sum(
        map(bool, header)
    ):
        return True
    no_amount = all(each.kind in {"no_amount"} for each in read.doubts)
    return no_amount and not read.exact_money and len(others) <= 1


def _named_sum(read: ReadRow, places: Places, names_a_sum: Callable[[str], bool], sums: Sums) -> str | None:
    """The name of the sum that a row is, "" for one without a name; None if it is no sum."""
    filled = [
        (index, text)
        for index, cell in enumerate(read.row.cells)
        if index not in places.money and index not in places.counters and (text := as_text(cell))
    ]
    naming = [(index, text) for index, text in filled if names_a_sum(text)]
    if filled and not naming:
        return None
    applicant = as_text(read.row.cells[places.applicant]) if places.applicant is not None else ""
    fits = read.exact is not None and sums.rows > 0 and sums.equal_to(read.exact) is not None
    if naming:
        others = len(filled) - len(naming)
        instead_of_a_name = not applicant or any(index == places.applicant for index, _text in naming)
        if others <= _MOST_OTHERS and (instead_of_a_name or fits):
            return one_line(naming[0][1])
        return None
    if not filled and fits and sums.since_last() >= _FEWEST_UNNAMED:
        return ""
    if not filled and fits and sums.rows >= _FEWEST_UNNAMED:
        return ""
    return None


def _names_a_sum_without_amount(others: Sequence[Cell], words: Words) -> bool:
    return len(others) == 1 and words.names_a_sum(as_text(others[0]))


def _left_out(read: ReadRow, what: What, kind: str, text: str) -> None:
    read.what, read.state = what, State.LEFT_OUT
    read.doubts = [doubt(kind, text=text)]


def _shown(cells: Iterable[Cell]) -> str:
    return one_line(" ".join(filter(None, map(as_text, cells))))[:80]


def controls_above(
    records: Sequence[tuple[int, Sequence[Cell]]], header_line: int, reader: AmountReader, words: Words
) -> Iterator[tuple[int, str, tuple[Decimal, ...]]]:
    """The lines above the header that speak of a sum: line, text, the amounts in it."""
    for line, record in records:
        if line >= header_line:
            return
        texts = [as_text(cell) for cell in record if as_text(cell)]
        folded = f" {fold(' '.join(texts))} "
        if not any(f" {word} " in folded for word in words.above):
            continue
        amounts = tuple(dict.fromkeys(_amounts_in(record, reader)))
        if amounts:
            yield line, one_line(" ".join(texts))[:120], amounts


def _amounts_in(record: Sequence[Cell], reader: AmountReader) -> Iterator[Decimal]:
    for cell in record:
        if isinstance(cell, bool) or cell is None:
            continue
        if isinstance(cell, int | float):
            if not _YEAR.fullmatch(as_text(cell)):
                yield from _exact(reader, cell)
            continue
        text = _PARTS_OF_A_DAY.sub(" ", as_text(cell))
        for found in _NUMBER_IN_TEXT.finditer(text):
            if not _YEAR.fullmatch(found[0]):
                yield from _exact(reader, text[found.start() : found.end()].rstrip(".,"))


def _exact(reader: AmountReader, cell: Cell) -> Iterator[Decimal]:
    amount = reader.read(cell).exact
    if amount is not None:
        yield amount
        if reader.unit > 1:  # a title may say whole euro where the column says thousands
            yield amount / reader.unit


def counters(table: Table) -> frozenset[int]:
    """The columns that only number the rows: 1, 2, 3."""
    found = set()
    for column in table.columns:
        whole = _whole_numbers(column.cells)
        if len(whole) >= 2:
            steps = sum(after - before == 1 for before, after in pairwise(whole))
            if steps == len(whole) - 1 or (steps >= (len(whole) - 1) * 0.9 and whole[0] <= 1):
                found.add(column.index)
    return frozenset(found)


def _whole_numbers(cells: Iterable[Cell]) -> list[int]:
    """The short whole numbers of a column that holds nothing else; otherwise none."""
    found = []
    for text in filter(None, map(as_text, cells)):
        number = text.rstrip(".")
        if not number.isdigit() or len(number) >= 8:
            return []
        found.append(int(number))
    return found


def text_of(row: Row, without: frozenset[int]) -> tuple[str, ...]:
    """A row as texts, without the columns that only number the rows."""
    return tuple(row.text(index) for index in range(len(row.cells)) if index not in without)
