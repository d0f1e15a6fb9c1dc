"""A sheet understood as a table: where its header is, what its columns are called, what stands in them."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from kommin.foundation.tables.errors import TableError
from kommin.foundation.tables.formats import (
    DateFormat,
    NumberFormat,
    read_date,
    read_number,
    recognise_dates,
    recognise_numbers,
)

if TYPE_CHECKING:
    from kommin.foundation.tables.reading import Sheet

Cell = str | int | float | bool | date | datetime | time | timedelta | None
"""What a cell holds; text files have only strings."""
_SEARCHED_FOR_HEADER = 40
_BLANKS = re.compile(r"\s+")
_HYPHENATED = re.compile(r"(?<=\w)-\s*\n\s*(?=[a-zäöüß])")


@dataclass(frozen=True, slots=True)
class Row:
    """A row below the header.

    Attributes:
        line: its line in the file.
        cells: as many as the table has columns.
    """

    line: int
    cells: Sequence[Cell]

    def text(self, index: int) -> str:
        """A cell as a person reads it, without blanks around; whole numbers without ".0"."""
        return as_text(self.cells[index])


@dataclass(frozen=True)
class Column:
    """A column and what was recognised in it.

    Attributes:
        index: its place, from 0.
        name: its header in one line, unique in the table.
        cells: all its cells.
    """

    index: int
    name: str
    cells: Sequence[Cell]

    @cached_property
    def numbers(self) -> NumberFormat | None:
        """How numbers are written here, or None where there are none."""
        return recognise_numbers(self.cells)

    @cached_property
    def dates(self) -> DateFormat | None:
        """How dates are written here, or None where there are none."""
        return recognise_dates(self.cells)

    def number(self, cell: Cell) -> Decimal | None:
        """The number in a cell; None for an empty one.

        Raises:
            FormatError: it is no number in this column's format.
        """
        return read_number(cell, self.numbers or NumberFormat())

    def date(self, cell: Cell) -> date | None:
        """The date in a cell; None for an empty one.

        Raises:
            FormatError: it is no date in this column's format.
        """
        return read_date(cell, self.dates or DateFormat("%Y-%m-%d"))


@dataclass(frozen=True)
class Table:
    """A sheet with its header.

    Attributes:
        sheet: the sheet's name.
        header_line: the line of the header in the file.
        above: texts that stand above the header, such as a title or control totals.
        columns: in order.
        rows: below the header; empty lines left out.
    """

    sheet: str
    header_line: int
    above: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]

    def column(self, name: str) -> Column:
        """A column by its name, whatever the case.

        Raises:
            TableError: there is none; the message names those that are there.
        """
        wanted = one_line(name).casefold()
        for column in self.columns:
            if column.name.casefold() == wanted:
                return column
        known = ", ".join(f"“{column.name}”" for column in self.columns)
        raise TableError(
            _("There is no column “%(name)s”. There are: %(known)s.") % {"name": name, "known": known},
            line=self.header_line,
        )


def as_text(cell: Cell) -> str:
    """A cell as a person reads it."""
    if type(cell) is str:  # nearly all cells are, and every one is asked several times
        return cell.strip()
    match cell:
        case None:
            return ""
        case float() if cell.is_integer():
            return str(int(cell))
        case datetime() if cell.time() == time():
            return cell.date().isoformat()
        case date() | time():
            return cell.isoformat()
        case _:
            return str(cell).strip()


def one_line(header: Cell) -> str:
    """A header in one line: words cut by a hyphen and a line break are joined again."""
    return _BLANKS.sub(" ", _HYPHENATED.sub("", as_text(header))).strip()


def make_table(sheet: "Sheet", *, header_line: int | None = None) -> Table:
    """Find the header, name the columns, keep what stands above.

    Raises:
        TableError: nothing there, no such header line, or no row below the header.
    """
    records = sheet.records
    if not records:
        raise TableError(_("The file is empty."))
    position = _header_position(records) if header_line is None else _position_of_line(records, header_line)
    line, header = records[position]
    width = max(_filled(record) for _, record in records[position:])
    rows = tuple(Row(number, _padded(record, width)) for number, record in records[position + 1 :])
    if not rows:
        raise TableError(_("There is a header but no row below it."), line=line)
    names = list(_unique_names(_padded(header, width)))
    columns = tuple(Column(index, name, [row.cells[index] for row in rows]) for index, name in enumerate(names))
    above = tuple(text for _, record in records[:position] if (text := " ".join(filter(None, map(one_line, record)))))
    return Table(sheet.name, line, above, columns, rows)


def _position_of_line(records: Sequence[tuple[int, Sequence[Cell]]], line: int) -> int:
    for position, (number, _record) in enumerate(records):
        if number == line:
            return position
    raise TableError(_("There is no header in this line: it is empty."), line=line)


def _header_position(records: Sequence[tuple[int, Sequence[Cell]]]) -> int:
    """The first record of the usual width that has only texts, and different ones; else the first of that width."""
    beginning = records[:_SEARCHED_FOR_HEADER]
    widths = Counter(_filled(record) for _, record in records[: _SEARCHED_FOR_HEADER * 5])
    usual = max((width for width in widths if width > 1), key=lambda width: (widths[width], width), default=1)
    for position, (_line, record) in enumerate(beginning):
        filled = [cell for cell in record if as_text(cell)]
        texts = [one_line(cell) for cell in filled]
        enough = len(filled) >= max(1, usual * 0.6)
        if enough and all(isinstance(cell, str) and not _looks_like_data(cell) for cell in filled) and _differ(texts):
            return position
    return next((position for position, (_, record) in enumerate(beginning) if _filled(record) == usual), 0)


def _differ(texts: Sequence[str]) -> bool:
    return len(set(texts)) > len(texts) // 2


def _looks_like_data(text: str) -> bool:
    """A number or a date: no header has one, except a year."""
    stripped = text.strip()
    if re.fullmatch(r"(19|20)\d\d", stripped):
        return False
    return bool(re.fullmatch(r"[-+(]?[€$£]?\s*[\d.,' \u00a0\u202f-]*\d[\d.,\-/)]*\s*[€$£%]?", stripped))


def _filled(record: Sequence[Cell]) -> int:
    return max((index for index, cell in enumerate(record, 1) if as_text(cell)), default=0)


def _padded(record: Sequence[Cell], width: int) -> Sequence[Cell]:
    if len(record) == width:  # nearly all records are; the sheet and its table then share them
        return record
    return [*record[:width], *([""] * (width - len(record)))]


def _unique_names(header: Sequence[Cell]) -> Iterator[str]:
    seen: Counter[str] = Counter()
    for index, cell in enumerate(header, 1):
        name = one_line(cell) or _("Column %(number)s") % {"number": index}
        seen[name.casefold()] += 1
        times = seen[name.casefold()]
        yield name if times == 1 else f"{name} ({times})"
