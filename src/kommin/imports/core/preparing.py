"""From the bytes of a file to everything that can be told about it before anything is loaded."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from kommin.foundation.tables import Limits, Workbook, open_workbook
from kommin.imports.core.doubts import decision
from kommin.imports.core.evaluating import blocked, evaluate
from kommin.imports.core.mapping import Mapping
from kommin.imports.core.proposing import Proposal, propose, year_in
from kommin.imports.core.reconciling import ColumnSum, reconcile
from kommin.imports.core.rows import Evaluation, Surroundings
from kommin.imports.errors import ImportFileError

LIMITS = Limits(bytes=50_000_000, unpacked_bytes=300_000_000, rows=100_000, columns=300, cells=3_000_000)
"""What a list of grants may be; a larger one has to be split."""
_FILE_WORDS = str.maketrans("_-.", "   ")


@dataclass(frozen=True)
class Prepared:
    """A file that was opened, proposed, read and added up. Nothing is written yet.

    Attributes:
        mapping: as it was used: what was given, and what was recognised.
    """

    workbook: Workbook
    proposal: Proposal
    mapping: Mapping
    read: Evaluation
    sums: list[ColumnSum]

    @property
    def is_blocked(self) -> bool:
        """Whether a control total that does not fit forbids loading."""
        return blocked(self.read)


def open_file(content: bytes, given: Mapping) -> Workbook:
    """The workbook a file holds.

    Raises:
        TableError: it cannot be opened; the message says why and what to do.
    """
    return open_workbook(content, encoding=given.encoding or None, delimiter=given.delimiter or None, limits=LIMITS)


def prepare(content: bytes, *, given: Mapping, around: Surroundings, control_total: Decimal | None = None) -> Prepared:
    """Open a file, find out what is where, and read every row.

    Raises:
        TableError: the file is none that can be read, or lacks a sheet, line or column that was named.
        ImportFileError: nothing says which column holds the amounts, or several may.
    """
    return prepare_workbook(open_file(content, given), given=given, around=around, control_total=control_total)


def prepare_workbook(
    workbook: Workbook, *, given: Mapping, around: Surroundings, control_total: Decimal | None = None
) -> Prepared:
    """The same for a file that is open already."""
    proposal = propose(workbook, given, around.words, around.find)
    _require_columns(proposal)
    table = proposal.table
    mapping = given.with_(
        sheet=table.sheet or None, header_line=table.header_line, columns=dict(proposal.columns),
        encoding=given.encoding or workbook.encoding, delimiter=given.delimiter or workbook.delimiter,
    )  # fmt: skip
    if mapping.year is None and not {"year", "decided_on"} & set(mapping.columns):
        mapping = _with_year_from_titles(mapping, proposal, around)
    mixed = dict.fromkeys(workbook.mixed_lines, workbook.encoding)
    surroundings = around.with_mixed(mixed) if mixed else around
    read = evaluate(table, workbook.sheet(table.sheet).records, mapping, surroundings, control_total)
    read.mapping = mapping.with_(numbers={**read.formats, **mapping.numbers})
    return Prepared(workbook, proposal, read.mapping, read, reconcile(read))


def _require_columns(proposal: Proposal) -> None:
    if unsure := proposal.unsure.get("amount"):
        raise ImportFileError(
            _("Several columns can be the amount that was granted: %(columns)s. Say which (amount=…).")
            % {"columns": ", ".join(f"“{name}”" for name in unsure)}
        )
    known = ", ".join(f"“{column.name}”" for column in proposal.table.columns)
    if "amount" not in proposal.columns:
        raise ImportFileError(
            _("No column is recognised as the amount. Say which it is (amount=…). There are: %(columns)s.")
            % {"columns": known}
        )
    if not {"applicant", "key"} & set(proposal.columns):
        raise ImportFileError(
            _("No column is recognised as the recipient. Say which it is (applicant=…). There are: %(columns)s.")
            % {"columns": known}
        )


def _with_year_from_titles(mapping: Mapping, proposal: Proposal, around: Surroundings) -> Mapping:
    """Where no column says when, the only year that a header, a title, the sheet's or the file's name speaks of."""
    column = mapping.columns["amount"]
    texts = [column, *proposal.table.above, proposal.table.sheet, around.file_name.translate(_FILE_WORDS)]
    found = year_in(texts)
    return mapping.with_(year=found[0], year_from=found[1]) if found else mapping


def decided(prepared: Prepared, kind: str) -> str:
    """What holds for a kind of doubt in this file."""
    return decision(kind, prepared.mapping.decisions)
