"""From when on a decision is final and may be paid (§ 41, § 31 VwVfG NRW; § 74 VwGO)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from kommin.law.dates import add_months, calendar_named, check_date, next_working_day
from kommin.law.derivation import Derived, Fact, Input, Step
from kommin.law.errors import LawError
from kommin.law.regimes import Regime, count, flag
from kommin.law.texts import Text
from kommin.law.texts import gettext_noop as _

SOURCE_RECEIPT = "§ 41 (2) VwVfG NRW"
SOURCE_WAIVER = "Grundmuster 2 zu den VVG (Rechtsbehelfsverzicht)"
SOURCE_LAWSUIT = "§ 80 (1), § 121 VwGO"


@dataclass(frozen=True)
class Delivery:
    """What is known of a decision after it left the house.

    `posted` the day of posting; `received` a proven later receipt (or, without posting, the day of formal service);
    `retrieved` the day of retrieval in the portal; `waiver` the day the waiver of remedies arrived; `lawsuit` the day a
    lawsuit was filed; `lawsuit_ended` the day the court proceedings ended for good.
    """

    posted: date | None = None
    received: date | None = None
    retrieved: date | None = None
    waiver: date | None = None
    lawsuit: date | None = None
    lawsuit_ended: date | None = None


@dataclass(frozen=True)
class Finality(Derived):
    """The day from which on the decision may be paid; None while a lawsuit is open."""

    day: date | None
    receipt: date
    remedy_end: date

    def facts(self) -> Mapping[str, Fact]:
        return {
            "date": Fact(Text(_("Final and payable from")), self.day),
            "received": Fact(Text(_("Counts as received on")), self.receipt, aside=True),
            "remedy_end": Fact(Text(_("Time for a legal remedy ends on")), self.remedy_end, aside=True),
        }


def final_from(*, delivery: Delivery, regime: Regime) -> Finality:
    """From when on a decision is final.

    Raises:
        LawError: nothing tells of a receipt, or the days contradict each other.
    """
    _check(delivery)
    steps: list[Step] = []
    receipt = _receipt(delivery, regime, steps)
    end = _remedy_end(receipt, regime, steps)
    day: date | None = end + timedelta(days=1)
    steps.append(Step("final", Text(_("Final on the day after.")), regime.basis("remedy_months").source, day))
    waived = None
    if delivery.waiver:
        waived = max(delivery.waiver, receipt)
        steps.append(_waiver_step(delivery.waiver, waived, receipt))
        day = min(end + timedelta(days=1), waived)
    if delivery.lawsuit:
        day = _with_lawsuit(delivery.lawsuit, delivery.lawsuit_ended, end, day, waived, steps)
    return Finality(day, receipt, end, steps=tuple(steps), regime=regime.name)


def offered_until(*, offered: date, regime: Regime) -> date:
    """The last day on which a letter that waits in the portal can be retrieved (§ 41 (2a) VwVfG NRW).

    Afterwards it has not been delivered; it can be offered again or sent in another way.
    """
    return check_date(offered, field="offered") + timedelta(days=count(regime.basis("retrieval_offer_days")))


def _receipt(delivery: Delivery, regime: Regime, steps: list[Step]) -> date:
    candidates = []
    if delivery.posted:
        candidates.append(_received_by_post(delivery.posted, delivery.received, regime, steps))
    elif delivery.received:
        candidates.append(delivery.received)
        steps.append(
            Step(
                "served",
                Text(_("Received on {day}, as proven."), day=delivery.received),
                SOURCE_RECEIPT,
                delivery.received,
            )
        )
    if delivery.retrieved:
        after = regime.basis("retrieval_days")
        day = delivery.retrieved + timedelta(days=count(after))
        candidates.append(day)
        steps.append(
            Step(
                "retrieved",
                Text(_("Retrieved in the portal: counts as received {days} later."), days=after.value),
                after.source,
                day,
                (Input("retrieved", Text(_("Retrieved on")), delivery.retrieved),),
                (after,),
            )
        )
    receipt = min(candidates)
    if len(candidates) > 1:
        steps.append(Step("first-receipt", Text(_("The earlier of both receipts counts.")), SOURCE_RECEIPT, receipt))
    return receipt


def _received_by_post(posted: date, received: date | None, regime: Regime, steps: list[Step]) -> date:
    after, moves = regime.basis("deemed_receipt_days"), regime.basis("deemed_receipt_moves")
    deemed = posted + timedelta(days=count(after))
    bases = [after, moves]
    if flag(moves):
        days_off = regime.basis("holiday_calendar")
        bases.append(days_off)
        deemed = next_working_day(deemed, calendar_named(str(days_off.value)))
    steps.append(
        Step(
            "deemed-receipt",
            Text(_("A posted letter counts as received {days} after posting."), days=after.value),
            after.source,
            deemed,
            (Input("posted", Text(_("Posted on")), posted),),
            tuple(bases),
        )
    )
    if received is None:
        return deemed
    counts = max(deemed, received)
    text = (
        Text(_("A later receipt is proven: it counts instead."))
        if received > deemed
        else Text(_("The proven receipt is not later: the deemed day stands."))
    )
    steps.append(
        Step("proven-receipt", text, SOURCE_RECEIPT, counts, (Input("received", Text(_("Received on")), received),))
    )
    return counts


def _remedy_end(receipt: date, regime: Regime, steps: list[Step]) -> date:
    months, moves = regime.basis("remedy_months"), regime.basis("remedy_end_moves")
    end = add_months(receipt, count(months))
    steps.append(
        Step(
            "remedy",
            Text(_("The time for a legal remedy is {months} after receipt."), months=months.value),
            months.source,
            end,
            (Input("receipt", Text(_("Counts as received on")), receipt),),
            (months,),
        )
    )
    days_off = regime.basis("holiday_calendar")
    moved = next_working_day(end, calendar_named(str(days_off.value))) if flag(moves) else end
    if moved != end:
        steps.append(
            Step(
                "working-day",
                Text(
                    _("{day} is a Saturday, Sunday or public holiday: the end moves to the next working day."), day=end
                ),
                moves.source,
                moved,
                bases=(moves, days_off),
            )
        )
    return moved


def _waiver_step(arrived: date, effective: date, receipt: date) -> Step:
    text = (
        Text(
            _("The waiver of remedies arrived before the decision counts as received; it takes effect on {day}."),
            day=receipt,
        )
        if arrived < receipt
        else Text(_("The waiver of remedies makes the decision final on the day it arrives."))
    )
    return Step("waiver", text, SOURCE_WAIVER, effective, (Input("waiver", Text(_("Waiver arrived on")), arrived),))


def _with_lawsuit(
    filed: date, ended: date | None, end: date, ordinary: date | None, waived: date | None, steps: list[Step]
) -> date | None:
    entry = (Input("lawsuit", Text(_("Lawsuit filed on")), filed),)
    if filed > end or (waived and filed > waived):
        steps.append(
            Step(
                "lawsuit-late",
                Text(_("The lawsuit came after the decision was final: the day stands.")),
                SOURCE_LAWSUIT,
                ordinary,
                entry,
            )
        )
        return ordinary
    if ended is None:
        steps.append(
            Step(
                "lawsuit-open",
                Text(_("A lawsuit is open: the decision is not final before it ends.")),
                SOURCE_LAWSUIT,
                None,
                entry,
            )
        )
        return None
    day = max(ended + timedelta(days=1), ordinary or ended)
    steps.append(
        Step(
            "lawsuit-ended",
            Text(
                _("The court proceedings ended on {day}: final on the day after, not before the ordinary day."),
                day=ended,
            ),
            SOURCE_LAWSUIT,
            day,
            entry,
        )
    )
    return day


def _check(delivery: Delivery) -> None:
    for name in Delivery.__dataclass_fields__:
        day = getattr(delivery, name)
        if day is not None:
            check_date(day, field=name)
    if not (delivery.posted or delivery.received or delivery.retrieved):
        raise LawError(Text(_("Give the day of posting, of receipt or of retrieval in the portal.")), field="posted")
    sent = delivery.posted or min(day for day in (delivery.received, delivery.retrieved) if day)
    for name, text in (
        ("received", Text(_("The decision can't have been received before it was posted."))),
        ("waiver", Text(_("The waiver can't have arrived before the decision was sent."))),
        ("lawsuit", Text(_("The lawsuit can't have been filed before the decision was sent."))),
    ):
        day = getattr(delivery, name)
        if day is not None and day < sent:
            raise LawError(text, field=name)
    if delivery.lawsuit_ended and not delivery.lawsuit:
        raise LawError(Text(_("An end of the lawsuit needs the day it was filed.")), field="lawsuit")
    if delivery.lawsuit_ended and delivery.lawsuit and delivery.lawsuit_ended < delivery.lawsuit:
        raise LawError(Text(_("The lawsuit can't have ended before it was filed.")), field="lawsuit_ended")
