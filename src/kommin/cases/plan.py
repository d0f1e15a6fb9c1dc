"""The financing plan: expenditure by cost category and the means to cover it, per budget year.

It adds itself up, and the grant follows from it by the call's rates. Kept in the sheet, one field per cell:
`plan/cost-12/2027`, `plan/own/2027`, `plan/units`. Pure but for the regime it is given.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from kommin.law.budget import budget
from kommin.law.errors import LawError
from kommin.law.financing import Figures, Grant, Kind, grant
from kommin.law.money import ZERO, check_amount, parse_amount, round_cents
from kommin.law.regimes import Regime
from kommin.law.texts import Money, Text
from kommin.law.texts import gettext_noop as _
from kommin.programmes.frozen import FrozenCall
from kommin.programmes.rates import Rate, rate_for

PREFIX = "plan/"
UNITS = "plan/units"
THIRD, PUBLIC, DONATION, OWN, GRANT = "third", "public", "donation", "own", "grant"
FINANCING = (OWN, THIRD, PUBLIC, DONATION, GRANT)
MOST_YEARS = 6


@dataclass(frozen=True)
class Line:
    """One line of the plan: amounts per budget year, or what was typed where that is no amount."""

    key: str
    label: Text
    eligible: bool
    amounts: Mapping[int, Decimal]

    @property
    def total(self) -> Decimal:
        return sum(self.amounts.values(), ZERO)


@dataclass(frozen=True)
class Fault:
    """What is wrong; `cell` is the key of the field, empty for the plan as a whole. `missing`: nothing typed yet."""

    text: Text
    cell: str = ""
    missing: bool = False


@dataclass(frozen=True)
class Plan:
    """A financing plan as typed, with everything that follows."""

    years: tuple[int, ...]
    costs: tuple[Line, ...]
    means: tuple[Line, ...]
    units: Decimal
    unreadable: tuple[Fault, ...]

    def line(self, key: str) -> Line:
        return next(line for line in (*self.costs, *self.means) if line.key == key)

    def spent(self, year: int) -> Decimal:
        """All expenditure of a year."""
        return sum((line.amounts.get(year, ZERO) for line in self.costs), ZERO)

    def covered(self, year: int) -> Decimal:
        """All means of a year, the grant included."""
        return sum((line.amounts.get(year, ZERO) for line in self.means), ZERO)

    def eligible(self, year: int) -> Decimal:
        return sum((line.amounts.get(year, ZERO) for line in self.costs if line.eligible), ZERO)

    @property
    def expenditure(self) -> Decimal:
        return sum((line.total for line in self.costs), ZERO)

    @property
    def eligible_total(self) -> Decimal:
        return sum((line.total for line in self.costs if line.eligible), ZERO)

    @property
    def means_total(self) -> Decimal:
        return sum((line.total for line in self.means), ZERO)

    @property
    def is_empty(self) -> bool:
        return not self.expenditure and not self.means_total and not self.unreadable


@dataclass(frozen=True)
class Outcome:
    """The grant that follows from a plan, or the sentence why none does."""

    grant: Grant | None = None
    rate: Rate | None = None
    refusal: Text | None = None

    @property
    def amount(self) -> Decimal:
        return self.grant.amount if self.grant else ZERO


def years_between(start: date | None, end: date | None) -> tuple[int, ...]:
    """The budget years a project touches; the first year alone while its end is not known. At most six."""
    if start is None:
        return ()
    last = end.year if end and end >= start else start.year
    return tuple(range(start.year, min(last, start.year + MOST_YEARS - 1) + 1))


def cells(content: FrozenCall, years: tuple[int, ...]) -> Iterator[str]:
    """The keys of all fields of the plan."""
    for key in (*(f"cost-{cost.id}" for cost in content.costs), *FINANCING):
        for year in years:
            yield f"{PREFIX}{key}/{year}"


def read_plan(values: Mapping[str, Any], content: FrozenCall, years: tuple[int, ...]) -> Plan:
    """The plan that stands in the values of a sheet."""
    faults: list[Fault] = []

    def line(key: str, label: Text, *, eligible: bool = False) -> Line:
        amounts = {}
        for year in years:
            cell = f"{PREFIX}{key}/{year}"
            amounts[year] = amount_in(values.get(cell), cell, faults)
        return Line(key, label, eligible, amounts)

    costs = tuple(
        line(f"cost-{cost.id}", Text("{title}", title=str(cost.title)), eligible=cost.eligible)
        for cost in content.costs
    )
    means = tuple(line(key, LABELS[key]) for key in FINANCING)
    units = amount_in(values.get(UNITS) or "1", UNITS, faults)
    return Plan(years, costs, means, units, tuple(faults))


def outcome(
    plan: Plan, content: FrozenCall, regime: Regime, *, applicant: str, consolidation: bool, block: str
) -> Outcome:
    """The grant under the call's rates for this applicant."""
    rate = rate_for(content.rates, applicant=applicant, consolidation=consolidation, block=block)
    if rate is None:
        return Outcome(refusal=Text(_("The guideline has no rate for you in this building block.")))
    figures = Figures(
        eligible=plan.eligible_total,
        own=plan.line(OWN).total,
        third_party=plan.line(THIRD).total,
        donation=plan.line(DONATION).total,
        units=plan.units if rate.kind == Kind.FIXED else Decimal(1),
    )
    try:
        return Outcome(grant(terms=rate.terms(content.minimum_grant), figures=figures, regime=regime), rate)
    except LawError as error:
        return Outcome(rate=rate, refusal=error.text)


def faults(plan: Plan, result: Outcome, regime: Regime) -> list[Fault]:
    """Everything that keeps the plan from being handed in."""
    found = list(plan.unreadable)
    if not plan.years:
        return [Fault(Text(_("Say first from when to when the project lasts: the plan has a column for each year.")))]
    if not plan.expenditure:
        return [*found, Fault(Text(_("Enter what the project costs.")))]
    for year in plan.years:
        spent, covered = plan.spent(year), plan.covered(year)
        if spent != covered:
            found.append(Fault(Text(
                _("{year}: the expenditure is {spent}, the financing {covered}. Both must be the same."),
                year=str(year), spent=Money(spent), covered=Money(covered),
            )))  # fmt: skip
    if result.refusal:
        return [*found, Fault(result.refusal)]
    if result.grant and result.grant.below_minimum:
        found.append(Fault(Text(
            _("The grant would be {amount}. That is not more than the minimum grant, so none is given."),
            amount=Money(result.grant.reached),
        )))  # fmt: skip
    try:
        budget(total=result.amount, parts=plan.line(GRANT).amounts, regime=regime)
    except LawError as error:
        found.append(Fault(error.text))
    return found


def filled_up(plan: Plan, result: Outcome) -> dict[str, str]:
    """The cells of the grant and the own means as they follow from all others: the grant by eligible expenditure of
    each year, the last one taking what rounding left, own means for the rest.

    Under deficit financing own means stay as typed, because the grant follows from them.
    """
    kept = result.rate is not None and result.rate.kind == Kind.DEFICIT
    left, found = result.amount, {}
    weights = {year: plan.eligible(year) for year in plan.years}
    if not any(weights.values()):
        weights = {year: plan.spent(year) for year in plan.years}
    spending, whole = [year for year in plan.years if weights[year]], sum(weights.values(), ZERO)
    for year in plan.years:
        part = ZERO
        if year in spending:
            share = round_cents(Fraction(result.amount) * Fraction(weights[year]) / Fraction(whole))
            part = left if year == spending[-1] else min(share, left)
        left -= part
        found[f"{PREFIX}{GRANT}/{year}"] = f"{part:.2f}"
        if not kept:
            others = sum((plan.line(key).amounts[year] for key in (THIRD, PUBLIC, DONATION)), ZERO)
            found[f"{PREFIX}{OWN}/{year}"] = f"{max(plan.spent(year) - others - part, ZERO):.2f}"
    return found


def understood(typed: str) -> str | None:
    """What to keep for a typed amount: the amount in plain spelling, or the text itself where it is none."""
    text = typed.strip()[:60]
    if not text:
        return None
    try:
        return f"{parse_amount(text, field='amount'):.2f}"
    except LawError:
        return text


def amount_in(stored: Any, cell: str, found: list[Fault]) -> Decimal:
    """The amount that stands in a field; 0 where there is none, with a fault where there is something else."""
    if stored in (None, ""):
        return ZERO
    try:
        return check_amount(parse_amount(str(stored), field=cell), field=cell)
    except LawError as error:
        found.append(Fault(error.text, cell))
        return ZERO


LABELS: Mapping[str, Text] = {
    OWN: Text(_("Own means")),
    THIRD: Text(_("Payments by third parties")),
    PUBLIC: Text(_("Other public funds")),
    DONATION: Text(_("Earmarked donations")),
    GRANT: Text(_("Grant applied for")),
}
