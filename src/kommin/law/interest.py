"""Interest on recovery and for late use (§ 49a (3), (4) VwVfG NRW; Nr. 8.5 VVG).

The first day counts, the day of repayment or use does not. Parts are added exactly and rounded once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from kommin.law.dates import add_months, calendar_named, check_date, check_order, next_working_day
from kommin.law.derivation import Basis, Derived, Fact, Input, Step
from kommin.law.errors import LawError
from kommin.law.money import ZERO, check_amount, round_cents
from kommin.law.parameters import ACT_360, THIRTY_360
from kommin.law.rates import BaseRates
from kommin.law.regimes import Regime, choice, count, flag, points
from kommin.law.texts import Choice, Days, ExactMoney, Money, Percent, Text
from kommin.law.texts import gettext_noop as _

MOST_USES = 1000


@dataclass(frozen=True)
class Interest(Derived):
    """Interest in euro: `exact` before and `amount` after the one rounding; `days` bear interest, over all parts."""

    amount: Decimal
    exact: Fraction
    days: int

    def facts(self) -> Mapping[str, Fact]:
        return {
            "amount": Fact(Text(_("Interest")), Money(self.amount)),
            "exact": Fact(Text(_("Before rounding")), ExactMoney(self.exact), aside=True),
            "days": Fact(Text(_("Days with interest")), Days(self.days), aside=True),
        }


@dataclass(frozen=True)
class LateInterest(Interest):
    """Interest for late use, with the last day on which use was in time and what is not used yet."""

    limit: date
    unused: Decimal

    def facts(self) -> Mapping[str, Fact]:
        return {
            **super().facts(),
            "use_until": Fact(Text(_("Use was in time until")), self.limit, aside=True),
            "unused": Fact(Text(_("Not used yet")), Money(self.unused), aside=True),
        }


@dataclass(frozen=True)
class Use:
    """A part of a payment that was used on a day."""

    amount: Decimal
    day: date


def recovery_interest(*, amount: Decimal, start: date, repaid: date, rates: BaseRates, regime: Regime) -> Interest:
    """Interest on `amount` from `start` (counted) until it was repaid on `repaid` (not counted).

    Raises:
        LawError: a bad figure, an end before the start, or a half-year whose base rate is not known (it is named).
    """
    amount = check_amount(amount, field="amount")
    check_date(start, field="start")
    check_date(repaid, field="repaid")
    check_order(start, repaid, Text(_("The day of repayment lies before the first day of interest.")), field="repaid")
    steps = [_rate_step(regime)]
    exact, days = _accrue(amount, start, repaid, rates, regime, steps)
    steps.append(_rounding_step(exact))
    return Interest(round_cents(exact), exact, days, steps=tuple(steps), regime=regime.name)


def late_use_interest(
    *, amount: Decimal, paid: date, uses: Sequence[Use], rates: BaseRates, regime: Regime, until: date | None = None
) -> LateInterest:
    """Interest on the parts of a payment that were not used in time, each from the payment until its use.

    What is not used at all bears interest until `until` (not counted) if given, else it is reported as not used yet.

    Raises:
        LawError: uses above the payment or before it, besides the reasons of `recovery_interest`.
    """
    amount = check_amount(amount, field="amount")
    check_date(paid, field="paid")
    uses = _checked_uses(uses, amount, paid)
    limit, limit_step = _use_limit(paid, regime)
    steps = [limit_step, _rate_step(regime)]
    exact, days, unused = Fraction(0), 0, amount
    for use in uses:
        unused -= use.amount
        if use.day <= limit:
            steps.append(_in_time_step(use, limit))
            continue
        part, part_days = _accrue(use.amount, paid, use.day, rates, regime, steps)
        exact, days = exact + part, days + part_days
    if unused and until is not None:
        check_date(until, field="until")
        check_order(paid, until, Text(_("The day until which interest runs lies before the payment.")), field="until")
        if until > limit:
            part, part_days = _accrue(unused, paid, until, rates, regime, steps)
            exact, days = exact + part, days + part_days
    elif unused:
        steps.append(
            Step(
                "unused",
                Text(
                    _("{amount} is not used yet: its interest can be computed once a day is given."),
                    amount=Money(unused),
                ),
                regime.basis("use_months").source,
                Money(unused),
            )
        )
    steps.append(_rounding_step(exact))
    return LateInterest(round_cents(exact), exact, days, limit, unused, steps=tuple(steps), regime=regime.name)


def days_between(start: date, end: date, day_count: Choice) -> int:
    """The days from `start` (counted) to `end` (not counted) by a day count."""
    if day_count == THIRTY_360:
        return _serial_30(end) - _serial_30(start)
    return (end - start).days


def _serial_30(day: date) -> int:
    return day.year * 360 + (day.month - 1) * 30 + min(day.day, 30)


def _accrue(
    amount: Decimal, start: date, end: date, rates: BaseRates, regime: Regime, steps: list[Step]
) -> tuple[Fraction, int]:
    margin, day_count = regime.basis("interest_margin"), choice(regime.basis("day_count"))
    year = 360 if day_count in {ACT_360, THIRTY_360} else 365
    total, total_days = Fraction(0), 0
    for rate, first, stop in rates.between(start, end):
        days = days_between(first, stop, day_count)
        yearly = max(rate.percent + points(margin).points, ZERO)
        part = Fraction(amount) * Fraction(yearly) * days / (100 * year)
        total, total_days = total + part, total_days + days
        steps.append(_part_step(amount, first, stop, days, yearly, part, rate.basis, margin.source))
    return total, total_days


def _part_step(
    amount: Decimal, first: date, stop: date, days: int, yearly: Decimal, part: Fraction, base: Basis, source: str
) -> Step:
    return Step(
        "part",
        Text(
            _("{amount} from {first} until before {stop}: {days} at {rate} a year."),
            amount=Money(amount),
            first=first,
            stop=stop,
            days=Days(days),
            rate=Percent(yearly),
        ),
        source,
        ExactMoney(part),
        (
            Input("amount", Text(_("Amount")), Money(amount)),
            Input("from", Text(_("From")), first),
            Input("to", Text(_("Until before")), stop),
            Input("days", Text(_("Days")), Days(days)),
            Input("rate", Text(_("Rate a year")), Percent(yearly)),
        ),
        (base,),
    )


def _rate_step(regime: Regime) -> Step:
    margin = regime.basis("interest_margin")
    return Step(
        "rate",
        Text(_("The yearly rate is {margin} above the base rate of each half-year."), margin=margin.value),
        margin.source,
        margin.value,
        bases=(margin, regime.basis("day_count")),
    )


def _rounding_step(exact: Fraction) -> Step:
    return Step(
        "round",
        Text(_("All parts added, then rounded once, half a cent up.")),
        "",
        Money(round_cents(exact)),
        (Input("exact", Text(_("Before rounding")), ExactMoney(exact)),),
    )


def _use_limit(paid: date, regime: Regime) -> tuple[date, Step]:
    months, moves = regime.basis("use_months"), regime.basis("use_limit_moves")
    limit = add_months(paid, count(months))
    bases = [months, moves]
    if flag(moves):
        days_off = regime.basis("holiday_calendar")
        bases.append(days_off)
        limit = next_working_day(limit, calendar_named(str(days_off.value)))
    step = Step(
        "use-limit",
        Text(_("A payment must be used within {months}: until {limit}."), months=months.value, limit=limit),
        months.source,
        limit,
        (Input("paid", Text(_("Payment")), paid),),
        tuple(bases),
    )
    return limit, step


def _in_time_step(use: Use, limit: date) -> Step:
    return Step(
        "in-time",
        Text(
            _("{amount} was used on {day}, not after {limit}: no interest."),
            amount=Money(use.amount),
            day=use.day,
            limit=limit,
        ),
        "Nr. 1.4 ANBest-G",
        Money(ZERO),
    )


def _checked_uses(uses: Sequence[Use], amount: Decimal, paid: date) -> list[Use]:
    if len(uses) > MOST_USES:
        raise LawError(Text(_("At most {count} uses can be computed at once."), count=MOST_USES), field="uses")
    checked = []
    for use in uses:
        check_date(use.day, field="uses")
        check_order(
            paid,
            use.day,
            Text(_("A part was used before it was paid. Spent in advance, it counts as used on the day of payment.")),
            field="uses",
        )
        checked.append(Use(check_amount(use.amount, field="uses"), use.day))
    total = sum((use.amount for use in checked), ZERO)
    if total > amount:
        raise LawError(
            Text(
                _("The parts used add up to {total}, more than the payment of {amount}."),
                total=Money(total),
                amount=Money(amount),
            ),
            field="uses",
        )
    return sorted(checked, key=lambda use: use.day)
