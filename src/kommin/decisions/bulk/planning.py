"""What would be decided for whom, before anybody says go: a look that writes nothing, in a few queries per round."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from kommin.cases.models import GRANTING, Case, LedgerEntry, Stage
from kommin.decisions.means import differences
from kommin.decisions.models import OPEN, WROTE, Basis, BulkStep, Decision, DecisionState, DecisionStep, Kind
from kommin.decisions.rules import RETRIEVERS
from kommin.decisions.shares import basis_of, free
from kommin.examination.impartiality import excluded_cases
from kommin.examination.involved import examiners_of
from kommin.examination.models import ProposalLine
from kommin.foundation.access import Actor
from kommin.foundation.audit.canonical import canonical, digest
from kommin.foundation.ui.formatting import reader
from kommin.people.models import Membership
from kommin.people.models.dated import today
from kommin.programmes.models import AppropriationShare, Call
from kommin.programmes.sums import MoneySum

ZERO = Decimal("0.00")
MOST_CASES = 5000


@dataclass(frozen=True)
class Planned:
    """One case: what would be decided, or why not. `source` is the line of the proposal, or the decision itself."""

    case: Case
    kind: Kind
    amount: Decimal
    needs: Mapping[int, Decimal]
    source: int
    revision: int = 0
    why: str = ""
    """Of a proposal: why the case is in or out (`examination.ranking.engine.Why`)."""
    why_not: str = ""
    portal: bool = False
    """Whether somebody can open the letter in the portal."""
    hidden: bool = False
    """Somebody with a conflict of interest sees the number alone."""

    @property
    def label(self) -> str:
        """How lists of long work call the case."""
        return f"{self.case.number} {self.case.applicant_name}: {self.case.title}"[:300]


@dataclass(frozen=True)
class YearOfPlan:
    """What all that would be decided needs of one budget year, and what is free for it now."""

    year: int
    basis: Basis
    needs: Decimal
    free: Decimal
    closed: bool

    @property
    def left(self) -> Decimal:
        return self.free - self.needs

    @property
    def suffices(self) -> bool:
        return self.needs <= 0 or (not self.closed and self.left >= 0)


@dataclass
class Plan:
    """A step for a round: what goes, what stays and why, and the means."""

    step: BulkStep
    goes: list[Planned] = field(default_factory=list)
    stays: list[Planned] = field(default_factory=list)
    years: list[YearOfPlan] = field(default_factory=list)

    @property
    def stamp(self) -> str:
        """Changes with anything that would be decided otherwise: nothing is started that nobody has seen."""
        rows = [[one.source, one.revision, one.kind, f"{one.amount:.2f}"] for one in self.goes]
        return digest(canonical([self.step, rows]))

    @property
    def total(self) -> Decimal:
        return sum((one.amount for one in self.goes), ZERO)

    @property
    def by_post(self) -> int:
        """How many letters nobody can open in the portal."""
        return sum(not one.portal for one in self.goes)

    def count(self, kind: Kind) -> int:
        return sum(one.kind == kind for one in self.goes)


def plan_drafting(call: Call, by: Actor) -> Plan:
    """What the adopted proposal gives for the cases of the actor's authority, in the order of the ranking."""
    lines = list(
        ProposalLine.objects.filter(
            case__call=call, case__authority=by.organisation_id, case__stage=Stage.PROPOSED, ended_at__isnull=True
        )
        .select_related("case")
        .order_by("place", "pk")[:MOST_CASES]
    )
    cases = [line.case_id for line in lines]
    drafts = dict(Decision.objects.filter(case__in=cases, state__in=OPEN).values_list("case", "state"))
    hidden = _excluded(by, cases)
    plan = Plan(BulkStep.DRAFT)
    for line in lines:
        why_not = _why_not_draft(drafts.get(line.case_id), excluded=line.case_id in hidden)
        one = Planned(
            case=line.case, kind=kind_of(line), amount=line.amount, needs=_amounts(line.years), source=line.pk,
            why=line.why, why_not=why_not, hidden=line.case_id in hidden,
        )  # fmt: skip
        (plan.stays if why_not else plan.goes).append(one)
    plan.years = _Means(call, by).years(plan.goes)
    return plan


def plan_release(call: Call, by: Actor) -> Plan:
    """What was handed over in the actor's authority, the oldest first; means are used up in that order."""
    rows = list(
        Decision.objects.filter(case__call=call, authority=by.organisation_id, state=DecisionState.HANDED_OVER)
        .select_related("case")
        .defer("content")
        .order_by("handed_at", "pk")[:MOST_CASES]
    )
    cases = [row.case_id for row in rows]
    hidden, examiners, before = _excluded(by, cases), examiners_of(cases), in_force_of(cases)
    mine = DecisionStep.objects.filter(kind__in=WROTE, by_id=by.user_id, decision__in=[row.pk for row in rows])
    wrote, reachable = (
        set(mine.values_list("decision", flat=True)),
        _in_portal({row.case.organisation_id for row in rows}),
    )
    plan, means = Plan(BulkStep.RELEASE), _Means(call, by)
    for row in rows:
        needs = differences(row, before[row.case_id])
        why_not = ""
        if row.case_id in hidden:
            why_not = _("You are excluded by a conflict of interest (§§ 20, 21 VwVfG).")
        elif row.pk in wrote:
            why_not = _("You have worked on this draft: somebody else has to release it (four eyes).")
        elif by.user_id in examiners[row.case_id]:
            why_not = _("You have examined this case: somebody else has to release the decision (four eyes).")
        else:
            why_not = means.take(needs)
        one = Planned(
            case=row.case, kind=Kind(row.kind), amount=row.amount, needs=needs, source=row.pk, revision=row.revision,
            why_not=why_not, portal=row.case.organisation_id in reachable, hidden=row.case_id in hidden,
        )  # fmt: skip
        (plan.stays if why_not else plan.goes).append(one)
    plan.years = means.years(plan.goes)
    return plan


def kind_of(line: ProposalLine) -> Kind:
    """What a line of a proposal becomes: less than was applied for is a partial award."""
    if not line.award:
        return Kind.REFUSAL
    return Kind.AWARD if line.amount >= line.case.applied else Kind.PARTIAL


def in_force_of(cases: Collection[int]) -> dict[int, dict[int, Decimal]]:
    """The amounts in force per budget year of many cases, in one query."""
    rows = (
        LedgerEntry.objects.filter(case__in=cases, kind__in=GRANTING)
        .order_by()
        .values_list("case", "budget_year")
        .annotate(total=MoneySum("amount"))
    )
    found: dict[int, dict[int, Decimal]] = {case: {} for case in cases}
    for case, year, total in rows:
        found[case][year] = total
    return found


def _in_portal(houses: Collection[int | None]) -> set[int | None]:
    """Those municipalities for which somebody may open a letter today."""
    people = Membership.objects.in_force(today()).filter(
        organisation__in=[house for house in houses if house], role__in=RETRIEVERS, person__is_active=True
    )
    return set(people.values_list("organisation", flat=True))


def _excluded(by: Actor, cases: Collection[int]) -> Collection[int]:
    return excluded_cases(by.user_id, Case.objects.filter(pk__in=cases)) if by.user_id and cases else ()


def _why_not_draft(draft: str | None, *, excluded: bool) -> str:
    if excluded:
        return _("You are excluded by a conflict of interest (§§ 20, 21 VwVfG).")
    if draft == DecisionState.HANDED_OVER:
        return _("A draft waits for release already.")
    if draft:
        return _("A draft is open already: finish it by hand, or discard it.")
    return ""


def _amounts(stored: Mapping[str, str]) -> dict[int, Decimal]:
    return {int(year): Decimal(amount) for year, amount in sorted(stored.items()) if Decimal(amount)}


class _Means:
    """What is free for one authority in each year of a programme, and what is left while decisions take of it."""

    def __init__(self, call: Call, by: Actor, day: date | None = None) -> None:
        self.day = day or today()
        self.free: dict[int, Decimal] = defaultdict(lambda: ZERO)
        self.open_years: set[int] = set()
        self.known: set[int] = set()
        shares = AppropriationShare.objects.filter(
            authority=by.organisation_id, appropriation__programme=call.programme_id
        ).select_related("appropriation")
        for share in shares:
            year = share.appropriation.year
            self.known.add(year)
            if share.appropriation.closed_at is None:
                self.open_years.add(year)
                self.free[year] += free(share, basis_of(year, self.day))
        self.left = dict(self.free)

    def take(self, needs: Mapping[int, Decimal]) -> str:
        """Set the needs of a decision aside, or say why they cannot be met; then nothing is set aside."""
        for year, amount in needs.items():
            if amount <= 0:
                continue
            if self._is_closed(year):
                return _("The budget year %(year)s is closed.") % {"year": year}
            missing = amount - self.left.get(year, ZERO)
            if missing > 0:
                return _("Budget year %(year)s: %(missing)s are missing after the decisions before this one.") % {
                    "year": year, "missing": reader().money(missing),
                }  # fmt: skip
        for year, amount in needs.items():
            self.left[year] = self.left.get(year, ZERO) - amount
        return ""

    def years(self, goes: Iterable[Planned]) -> list[YearOfPlan]:
        needed: dict[int, Decimal] = defaultdict(lambda: ZERO)
        for one in goes:
            for year, amount in one.needs.items():
                needed[year] += amount
        return [
            YearOfPlan(year, basis_of(year, self.day), amount, self.free.get(year, ZERO), self._is_closed(year))
            for year, amount in sorted(needed.items())
        ]

    def _is_closed(self, year: int) -> bool:
        return year in self.known and year not in self.open_years
