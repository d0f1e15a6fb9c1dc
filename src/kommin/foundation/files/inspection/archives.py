"""ZIP archives and what is made of them: office documents. Nothing is ever unpacked to disk."""

import itertools
import zipfile
import zlib
from typing import BinaryIO

from django.utils.translation import gettext as _

from kommin.foundation.files.errors import FileRefused

MOST_ENTRIES = 3_000
MOST_UNPACKED = 200_000_000
"""Bytes in all entries together."""
MOST_TIMES_LARGER = 200
"""So many times its packed size an entry may unpack to, above a megabyte."""
SMALL = 1_000_000
LARGEST_MANIFEST = 2_000_000
CHUNK = 64 * 1024
_LOCAL_HEADER = 30
OPEN_XML = {
    b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml": "docx",
    b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml": "xlsx",
}
OPEN_DOCUMENT = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
}


def kind_of(content: BinaryIO) -> str:
    """docx, xlsx, odt, ods or zip.

    Raises:
        FileRefused: the archive is damaged, a bomb, encrypted, or a document with macros.
    """
    content.seek(0)
    try:
        with zipfile.ZipFile(content) as archive:
            entries = archive.infolist()
            _refuse_bomb(entries)
            _unpack_to_nowhere(content, entries)
            return _document(archive, {entry.filename for entry in entries})
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        raise _damaged() from error


def refuse_hidden_archive(content: BinaryIO) -> None:
    """A file of another kind that is a valid archive as well could be opened as something else.

    Raises:
        FileRefused: it is.
    """
    content.seek(0)
    if zipfile.is_zipfile(content):
        try:
            with zipfile.ZipFile(content) as archive:
                hidden = bool(archive.infolist())
        except (zipfile.BadZipFile, OSError, ValueError):
            hidden = False
        if hidden:
            raise FileRefused("several_types", _("This file is of two kinds at once. Save it anew and send that."))


def _refuse_bomb(entries: list[zipfile.ZipInfo]) -> None:
    packed = sum(entry.compress_size for entry in entries)
    unpacked = sum(entry.file_size for entry in entries)
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise FileRefused("encrypted", _("This file is protected by a password. Send it without one."))
    too_dense = any(
        entry.file_size > SMALL and entry.file_size > MOST_TIMES_LARGER * max(entry.compress_size, 1)
        for entry in entries
    )
    if len(entries) > MOST_ENTRIES or unpacked > MOST_UNPACKED or too_dense or _overlapping(entries):
        raise FileRefused("bomb", _("This file would unpack to far more than it holds and is not taken."))
    if unpacked < 0 or packed < 0:
        raise _damaged()


def _overlapping(entries: list[zipfile.ZipInfo]) -> bool:
    """Entries that share their packed bytes are how small archives become huge."""
    spans = sorted((entry.header_offset, entry.header_offset + entry.compress_size) for entry in entries)
    return any(start < end for (_, end), (start, _) in itertools.pairwise(spans))


def _unpack_to_nowhere(content: BinaryIO, entries: list[zipfile.ZipInfo]) -> None:
    """Unpack every entry and throw it away, because the sizes an archive states may be lies."""
    for entry in entries:
        content.seek(entry.header_offset)
        header = content.read(_LOCAL_HEADER)
        if len(header) < _LOCAL_HEADER or not header.startswith(b"PK\x03\x04"):
            raise _damaged()
        content.seek(int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little"), 1)
        size = _inflated(content, entry) if entry.compress_type == zipfile.ZIP_DEFLATED else entry.compress_size
        if entry.compress_type not in {zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED} or size != entry.file_size:
            raise _damaged()


def _inflated(content: BinaryIO, entry: zipfile.ZipInfo) -> int:
    inflater, left, size = zlib.decompressobj(-zlib.MAX_WBITS), entry.compress_size, 0
    while left > 0 and not inflater.eof:
        packed = content.read(min(CHUNK, left))
        if not packed:
            raise _damaged()
        left -= len(packed)
        while packed and size <= entry.file_size:
            size += len(inflater.decompress(packed, CHUNK))
            packed = inflater.unconsumed_tail
        if size > entry.file_size:
            raise FileRefused("bomb", _("This file would unpack to far more than it holds and is not taken."))
    return size + len(inflater.flush())


def _document(archive: zipfile.ZipFile, names: set[str]) -> str:
    if "[Content_Types].xml" in names:
        return _open_xml(_read(archive, "[Content_Types].xml"), names)
    if "mimetype" in names:
        return _open_document(archive, names)
    return "zip"


def _open_xml(types: bytes, names: set[str]) -> str:
    if b"macroEnabled" in types or any(name.lower().endswith("vbaproject.bin") for name in names):
        raise _macros()
    for mark, key in OPEN_XML.items():
        if mark in types:
            return key
    raise FileRefused("unknown_type", _("Of Office files, only DOCX and XLSX are taken. Or send a PDF."))


def _open_document(archive: zipfile.ZipFile, names: set[str]) -> str:
    key = OPEN_DOCUMENT.get(_read(archive, "mimetype").strip())
    if key is None:
        raise FileRefused("unknown_type", _("Of OpenDocument files, only ODT and ODS are taken. Or send a PDF."))
    if any(name.startswith(("Basic/", "Scripts/")) for name in names):
        raise _macros()
    if "META-INF/manifest.xml" in names and b"encryption-data" in _read(archive, "META-INF/manifest.xml"):
        raise FileRefused("encrypted", _("This file is protected by a password. Send it without one."))
    return key


def _read(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as entry:
        found = entry.read(LARGEST_MANIFEST + 1)
    if len(found) > LARGEST_MANIFEST:
        raise _damaged()
    return found


def _macros() -> FileRefused:
    return FileRefused("macros", _("This document contains macros. Save it without them, or as a PDF."))


def _damaged() -> FileRefused:
    return FileRefused("damaged", _("This file is damaged. Open it, save it anew and send that."))
