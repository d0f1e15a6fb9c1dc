"""The rows behind a published balance: as they were frozen, and as everybody may see them today."""

import csv
import gzip
import io
from collections.abc import Iterable, Sequence
from functools import cached_property

from kommin.balance.models import Snapshot
from kommin.cases.models import Case

ROWS = (
    "case", "applicant_key", "applicant", "title", "building_block", "year", "first_decision", "granted_eur",
    "demonstration_data",
)  # fmt: skip
HELD_BACK = "not public"
NAMING = 4
"""So many columns at the beginning tell which project a row is; the others only count."""


def held_back(row: Sequence[object]) -> tuple[object, ...]:
    """A row without what tells which project it is."""
    return (*[HELD_BACK] * NAMING, *row[NAMING:])


def as_csv(rows: Iterable[Sequence[object]]) -> bytes:
    """The table with its head; the same rows always make the same bytes."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(ROWS)
    writer.writerows(rows)
    return buffer.getvalue().encode()


class Rows:
    """The rows of one balance. A municipality may withdraw a project from the public after it was published."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot

    @cached_property
    def frozen(self) -> bytes:
        """The very bytes that the hash covers, for the ministry and the court of audit."""
        return gzip.decompress(bytes(self._snapshot.rows))

    @cached_property
    def withdrawn(self) -> int:
        """How many rows have been held back since the balance was frozen."""
        return sum(row[0] in self._hidden for row in self._table) if self._hidden else 0

    def for_everybody(self) -> bytes:
        """The rows, those of withdrawn projects without what tells which they are."""
        if not self.withdrawn:
            return self.frozen
        return as_csv(held_back(row) if row[0] in self._hidden else row for row in self._table)

    @cached_property
    def _hidden(self) -> frozenset[str]:
        cases = Case.objects.filter(programme=self._snapshot.programme_id, project__is_public=False)
        return frozenset(cases.values_list("number", flat=True))

    @cached_property
    def _table(self) -> list[list[str]]:
        return list(csv.reader(io.StringIO(self.frozen.decode())))[1:]
