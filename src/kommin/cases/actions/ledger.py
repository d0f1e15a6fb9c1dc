"""The only way into the ledger of grants: decisions and imports write through here."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Protocol

from django.db import connection, transaction
from django.db.models import Case as Case_
from django.db.models import DateTimeField, F, Field, Max, Min, OuterRef, QuerySet, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce, Concat, Round, Substr
from django.utils import timezone

from kommin.cases.inserting import Inserter
from kommin.cases.models import GRANTING, Case, EntryKind, LedgerEntry
from kommin.cases.staging import Staged, fields_of
from kommin.foundation.access import Actor
from kommin.programmes.models import Programme
from kommin.programmes.sums import MoneySum

_AT_ONCE = 500
_MOVED_AT_ONCE = 5_000
_COLUMNS = (
    "case_id", "programme_id", "block_id", "authority_id", "applicant_key", "applicant_kind", "kind", "amount",
    "budget_year", "effective_on", "source", "by_name",
)  # fmt: skip
_WAITING = tuple(name for name in _COLUMNS if name != "case_id")


@dataclass(frozen=True, slots=True)
class Movement:
    """What one entry is to say; see `LedgerEntry` for signs and days."""

    kind: EntryKind
    amount: Decimal
    budget_year: int
    effective_on: date


class Booked(Protocol):
    """What an entry repeats of its case: a `Case`, or what somebody who opens thousands of them knows of each."""

    @property
    def pk(self) -> Any: ...
    @property
    def block_id(self) -> int | None: ...
    @property
    def authority_id(self) -> int | None: ...
    @property
    def applicant_key(self) -> str: ...
    @property
    def applicant_kind(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Booking:
    """The movements of one source on one case, to be written together with many others."""

    case: Booked
    movements: Sequence[Movement]
    source: str


Listener = Callable[[Case, Sequence[LedgerEntry]], None]
ListenerToMany = Callable[[Programme, int], None]
_listeners: dict[Listener, ListenerToMany | None] = {}


def on_entries(listener: Listener, *, many: ListenerToMany | None = None) -> None:
    """Let a room above follow the ledger: called in the writing transaction, while the case is locked.

    `many` is called once for the programme instead, with their number, after thousands of entries were written in one
    transaction.
    """
    _listeners[listener] = many


@transaction.atomic
def write_entries(*, case: Case, movements: Sequence[Movement], source: str, by: Actor) -> list[LedgerEntry]:
    """Write the movements of one source and keep the case's amount in force. The same source again writes nothing new.

    The caller has locked the case (`stages.locked_case`) and writes the audit record of what it does.

    Raises:
        IntegrityError: the amount in force would fall below zero, or a sign does not fit its kind.
    """
    known = set(LedgerEntry.objects.filter(case=case, source=source).values_list("kind", "budget_year"))
    written = LedgerEntry.objects.bulk_create(
        _entry(case, movement, source, by)
        for movement in movements
        if (movement.kind, movement.budget_year) not in known
    )
    in_force = LedgerEntry.objects.filter(case=case, kind__in=GRANTING).aggregate(total=MoneySum("amount"))["total"]
    case.granted, case.changed_at = in_force or Decimal(0), timezone.now()
    case.save(update_fields=["granted", "changed_at"])
    if written:
        for listener in _listeners:
            listener(case, written)
    return written


class ManyEntries:
    """Writes the bookings of many cases of one programme; see `many_entries`."""

    def __init__(self, programme: Programme, by: Actor) -> None:
        self._programme, self._by_name = programme, str(by)[:200]
        self._entries = Inserter(LedgerEntry, _COLUMNS)
        self._cases: set[int] = set()
        self._written = 0

    def write(self, bookings: Sequence[Booking]) -> int:
        """Write some hundreds of bookings; returns how many entries are new."""
        cases = {booking.case.pk for booking in bookings}
        known = set(
            LedgerEntry.objects.filter(case__in=cases, source__in={booking.source for booking in bookings}).values_list(
                "case", "source", "kind", "budget_year"
            )
        )
        written = self._entries.insert(
            self._row(booking.case, movement, booking.source)
            for booking in bookings
            for movement in booking.movements
            if (booking.case.pk, booking.source, movement.kind, movement.budget_year) not in known
        )
        self._cases |= cases
        self._written += written
        return written

    def take_over(self, waiting: Staged, start: int, stop: int) -> int:
        """Write entries of new cases that were made ready outside the transaction; see `waiting_entry`.

        The cases were opened with the amounts that these entries add up to, so nothing has to be kept afterwards.
        """
        moved = waiting.move(
            LedgerEntry, _WAITING, start, stop, looked_up={"case_id": "new.id"},
            joined=f"CROSS JOIN {Case._meta.db_table} AS new", where="AND new.number = waiting.case_number",  # noqa: SLF001
        )  # fmt: skip
        if any(many is None for many in _listeners.values()):
            sources = [each for (each,) in waiting.read("source", start, stop)]
            for some in range(0, len(sources), _AT_ONCE):
                entries = LedgerEntry.objects.filter(source__in=sources[some : some + _AT_ONCE])
                self._cases |= set(entries.values_list("case", flat=True))
        self._written += moved
        return moved

    def counter(self, source: str, back: str, advance: Callable[[int], object]) -> int:
        """Write for each entry of sources that begin so the same with the other sign, on its own day; returns how many.

        Args:
            source, back: what the sources begin with, and what those of the counter-entries begin with instead.
        """
        entries = LedgerEntry.objects.filter(programme=self._programme, source__startswith=source)
        ends = entries.aggregate(first=Min("pk"), last=Max("pk"))
        if ends["first"] is None:
            return 0
        self._cases |= set(entries.values_list("case", flat=True))
        written = 0
        for start in range(ends["first"], ends["last"] + 1, _MOVED_AT_ONCE):
            part = entries.filter(pk__gte=start, pk__lt=min(start + _MOVED_AT_ONCE, ends["last"] + 1))
            number = self._counter(part, source, back)
            advance(number)
            written += number
        self._written += written
        return written

    def _counter(self, entries: "QuerySet[LedgerEntry]", source: str, back: str) -> int:
        table = LedgerEntry._meta.db_table  # noqa: SLF001 - documented by Django
        same = ("case_id", "programme_id", "block_id", "authority_id", "applicant_key", "applicant_kind", "budget_year",
                "effective_on")  # fmt: skip
        changed = Case_(When(kind__in=GRANTING, then=Value(EntryKind.CHANGED)), default=F("kind"))
        rest = Concat(Value(back), Substr("source", len(source) + 1), Value(":"), "kind")
        query = entries.order_by("pk").values_list(
            *same, changed, -F("amount"), rest, Value(timezone.now(), DateTimeField()), Value(self._by_name)
        )
        sql, values = query.query.sql_with_params()
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {table} ({', '.join(same)}, kind, amount, source, recorded_at, by_name) {sql}",
                values,
            )
            return int(cursor.rowcount)

    def _row(self, case: Booked, movement: Movement, source: str) -> tuple[object, ...]:
        """In the order of `_COLUMNS`, as `_entry` for one."""
        return (
            case.pk, self._programme.pk, case.block_id, case.authority_id, case.applicant_key, case.applicant_kind,
            movement.kind, movement.amount, movement.budget_year, movement.effective_on, source, self._by_name,
        )  # fmt: skip

    def settle(self) -> None:
        """Keep the amounts in force, and tell whoever follows the ledger."""
        now = timezone.now()
        numbers = sorted(self._cases)
        for start in range(0, len(numbers), _AT_ONCE):
            some = numbers[start : start + _AT_ONCE]
            sums = (
                LedgerEntry.objects.filter(case=OuterRef("pk"), kind__in=GRANTING)
                .order_by()
                .values("case")
                .annotate(total=Sum("amount"))
                .values("total")
            )
            # In whole cents, see MoneySum: SQLite adds up binary fractions.
            granted = Round(Coalesce(Subquery(sums), Decimal(0)), precision=2)
            Case.objects.filter(pk__in=some).update(granted=granted, changed_at=now)
        if not numbers and not self._written:
            return
        for listener, many in _listeners.items():
            if many:
                many(self._programme, self._written)
            else:
                self._tell_each(listener)

    def _tell_each(self, listener: Listener) -> None:
        for case in Case.objects.filter(pk__in=sorted(self._cases)).order_by("pk"):
            listener(case, list(case.entries.all()))


def waiting_fields() -> "dict[str, Field[Any, Any]]":
    """The columns of a temporary table of entries: the number of the case, then what an entry says."""
    return {"case_number": Case._meta.get_field("number"), **fields_of(LedgerEntry, _WAITING)}  # noqa: SLF001


def waiting_entry(
    case: Booked, number: str, movement: Movement, source: str, programme: int, by: Actor
) -> tuple[object, ...]:
    """An entry of a case that will be opened under a number, in the order of `waiting_fields`."""
    return (
        number, programme, case.block_id, case.authority_id, case.applicant_key, case.applicant_kind, movement.kind,
        movement.amount, movement.budget_year, movement.effective_on, source, str(by)[:200],
    )  # fmt: skip


@contextmanager
def many_entries(*, programme: Programme, by: Actor) -> Iterator[ManyEntries]:
    """The same way in for an import: thousands of entries in the caller's transaction, amounts kept once at the end.

    The caller has locked the cases that were there before, and writes the audit record.

    Raises:
        IntegrityError: the amount in force of a case would fall below zero, or a sign does not fit its kind.
    """
    # A savepoint of its own would keep a second copy of every page that is touched, on SQLite in memory.
    with transaction.atomic(savepoint=False):
        ledger = ManyEntries(programme, by)
        yield ledger
        ledger.settle()


def _entry(case: Case, movement: Movement, source: str, by: Actor) -> LedgerEntry:
    return LedgerEntry(
        case=case,
        programme_id=case.programme_id,
        block_id=case.block_id,
        authority_id=case.authority_id,
        applicant_key=case.applicant_key,
        applicant_kind=case.applicant_kind,
        kind=movement.kind,
        amount=movement.amount,
        budget_year=movement.budget_year,
        effective_on=movement.effective_on,
        source=source,
        by_name=str(by)[:200],
    )
