"""Writing tables that open cleanly in every office program and in which no text runs as a formula."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, BinaryIO

import xlsxwriter

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\N{FULLWIDTH EQUALS SIGN}", "\N{FULLWIDTH PLUS SIGN}")
_LONGEST_CELL = 32_767
_WIDEST_COLUMN = 60


def safe_text(value: object) -> object:
    """A text that a spreadsheet would run as a formula, made harmless by an apostrophe before it; the rest unchanged.

    Numbers stay numbers: only texts can be typed in by others.
    """
    if isinstance(value, str) and value.lstrip(" ").startswith(_FORMULA_STARTS):
        return f"'{value}"
    return value


def write_csv(columns: Sequence[str], rows: Iterable[Sequence[object]], *, delimiter: str = ";") -> Iterator[str]:
    """A CSV file in pieces, as German office programs open it: semicolon, byte order mark, decimal comma kept out.

    Numbers are written with a point and dates in ISO form, so that programs read them without guessing.
    """
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator="\r\n")
    buffer.write("\ufeff")
    writer.writerow([safe_text(column) for column in columns])
    for row in rows:
        writer.writerow([_csv_cell(value) for value in row])
        if buffer.tell() > 64_000:
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue()


def _csv_cell(value: object) -> object:
    match value:
        case None:
            return ""
        case datetime() | date():
            return value.isoformat()
        case _:
            return safe_text(value)


def write_xlsx(
    target: BinaryIO, columns: Sequence[str], rows: Iterable[Sequence[object]], *, title: str, notes: Sequence[str] = ()
) -> None:
    """Write one sheet with a fixed, filterable header; `notes` (sources, filters) go to a second sheet.

    Texts are stored as texts: no cell is a formula or a link, whatever it begins with.
    """
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(target, {**options, "default_date_format": "yyyy-mm-dd", "remove_timezone": True})
    bold = book.add_format({"bold": True})
    sheet = book.add_worksheet(_sheet_name(title))
    widths = [len(column) for column in columns]
    for index, column in enumerate(columns):
        sheet.write_string(0, index, column, bold)
    line = 0
    for line, row in enumerate(rows, 1):
        for index, value in enumerate(row):
            _write_cell(sheet, line, index, value)
            widths[index] = max(widths[index], len(str(value)) if value is not None else 0)
    for index, width in enumerate(widths):
        sheet.set_column(index, index, min(width + 2, _WIDEST_COLUMN))
    sheet.freeze_panes(1, 0)
    if columns:
        sheet.autofilter(0, 0, line, len(columns) - 1)
    if notes:
        second = book.add_worksheet(_sheet_name("Info"))
        for number, note in enumerate(notes):
            second.write_string(number, 0, note[:_LONGEST_CELL])
        second.set_column(0, 0, _WIDEST_COLUMN)
    book.close()


def _write_cell(sheet: Any, line: int, index: int, value: object) -> None:
    match value:
        case None | "":
            sheet.write_blank(line, index, None)
        case bool():
            sheet.write_boolean(line, index, value)
        case int() | float() | Decimal():
            sheet.write_number(line, index, value)
        case datetime() | date():
            sheet.write_datetime(line, index, value)
        case _:
            sheet.write_string(line, index, str(value)[:_LONGEST_CELL])


def _sheet_name(title: str) -> str:
    return "".join("-" if char in "[]:*?/\\" else char for char in title).strip("'")[:31] or "Sheet"
