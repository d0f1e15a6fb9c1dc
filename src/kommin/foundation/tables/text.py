"""Reading text files: which encoding, which delimiter, which records."""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Sequence

from django.utils.translation import gettext as _

from kommin.foundation.tables.errors import TableError
from kommin.foundation.tables.files import Limits

DELIMITERS = (";", "\t", ",", "|")
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
# Bytes that windows-1252 fills with letters and signs and ISO-8859-1 leaves to control characters.
_ONLY_WINDOWS = re.compile(rb"[\x80-\x9f]")
_SAMPLE = 200


def decode(content: bytes, encoding: str | None = None) -> tuple[str, str]:
    """The text and the name of its encoding: as given, or recognised.

    A byte order mark decides; then UTF-16 shows by its zero bytes, UTF-8 by its strictness; the rest is windows-1252,
    or ISO-8859-1 where windows-1252 has no such byte.

    Raises:
        TableError: no text in the given encoding, or no text at all.
    """
    if encoding:
        try:
            text = content.decode(encoding)
        except LookupError as error:
            raise TableError(_("The encoding “%(name)s” is unknown.") % {"name": encoding}) from error
        except UnicodeDecodeError as error:
            line = content[: error.start].count(b"\n") + 1
            reason = _("The file is not in the encoding %(name)s.") % {"name": encoding}
            raise TableError(reason, line=line) from error
        return _checked(text), encoding
    for candidate in _candidates(content):
        try:
            return _checked(content.decode(candidate)), candidate.removesuffix("-sig")
        except UnicodeDecodeError:
            continue
    raise TableError(_("The file is no text: its encoding cannot be recognised."))


def lines_in_two_encodings(content: bytes) -> tuple[str, tuple[int, ...]] | None:
    """The text of a file in which some lines are UTF-8 and others windows-1252, with the lines of the rarer encoding.

    Such files come from pasting one export below another. None where one encoding reads the whole file.
    """
    if content.startswith(tuple(mark for mark, _name in _BYTE_ORDER_MARKS[1:])) or 0 in content[:4000]:
        return None
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        return None  # most files; they need not be looked at line by line
    read: list[str] = []
    unicode_lines, others = [], []
    for number, line in enumerate(content.removeprefix(codecs.BOM_UTF8).split(b"\n"), 1):
        try:
            text = line.decode("utf-8")
            if not line.isascii():
                unicode_lines.append(number)
        except UnicodeDecodeError:
            try:
                text = line.decode("cp1252")
            except UnicodeDecodeError:
                text = line.decode("iso-8859-1")
            others.append(number)
        read.append(text)
    if not unicode_lines or not others:
        return None
    rarer = others if len(others) <= len(unicode_lines) else unicode_lines
    return _checked("\n".join(read)), tuple(rarer)


def _candidates(content: bytes) -> list[str]:
    for mark, name in _BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return [name]
    sample = content[:4000]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > len(sample) // 6 and odd > 4 * even:
        return ["utf-16-le"]
    if even > len(sample) // 6 and even > 4 * odd:
        return ["utf-16-be"]
    if _ONLY_WINDOWS.search(content):
        return ["utf-8", "cp1252", "iso-8859-1"]
    return ["utf-8", "iso-8859-1"]


def _checked(text: str) -> str:
    text = text.removeprefix("\ufeff")
    if found := _CONTROL.search(text):
        line = text.count("\n", 0, found.start()) + 1
        raise TableError(_("There are characters that no text has. Is this a table?"), line=line)
    return text


def find_delimiter(text: str) -> str:
    """The character between the cells: the one that cuts most records of the beginning into equally many cells."""
    best, best_score = ";", 0.0
    for delimiter in DELIMITERS:
        widths = [len(record) for record in _sample(text, delimiter) if any(cell.strip() for cell in record)]
        if not widths or max(widths) < 2:
            continue
        common, times = Counter(width for width in widths if width > 1).most_common(1)[0]
        score = times / len(widths) * (1 + min(common, 40) / 100)
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _sample(text: str, delimiter: str) -> list[list[str]]:
    reader = csv.reader(io.StringIO(text[:200_000], newline=""), delimiter=delimiter)
    records: list[list[str]] = []
    try:
        for record in reader:
            records.append(record)
            if len(records) == _SAMPLE:
                break
    except csv.Error:
        return records
    return records


def read_records(text: str, delimiter: str, limits: Limits) -> list[tuple[int, Sequence[str]]]:
    """All records with the line each begins in.

    Raises:
        TableError: more rows or columns than allowed, or a quote that is never closed.
    """
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    records: list[tuple[int, Sequence[str]]] = []
    line = 1
    cells = 0
    try:
        for record in reader:
            if any(record):
                records.append((line, record))
                cells += len(record)
            if len(records) > limits.rows or len(record) > limits.columns or cells > limits.cells:
                allowed = {"most": limits.rows, "wide": limits.columns}
                raise TableError(
                    _("More than %(most)s rows or %(wide)s columns. Please split the file.") % allowed, line=line
                )
            line = reader.line_num + 1
    except csv.Error as error:
        reason = _("The cells cannot be told apart here; is a quotation mark not closed?")
        raise TableError(reason, line=line) from error
    return records
