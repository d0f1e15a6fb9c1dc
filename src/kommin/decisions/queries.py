"""What several callers ask about decisions; bounded and without a query per row."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import BigIntegerField, Exists, Min, OuterRef, QuerySet

from kommin.cases.models import GRANTING, Case, LedgerEntry
from kommin.decisions.delivered import Delivered
from kommin.decisions.models import (
    AWARDS,
    OPEN,
    TELLS_OF_RECEIPT,
    Commitment,
    Decision,
    DecisionState,
    DeliveryEntry,
    Kind,
)
from kommin.foundation.prepared import Prepared
from kommin.people.models import Membership, Role
from kommin.people.models.dated import today
from kommin.programmes.sums import MoneySum


def complete() -> QuerySet[Decision]:
    """Decisions with all that pages and rules ask of them."""
    return Decision.objects.select_related(
        "case__programme", "case__call", "case__application__version", "case__organisation", "authority", "predecessor"
    )


def decision_by_id(pk: str) -> Decision | None:
    """For the rule that judges files."""
    return complete().filter(pk=pk).first()


def chain_of(case: Case | int) -> QuerySet[Decision]:
    """The released decisions of a case in their order."""
    return Decision.objects.filter(case=case, state=DecisionState.RELEASED).order_by("position")


def chain_for(case: Case | int, *, inside: bool) -> list[Decision]:
    """The released decisions that a reader knows of, each with the entries of its delivery: the authority all, the
    municipality those whose letter was sent."""
    return known_to_reader(chain_of(case).prefetch_related("delivery"), inside=inside)


def known_to_reader(released: Iterable[Decision], *, inside: bool) -> list[Decision]:
    """Of released decisions, read with `delivery`, those that a reader knows of: outside, none before it was sent."""
    return [one for one in released if inside or Delivered.of(one).is_announced]


def last_of(case: Case | int) -> Decision | None:
    """The latest released decision of a case."""
    return chain_of(case).last()


def last_grant_of(case: Case | int) -> Decision | None:
    """The latest released decision that says what is granted."""
    return chain_of(case).exclude(kind__in=(Kind.REFUSAL, Kind.EARLY_START)).last()


def open_draft_of(case: Case | int) -> Decision | None:
    """The draft somebody works on or that waits for release."""
    return Decision.objects.filter(case=case, state__in=OPEN).first()


@dataclass(frozen=True)
class GrantingLine:
    """What one source has written into the ledger about what is granted in one budget year."""

    source: str
    year: int
    amount: Decimal


def granting_lines(case: Case | int) -> list[GrantingLine]:
    """The ledger of a case as far as it says what is granted, per source and budget year, the earliest first."""
    rows = _GRANTING_LINES.rows(case=case.pk if isinstance(case, Case) else case)
    return [GrantingLine(source, year, total) for source, year, total, _first in rows]


_GRANTING_LINES = Prepared(
    lambda given: (
        LedgerEntry.objects.filter(case=given.case, kind__in=GRANTING)
        .values_list("source", "budget_year")
        .annotate(total=MoneySum("amount"), first=Min("pk"))
        .order_by("first")
    ),
    case=BigIntegerField(),
)


def in_force(case: Case | int, lines: Iterable[GrantingLine] | None = None) -> dict[int, Decimal]:
    """The amount now in force per budget year, from the ledger; years without any are left out."""
    sums: dict[int, Decimal] = {}
    for line in granting_lines(case) if lines is None else lines:
        sums[line.year] = sums.get(line.year, Decimal(0)) + line.amount
    return {year: amount for year, amount in sorted(sums.items()) if amount}


def is_granted(case: Case) -> bool:
    """Whether something is granted now, or was and can be changed."""
    return case.granted > 0 or chain_of(case).filter(kind__in=AWARDS).exists()


@dataclass(frozen=True)
class ChainLine:
    """One step of how the amount in force came about: a decision, or what was taken over from elsewhere."""

    decision: Decision | None
    source: str
    difference: Decimal
    after: Decimal


def how_it_came_about(
    case: Case, decisions: Iterable[Decision] | None = None, lines: Iterable[GrantingLine] | None = None
) -> list[ChainLine]:
    """From the ledger: each source in its order with what it changed and what was in force after it."""
    known = {f"decision:{one.pk}": one for one in (chain_of(case) if decisions is None else decisions)}
    sums: dict[str, Decimal] = {}
    for row in granting_lines(case) if lines is None else lines:
        sums[row.source] = sums.get(row.source, Decimal(0)) + row.amount
    found, after = [], Decimal(0)
    for source, difference in sums.items():
        after += difference
        found.append(ChainLine(known.get(source), source, difference, after))
    return found


def waiting_for_release(authority: int) -> QuerySet[Decision]:
    """What was handed over in an authority, the oldest first."""
    return complete().filter(authority=authority, state=DecisionState.HANDED_OVER).order_by("handed_at", "pk")


def to_send(authority: int) -> QuerySet[Decision]:
    """Released decisions of an authority whose letter nobody has sent, the oldest first; each with its entries."""
    sent = DeliveryEntry.objects.filter(
        decision=OuterRef("pk"), kind__in=TELLS_OF_RECEIPT, withdrawn=False, corrected_by__isnull=True
    )
    rows = complete().filter(~Exists(sent), authority=authority, state=DecisionState.RELEASED)
    return rows.prefetch_related("delivery").order_by("released_at", "pk")


def committed_of(case: Case | int, years: Iterable[int]) -> dict[tuple[int, int, str], Decimal]:
    """What the case has bound, by year, share and basis."""
    rows = (
        Commitment.objects.filter(case=case, year__in=list(years))
        .values("year", "share", "basis")
        .annotate(total=MoneySum("amount"))
        .order_by("year", "share", "basis")
    )
    return {(row["year"], row["share"], row["basis"]): row["total"] for row in rows if row["total"]}


def heads_of(authority: int) -> set[int]:
    """The accounts of those who may release in an authority today."""
    rows = Membership.objects.in_force(today()).filter(organisation=authority, role=Role.HEAD, person__is_active=True)
    return set(rows.values_list("person", flat=True))
