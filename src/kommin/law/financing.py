"""The grant under the four kinds of financing, on planned and on actual figures (Nr. 2 VVG, Nr. 2 ANBest-G)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from kommin.law.derivation import Derived, Fact, Input, Step
from kommin.law.errors import LawError
from kommin.law.money import ZERO, check_amount, check_number, check_optional, check_percent, percent_of, round_cents
from kommin.law.parameters import REDUCE_ELIGIBLE
from kommin.law.regimes import Regime, choice, money
from kommin.law.texts import ExactMoney, Money, Number, Percent, Text
from kommin.law.texts import gettext_noop as _

SOURCE_KINDS = "Nr. 2 VVG zu § 44 LHO"
SOURCE_REDUCTION = "Nr. 2 ANBest-G"


class Kind(StrEnum):
    """The kinds of financing."""

    SHARE = "share"
    DEFICIT = "deficit"
    FIXED = "fixed"
    FULL = "full"


KIND_LABELS: Mapping[Kind, Text] = {
    Kind.SHARE: Text(_("Share financing")),
    Kind.DEFICIT: Text(_("Deficit financing")),
    Kind.FIXED: Text(_("Fixed-amount financing")),
    Kind.FULL: Text(_("Full financing")),
}


@dataclass(frozen=True)
class Figures:
    """Expenditure and the means to cover it, as planned or as they turned out, in euro.

    `eligible` may be missing only for a fixed amount, which does not depend on it. `donation` is an earmarked donation;
    every other payment by third parties belongs into `third_party`.
    """

    eligible: Decimal | None
    own: Decimal = ZERO
    third_party: Decimal = ZERO
    donation: Decimal = ZERO
    units: Decimal = Decimal(1)


@dataclass(frozen=True)
class Terms:
    """What the decision says: kind, rate in percent (share), amount per unit (fixed), cap and minimum in euro."""

    kind: Kind
    rate: Decimal | None = None
    unit_amount: Decimal | None = None
    cap: Decimal | None = None
    minimum: Decimal | None = None


@dataclass(frozen=True)
class Grant(Derived):
    """The grant; zero with `below_minimum` if the amount reached is not more than the minimum grant."""

    amount: Decimal
    reached: Decimal
    below_minimum: bool

    def facts(self) -> Mapping[str, Fact]:
        facts = {"amount": Fact(Text(_("Grant")), Money(self.amount))}
        if self.below_minimum:
            facts["below_minimum"] = Fact(Text(_("Below the minimum grant")), True)
            facts["reached"] = Fact(Text(_("Amount reached")), Money(self.reached))
        return facts


def grant(*, terms: Terms, figures: Figures, regime: Regime, planned: Figures | None = None) -> Grant:
    """The grant on `figures`; with `planned`, the settled grant on actual figures, with the reduction threshold.

    The settled grant is never above the grant as planned, and no grant is above the eligible expenditure it is for.

    Raises:
        LawError: a figure is missing, negative or absurd, or does not belong to the kind of financing.
    """
    terms, figures = _checked_terms(terms), _checked_figures(figures, terms, prefix="")
    planned = _checked_figures(planned, terms, prefix="planned_") if planned else None
    steps: list[Step] = []
    exact = _by_kind(terms, figures, regime, steps)
    if planned:
        exact = _settled(exact, terms, figures, planned, regime, steps)
    reached = round_cents(exact)
    steps.append(Step("round", Text(_("Rounded once, half a cent up.")), "", Money(reached), (_exact_input(exact),)))
    below = terms.minimum is not None and reached <= terms.minimum
    if terms.minimum is not None:
        steps.append(_minimum_step(reached, terms.minimum, below=below))
    return Grant(ZERO if below else reached, reached, below, steps=tuple(steps), regime=regime.name)


def _by_kind(terms: Terms, figures: Figures, regime: Regime, steps: list[Step]) -> Fraction:
    base = None if figures.eligible is None else _base(terms, figures, regime, steps)
    match terms.kind:
        case Kind.SHARE:
            exact = _share(terms, figures, base, regime, steps)
        case Kind.DEFICIT | Kind.FULL:
            exact = Fraction(base or 0)
        case Kind.FIXED:
            exact = _fixed(terms, figures, base, steps)
    if terms.cap is not None:
        exact = min(exact, Fraction(terms.cap))
        steps.append(
            Step(
                "cap",
                Text(_("At most the maximum amount of {cap}."), cap=Money(terms.cap)),
                SOURCE_KINDS,
                ExactMoney(exact),
                (Input("cap", Text(_("Maximum amount")), Money(terms.cap)),),
            )
        )
    return exact


def _base(terms: Terms, figures: Figures, regime: Regime, steps: list[Step]) -> Decimal:
    """What the grant is measured by: eligible expenditure less what others pay, never below zero."""
    donations = regime.basis("donations")
    reduces = choice(donations) == REDUCE_ELIGIBLE
    deficit = terms.kind is Kind.DEFICIT
    less = figures.third_party
    inputs = [
        Input("eligible", Text(_("Eligible expenditure")), Money(figures.eligible or ZERO)),
        Input("third_party", Text(_("Payments by third parties")), Money(figures.third_party)),
    ]
    if deficit:
        less += figures.own
        inputs.append(Input("own", Text(_("Own means")), Money(figures.own)))
    if figures.donation:
        inputs.append(Input("donation", Text(_("Earmarked donation")), Money(figures.donation)))
        if reduces or deficit or terms.kind is Kind.FULL:
            less += figures.donation
    base = max((figures.eligible or ZERO) - less, ZERO)
    text = (
        Text(_("Shortfall: eligible expenditure less own means and payments by third parties, at least zero."))
        if deficit
        else Text(_("Eligible expenditure less payments by third parties, at least zero."))
    )
    steps.append(Step("base", text, SOURCE_KINDS, Money(base), tuple(inputs)))
    if figures.donation:
        steps.append(
            Step(
                "donation",
                Text(_("Earmarked donations {effect}."), effect=donations.value),
                donations.source,
                Money(figures.donation),
                bases=(donations,),
            )
        )
    if figures.own and not deficit:
        steps.append(
            Step("own", Text(_("Own means do not change the grant under this kind of financing.")), SOURCE_KINDS,
                 Money(figures.own))
        )  # fmt: skip
    return base


def _share(terms: Terms, figures: Figures, base: Decimal | None, regime: Regime, steps: list[Step]) -> Fraction:
    rate, measured = terms.rate or ZERO, base or ZERO
    exact = percent_of(rate, measured)
    steps.append(
        Step(
            "share",
            Text(_("{rate} of {base}."), rate=Percent(rate), base=Money(measured)),
            SOURCE_KINDS,
            ExactMoney(exact),
            (Input("rate", Text(_("Rate")), Percent(rate)), Input("base", Text(_("Measured by")), Money(measured))),
        )
    )
    open_need = Fraction(measured)
    if choice(regime.basis("donations")) != REDUCE_ELIGIBLE:
        open_need = max(open_need - Fraction(figures.donation), Fraction(0))
    if exact > open_need:
        exact = open_need
        steps.append(
            Step(
                "no-overfunding",
                Text(_("Donation and grant together are not above the eligible expenditure.")),
                SOURCE_KINDS,
                ExactMoney(exact),
            )
        )
    return exact


def _fixed(terms: Terms, figures: Figures, base: Decimal | None, steps: list[Step]) -> Fraction:
    amount = terms.unit_amount if terms.unit_amount is not None else terms.cap
    if amount is None:
        raise LawError(
            Text(_("Fixed-amount financing needs the amount per unit, or the lump sum.")), field="unit_amount"
        )
    exact = Fraction(amount) * Fraction(figures.units)
    steps.append(
        Step(
            "fixed",
            Text(_("{amount} for each of {units} units."), amount=Money(amount), units=Number(figures.units)),
            SOURCE_KINDS,
            ExactMoney(exact),
            (
                Input("unit_amount", Text(_("Amount per unit")), Money(amount)),
                Input("units", Text(_("Units")), Number(figures.units)),
            ),
        )
    )
    if base is not None and exact > base:
        exact = Fraction(base)
        steps.append(
            Step(
                "not-above-expenditure",
                Text(_("Never above the eligible expenditure.")),
                SOURCE_REDUCTION,
                ExactMoney(exact),
                (Input("base", Text(_("Measured by")), Money(base)),),
            )
        )
    return exact


def _settled(
    actual: Fraction, terms: Terms, figures: Figures, planned: Figures, regime: Regime, steps: list[Step]
) -> Fraction:
    """The grant after the event: as planned where the change is small, else on actual figures, never above plan."""
    plan_steps: list[Step] = []
    decided = Fraction(round_cents(_by_kind(terms, planned, regime, plan_steps)))
    steps.append(
        Step(
            "planned",
            Text(_("The grant on the planned figures, by the same steps.")),
            SOURCE_REDUCTION,
            ExactMoney(decided),
            (Input("planned_eligible", Text(_("Planned eligible expenditure")), Money(planned.eligible or ZERO)),),
        )
    )
    settled = actual
    if terms.kind in {Kind.SHARE, Kind.DEFICIT}:
        settled = _with_threshold(actual, decided, terms, figures, planned, regime, steps)
    limits = [decided, *([Fraction(figures.eligible)] if figures.eligible is not None else [])]
    settled = min(settled, *limits)
    steps.append(
        Step(
            "never-above",
            Text(_("Never above the grant as planned and never above the actual eligible expenditure.")),
            SOURCE_REDUCTION,
            ExactMoney(settled),
        )
    )
    return settled


def _with_threshold(
    actual: Fraction,
    decided: Fraction,
    terms: Terms,
    figures: Figures,
    planned: Figures,
    regime: Regime,
    steps: list[Step],
) -> Fraction:
    threshold = regime.basis("reduction_threshold")
    limit = money(threshold).amount
    change = _base(terms, planned, regime, []) - _base(terms, figures, regime, [])
    reduces = change > limit
    sentence = (
        Text(
            _("The change of {change} is more than {limit}: the grant is reduced."),
            change=Money(change),
            limit=Money(limit),
        )
        if reduces
        else Text(
            _("The change of {change} is not more than {limit}: the grant is not reduced."),
            change=Money(change),
            limit=Money(limit),
        )
    )
    settled = actual if reduces else decided
    steps.append(
        Step(
            "reduction-threshold",
            sentence,
            threshold.source,
            ExactMoney(settled),
            (
                Input("change", Text(_("Less expenditure or more cover than planned")), Money(change)),
                Input("threshold", threshold.label, Money(limit)),
            ),
            (threshold,),
        )
    )
    return settled


def _minimum_step(reached: Decimal, minimum: Decimal, *, below: bool) -> Step:
    text = (
        Text(
            _("{amount} is not more than the minimum grant of {minimum}: no grant."),
            amount=Money(reached),
            minimum=Money(minimum),
        )
        if below
        else Text(
            _("{amount} is more than the minimum grant of {minimum}."), amount=Money(reached), minimum=Money(minimum)
        )
    )
    return Step(
        "minimum",
        text,
        "Nr. 1.1 VVG zu § 44 LHO",
        Money(ZERO if below else reached),
        (Input("minimum", Text(_("Minimum grant")), Money(minimum)),),
    )


def _checked_terms(terms: Terms) -> Terms:
    if terms.kind is Kind.SHARE and terms.rate is None:
        raise LawError(Text(_("Share financing needs a rate in percent.")), field="rate")
    if terms.rate is not None and terms.kind is not Kind.SHARE:
        raise LawError(Text(_("A rate belongs to share financing only.")), field="rate")
    if terms.unit_amount is not None and terms.kind is not Kind.FIXED:
        raise LawError(Text(_("An amount per unit belongs to fixed-amount financing only.")), field="unit_amount")
    return Terms(
        terms.kind,
        None if terms.rate is None else check_percent(terms.rate, field="rate"),
        check_optional(terms.unit_amount, field="unit_amount"),
        check_optional(terms.cap, field="cap"),
        check_optional(terms.minimum, field="minimum"),
    )


def _checked_figures(figures: Figures, terms: Terms, *, prefix: str) -> Figures:
    if figures.eligible is None and terms.kind is not Kind.FIXED:
        raise LawError(Text(_("The eligible expenditure is missing.")), field=f"{prefix}eligible")
    if figures.units != 1 and terms.kind is not Kind.FIXED:
        raise LawError(Text(_("Units belong to fixed-amount financing only.")), field="units")
    return Figures(
        check_optional(figures.eligible, field=f"{prefix}eligible"),
        check_amount(figures.own, field=f"{prefix}own"),
        check_amount(figures.third_party, field=f"{prefix}third_party"),
        check_amount(figures.donation, field=f"{prefix}donation"),
        check_number(figures.units, field=f"{prefix}units"),
    )


def _exact_input(exact: Fraction) -> Input:
    return Input("exact", Text(_("Before rounding")), ExactMoney(exact))
