"""From rows to cases and entries of the ledger, some hundreds at a time."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from itertools import islice
from typing import TypeVar

from django.db import connection
from django.db.models import QuerySet

from kommin.cases.actions.ledger import Booking, ManyEntries, Movement
from kommin.cases.actions.opening import LONGEST_SORT_KEY
from kommin.cases.models import Case, EntryKind
from kommin.foundation.search import sort_key
from kommin.imports.models import ImportRow
from kommin.programmes.models import BuildingBlock

BATCH = 500
ZERO = Decimal(0)
Thing = TypeVar("Thing")


def in_batches(things: Iterable[Thing], size: int = BATCH) -> Iterator[list[Thing]]:
    """Lists of some hundred things."""
    rest = iter(things)
    while some := list(islice(rest, size)):
        yield some


@dataclass(slots=True)
class Fresh:
    """What booking a new row needs of it: half of its columns, and no object of the ORM for each of thousands."""

    pk: int
    line: int
    case_key: str
    applicant_name: str
    applicant_kind: str
    place_key: str
    title: str
    block: str
    day: date | None
    year: int | None
    starts_on: date | None
    ends_on: date | None
    cents: Decimal | None
    paid: Decimal | None
    eligible: Decimal | None


_FRESH = tuple(each.name for each in fields(Fresh))


def fresh_rows(rows: QuerySet[ImportRow]) -> Iterator[Fresh]:
    """The rows of a query, line by line; never all of them at once."""
    for values in rows.order_by("line").values_list(*_FRESH).iterator(chunk_size=1000):
        yield Fresh(*values)


@dataclass(frozen=True, slots=True)
class Opened:
    """A case that was just opened, as far as the ledger repeats it."""

    pk: int
    block_id: int | None
    authority_id: int | None
    applicant_key: str
    applicant_kind: str


@dataclass(frozen=True, slots=True)
class Changed:
    """A row that a newer edition changes, beside what the earlier one has in the ledger."""

    pk: int
    line: int
    title: str
    block: str
    day: date | None
    year: int | None
    cents: Decimal | None
    paid: Decimal | None
    eligible: Decimal | None
    case: int
    booked_before: Decimal | None
    paid_before: Decimal | None


def changed_rows(rows: QuerySet[ImportRow]) -> Iterator[Changed]:
    """The changed rows of a query, by their cases."""
    own = ("pk", "line", "title", "block", "day", "year", "cents", "paid", "eligible")
    values = rows.order_by("before__case", "line").values_list(*own, "before__case", "before__booked", "before__paid")
    for each in values.iterator(chunk_size=1000):
        yield Changed(*each)


@dataclass(frozen=True, slots=True)
class Gone:
    """A row of the earlier edition that leaves the figures."""

    line: int
    case: int
    day: date | None
    year: int | None
    booked: Decimal | None
    paid: Decimal | None


def gone_rows(rows: QuerySet[ImportRow]) -> Iterator[Gone]:
    """The rows of a query, by their cases."""
    values = rows.order_by("case", "line").values_list("line", "case", "day", "year", "booked", "paid")
    for each in values.iterator(chunk_size=1000):
        yield Gone(*each)


def block_numbers(programme: int) -> dict[str, int]:
    """The building blocks of a programme by their code."""
    return dict(BuildingBlock.objects.filter(programme=programme).values_list("code", "pk"))


def movements_of(row: Fresh) -> list[Movement]:
    """What a new row writes: the grant, or its reduction, and what was paid."""
    kind = EntryKind.GRANTED if (row.cents or ZERO) >= 0 else EntryKind.CHANGED
    found = [_movement(kind, row.cents, row)]
    if row.paid:
        found.append(_movement(EntryKind.PAID, row.paid, row))
    return found


def difference_of(row: Changed) -> list[Movement]:
    """What a changed row writes: the differences, on the day from which the grant counts.

    A newer edition corrects what is known of that day. What was published stays frozen as it was published.
    """
    found = []
    if (change := (row.cents or ZERO) - (row.booked_before or ZERO)) != 0:
        found.append(_movement(EntryKind.CHANGED, change, row))
    if paid := (row.paid or ZERO) - (row.paid_before or ZERO):
        found.append(_movement(EntryKind.PAID, paid, row))
    return found


def reversal_of(old: Gone) -> list[Movement]:
    """What takes a row of the earlier edition out of the figures, on the very day it came in."""
    found = []
    if old.booked:
        found.append(_movement(EntryKind.CHANGED, -old.booked, old))
    if old.paid:
        found.append(_movement(EntryKind.PAID, -old.paid, old))
    return found


def _movement(kind: EntryKind, amount: Decimal | None, row: Fresh | Changed | Gone) -> Movement:
    if row.day is None or row.year is None:
        raise ValueError(f"line {row.line}: a row without day and year cannot be booked")
    return Movement(kind, amount or ZERO, row.year, row.day)


def locked_cases(numbers: Iterable[int]) -> dict[int, Opened]:
    """Cases that are there already, locked until the transaction ends, always in the same order."""
    rows = Case.objects.select_for_update().filter(pk__in=set(numbers)).order_by("pk")
    values = rows.values_list("pk", "block_id", "authority_id", "applicant_key", "applicant_kind")
    return {each[0]: Opened(*each) for each in values}


def retell(cases: Iterable[tuple[int, str, Decimal | None, int | None]]) -> None:
    """Let cases say something else: number, title, eligible expenditure, building block."""
    table = Case._meta.db_table  # noqa: SLF001 - documented by Django
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {table} SET title = %s, title_sort = %s, eligible = %s, block_id = %s WHERE id = %s",  # noqa: S608
            [
                (title, sort_key(title)[:LONGEST_SORT_KEY], None if eligible is None else str(eligible), block, number)
                for number, title, eligible, block in cases
            ],
        )


def keep_booked(rows: Sequence[tuple[int | None, Decimal | None, int]]) -> None:
    """Note case and amount of many rows: one prepared statement, a tenth of what Django's bulk update costs."""
    table = ImportRow._meta.db_table  # noqa: SLF001 - documented by Django
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {table} SET case_id = %s, booked = %s WHERE id = %s",  # noqa: S608 - our own table
            [(case, None if booked is None else str(booked), number) for case, booked, number in rows],
        )


def join_cases(rows: Sequence[Fresh], opened: dict[str, int], ledger: ManyEntries, source: str) -> None:
    """Book new rows that belong to cases of the earlier edition."""
    cases = locked_cases(opened[row.case_key] for row in rows)
    of_row = [cases[opened[row.case_key]] for row in rows]
    ledger.write(
        [Booking(case, movements_of(row), f"{source}{row.line}") for row, case in zip(rows, of_row, strict=True)]
    )
    keep_booked([(case.pk, row.cents, row.pk) for row, case in zip(rows, of_row, strict=True)])
