"""Calculators of days."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from kommin.law.deadlines import Deadlines, deadlines
from kommin.law.finality import Delivery, Finality, final_from
from kommin.law.rates import BaseRates
from kommin.law.regimes import Regime
from kommin.regimes.calculators.specs import Calculator, Example, Field, Input, Values


def _compute_finality(values: Values, regime: Regime, _rates: BaseRates) -> Finality:
    names = Delivery.__dataclass_fields__
    return final_from(delivery=Delivery(**{name: values.get(name) for name in names}), regime=regime)


def _sent(values: Values) -> date | None:
    return values.get("posted") or values.get("received") or values.get("retrieved")


FINAL_FROM = Calculator(
    name="final-from",
    title=_("Finality of a decision"),
    lead=_("From when on is a decision final, so that it can be paid?"),
    compute=_compute_finality,
    regime_day=_sent,
    fields=(
        Field("posted", Input.DAY, _("Posted on"), _("The day the letter went to the post.")),
        Field("received", Input.DAY, _("Proven receipt"), _("Counts if it is later than the deemed day.")),
        Field("retrieved", Input.DAY, _("Retrieved in the portal on"), _("Counts as received the next day.")),
        Field("waiver", Input.DAY, _("Waiver of remedies arrived on"), _("Makes the decision final on that day.")),
        Field("lawsuit", Input.DAY, _("Lawsuit filed on"), _("An open lawsuit stops finality.")),
        Field("lawsuit_ended", Input.DAY, _("Lawsuit ended on"), _("The day the proceedings ended for good.")),
    ),
    examples=(
        Example(_("Posted on 4 May 2026"), {"posted": "2026-05-04"}),
        Example(_("The end falls on a public holiday"), {"posted": "2026-04-30"}),
        Example(_("With a waiver"), {"posted": "2026-05-04", "waiver": "2026-05-12"}),
    ),
)


def _compute_deadlines(values: Values, regime: Regime, _rates: BaseRates) -> Deadlines:
    return deadlines(
        regime=regime,
        grant_period_end=values.get("grant_period_end"),
        fulfilled=values.get("fulfilled"),
        submitted=values.get("submitted"),
        knowledge=values.get("knowledge"),
    )


def _first_day(values: Values) -> date | None:
    names = ("grant_period_end", "fulfilled", "submitted", "knowledge")
    return next((values[name] for name in names if values.get(name)), None)


DEADLINES = Calculator(
    name="deadlines",
    title=_("Deadlines"),
    lead=_("When is the final report due, how long are vouchers kept, until when can a grant be revoked?"),
    compute=_compute_deadlines,
    regime_day=_first_day,
    fields=(
        Field("grant_period_end", Input.DAY, _("End of the grant period"), _("For the due day of the final report.")),
        Field("fulfilled", Input.DAY, _("Purpose fulfilled on"), _("For the due day of the final report.")),
        Field("submitted", Input.DAY, _("Final report handed in on"), _("For the retention of the vouchers.")),
        Field(
            "knowledge",
            Input.DAY,
            _("Facts for a revocation known since"),
            _("The day on which the authority knew all facts."),
        ),
    ),
    examples=(
        Example(
            _("A project of 2010"),
            {
                "grant_period_end": "2011-01-31",
                "fulfilled": "2010-12-15",
                "submitted": "2011-06-15",
                "knowledge": "2026-03-10",
            },
        ),
    ),
)
