"""The only way into the ledger of grants: decisions and imports write through here."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from kommin.cases.models import GRANTING, Case, EntryKind, LedgerEntry
from kommin.foundation.access import Actor
from kommin.law.money import round_cents


@dataclass(frozen=True)
class Movement:
    """What one entry is to say; see `LedgerEntry` for signs and days."""

    kind: EntryKind
    amount: Decimal
    budget_year: int
    effective_on: date


Listener = Callable[[Case, Sequence[LedgerEntry]], None]
_listeners: list[Listener] = []


def on_entries(listener: Listener) -> None:
    """Let a room above follow the ledger: called in the writing transaction, while the case is locked."""
    if listener not in _listeners:
        _listeners.append(listener)


@transaction.atomic
def write_entries(*, case: Case, movements: Sequence[Movement], source: str, by: Actor) -> list[LedgerEntry]:
    """Write the movements of one source and keep the case's amount in force. The same source again writes nothing new.

    The caller has locked the case (`stages.locked_case`) and writes the audit record of what it does.

    Raises:
        IntegrityError: the amount in force would fall below zero, or a sign does not fit its kind.
    """
    known = set(LedgerEntry.objects.filter(case=case, source=source).values_list("kind", "budget_year"))
    written = LedgerEntry.objects.bulk_create(
        LedgerEntry(
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
        for movement in movements
        if (movement.kind, movement.budget_year) not in known
    )
    in_force = LedgerEntry.objects.filter(case=case, kind__in=GRANTING).aggregate(total=Sum("amount"))["total"]
    # SQLite adds decimals as floats: what is nothing to the cent must not come out a trace below zero.
    case.granted, case.changed_at = round_cents(in_force or Decimal(0)), timezone.now()
    case.save(update_fields=["granted", "changed_at"])
    if written:
        for listener in _listeners:
            listener(case, written)
    return written
