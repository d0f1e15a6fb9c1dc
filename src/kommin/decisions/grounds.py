"""What a decision rests on: what was applied for, judged and proposed, the law of the call, and what is in force."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any

from django.utils import timezone

from kommin.cases.content import BLOCK, FROM, UNTIL, Dossier, day_in
from kommin.cases.current import current_content
from kommin.cases.models import Case
from kommin.cases.plan import GRANT, Outcome, Plan, outcome, read_plan, years_between
from kommin.examination.models import AmountJudgement, ProposalLine
from kommin.law.money import ZERO, round_cents
from kommin.law.regimes import Regime
from kommin.programmes.frozen import FrozenCall, thaw
from kommin.programmes.legal import with_judgements
from kommin.programmes.models import Clause, ClauseSet
from kommin.regimes.queries import regime_book

RESTS_ON = ("audit_copy_threshold", "remedy_months", "deemed_receipt_days")
"""Values of the law that every letter rests on, beside those of its derivation."""


@dataclass
class Grounds:
    """Everything known about a case before it is decided; each part is read when somebody asks, and once."""

    case: Case
    day: date = field(default_factory=lambda: timezone.localdate(timezone=timezone.get_default_timezone()))

    @cached_property
    def content(self) -> Mapping[str, Any]:
        """The application in force; empty for a grant that was taken over."""
        return current_content(self.case)

    @cached_property
    def values(self) -> Mapping[str, Any]:
        return dict(self.content.get("values", {}))

    @cached_property
    def dossier(self) -> Dossier | None:
        return Dossier(self.case.application) if self.case.application else None

    @cached_property
    def call(self) -> FrozenCall | None:
        """The call as the application answers it."""
        return thaw(self.case.application.version) if self.case.application else None

    @cached_property
    def regime(self) -> Regime:
        """The law of the call with what was confirmed for it; of a grant that was taken over, that of its time."""
        book = regime_book()
        if self.call is not None:
            return with_judgements(book.find(self.call.regime), self.call.overrides)
        if self.case.programme.regime:
            return book.find(self.case.programme.regime)
        return book.on(timezone.localtime(self.case.received_at, timezone.get_default_timezone()).date())

    @cached_property
    def plan(self) -> Plan | None:
        """The financing plan as applied for."""
        if self.call is None:
            return None
        return read_plan(self.values, self.call, years_between(day_in(self.values, FROM), day_in(self.values, UNTIL)))

    @cached_property
    def outcome(self) -> Outcome:
        """What follows from the plan under the call's rates."""
        if self.plan is None or self.call is None or self.dossier is None:
            return Outcome()
        return outcome(
            self.plan, self.call, self.regime, applicant=self.case.applicant_kind,
            consolidation=self.dossier.consolidates, block=self.values.get(BLOCK) or "",
        )  # fmt: skip

    @cached_property
    def judgement(self) -> AmountJudgement | None:
        """What the examination accepts of the plan."""
        return AmountJudgement.objects.filter(case=self.case).order_by("-number").first()

    @cached_property
    def proposal(self) -> ProposalLine | None:
        """What was proposed for the case in its round."""
        return ProposalLine.objects.filter(case=self.case, ended_at__isnull=True).first()

    @property
    def eligible(self) -> Decimal | None:
        if self.judgement is not None:
            return self.judgement.eligible
        if self.case.eligible is not None:
            return self.case.eligible
        return self.plan.eligible_total if self.plan else None

    @cached_property
    def suggested(self) -> dict[int, Decimal]:
        """The amount per budget year that the examination suggests; before it, what was applied for."""
        if self.proposal is not None:
            return _years(self.proposal.years) if self.proposal.award else {}
        if self.judgement is not None:
            return _years(self.judgement.years)
        applied = self.applied
        if self.case.proposed is not None:
            return spread(self.case.proposed, applied)
        return applied

    @cached_property
    def applied(self) -> dict[int, Decimal]:
        """The grant applied for, per budget year."""
        if self.plan is None:
            return {}
        return {year: amount for year, amount in self.plan.line(GRANT).amounts.items() if amount}

    @property
    def applied_total(self) -> Decimal:
        return self.case.applied

    @property
    def minimum(self) -> Decimal | None:
        return self.call.minimum_grant if self.call else None

    @cached_property
    def clause_set(self) -> ClauseSet | None:
        """The general conditions that go with the grant: those of the guideline."""
        code = self.call.clause_set if self.call else ""
        return ClauseSet.objects.filter(code=code).first() if code else None

    @cached_property
    def clauses(self) -> list[Clause]:
        return list(Clause.objects.filter(clause_set=self.clause_set)) if self.clause_set else []

    def day_of(self, key: str) -> date | None:
        """A day that stands in the application."""
        return day_in(self.values, key)

    @property
    def unconfirmed(self) -> list[str]:
        """Names of the values the decision rests on that nobody has confirmed for the call."""
        grant = self.outcome.grant
        resting = set(RESTS_ON) | {basis.name for step in (grant.steps if grant else ()) for basis in step.bases}
        return [value.parameter for value in self.regime.unconfirmed if value.parameter in resting]


def _years(stored: Mapping[str, Any]) -> dict[int, Decimal]:
    return {int(year): Decimal(str(amount)) for year, amount in sorted(stored.items()) if Decimal(str(amount))}


def spread(total: Decimal, weights: Mapping[int, Decimal]) -> dict[int, Decimal]:
    """An amount over the years by weight, to the cent; the last year takes what rounding left."""
    years = [year for year in sorted(weights) if weights[year] > 0]
    whole, left = sum((weights[year] for year in years), ZERO), total
    found: dict[int, Decimal] = {}
    for year in years:
        part = round_cents(Fraction(total) * Fraction(weights[year]) / Fraction(whole))
        part = left if year == years[-1] else min(part, left)
        left -= part
        if part:
            found[year] = part
    return found
