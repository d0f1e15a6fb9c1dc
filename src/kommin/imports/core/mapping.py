"""What a person may overrule about a file: where things stand, how they are written, what was decided."""

from collections.abc import Mapping as MappingType
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from kommin.foundation.tables import NumberFormat
from kommin.imports.core.doubts import check_decisions
from kommin.imports.errors import ImportFileError

FIELDS = (
    "applicant", "key", "district", "partners", "amount", "paid", "eligible", "title", "reference", "block",
    "decided_on", "year", "starts_on", "ends_on", "currency",
)  # fmt: skip
"""What a column can be."""
MONEY = ("amount", "paid", "eligible")
DAYS = ("decided_on", "starts_on", "ends_on")
EURO = "EUR"
OUTSIDE = "outside"
"""Chosen instead of a municipality: the text names a body outside the register."""
_PARTS = frozenset({
    "sheet", "header_line", "encoding", "delimiter", "columns", "numbers", "unit", "currency", "year", "categories",
    "places", "rows", "decisions",
})  # fmt: skip


@dataclass(frozen=True)
class Mapping:
    """How a file is read.

    Attributes:
        sheet, header_line: where the table is; None leaves it to the proposal.
        encoding, delimiter: of a text file; empty where recognised.
        columns: field (one of `FIELDS`) → name of the column.
        numbers: field → how its numbers are written, where a person said so.
        unit: what amounts are multiplied with (1000 for a column in thousands).
        currency: in which the programme counts.
        year: of rows that say neither day nor year; `year_from` tells where it was found.
        categories: text in the file → code of a building block, or "" for none.
        places: text in the file → key of a municipality, or `OUTSIDE`.
        rows: line → "take" or "leave_out", for single rows.
        decisions: kind of doubt → what was decided about it.
    """

    sheet: str | None = None
    header_line: int | None = None
    encoding: str = ""
    delimiter: str = ""
    columns: MappingType[str, str] = field(default_factory=dict)
    numbers: MappingType[str, NumberFormat] = field(default_factory=dict)
    unit: int = 1
    currency: str = EURO
    year: int | None = None
    year_from: str = ""
    categories: MappingType[str, str] = field(default_factory=dict)
    places: MappingType[str, str] = field(default_factory=dict)
    rows: MappingType[str, str] = field(default_factory=dict)
    decisions: MappingType[str, str] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """As it is kept, shown by `--json` and read by `--mapping`."""
        return {
            "sheet": self.sheet,
            "header_line": self.header_line,
            "encoding": self.encoding,
            "delimiter": self.delimiter,
            "columns": dict(self.columns),
            "numbers": {
                name: {"decimal": written.decimal, "thousands": written.thousands}
                for name, written in self.numbers.items()
            },
            "unit": self.unit,
            "currency": self.currency,
            "year": self.year,
            "categories": dict(self.categories),
            "places": dict(self.places),
            "rows": dict(self.rows),
            "decisions": dict(self.decisions),
        }

    def with_(self, **changes: Any) -> "Mapping":
        """A copy with other values."""
        return replace(self, **changes)

    def remembered(self) -> dict[str, Any]:
        """What also holds for the next file of the same source: not the rows, which are of this file alone."""
        kept = self.to_json()
        for passing in ("rows", "header_line", "encoding", "delimiter", "year"):
            kept.pop(passing)
        kept["decisions"] = {
            kind: what for kind, what in self.decisions.items() if kind not in {"total_differs", "gone", "elsewhere"}
        }
        return kept


def read_mapping(given: object) -> Mapping:
    """A mapping that somebody wrote, or that was kept.

    Raises:
        ImportFileError: it is no mapping; the message says which part is wrong.
    """
    if not isinstance(given, dict):
        raise ImportFileError(_('The mapping must be a JSON object such as {"columns": {"amount": "Betrag"}}.'))
    parts = dict(given)
    if parts and not _PARTS.intersection(parts) and set(parts) <= set(FIELDS):
        parts = {"columns": parts}  # the short form: only columns
    if unknown := sorted(set(parts) - _PARTS):
        raise ImportFileError(
            _("The mapping has no part “%(name)s”. There are: %(known)s.")
            % {"name": unknown[0], "known": ", ".join(sorted(_PARTS))}
        )
    columns = _texts(parts, "columns")
    for name in columns:
        if name not in FIELDS:
            raise ImportFileError(
                _("“%(name)s” is no field. There are: %(known)s.") % {"name": name, "known": ", ".join(FIELDS)}
            )
    decisions = _texts(parts, "decisions")
    if wrong := check_decisions(decisions):
        raise ImportFileError(wrong[0])
    return Mapping(
        sheet=str(parts["sheet"]) if parts.get("sheet") is not None else None,
        header_line=_whole(parts, "header_line", least=1),
        encoding=str(parts.get("encoding") or ""),
        delimiter=str(parts.get("delimiter") or ""),
        columns={name: column for name, column in columns.items() if column},
        numbers=_numbers(parts.get("numbers") or {}),
        unit=_whole(parts, "unit", least=1) or 1,
        currency=str(parts.get("currency") or EURO).upper(),
        year=_whole(parts, "year", least=date.min.year),
        categories=_texts(parts, "categories"),
        places=_texts(parts, "places"),
        rows=_texts(parts, "rows"),
        decisions=decisions,
    )


def _texts(parts: MappingType[str, Any], name: str) -> dict[str, str]:
    value = parts.get(name) or {}
    if not isinstance(value, dict):
        raise ImportFileError(_("“%(name)s” in the mapping must be an object.") % {"name": name})
    return {str(key): "" if item is None else str(item) for key, item in value.items()}


def _whole(parts: MappingType[str, Any], name: str, *, least: int) -> int | None:
    value = parts.get(name)
    if value in (None, ""):
        return None
    if isinstance(value, bool) or not str(value).isdigit() or int(value) < least:
        raise ImportFileError(_("“%(name)s” in the mapping must be a whole number.") % {"name": name})
    return int(value)


def _numbers(value: object) -> dict[str, NumberFormat]:
    found: dict[str, NumberFormat] = {}
    if not isinstance(value, dict):
        raise ImportFileError(_("“%(name)s” in the mapping must be an object.") % {"name": "numbers"})
    for name, written in value.items():
        if not isinstance(written, dict) or not set(written) <= {"decimal", "thousands"}:
            raise ImportFileError(
                _('“%(name)s” in the mapping must look like {"decimal": ",", "thousands": "."}.') % {"name": name}
            )
        decimal, thousands = str(written.get("decimal", "")), str(written.get("thousands", ""))
        if (
            decimal not in {"", ".", ","}
            or thousands not in {"", ".", ",", "'", " "}
            or (decimal and decimal == thousands)
        ):
            raise ImportFileError(_("The decimal mark is a point or a comma, the mark between thousands another one."))
        found[str(name)] = NumberFormat(decimal, thousands.strip())
    return found
