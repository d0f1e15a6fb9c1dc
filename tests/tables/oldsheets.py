"""Files that no library here writes: an old Excel file, an OpenDocument sheet, archives that lie."""

import io
import struct
import zipfile
from collections.abc import Sequence

import xlsxwriter

SECTOR = 512
FREE, END, FAT_SECTOR = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def xlsx(rows: Sequence[Sequence[object]], *, sheet: str = "Tabelle1", **more: Sequence[Sequence[object]]) -> bytes:
    """A workbook with these cells; further sheets by name."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "default_date_format": "dd.mm.yyyy"}) as book:
        for name, cells in {sheet: rows, **more}.items():
            page = book.add_worksheet(name)
            for line, row in enumerate(cells):
                page.write_row(line, 0, row)
    return buffer.getvalue()


def ods(rows: Sequence[Sequence[str]], *, repeat: int = 1) -> bytes:
    """An OpenDocument spreadsheet; `repeat` declares every row so many times."""
    lines = "".join(
        f'<table:table-row table:number-rows-repeated="{repeat}">'
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>' for cell in row
        )
        + "</table:table-row>"
        for row in rows
    )
    content = (
        '<?xml version="1.0" encoding="UTF-8"?><office:document-content'
        ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
        ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
        ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2"><office:body>'
        f'<office:spreadsheet><table:table table:name="Blatt">{lines}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    manifest = (
        '<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        '<manifest:file-entry manifest:full-path="/"'
        ' manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/></manifest:manifest>'
    )
    return archive(
        {
            "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": manifest.encode(),
            "content.xml": content.encode(),
        }
    )


def archive(parts: dict[str, bytes]) -> bytes:
    """A ZIP archive of these parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return buffer.getvalue()


def xls(rows: Sequence[Sequence[str | float]]) -> bytes:
    """An Excel 97 workbook with one sheet."""
    bof = lambda kind: _record(0x0809, struct.pack("<HHHHII", 0x0600, kind, 0, 0, 0, 6))  # noqa: E731
    sheet = bof(0x0010) + _record(0x0200, struct.pack("<IIHHH", 0, len(rows), 0, max(map(len, rows)), 0))
    for line, row in enumerate(rows):
        for column, value in enumerate(row):
            if isinstance(value, str):
                text = struct.pack("<HB", len(value), 1) + value.encode("utf-16-le")
                sheet += _record(0x0204, struct.pack("<HHH", line, column, 0) + text)
            else:
                sheet += _record(0x0203, struct.pack("<HHHd", line, column, 0, value))
    sheet += _record(0x000A, b"")
    name = struct.pack("<BB", 5, 0) + b"Blatt"
    codepage = _record(0x0042, struct.pack("<H", 1200))
    start = len(bof(5)) + len(codepage) + 4 + 6 + len(name) + 4
    book = bof(5) + codepage + _record(0x0085, struct.pack("<IBB", start, 0, 0) + name) + _record(0x000A, b"")
    return compound({"Workbook": book + sheet})


def _record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def compound(streams: dict[str, bytes]) -> bytes:
    """An OLE2 compound file; every stream is padded beyond the size of small ones."""
    sectors: list[bytes] = []
    table: list[int] = []
    entries = [_entry("Root Entry", 5, END, 0, child=1)]
    for number, (name, content) in enumerate(streams.items(), 1):
        padded = content.ljust(max(4096, -(-len(content) // SECTOR) * SECTOR), b"\0")
        first, count = len(sectors), len(padded) // SECTOR
        sectors += [padded[place : place + SECTOR] for place in range(0, len(padded), SECTOR)]
        table += [*range(first + 1, first + count), END]
        right = number + 1 if number < len(streams) else FREE
        entries.append(_entry(name, 2, first, len(padded), right=right))
    directory = b"".join(entries)
    directory = directory.ljust(-(-len(directory) // SECTOR) * SECTOR, b"\0")
    directory_start = len(sectors)
    sectors += [directory[place : place + SECTOR] for place in range(0, len(directory), SECTOR)]
    table += [*range(directory_start + 1, len(sectors)), END]
    fat_start = len(sectors)
    table.append(FAT_SECTOR)
    assert len(table) <= SECTOR // 4
    fat = struct.pack(f"<{len(table)}I", *table).ljust(SECTOR, b"\xff")
    header = struct.pack(
        "<8s16sHHHHH6sIIIIIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"", 0x3E, 3, 0xFFFE, 9, 6, b"", 0, 1,
        directory_start, 0, 4096, END, 0, END, 0,
    )  # fmt: skip
    return header + struct.pack("<109I", fat_start, *[FREE] * 108) + b"".join(sectors) + fat


def _entry(name: str, kind: int, start: int, size: int, *, child: int = FREE, right: int = FREE) -> bytes:
    text = name.encode("utf-16-le")
    return struct.pack(
        "<64sHBBIII16sIQQIQ", text, len(text) + 2, kind, 1, FREE, right, child, b"", 0, 0, 0, start, size
    )
