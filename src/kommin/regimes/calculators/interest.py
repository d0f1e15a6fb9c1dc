"""Calculators of interest."""

from django.utils.translation import gettext_lazy as _

from kommin.law.interest import Interest, LateInterest, late_use_interest, recovery_interest
from kommin.law.rates import BaseRates
from kommin.law.regimes import Regime
from kommin.regimes.calculators.specs import Calculator, Example, Field, Input, Values


def _compute_interest(values: Values, regime: Regime, rates: BaseRates) -> Interest:
    return recovery_interest(
        amount=values["amount"], start=values["start"], repaid=values["repaid"], rates=rates, regime=regime
    )


INTEREST = Calculator(
    name="interest",
    title=_("Interest on a recovery"),
    lead=_("How much interest is due on money that must be repaid?"),
    compute=_compute_interest,
    regime_day=lambda values: values.get("start"),
    fields=(
        Field("amount", Input.AMOUNT, _("Amount to repay"), "", True),
        Field("start", Input.DAY, _("First day of interest"), _("As a rule the day of payment."), True, option="from"),
        Field("repaid", Input.DAY, _("Repaid on"), _("This day bears no interest."), True),
    ),
    examples=(
        Example(
            _("50,000 euro from December 2010 to September 2011, by the regime of 2003"),
            {"amount": "50000", "start": "2010-12-01", "repaid": "2011-09-01", "regime": "NRW-2003"},
        ),
        Example(
            _("24,000 euro across a change of the base rate"),
            {"amount": "24000", "start": "2026-05-01", "repaid": "2026-10-01"},
        ),
    ),
)


def _compute_late_use(values: Values, regime: Regime, rates: BaseRates) -> LateInterest:
    return late_use_interest(
        amount=values["amount"],
        paid=values["paid"],
        uses=values.get("uses") or [],
        until=values.get("until"),
        rates=rates,
        regime=regime,
    )


LATE_USE = Calculator(
    name="late-use",
    title=_("Interest for late use"),
    lead=_("How much interest is due because a payment was used too late?"),
    compute=_compute_late_use,
    regime_day=lambda values: values.get("paid"),
    fields=(
        Field("amount", Input.AMOUNT, _("Payment"), _("The amount paid out."), True),
        Field("paid", Input.DAY, _("Paid out on"), "", True),
        Field(
            "uses",
            Input.USES,
            _("Used"),
            _("One line for each use, amount and day: 20000@2026-03-20."),
            option="used",
        ),
        Field(
            "until",
            Input.DAY,
            _("Interest on what is unused until"),
            _("Leave empty to see what was used only. This day bears no interest."),
        ),
    ),
    examples=(
        Example(
            _("30,000 euro, 10,000 euro of it used too late"),
            {
                "amount": "30000",
                "paid": "2026-02-02",
                "uses": "20000@2026-03-20\n10000@2026-06-01",
                "regime": "NRW-2025",
            },
        ),
    ),
)
