"""How much may be drawn down now (Nr. 1.4 ANBest-G)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from kommin.law.derivation import Derived, Fact, Input, Step
from kommin.law.errors import LawError
from kommin.law.financing import Kind
from kommin.law.money import ZERO, check_amount, check_optional, check_percent, percent_of, round_cents
from kommin.law.regimes import Regime
from kommin.law.texts import ExactMoney, Money, Percent, Text
from kommin.law.texts import gettext_noop as _

SOURCE = "Nr. 1.4 ANBest-G"


@dataclass(frozen=True)
class Award:
    """What the decision says that limits a drawdown.

    `rate` in percent for share financing; `grant` the amount granted; `eligible` the eligible expenditure as decided,
    from which the rate of a fixed amount follows; `tranche` what the current budget year still provides for this
    grant.
    """

    kind: Kind
    rate: Decimal | None = None
    grant: Decimal | None = None
    eligible: Decimal | None = None
    tranche: Decimal | None = None


@dataclass(frozen=True)
class Costs:
    """Eligible expenditure paid so far and falling due in the time a drawdown covers, and the means for it, in euro."""

    paid: Decimal
    due: Decimal
    own: Decimal = ZERO
    third_party: Decimal = ZERO
    received: Decimal = ZERO


@dataclass(frozen=True)
class Drawdown(Derived):
    """The amount that may be drawn down now, never negative."""

    amount: Decimal

    def facts(self) -> Mapping[str, Fact]:
        return {"amount": Fact(Text(_("May be drawn down now")), Money(self.amount))}


def drawdown(*, award: Award, costs: Costs, regime: Regime) -> Drawdown:
    """What may be drawn down: the grant's part of the costs less what was received, inside grant and tranche.

    Under deficit financing own means and third parties come first; under the other kinds payments by third parties
    reduce the costs, own means don't.

    Raises:
        LawError: a figure is missing, negative or absurd.
    """
    award, costs = _checked_award(award), _checked_costs(costs)
    ahead = regime.basis("drawdown_months")
    total = costs.paid + costs.due
    steps = [
        Step(
            "costs",
            Text(_("Expenditure paid, and due within {months}."), months=ahead.value),
            ahead.source,
            Money(total),
            (
                Input("paid", Text(_("Paid so far")), Money(costs.paid)),
                Input("due", Text(_("Due soon")), Money(costs.due)),
            ),
            (ahead,),
        )
    ]
    need = _need(award, costs, total, steps)
    exact = max(need - Fraction(costs.received), Fraction(0))
    steps.append(
        Step(
            "less-received",
            Text(_("Less what was received so far, at least zero.")),
            SOURCE,
            ExactMoney(exact),
            (Input("received", Text(_("Received so far")), Money(costs.received)),),
        )
    )
    exact = _limited(exact, award, costs, steps)
    amount = round_cents(exact)
    steps.append(
        Step(
            "round",
            Text(_("Rounded once, half a cent up.")),
            "",
            Money(amount),
            (Input("exact", Text(_("Before rounding")), ExactMoney(exact)),),
        )
    )
    return Drawdown(amount, steps=tuple(steps), regime=regime.name)


def _need(award: Award, costs: Costs, total: Decimal, steps: list[Step]) -> Fraction:
    deficit = award.kind is Kind.DEFICIT
    less = costs.third_party + (costs.own if deficit else ZERO)
    base = max(total - less, ZERO)
    if deficit or less:
        inputs = [Input("third_party", Text(_("Payments by third parties")), Money(costs.third_party))]
        if deficit:
            inputs.append(Input("own", Text(_("Own means")), Money(costs.own)))
        steps.append(
            Step(
                "other-means-first",
                Text(_("Own means and payments by third parties are used first."))
                if deficit
                else Text(_("Payments by third parties reduce the costs.")),
                SOURCE,
                Money(base),
                tuple(inputs),
            )
        )
    if costs.own and not deficit:
        steps.append(
            Step(
                "own",
                Text(_("Own means do not change the grant under this kind of financing.")),
                SOURCE,
                Money(costs.own),
            )
        )
    if award.kind in {Kind.DEFICIT, Kind.FULL}:
        return Fraction(base)
    return _part(award, base, steps)


def _part(award: Award, base: Decimal, steps: list[Step]) -> Fraction:
    if award.kind is Kind.SHARE:
        rate = award.rate or ZERO
        exact = percent_of(rate, base)
        inputs = [Input("rate", Text(_("Rate")), Percent(rate))]
        text = Text(_("{rate} of {base}."), rate=Percent(rate), base=Money(base))
    else:
        granted, eligible = award.grant or ZERO, award.eligible or ZERO
        exact = min(Fraction(granted) / Fraction(eligible), Fraction(1)) * Fraction(base)
        inputs = [
            Input("grant", Text(_("Grant as decided")), Money(granted)),
            Input("eligible", Text(_("Eligible expenditure as decided")), Money(eligible)),
        ]
        text = Text(_("The part of the grant in the eligible expenditure as decided, of {base}."), base=Money(base))
    steps.append(Step("part", text, SOURCE, ExactMoney(exact), tuple(inputs)))
    return exact


def _limited(exact: Fraction, award: Award, costs: Costs, steps: list[Step]) -> Fraction:
    if award.grant is not None:
        exact = min(exact, max(Fraction(award.grant - costs.received), Fraction(0)))
        steps.append(
            Step(
                "decision",
                Text(_("All drawdowns together stay within the grant.")),
                SOURCE,
                ExactMoney(exact),
                (Input("grant", Text(_("Grant as decided")), Money(award.grant)),),
            )
        )
    if award.tranche is not None:
        exact = min(exact, Fraction(award.tranche))
        steps.append(
            Step(
                "tranche",
                Text(_("At most what the budget year still provides.")),
                SOURCE,
                ExactMoney(exact),
                (Input("tranche", Text(_("Still open in the budget year")), Money(award.tranche)),),
            )
        )
    return exact


def _checked_award(award: Award) -> Award:
    if award.kind is Kind.SHARE and award.rate is None:
        raise LawError(Text(_("Share financing needs a rate in percent.")), field="rate")
    if award.kind is not Kind.SHARE and award.rate is not None:
        raise LawError(Text(_("A rate belongs to share financing only.")), field="rate")
    checked = {name: check_optional(getattr(award, name), field=name) for name in ("grant", "eligible", "tranche")}
    if award.kind is Kind.FIXED:
        if checked["grant"] is None:
            raise LawError(Text(_("Fixed-amount financing needs the grant as decided.")), field="grant")
        if not checked["eligible"]:
            raise LawError(
                Text(_("Fixed-amount financing needs the eligible expenditure as decided.")), field="eligible"
            )
    return Award(award.kind, None if award.rate is None else check_percent(award.rate, field="rate"), **checked)


def _checked_costs(costs: Costs) -> Costs:
    return Costs(**{name: check_amount(getattr(costs, name), field=name) for name in Costs.__dataclass_fields__})
