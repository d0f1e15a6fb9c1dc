"""A grant over several budget years: the parts add up, a request stays within its year (§ 38 LHO, VV zu § 44 LHO)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from kommin.law.derivation import Derived, Fact, Input, Step
from kommin.law.errors import LawError
from kommin.law.money import ZERO, check_amount
from kommin.law.regimes import Regime, money
from kommin.law.texts import Money, Text
from kommin.law.texts import gettext_noop as _

SOURCE = "§ 38, § 44 LHO"
FIRST_YEAR, LAST_YEAR = 1949, 2199


@dataclass(frozen=True)
class Budget(Derived):
    """What a year provides: `allowed`: the request fits; `open`: what is left before it."""

    allowed: bool | None
    open: Decimal | None
    copy_to_court_of_audit: bool

    def facts(self) -> Mapping[str, Fact]:
        facts = {}
        if self.allowed is not None and self.open is not None:
            facts["allowed"] = Fact(Text(_("The request fits into the budget year")), self.allowed)
            facts["open"] = Fact(Text(_("Still open in the budget year")), Money(self.open))
        facts["copy_to_court_of_audit"] = Fact(
            Text(_("Copy of the decision to the court of audit")), self.copy_to_court_of_audit
        )
        return facts


@dataclass(frozen=True)
class Request:
    """A request for payment in a budget year, and what was already paid out in that year, in euro."""

    year: int
    amount: Decimal
    paid_out: Decimal = ZERO


def budget(*, total: Decimal, parts: Mapping[int, Decimal], regime: Regime, request: Request | None = None) -> Budget:
    """Check that the parts of the years make up the grant, and whether a request fits into its year.

    Raises:
        LawError: the parts don't add up, a year is impossible or not part of the grant.
    """
    total = check_amount(total, field="total")
    parts = {check_year(year): check_amount(amount, field="parts") for year, amount in parts.items()}
    steps = [_sum_step(total, parts)]
    allowed, left = None, None
    if request:
        allowed, left = _fits(request, parts, steps)
    threshold = regime.basis("audit_copy_threshold")
    limit = money(threshold).amount
    copy = total > limit
    steps.append(
        Step(
            "court-of-audit",
            Text(_("Decisions above {limit} go to the court of audit in copy."), limit=Money(limit)),
            threshold.source,
            copy,
            (Input("total", Text(_("Grant")), Money(total)),),
            (threshold,),
        )
    )
    return Budget(allowed, left, copy, steps=tuple(steps), regime=regime.name)


def check_year(year: int) -> int:
    """`year`, if it can be a budget year."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise LawError(Text(_("“{year}” can't be a budget year."), year=str(year)), field="parts")
    return year


def _sum_step(total: Decimal, parts: Mapping[int, Decimal]) -> Step:
    added = sum(parts.values(), ZERO)
    if added != total:
        raise LawError(
            Text(
                _("The parts of the budget years add up to {added}, not to {total}."),
                added=Money(added),
                total=Money(total),
            ),
            field="parts",
        )
    inputs = tuple(Input(str(year), Text("{year}", year=str(year)), Money(parts[year])) for year in sorted(parts))
    return Step("sum", Text(_("The parts of the budget years make up the grant.")), SOURCE, Money(added), inputs)


def _fits(request: Request, parts: Mapping[int, Decimal], steps: list[Step]) -> tuple[bool, Decimal]:
    amount, paid_out = check_amount(request.amount, field="request"), check_amount(request.paid_out, field="paid_out")
    if request.year not in parts:
        raise LawError(
            Text(_("The grant has no part in the budget year {year}."), year=str(request.year)), field="request"
        )
    left = max(parts[request.year] - paid_out, ZERO)
    allowed = amount <= left
    steps.append(
        Step(
            "request",
            Text(
                _("{amount} fits into what the year {year} still provides."),
                amount=Money(amount),
                year=str(request.year),
            )
            if allowed
            else Text(
                _("{amount} is more than the year {year} still provides: refused."),
                amount=Money(amount),
                year=str(request.year),
            ),
            SOURCE,
            Money(left),
            (
                Input("tranche", Text(_("Part of the year")), Money(parts[request.year])),
                Input("paid_out", Text(_("Paid out in the year")), Money(paid_out)),
                Input("request", Text(_("Requested")), Money(amount)),
            ),
        )
    )
    return allowed, left
