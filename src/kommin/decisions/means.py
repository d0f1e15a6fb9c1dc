"""What is there for a decision: per budget year, what it needs, what is free in the authority's share."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kommin.decisions import queries
from kommin.decisions.models import Basis, Decision
from kommin.decisions.shares import basis_of, free
from kommin.people.models.dated import today
from kommin.programmes.models import AppropriationShare

ZERO = Decimal("0.00")


@dataclass(frozen=True)
class Means:
    """One budget year of a decision. `needs` is what it adds (negative: gives back) to what is in force."""

    year: int
    amount: Decimal
    before: Decimal
    basis: Basis
    free: Decimal
    closed: bool

    @property
    def needs(self) -> Decimal:
        return self.amount - self.before

    @property
    def missing(self) -> Decimal:
        """What the year lacks for this decision."""
        return max(self.needs - self.free, ZERO) if self.needs > 0 else ZERO

    @property
    def suffices(self) -> bool:
        return self.needs <= 0 or (not self.closed and self.needs <= self.free)


def means_of(decision: Decision, day: date | None = None) -> list[Means]:
    """Every year of a draft, of what is in force, and of which the authority has means; three queries."""
    day = day or today()
    after, before = decision.per_year, queries.in_force(decision.case_id)
    shares = AppropriationShare.objects.filter(
        authority=decision.authority_id, appropriation__programme=decision.case.programme_id
    ).select_related("appropriation")
    of_year: dict[int, list[AppropriationShare]] = defaultdict(list)
    for share in shares:
        of_year[share.appropriation.year].append(share)
    found = []
    for year in sorted({*after, *before, *of_year}):
        basis = basis_of(year, day)
        usable = [share for share in of_year[year] if share.appropriation.closed_at is None]
        found.append(
            Means(
                year=year,
                amount=after.get(year, ZERO),
                before=before.get(year, ZERO),
                basis=basis,
                free=sum((free(share, basis) for share in usable), ZERO),
                closed=bool(of_year[year]) and not usable,
            )
        )
    return found


def differences(decision: Decision, before: Mapping[int, Decimal]) -> dict[int, Decimal]:
    """What a decision changes in each year against what is in force; years that stay as they are are left out."""
    if not decision.has_amounts:
        return {}
    after = decision.per_year
    found = {year: after.get(year, ZERO) - before.get(year, ZERO) for year in sorted({*after, *before})}
    return {year: amount for year, amount in found.items() if amount}
