"""Calculators of amounts: grant, drawdown, budget years, deviation, words."""

from dataclasses import replace
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from kommin.law.budget import Budget, budget
from kommin.law.deviation import Deviation, deviation
from kommin.law.drawdown import Award, Costs, Drawdown, drawdown
from kommin.law.financing import Figures, Grant, Kind, Terms, grant
from kommin.law.money import ZERO
from kommin.law.rates import BaseRates
from kommin.law.regimes import Regime
from kommin.law.words import Words, words
from kommin.regimes.calculators.specs import Calculator, Example, Field, Input, Values

KINDS = tuple(kind.value for kind in Kind)
SHARE, DEFICIT, FIXED, FULL = KINDS


def _compute_grant(values: Values, regime: Regime, _rates: BaseRates) -> Grant:
    figures = Figures(
        values.get("eligible"),
        own=values.get("own") or ZERO,
        third_party=values.get("third_party") or ZERO,
        donation=values.get("donation") or ZERO,
        units=values["units"] if values.get("units") is not None else Decimal(1),
    )
    planned = None
    if values.get("planned_eligible") is not None:
        planned = replace(
            figures,
            eligible=values["planned_eligible"],
            own=values["planned_own"] if values.get("planned_own") is not None else figures.own,
            third_party=(
                values["planned_third_party"] if values.get("planned_third_party") is not None else figures.third_party
            ),
        )
    terms = Terms(
        Kind(values["kind"]),
        rate=values.get("rate"),
        unit_amount=values.get("unit_amount"),
        cap=values.get("cap"),
        minimum=values.get("minimum"),
    )
    return grant(terms=terms, figures=figures, regime=regime, planned=planned)


GRANT = Calculator(
    name="grant",
    title=_("Grant"),
    lead=_("How high is the grant, as planned or settled on what was spent?"),
    kinds=KINDS,
    compute=_compute_grant,
    fields=(
        Field("rate", Input.PERCENT, _("Rate"), _("Share of the eligible expenditure, such as 80."), True, (SHARE,)),
        Field(
            "unit_amount",
            Input.AMOUNT,
            _("Amount per unit, or lump sum"),
            _("For a lump sum leave the units empty."),
            False,
            (FIXED,),
        ),
        Field("units", Input.NUMBER, _("Units"), _("Such as 1.5 posts; empty means 1."), False, (FIXED,)),
        Field(
            "eligible",
            Input.AMOUNT,
            _("Eligible expenditure"),
            _("As planned; to settle a grant, what was actually spent."),
            True,
            (SHARE, DEFICIT, FULL),
        ),
        Field(
            "eligible",
            Input.AMOUNT,
            _("Eligible expenditure"),
            _("If given, the grant is never above it."),
            False,
            (FIXED,),
        ),
        Field("own", Input.AMOUNT, _("Own means"), _("What the municipality itself pays."), False, (DEFICIT,)),
        Field("third_party", Input.AMOUNT, _("Payments by third parties"), _("Without earmarked donations.")),
        Field(
            "donation",
            Input.AMOUNT,
            _("Earmarked donation"),
            _("Reduces the expenditure or counts as own means, depending on the legal regime."),
            further=True,
        ),
        Field("cap", Input.AMOUNT, _("Maximum amount"), _("The highest grant the decision allows.")),
        Field(
            "planned_eligible",
            Input.AMOUNT,
            _("Planned eligible expenditure"),
            _("Fill in to settle a grant: small changes against the plan do not reduce it."),
            further=True,
        ),
        Field(
            "planned_own",
            Input.AMOUNT,
            _("Planned own means"),
            _("Only if they differ from the own means above."),
            False,
            (DEFICIT,),
            further=True,
        ),
        Field(
            "planned_third_party",
            Input.AMOUNT,
            _("Planned payments by third parties"),
            _("Only if they differ from the payments above."),
            False,
            (SHARE, DEFICIT),
            further=True,
        ),
        Field(
            "minimum",
            Input.AMOUNT,
            _("Minimum grant"),
            _("The guideline's limit, often 2,000, 12,500 or 25,000 euro: a grant must be more than this."),
            further=True,
        ),
    ),
    examples=(
        Example(
            _("80 % of 61,234 euro, as planned"),
            {"kind": SHARE, "rate": "80", "eligible": "61234", "cap": "48987.20"},
        ),
        Example(
            _("Settled: 49,500 euro spent, 50,000 euro planned"),
            {"kind": SHARE, "rate": "80", "eligible": "49500", "planned_eligible": "50000"},
        ),
        Example(
            _("Shortfall with own means and a third party"),
            {"kind": DEFICIT, "eligible": "60000", "own": "10000", "third_party": "5000"},
        ),
        Example(_("One and a half posts"), {"kind": FIXED, "unit_amount": "57000", "units": "1.5"}),
        Example(
            _("With an earmarked donation, by the regime of 2003"),
            {"kind": SHARE, "rate": "60", "eligible": "100000", "donation": "10000", "regime": "NRW-2003"},
        ),
    ),
)


def _compute_drawdown(values: Values, regime: Regime, _rates: BaseRates) -> Drawdown:
    award = Award(
        Kind(values["kind"]),
        rate=values.get("rate"),
        grant=values.get("grant"),
        eligible=values.get("eligible"),
        tranche=values.get("tranche"),
    )
    costs = Costs(
        values.get("paid") or ZERO,
        values.get("due") or ZERO,
        own=values.get("own") or ZERO,
        third_party=values.get("third_party") or ZERO,
        received=values.get("received") or ZERO,
    )
    return drawdown(award=award, costs=costs, regime=regime)


DRAWDOWN = Calculator(
    name="drawdown",
    title=_("Drawdown"),
    lead=_("How much may be drawn down now?"),
    kinds=KINDS,
    compute=_compute_drawdown,
    fields=(
        Field("rate", Input.PERCENT, _("Rate"), _("As in the decision."), True, (SHARE,)),
        Field("grant", Input.AMOUNT, _("Grant as decided"), _("From it follows the rate."), True, (FIXED,)),
        Field("grant", Input.AMOUNT, _("Grant as decided"), "", False, (SHARE, DEFICIT, FULL)),
        Field(
            "eligible",
            Input.AMOUNT,
            _("Eligible expenditure as decided"),
            _("From the financing plan of the decision."),
            True,
            (FIXED,),
        ),
        Field("paid", Input.AMOUNT, _("Expenditure paid so far"), "", True),
        Field(
            "due",
            Input.AMOUNT,
            _("Expenditure due soon"),
            _("Bills due in the time a drawdown may cover, as a rule two months."),
        ),
        Field("own", Input.AMOUNT, _("Own means"), _("They are used first."), False, (DEFICIT,)),
        Field("third_party", Input.AMOUNT, _("Payments by third parties"), _("For this expenditure.")),
        Field("received", Input.AMOUNT, _("Received so far"), _("All payments of the grant up to now.")),
        Field(
            "tranche",
            Input.AMOUNT,
            _("Still open in the budget year"),
            _("The year's part of the grant less what was paid out in the year."),
        ),
    ),
    examples=(
        Example(
            _("80 %, 12,000 euro paid, 8,000 euro due, 10,000 euro received"),
            {"kind": SHARE, "rate": "80", "paid": "12000", "due": "8000", "received": "10000"},
        ),
        Example(
            _("Deficit financing: own means first"),
            {"kind": DEFICIT, "paid": "20000", "own": "10000", "third_party": "5000"},
        ),
    ),
)


def _compute_budget(values: Values, regime: Regime, _rates: BaseRates) -> Budget:
    request = values.get("request")
    if request and values.get("paid_out") is not None:
        request = replace(request, paid_out=values["paid_out"])
    return budget(total=values["total"], parts=values["parts"], regime=regime, request=request)


BUDGET = Calculator(
    name="budget",
    title=_("Budget years"),
    lead=_("Do the parts of the budget years make up the grant, and does a request fit into its year?"),
    compute=_compute_budget,
    fields=(
        Field("total", Input.AMOUNT, _("Grant"), "", True),
        Field("parts", Input.PARTS, _("Parts"), _("One year a line, such as 2011=5000."), True, option="part"),
        Field("request", Input.REQUEST, _("Request"), _("Amount and budget year, such as 5000@2011.")),
        Field("paid_out", Input.AMOUNT, _("Paid out in that year"), _("Before this request.")),
    ),
    examples=(
        Example(
            _("50,000 euro over two years"),
            {"total": "50000", "parts": "2010=45000\n2011=5000", "request": "6000@2011"},
        ),
    ),
)


def _compute_deviation(values: Values, regime: Regime, _rates: BaseRates) -> Deviation:
    return deviation(
        line=values["line"],
        actual=values["actual"],
        savings=values.get("savings") or ZERO,
        regime=regime,
        binding=not values.get("clause_off"),
    )


DEVIATION = Calculator(
    name="deviation",
    title=_("Deviation from a line of the plan"),
    lead=_("May a line of the financing plan be exceeded without asking?"),
    compute=_compute_deviation,
    fields=(
        Field("line", Input.AMOUNT, _("Line as planned"), "", True),
        Field("actual", Input.AMOUNT, _("Line as spent"), "", True),
        Field("savings", Input.AMOUNT, _("Savings on other lines"), _("They must cover the excess.")),
        Field("clause_off", Input.SWITCH, _("The decision has switched the clause off")),
    ),
    examples=(
        Example(
            _("12,000 instead of 10,000 euro, 1,500 euro saved"),
            {"line": "10000", "actual": "12000", "savings": "1500"},
        ),
    ),
)


def _compute_words(values: Values, _regime: Regime, _rates: BaseRates) -> Words:
    return words(values["amount"])


WORDS = Calculator(
    name="words",
    title=_("Amount in words"),
    lead=_("An amount in German words, as a decision states it."),
    uses_regime=False,
    compute=_compute_words,
    fields=(Field("amount", Input.AMOUNT, _("Amount"), _("Such as 48.987,20."), True, positional=True),),
    examples=(Example("48.987,20 €", {"amount": "48987.20"}),),
)
