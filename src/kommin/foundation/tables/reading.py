"""Opening a file as a workbook of sheets, whatever its format."""

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

import python_calamine
from django.utils.translation import gettext as _

from kommin.foundation.tables.errors import TableError
from kommin.foundation.tables.files import FileKind, Limits, check_archive, kind_of, load_bytes
from kommin.foundation.tables.table import Cell, Table, make_table
from kommin.foundation.tables.text import decode, find_delimiter, lines_in_two_encodings, read_records

MIXED = "utf-8 + windows-1252"
"""The name of the encoding of a file whose lines are written in two."""


@dataclass(frozen=True)
class Sheet:
    """One sheet as it is: records with the line (the row of the sheet, from 1) each stands in; empty ones left out."""

    name: str
    records: Sequence[tuple[int, Sequence[Cell]]]


@dataclass
class Workbook:
    """A file that was opened.

    Attributes:
        kind: what it is.
        sheet_names: in the file's order; a text file has one, with an empty name.
        encoding, delimiter: of a text file, given or recognised.
        mixed_lines: the lines of a text file that are written in another encoding than the rest.
    """

    kind: FileKind
    sheet_names: tuple[str, ...]
    limits: Limits
    encoding: str = ""
    delimiter: str = ""
    mixed_lines: tuple[int, ...] = ()
    _book: Any = None
    _sheets: dict[str, Sheet] = field(default_factory=dict)

    def sheet(self, name: str | None = None) -> Sheet:
        """A sheet by name or, if none is called so, by its number from 1; without one, the first that holds something.

        Raises:
            TableError: there is no such sheet, it is empty, too large or damaged.
        """
        if name is None:
            for candidate in self.sheet_names:
                if (sheet := self._load(candidate)).records:
                    return sheet
            raise TableError(_("The file is empty."))
        if name not in self.sheet_names and name.isdecimal() and 1 <= int(name) <= len(self.sheet_names):
            name = self.sheet_names[int(name) - 1]
        if name not in self.sheet_names:
            known = ", ".join(self.sheet_names)
            raise TableError(_("There is no sheet “%(name)s”. There are: %(known)s.") % {"name": name, "known": known})
        return self._load(name)

    def table(self, sheet: str | None = None, *, header_line: int | None = None) -> Table:
        """A sheet with its header found (or given by its line), columns named, formats recognised.

        Raises:
            TableError: as `sheet`, or there is no header, or no row below it.
        """
        return make_table(self.sheet(sheet), header_line=header_line)

    def _load(self, name: str) -> Sheet:
        if name not in self._sheets:
            self._sheets[name] = Sheet(name, _read_sheet(self._book, name, self.limits))
        return self._sheets[name]


def open_workbook(
    source: Path | bytes | BinaryIO,
    *,
    encoding: str | None = None,
    delimiter: str | None = None,
    limits: Limits | None = None,
) -> Workbook:
    """Open a CSV, TSV, XLSX, XLS or ODS file after checking that it is one and not larger than allowed.

    Args:
        source: a path, the bytes, or a file open for reading bytes.
        encoding, delimiter: overrule what would be recognised in a text file.
        limits: other limits than the usual ones.

    Raises:
        TableError: empty, too large, protected, damaged, or no table; nothing was kept.
    """
    limits = limits or Limits()
    content = load_bytes(source, limits)
    kind = kind_of(content)
    if kind is FileKind.TEXT:
        return _open_text(content, encoding, delimiter, limits)
    if kind is not FileKind.XLS:
        check_archive(content, kind, limits)
    book = _calamine(python_calamine.CalamineWorkbook.from_filelike, io.BytesIO(content))
    return Workbook(kind, tuple(book.sheet_names), limits, _book=book)


def _open_text(content: bytes, encoding: str | None, delimiter: str | None, limits: Limits) -> Workbook:
    mixed = None if encoding and encoding != MIXED else lines_in_two_encodings(content)
    text, recognised = (mixed[0], MIXED) if mixed else decode(content, None if encoding == MIXED else encoding)
    separator = delimiter or find_delimiter(text)
    sheet = Sheet("", read_records(text, separator, limits))
    lines = mixed[1] if mixed else ()
    return Workbook(FileKind.TEXT, ("",), limits, recognised, separator, lines, _sheets={"": sheet})


def _read_sheet(book: Any, name: str, limits: Limits) -> list[tuple[int, Sequence[Cell]]]:
    sheet = _calamine(book.get_sheet_by_name, name)
    if sheet.start is None:
        return []
    if sheet.height > limits.rows or sheet.width > limits.columns or sheet.height * sheet.width > limits.cells:
        allowed = {"most": limits.rows, "wide": limits.columns}
        raise TableError(_("More than %(most)s rows or %(wide)s columns. Please split the file.") % allowed)
    first_row = sheet.start[0] + 1
    rows = _calamine(sheet.to_python, skip_empty_area=True)
    return [(line, row) for line, row in enumerate(rows, first_row) if any(cell not in ("", None) for cell in row)]


def _calamine(call: Any, *args: Any, **kwargs: Any) -> Any:
    """Call the reading library; whatever it stumbles over is the file's fault and is said in one sentence."""
    try:
        return call(*args, **kwargs)
    except python_calamine.PasswordError as error:
        raise TableError(_("The file is protected by a password. Please save it without one and try again.")) from error
    except (python_calamine.CalamineError, OSError, ValueError, OverflowError) as error:
        raise TableError(_("The spreadsheet is damaged and cannot be opened.")) from error
