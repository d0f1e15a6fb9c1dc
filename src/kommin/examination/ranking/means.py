"""What can still be promised: the shares of a programme's appropriations less what is bound."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from kommin.cases.models import GRANTING, LedgerEntry, Stage
from kommin.examination.models import ProposalLine
from kommin.examination.ranking.engine import Pot
from kommin.law.money import ZERO
from kommin.people.models.dated import today
from kommin.programmes.models import AppropriationShare, Call, Programme
from kommin.programmes.sums import MoneySum


@dataclass(frozen=True)
class Means:
    """What one authority has for one budget year. `is_commitment` says that it is commitment authority (VE)."""

    authority: int
    year: int
    given: Decimal
    committed: Decimal
    reserved: Decimal
    is_commitment: bool

    @property
    def free(self) -> Decimal:
        """Never below zero: what is overdrawn cannot be promised."""
        return max(self.given - self.committed - self.reserved, ZERO)


def committed_so_far(programme: Programme | int) -> dict[Pot, Decimal]:
    """What decisions of a programme have bound, by authority and budget year: the sums of the ledger of grants.

    The only place where the ranking learns of decisions; a grant that was taken back is in it with its negative entry.
    """
    rows = (
        LedgerEntry.objects.filter(programme=programme, kind__in=GRANTING)
        .values_list("authority_id", "budget_year")
        .annotate(total=MoneySum("amount"))
    )
    return {(authority, year): total for authority, year, total in rows.order_by()}


def reserved_elsewhere(call: Call) -> dict[Pot, Decimal]:
    """What proposals in force of the programme's other rounds will need, as long as nothing is decided about them."""
    found: dict[Pot, Decimal] = defaultdict(lambda: ZERO)
    rows = ProposalLine.objects.filter(
        case__programme=call.programme_id, case__stage=Stage.PROPOSED, ended_at__isnull=True, award=True
    ).exclude(case__call=call)
    for authority, years in rows.values_list("case__authority_id", "years"):
        for year, amount in years.items():
            found[authority, int(year)] += Decimal(amount)
    return found


def means_of(call: Call, *, authority: int | None = None) -> list[Means]:
    """The means of a round by authority and year, several titles of a year taken together.

    A year that has come is paid from cash; what falls due in a later year is promised out of commitment authority
    (§ 38 LHO).

    Args:
        authority: only this one's.
    """
    shares = AppropriationShare.objects.filter(appropriation__programme=call.programme_id)
    if authority is not None:
        shares = shares.filter(authority=authority)
    this_year = today().year
    given: dict[tuple[int, int], Decimal] = defaultdict(lambda: ZERO)
    for row in shares.select_related("appropriation").order_by("appropriation__year", "authority_id", "pk"):
        year = row.appropriation.year
        given[row.authority_id, year] += row.cash if year <= this_year else row.commitment
    committed, reserved = committed_so_far(call.programme_id), reserved_elsewhere(call)
    return [
        Means(house, year, amount, committed.get((house, year), ZERO), reserved.get((house, year), ZERO),
              year > this_year)
        for (house, year), amount in sorted(given.items(), key=lambda item: (item[0][1], item[0][0]))
    ]  # fmt: skip


def pots(means: list[Means]) -> Mapping[Pot, Decimal]:
    """The means as the engine wants them."""
    return {(one.authority, one.year): one.free for one in means}
