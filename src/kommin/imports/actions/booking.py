"""From rows to cases and entries of the ledger, some hundreds at a time."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from itertools import islice
from typing import TypeVar

from django.db import connection
from django.utils import timezone

from kommin.cases.actions.ledger import Booking, ManyEntries, Movement
from kommin.cases.actions.opening import LONGEST_SORT_KEY
from kommin.cases.models import Case, Completeness, EntryKind, Stage
from kommin.foundation.search import sort_key
from kommin.imports.models import GrantImport, ImportRow
from kommin.people.models import Organisation
from kommin.programmes.models import BuildingBlock
from kommin.programmes.responsibilities import responsible_authority

BATCH = 500
ZERO = Decimal(0)
Thing = TypeVar("Thing")


def in_batches(things: Iterable[Thing], size: int = BATCH) -> Iterator[list[Thing]]:
    """Lists of some hundred things."""
    rest = iter(things)
    while some := list(islice(rest, size)):
        yield some


@dataclass
class Opener:
    """Opens the cases of an import; remembers what all rows of a place share."""

    of: GrantImport
    whereabouts: Mapping[str, tuple[str, str]]
    now: datetime = field(default_factory=timezone.now)

    def __post_init__(self) -> None:
        self._blocks = {block.code: block for block in BuildingBlock.objects.filter(programme=self.of.programme_id)}
        self._authorities: dict[str, Organisation | None] = {}
        self._sort_keys: dict[str, str] = {}

    def open(self, rows: Sequence[ImportRow]) -> list[Case]:
        """A case for each row; it arrived with the import, so nobody waited for its decision."""
        return Case.objects.bulk_create(self._case(row) for row in rows)

    def _case(self, row: ImportRow) -> Case:
        district, region = self.whereabouts.get(row.place_key, ("", ""))
        amount = max(row.cents or ZERO, ZERO)
        return Case(
            number=case_number(row), programme_id=self.of.programme_id, block=self._blocks.get(row.block),
            authority=self._authority(row.place_key), applicant_key=row.place_key, applicant_name=row.applicant_name,
            applicant_kind=row.applicant_kind, applicant_sort=self._sorted(row.applicant_name),
            district_key=district, region_key=region, title=row.title,
            title_sort=sort_key(row.title)[:LONGEST_SORT_KEY], starts_on=row.starts_on, ends_on=row.ends_on,
            stage=Stage.CLOSED, completeness=Completeness.COMPLETE, received_at=self.now, stage_since=self.now,
            changed_at=self.now, applied=amount, eligible=row.eligible,
        )  # fmt: skip

    def _sorted(self, name: str) -> str:
        if name not in self._sort_keys:
            self._sort_keys[name] = sort_key(name)[:LONGEST_SORT_KEY]
        return self._sort_keys[name]

    def _authority(self, key: str) -> Organisation | None:
        if key not in self._authorities:
            self._authorities[key] = responsible_authority(self.of.programme_id, key)
        return self._authorities[key]


def case_number(row: ImportRow) -> str:
    """The number of a case that was taken over: import and line, so that anybody finds the row it came from."""
    return f"ALT-{row.grant_import_id}-{row.line}"


def movements_of(row: ImportRow) -> list[Movement]:
    """What a new row writes: the grant, or its reduction, and what was paid."""
    kind = EntryKind.GRANTED if (row.cents or ZERO) >= 0 else EntryKind.CHANGED
    found = [_movement(kind, row.cents, row)]
    if row.paid:
        found.append(_movement(EntryKind.PAID, row.paid, row))
    return found


def difference_of(row: ImportRow, old: ImportRow) -> list[Movement]:
    """What a changed row writes: the differences, on the day from which the grant counts.

    A newer edition corrects what is known of that day. What was published stays frozen as it was published.
    """
    found = []
    if (change := (row.cents or ZERO) - (old.booked or ZERO)) != 0:
        found.append(_movement(EntryKind.CHANGED, change, row))
    paid = (row.paid or ZERO) - (old.paid or ZERO)
    if paid:
        found.append(_movement(EntryKind.PAID, paid, row))
    return found


def reversal_of(old: ImportRow) -> list[Movement]:
    """What takes a row of the earlier edition out of the figures, on the very day it came in."""
    found = []
    if old.booked:
        found.append(_movement(EntryKind.CHANGED, -old.booked, old))
    if old.paid:
        found.append(_movement(EntryKind.PAID, -old.paid, old))
    return found


def _movement(kind: EntryKind, amount: Decimal | None, row: ImportRow) -> Movement:
    if row.day is None or row.year is None:
        raise ValueError(f"{row}: a row without day and year cannot be booked")
    return Movement(kind, amount or ZERO, row.year, row.day)


def keep_booked(rows: Sequence[tuple[int | None, Decimal | None, int]]) -> None:
    """Note case and amount of many rows: one prepared statement, a tenth of what Django's bulk update costs."""
    table = ImportRow._meta.db_table  # noqa: SLF001 - documented by Django
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {table} SET case_id = %s, booked = %s WHERE id = %s",  # noqa: S608 - our own table
            [(case, None if booked is None else str(booked), number) for case, booked, number in rows],
        )


def write_new(rows: Sequence[ImportRow], opener: Opener, opened: dict[str, int], ledger: ManyEntries) -> None:
    """Book rows that are new: those of a case that exists join it, the others open one."""
    first: dict[str, ImportRow] = {}
    for row in rows:
        if row.case_key not in opened:
            first.setdefault(row.case_key, row)
    cases = {case.number: case for case in opener.open(list(first.values()))}
    by_key = {key: cases[case_number(row)] for key, row in first.items()}
    opened |= {key: case.pk for key, case in by_key.items()}
    missing = {opened[row.case_key] for row in rows if row.case_key not in by_key}
    known = Case.objects.in_bulk(missing)
    bookings = []
    for row in rows:
        case = by_key.get(row.case_key) or known[opened[row.case_key]]
        row.case, row.booked = case, row.cents
        bookings.append(Booking(case, movements_of(row), row.ledger_source))
    ledger.write(bookings)
    keep_booked([(row.case_id, row.booked, row.pk) for row in rows])
