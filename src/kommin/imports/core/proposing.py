"""What a file probably says: which sheet, which line is the header, which column is what. A person may overrule all."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from kommin.foundation.search import fold
from kommin.foundation.tables import Column, Table, TableError, Workbook, make_table
from kommin.foundation.tables.table import Cell, as_text, one_line
from kommin.imports.core.days import read_day
from kommin.imports.core.mapping import DAYS, FIELDS, MONEY
from kommin.imports.core.mapping import Mapping as FileMapping
from kommin.imports.core.words import Words
from kommin.register.matching import SURE, Answer

Find = Callable[[str], Answer]
_SEARCHED_FOR_HEADER = 60
_SAMPLE = 400
_NAMES_ASKED = 40
_EXACT, _WITHIN, _INSIDE, _CLOSE = 100.0, 60.0, 25.0, 5.0
_LONG_ENOUGH_INSIDE = 6
_RECOGNISED = 45.0
_TEXTS = ("applicant", "title", "block", "partners", "district")
_NUMBER = re.compile(r"[-+(]?\s*[^\W\d_€$£]{0,4}[€$£]?\s*[-+]?[\d.,'’\s\u00a0\u202f]*\d[\d.,'’\s-]*[)€$£%\w.\s]{0,10}")
_YEAR_ALONE = re.compile(r"(?:HJ|FY)?\s?(?:19|20)\d{2}(?:\s?[/-]\s?\d{2,4})?")
_YEAR_IN_TEXT = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")


@dataclass(frozen=True)
class Proposal:
    """What was recognised.

    Attributes:
        table: the sheet with its header.
        columns: field → name of its column.
        unsure: fields for which several columns fit equally; a person has to say which.
        sheets: every sheet that holds a table, with its number of rows.
    """

    table: Table
    columns: Mapping[str, str]
    unsure: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sheets: Mapping[str, int] = field(default_factory=dict)


def propose(workbook: Workbook, given: FileMapping, words: Words, find: Find) -> Proposal:
    """The best table of a workbook and what its columns are; whatever `given` says holds.

    Raises:
        TableError: no sheet holds a table, or the sheet, line or column that was named is not there.
    """
    names = workbook.sheet_names if given.sheet is None else (given.sheet,)
    found: list[tuple[float, Table, dict[str, str], dict[str, tuple[str, ...]]]] = []
    refused: TableError | None = None
    for name in names:
        try:
            table = table_of(workbook, name, given.header_line, words)
        except TableError as error:
            refused = refused or error
            continue
        columns, unsure = propose_columns(table, given.columns, words, find)
        found.append((_worth(table, columns), table, columns, unsure))
    if not found:
        raise refused or TableError("")
    _best, table, columns, unsure = max(found, key=lambda each: each[0])
    return Proposal(table, columns, unsure, {each[1].sheet: len(each[1].rows) for each in found})


def table_of(workbook: Workbook, name: str, header_line: int | None, words: Words) -> Table:
    """A sheet with its header: the line given, the line that speaks of grants, or what a table's header looks like."""
    sheet = workbook.sheet(name)
    if header_line is None:
        header_line = _header_that_speaks(sheet.records[:_SEARCHED_FOR_HEADER], words)
    return make_table(sheet, header_line=header_line)


def _header_that_speaks(records: Sequence[tuple[int, Sequence[Cell]]], words: Words) -> int | None:
    """The first line with the most headers that are known, if it has at least two."""
    best, best_line = 1, None
    for line, record in records:
        filled = [cell for cell in record if as_text(cell)]
        if len(filled) < 2 or not all(isinstance(cell, str) for cell in filled):
            continue
        headers = [fold(one_line(cell)) for cell in filled]
        known = {name for name, spellings in words.headers.items() for header in headers if header in spellings}
        known |= {
            name for name in MONEY for header in headers if _header_worth(header, words.headers[name]) >= _WITHIN - 20
        }
        if len(known) > best and len(known) * 4 >= len(filled):
            best, best_line = len(known), line
    return best_line


def _worth(table: Table, columns: Mapping[str, str]) -> float:
    """How much a sheet looks like a list of grants: an amount and a recipient above all, then its length."""
    return (("amount" in columns) * 4 + ("applicant" in columns) * 2 + len(columns) * 0.1) * 1_000_000 + len(table.rows)


def propose_columns(
    table: Table, given: Mapping[str, str], words: Words, find: Find
) -> tuple[dict[str, str], dict[str, tuple[str, ...]]]:
    """Field → name of its column, and the fields for which several columns fit equally well.

    Raises:
        TableError: a column that was named is not there.
    """
    chosen = {name: table.column(column).name for name, column in given.items()}
    free = [column for column in table.columns if column.name not in chosen.values()]
    looks = {column.name: _Look.at(column, words) for column in free}
    worths = {
        (name, column.name): worth
        for name in FIELDS
        if name not in chosen
        for column in free
        if (worth := _fits(name, column, looks[column.name], words)) > 0
    }
    for column in free:
        look = looks[column.name]
        if "applicant" not in chosen and look.is_text and (share := _share_of_places(column, find)) > 0.5:
            worths["applicant", column.name] = worths.get(("applicant", column.name), 0) + _RECOGNISED * share
    unsure = _assign(worths, chosen)
    _only_amount(chosen, unsure, looks, free, words)
    return chosen, unsure


def _assign(worths: dict[tuple[str, str], float], chosen: dict[str, str]) -> dict[str, tuple[str, ...]]:
    """Give each column to the field it fits best; equally good amounts are nobody's."""
    unsure: dict[str, tuple[str, ...]] = {}
    taken = set(chosen.values())
    for (name, column), worth in sorted(worths.items(), key=lambda pair: -pair[1]):
        if name in chosen or name in unsure or column in taken:
            continue
        rivals = tuple(
            other
            for (rival, other), its in worths.items()
            if rival == name and other not in taken and worth - its < _CLOSE and other != column
        )
        better_elsewhere = {other for other in rivals if _best_field(worths, other) != name}
        if name == "amount" and set(rivals) - better_elsewhere:
            unsure[name] = (column, *(other for other in rivals if other not in better_elsewhere))
            continue
        chosen[name] = column
        taken.add(column)
    return unsure


def _best_field(worths: Mapping[tuple[str, str], float], column: str) -> str:
    return max(((its, name) for (name, other), its in worths.items() if other == column), default=(0.0, ""))[1]


def _only_amount(
    chosen: dict[str, str],
    unsure: Mapping[str, tuple[str, ...]],
    looks: Mapping[str, "_Look"],
    free: Sequence[Column],
    words: Words,
) -> None:
    """Where no header speaks of an amount, the only column of numbers that can be one."""
    if "amount" in chosen or "amount" in unsure:
        return
    numbers = [
        column.name
        for column in free
        if looks[column.name].is_number
        and column.name not in chosen.values()
        and not _rules_out(fold(column.name), words)
    ]
    if len(numbers) == 1:
        chosen["amount"] = numbers[0]


def _fits(name: str, column: Column, look: "_Look", words: Words) -> float:
    """How well a column fits a field; 0 where its header says nothing or its content cannot be that."""
    header = fold(column.name)
    worth = _header_worth(header, words.headers.get(name, ()))
    named_so = name in MONEY and worth >= _EXACT - 40 and look.has_number  # however much of it was redacted
    if not worth or not (look.can_be(name) or named_so):
        return 0
    if name in MONEY and worth < _EXACT - 40 and _rules_out(header, words):
        return 0
    return worth


def _rules_out(header: str, words: Words) -> bool:
    parts = f" {header} "
    return any(f" {word} " in parts for word in words.not_granted)


def _header_worth(header: str, spellings: Sequence[str]) -> float:
    """100 for the first spelling, less for later ones and where the header says more, or runs words together."""
    best = 0.0
    parts = f" {header} "
    for place, spelling in enumerate(spellings):
        later = min(place, 60) * 0.6
        if header == spelling:
            best = max(best, _EXACT - later)
        elif f" {spelling} " in parts and len(spelling) > 2:
            best = max(best, _WITHIN - later / 2 + len(spelling) / max(len(header), 1) * 10)
        elif len(spelling) >= _LONG_ENOUGH_INSIDE and spelling in header:
            best = max(best, _INSIDE - later / 4 + len(spelling) / len(header) * 10)
    return best


@dataclass(frozen=True)
class _Look:
    """What the cells of a column look like."""

    is_number: bool
    is_text: bool
    is_day: bool
    is_year: bool
    is_short: bool
    has_number: bool

    @classmethod
    def at(cls, column: Column, words: Words) -> "_Look":
        says_something = (cell for cell in column.cells if (text := as_text(cell)) and not words.is_nothing(text))
        filled = list(islice(says_something, _SAMPLE))
        shown = [cell for cell in filled if not words.is_redacted(as_text(cell))] or filled
        many = max(len(shown), 1)
        days = sum(read_day(cell, words, month_first=False).is_known for cell in shown if not _plain_number(cell))
        years = sum(bool(_year_alone(cell)) for cell in shown)
        numbers = sum(_is_number(cell) for cell in shown)
        years_only = years * 2 > many and years >= numbers
        return cls(
            is_number=numbers * 2 > many and not years_only and days * 2 <= many,
            is_text=(numbers + days) * 2 <= many,
            is_day=(days + years) * 2 > many,
            is_year=years_only or (days + years) * 2 > many,
            is_short=all(len(as_text(cell)) <= 20 for cell in shown),
            has_number=numbers > 0 and not years_only and days * 2 <= many,
        )

    def can_be(self, name: str) -> bool:
        """Whether a column that looks so can hold this field."""
        if name in MONEY:
            return self.is_number
        if name in DAYS:
            return self.is_day
        if name == "year":
            return self.is_year
        if name in _TEXTS:
            return self.is_text
        return self.is_short if name in {"key", "currency"} else not self.is_year


def _plain_number(cell: Cell) -> bool:
    return isinstance(cell, int | float) and not isinstance(cell, bool)


def _is_number(cell: Cell) -> bool:
    return _plain_number(cell) or (isinstance(cell, str) and bool(_NUMBER.fullmatch(cell.strip())))


def _year_alone(cell: Cell) -> bool:
    text = as_text(cell)
    return bool(re.fullmatch(r"(?:19|20)\d{2}", text)) or bool(
        re.fullmatch(r"(?:HJ|FY)?\s?(?:19|20)\d{2}(?:\s?[/-]\s?\d{2,4})?", text)
    )


def _share_of_places(column: Column, find: Find) -> float:
    """Which share of a column's different texts the register is sure about."""
    texts = list(Counter(as_text(cell) for cell in column.cells[:_SAMPLE] if as_text(cell)))[:_NAMES_ASKED]
    if not texts:
        return 0
    sure = 0
    for text in texts:
        matches = find(text).matches
        sure += bool(matches) and matches[0].confidence >= SURE
    return sure / len(texts)


def year_in(texts: Iterable[str]) -> tuple[int, str] | None:
    """The only year that titles, the sheet's or the file's name speak of, with the text it stands in."""
    for text in texts:
        years = set(_YEAR_IN_TEXT.findall(text))
        if len(years) == 1:
            return int(years.pop()), text
    return None
