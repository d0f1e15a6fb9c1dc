"""What a file really is, and whether it may be opened: decided from its bytes, never from its name alone."""

import io
import re
import zipfile
import zlib
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO
from xml.parsers import expat

from django.utils.translation import gettext as _

from kommin.foundation.tables.errors import TableError

_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_CHUNK = 1 << 20
_CELL = re.compile(rb"""<(?:\w+:)?c\s[^>]*?\br\s*=\s*["']([A-Za-z]{1,3})([0-9]{1,7})""")
_ROW = re.compile(rb"""<(?:\w+:)?row\s[^>]*?\br\s*=\s*["']([0-9]{1,7})""")
# Signatures of what people send by mistake; their bytes also read as windows-1252.
_OTHER_KINDS = {
    b"%PDF": "PDF", b"\x89PNG": "PNG", b"\xff\xd8\xff": "JPEG", b"GIF8": "GIF", b"{\\rtf": "RTF", b"Rar!": "RAR",
    b"7z\xbc\xaf": "7z", b"\x1f\x8b": "gzip", b"\x7fELF": "ELF", b"SQLite format 3": "SQLite",
    b"<!DOCTYPE": "HTML", b"<html": "HTML",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a table may be.

    Attributes:
        bytes: size of the file.
        unpacked_bytes: size of what a spreadsheet unpacks to.
        rows, columns, cells: of one sheet.
    """

    bytes: int = 50_000_000
    unpacked_bytes: int = 500_000_000
    rows: int = 200_000
    columns: int = 1_000
    cells: int = 5_000_000


class FileKind(StrEnum):
    """What a file is."""

    TEXT = "text"
    XLSX = "xlsx"
    XLS = "xls"
    ODS = "ods"


def load_bytes(source: Path | bytes | BinaryIO, limits: Limits) -> bytes:
    """The content of a file that is not larger than allowed; a larger one is never read to its end.

    Raises:
        TableError: empty, too large, or not readable.
    """
    if isinstance(source, bytes):
        content = source[: limits.bytes + 1]
    elif isinstance(source, Path):
        try:
            with source.open("rb") as file:
                content = file.read(limits.bytes + 1)
        except OSError as error:
            raise TableError(_("The file cannot be read: %(reason)s.") % {"reason": error.strerror or error}) from error
    else:
        content = source.read(limits.bytes + 1)
    if len(content) > limits.bytes:
        allowed = limits.bytes // 1_000_000
        raise TableError(
            _("The file is too large: %(allowed)s MB are allowed. Please split it.") % {"allowed": allowed}
        )
    if not content.strip(b"\0\t\r\n \xef\xbb\xbf\xff\xfe"):
        raise TableError(_("The file is empty."))
    return content


def kind_of(content: bytes) -> FileKind:
    """What the bytes are, whatever the file's name says.

    Raises:
        TableError: password-protected, or a kind of file that holds no table.
    """
    if content.startswith(b"PK\x03\x04"):
        return _kind_of_archive(content)
    if content.startswith(_OLE2):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise TableError(_("The file is protected by a password. Please save it without one and try again."))
        if any(name.encode("utf-16-le") in content for name in ("_VBA_PROJECT_CUR", "_VBA_PROJECT")):
            raise _macros()
        return FileKind.XLS
    for signature, name in _OTHER_KINDS.items():
        if content[:64].lstrip(b"\xef\xbb\xbf \r\n\t").startswith(signature):
            raise TableError(
                _("This is a %(kind)s file, not a table. Please use CSV, XLSX, XLS or ODS.") % {"kind": name}
            )
    return FileKind.TEXT


def _kind_of_archive(content: bytes) -> FileKind:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
            encrypted = any(info.flag_bits & 1 for info in archive.infolist())
            manifest = archive.read("META-INF/manifest.xml")[:_CHUNK] if "META-INF/manifest.xml" in names else b""
    except (zipfile.BadZipFile, KeyError, RuntimeError, zlib.error, NotImplementedError) as error:
        raise TableError(_("The spreadsheet is damaged and cannot be opened.")) from error
    if encrypted or b"encryption-data" in manifest:
        raise TableError(_("The file is protected by a password. Please save it without one and try again."))
    if any(name.lower().endswith("vbaproject.bin") or name.startswith(("xl/macrosheets/", "Basic/")) for name in names):
        raise _macros()
    if "xl/workbook.xml" in names:
        return FileKind.XLSX
    if "content.xml" in names:
        return FileKind.ODS
    raise TableError(_("This archive is no spreadsheet. Please use CSV, XLSX, XLS or ODS."))


def _macros() -> TableError:
    return TableError(_("The file holds macros. Please save it as a table without them (.xlsx, .ods or .csv)."))


def check_archive(content: bytes, kind: FileKind, limits: Limits) -> None:
    """Unpack a spreadsheet part by part, counting, before any library opens it.

    An archive may declare less than it unpacks to, so the bytes that really come out are counted. A sheet whose only
    cell stands in the last row and column would make a reader reserve the whole grid, so the extent is read as well.

    Raises:
        TableError: it unpacks to more than allowed, or its sheets are larger than allowed, or it is damaged.
    """
    too_large = _("The spreadsheet unpacks to far more than its size. It was not opened.")
    total = 0
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if sum(info.file_size for info in archive.infolist()) > limits.unpacked_bytes:
            raise TableError(too_large)
        for info in archive.infolist():
            extent = _extent_reader(info.filename, kind, limits)
            for chunk in _unpack(content, info):
                total += len(chunk)
                if total > limits.unpacked_bytes:
                    raise TableError(too_large)
                extent.feed(chunk)


def _unpack(content: bytes, info: zipfile.ZipInfo) -> "list[bytes] | _Inflating":
    """The real bytes of one part, in chunks; the declared sizes are not trusted for what comes out."""
    head = content[info.header_offset : info.header_offset + 30]
    if len(head) < 30 or not head.startswith(b"PK\x03\x04"):
        raise TableError(_("The spreadsheet is damaged and cannot be opened."))
    start = info.header_offset + 30 + int.from_bytes(head[26:28], "little") + int.from_bytes(head[28:30], "little")
    packed = content[start : start + info.compress_size]
    if info.compress_type == zipfile.ZIP_STORED:
        return [packed]
    if info.compress_type != zipfile.ZIP_DEFLATED:
        raise TableError(_("The spreadsheet is packed in a way that is not supported."))
    return _Inflating(packed)


class _Inflating:
    """Iterates over what deflated bytes unpack to, a chunk at a time."""

    def __init__(self, packed: bytes) -> None:
        self._packed = packed
        self._inflate = zlib.decompressobj(-zlib.MAX_WBITS)

    def __iter__(self) -> "_Inflating":
        return self

    def __next__(self) -> bytes:
        if self._inflate.eof or not self._packed:
            raise StopIteration
        try:
            chunk = self._inflate.decompress(self._packed, _CHUNK)
        except zlib.error as error:
            raise TableError(_("The spreadsheet is damaged and cannot be opened.")) from error
        self._packed = self._inflate.unconsumed_tail
        return chunk


class _Extent:
    """Reads nothing: for parts of an archive that are no sheet."""

    def feed(self, chunk: bytes) -> None:
        """Take the next bytes of the part."""


def _extent_reader(name: str, kind: FileKind, limits: Limits) -> "_Extent":
    if kind is FileKind.XLSX:
        # Any part: a workbook may keep its sheets wherever it likes.
        return _ExtentOfXlsx(limits)
    if kind is FileKind.ODS and name == "content.xml":
        return _ExtentOfOds(limits)
    return _Extent()


def _check_extent(rows: int, columns: int, limits: Limits) -> None:
    """Refuse a sheet whose filled area is larger than allowed."""
    if rows > limits.rows or columns > limits.columns or rows * columns > limits.cells:
        raise TableError(
            _("A sheet has %(rows)s rows and %(columns)s columns; %(most)s rows and %(wide)s columns are allowed.")
            % {"rows": rows, "columns": columns, "most": limits.rows, "wide": limits.columns}
        )


class _ExtentOfXlsx(_Extent):
    """The last row and column that a sheet's cells name."""

    def __init__(self, limits: Limits) -> None:
        self._limits, self._rest, self._rows, self._columns = limits, b"", 0, 0

    def feed(self, chunk: bytes) -> None:
        text = self._rest + chunk
        for letters, digits in _CELL.findall(text):
            self._rows = max(self._rows, int(digits))
            column = 0
            for letter in letters.upper():
                column = column * 26 + letter - 64
            self._columns = max(self._columns, column)
        self._rows = max([self._rows, *map(int, _ROW.findall(text))])
        _check_extent(self._rows, self._columns, self._limits)
        self._rest = text[text.rfind(b"<") :][-4096:]


class _ExtentOfOds(_Extent):
    """Counts the rows and columns that hold something, with their repetitions; refuses entity definitions."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._rows = self._columns = self._row_repeats = self._row_cells = self._pending = 0
        self._parser = expat.ParserCreate()
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.EntityDeclHandler = self._refuse

    def feed(self, chunk: bytes) -> None:
        try:
            self._parser.Parse(chunk, False)
        except expat.ExpatError as error:
            raise TableError(_("The spreadsheet is damaged and cannot be opened.")) from error

    def _refuse(self, *_args: object) -> None:
        raise TableError(_("The spreadsheet is damaged and cannot be opened."))

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(":")[2]
        if local == "table":
            self._rows = self._columns = 0
        elif local == "table-row":
            self._row_repeats = _count(attributes.get("table:number-rows-repeated"))
            self._row_cells = self._pending = 0
        elif local in {"table-cell", "covered-table-cell"}:
            repeats = _count(attributes.get("table:number-columns-repeated"))
            self._pending += repeats
            if any(key.rpartition(":")[2] in {"value-type", "formula"} for key in attributes):
                self._row_cells = self._pending

    def _end(self, name: str) -> None:
        if name.rpartition(":")[2] == "table-row" and self._row_cells:
            self._rows += self._row_repeats
            self._columns = max(self._columns, self._row_cells)
            _check_extent(self._rows, self._columns, self._limits)


def _count(text: str | None) -> int:
    return int(text) if text and text.isdigit() else 1
