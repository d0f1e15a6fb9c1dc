"""Opening a file of old releases: what it is, decided from its bytes, and its entries as named values."""

import codecs
import csv
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from django.utils.translation import gettext as _

from kommin.foundation.tables import Limits, TableError, open_workbook
from kommin.foundation.tables.files import load_bytes
from kommin.foundation.tables.text import decode
from kommin.portal.old_releases.doubts import Doubt, doubt
from kommin.portal.old_releases.entries import Entry, Given, Source
from kommin.portal.old_releases.errors import OldReleasesError
from kommin.portal.old_releases.feeds import read_feed, refuse_web_page
from kommin.portal.old_releases.names import propose_fields

LONGEST_TEXT = 5_000_000
"""Characters of one field."""
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{1,40})["']""")
_CONTROL = bytes(set(range(32)) - {9, 10, 13})
_DEEPEST = 6


def open_source(
    source: Path | bytes | BinaryIO,
    *,
    encoding: str = "",
    delimiter: str = "",
    sheet: str | None = None,
    header_line: int | None = None,
    limits: Limits | None = None,
) -> Source:
    """Open RSS, Atom, JSON, CSV or a spreadsheet.

    Args:
        source: a path, the bytes, or a file open for reading bytes.
        encoding, delimiter, sheet, header_line: overrule what would be recognised.
        limits: other limits than the usual ones.

    Raises:
        OldReleasesError: empty, too large, broken, or something else; nothing was kept.
    """
    limits = limits or Limits()
    try:
        content = load_bytes(source, limits)
        beginning = content[:200].lstrip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n")
        if beginning.startswith(b"<"):
            text, used, doubts = _decoded(content, encoding)
            refuse_web_page(text)
            return _with_doubts(read_feed(text, used), doubts)
        if beginning.startswith((b"[", b"{")):
            text, used, doubts = _decoded(content, encoding)
            return _with_doubts(_read_json(text, used), doubts)
        return _read_table(content, encoding, delimiter, sheet, header_line, limits)
    except TableError as error:
        raise OldReleasesError(str(error)) from error


def _with_doubts(source: Source, doubts: list[Doubt]) -> Source:
    return Source(source.kind, source.encoding, source.entries, source.base, [*doubts, *source.doubts])


def _decoded(content: bytes, encoding: str) -> tuple[str, str, list[Doubt]]:
    """The text of a feed or JSON file: in its encoding as given or declared, where that is true."""
    if encoding:
        return *decode(content, encoding), []
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or 0 in content[:4]:
        return *decode(content), []
    content = content.translate(None, _CONTROL).removeprefix(codecs.BOM_UTF8)
    declaration = _DECLARED.match(content)
    declared = declaration[1].decode().lower() if declaration else "utf-8"
    text, used = decode(content)
    if used in {"utf-8", declared} or not declaration:
        wrong = not content.isascii() and declared != used
        return text, used, [doubt("encoding", text=declared, value=used)] if wrong else []
    try:
        # What calls itself ISO 8859-1 is windows-1252 in practice: the same letters, and quotation marks besides.
        name = "cp1252" if codecs.lookup(declared).name == "iso8859-1" and used == "cp1252" else declared
        return content.decode(name), name, []
    except (LookupError, UnicodeDecodeError):
        return text, used, [doubt("encoding", text=declared, value=used)]


# ---- JSON


def _read_json(text: str, encoding: str) -> Source:
    try:
        content = json.loads(text, object_pairs_hook=_all_members)
    except json.JSONDecodeError as error:
        raise OldReleasesError(
            _("The JSON is broken in line %(line)s, character %(place)s. Please export it again.")
            % {"line": error.lineno, "place": error.colno}
        ) from error
    except (RecursionError, ValueError) as error:
        raise OldReleasesError(_("The JSON is nested too deeply or holds numbers that are too large.")) from error
    found = _list_of_entries(content)
    if found is None:
        raise OldReleasesError(
            _("The JSON holds no list of releases. It must be a list of objects, or an object that holds one.")
        )
    entries: list[Entry] = []
    doubts: list[Doubt] = []
    for number, item in enumerate(found, 1):
        if isinstance(item, dict):
            values: dict[str, list[Given]] = {}
            _flatten(item, "", values, _DEEPEST)
            entries.append(Entry(number, values))
        else:
            doubts.append(doubt("no_entry", f"{number}", text=str(item)[:100]))
    return Source("json", encoding, entries, doubts=doubts)


def _all_members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Members of an object; one that is named twice keeps both values."""
    members: dict[str, Any] = {}
    for name, value in pairs:
        if name in members and members[name] != value:
            former = members[name] if isinstance(members[name], list) else [members[name]]
            value = [*former, *(value if isinstance(value, list) else [value])]
        members[name] = value
    return members


def _list_of_entries(content: Any) -> list[Any] | None:
    """The list whose objects look most like releases, however deep it stands."""
    best, best_score = None, 0.0
    waiting = [(content, 0)]
    while waiting:
        value, depth = waiting.pop(0)
        if isinstance(value, dict) and depth < _DEEPEST:
            waiting += [(member, depth + 1) for member in value.values()]
        elif isinstance(value, list) and (objects := [item for item in value if isinstance(item, dict)]):
            fields = propose_fields(_names_of(objects[:20]))
            score = len(fields) + (5 if {"title", "body"} <= set(fields) else 0) + min(len(objects), 1000) / 1001
            if score > best_score:
                best, best_score = value, score
    return best


def _names_of(objects: list[dict[str, Any]]) -> list[str]:
    values: dict[str, list[Given]] = {}
    for item in objects:
        _flatten(item, "", values, _DEEPEST)
    return list(values)


def _flatten(value: Any, name: str, values: dict[str, list[Given]], depth: int) -> None:
    """Objects within an entry become names with points; objects in lists become values with parts."""
    if value is None or value == "":
        return
    if isinstance(value, dict) and depth:
        for member, inner in value.items():
            _flatten(inner, f"{name}.{member}" if name else str(member), values, depth - 1)
    elif isinstance(value, list) and depth:
        for item in value:
            if isinstance(item, dict):
                parts = _parts(item)
                text = " ".join(parts.values())
                values.setdefault(name, []).append(Given(text, parts))
            else:
                _flatten(item, name, values, depth - 1)
    else:
        values.setdefault(name, []).append(Given(_scalar(value)))


def _parts(item: dict[str, Any]) -> dict[str, str]:
    inner: dict[str, list[Given]] = {}
    _flatten(item, "", inner, _DEEPEST)
    return {name: " ".join(given.text for given in several) for name, several in inner.items()}


def _scalar(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


# ---- tables


def _read_table(
    content: bytes, encoding: str, delimiter: str, sheet: str | None, header_line: int | None, limits: Limits
) -> Source:
    with _long_cells():
        workbook = open_workbook(content, encoding=encoding or None, delimiter=delimiter or None, limits=limits)
        table = workbook.table(sheet, header_line=header_line)
    entries = []
    for number, row in enumerate(table.rows, 1):
        values = {column.name: [Given(row.text(column.index))] for column in table.columns if row.text(column.index)}
        entries.append(Entry(number, values))
    doubts = []
    if workbook.mixed_lines:
        lines = ", ".join(map(str, workbook.mixed_lines[:20])) + (" …" if len(workbook.mixed_lines) > 20 else "")
        doubts.append(doubt("two_encodings", text=lines))
    return Source("table", workbook.encoding, entries, doubts=doubts)


@contextmanager
def _long_cells() -> Iterator[None]:
    """A whole release stands in one cell, and Word leaves more markup in it than the usual limit allows."""
    former = csv.field_size_limit(LONGEST_TEXT)
    try:
        yield
    finally:
        csv.field_size_limit(former)
