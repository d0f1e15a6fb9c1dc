"""What must hold for all figures, not only for the worked examples."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from kommin.law.dates import add_months, calendar_named
from kommin.law.deadlines import deadlines
from kommin.law.drawdown import Award, Costs, drawdown
from kommin.law.finality import Delivery, final_from
from kommin.law.financing import Figures, Kind, Terms, grant
from kommin.law.interest import Use, late_use_interest, recovery_interest
from kommin.law.money import ZERO, parse_amount, round_cents
from kommin.law.rates import shipped_rates
from kommin.law.regime_files import shipped_regimes
from kommin.law.texts import Money, Reader
from kommin.law.words import words

BOOK, RATES = shipped_regimes(), shipped_rates()
amounts = st.decimals("0", "5000000", places=2)
positive = st.decimals("0.01", "5000000", places=2)
rates = st.decimals("0.01", "100", places=2)
kinds = st.sampled_from(list(Kind))
regimes = st.sampled_from([BOOK.named(name.name) for name in BOOK.names])
rated_days = st.dates(date(2003, 10, 1), date(2026, 12, 31))
posting_days = st.dates(date(2003, 10, 1), date(2035, 12, 31))
NRW = calendar_named("DE-NW")


def terms_of(kind, rate, unit_amount, cap):
    return Terms(
        kind,
        rate=rate if kind is Kind.SHARE else None,
        unit_amount=unit_amount if kind is Kind.FIXED else None,
        cap=cap,
    )


@given(kinds, rates, positive, positive, amounts, amounts, amounts, amounts, regimes)
def test_a_grant_is_never_negative_nor_above_cap_or_expenditure(
    kind, rate, unit, cap, eligible, own, third, gift, regime
):
    result = grant(terms=terms_of(kind, rate, unit, cap), figures=Figures(eligible, own, third, gift), regime=regime)
    assert 0 <= result.amount <= min(cap, eligible)
    assert result.amount == result.amount.quantize(Decimal("0.01"))


@given(kinds, rates, positive, st.one_of(st.none(), positive), amounts, amounts, amounts, amounts, regimes)
def test_a_settled_grant_is_never_above_plan_or_actual_expenditure(
    kind, rate, unit, cap, planned, actual, own, third, regime
):
    terms = terms_of(kind, rate, unit, cap)
    plan = Figures(planned, own, third)
    settled = grant(terms=terms, figures=Figures(actual, own, third), regime=regime, planned=plan)
    assert 0 <= settled.amount <= actual
    assert settled.amount <= grant(terms=terms, figures=plan, regime=regime).amount


@given(kinds, rates, positive, amounts, amounts, st.one_of(st.none(), amounts), amounts, amounts, regimes)
def test_more_eligible_expenditure_never_lowers_the_grant(kind, rate, unit, one, other, planned, own, gift, regime):
    def reached(eligible):
        return grant(
            terms=terms_of(kind, rate, unit, None),
            figures=Figures(eligible, own, ZERO, gift),
            regime=regime,
            planned=None if planned is None else Figures(planned, own, ZERO, gift),
        ).amount

    assert reached(min(one, other)) <= reached(max(one, other))


@given(kinds, rates, positive, positive, amounts, amounts, amounts, amounts, amounts, amounts, regimes)
def test_a_drawdown_stays_inside_grant_tranche_and_costs(
    kind, rate, granted, eligible, tranche, paid, due, own, third, received, regime
):
    award = Award(kind, rate=rate if kind is Kind.SHARE else None, grant=granted, eligible=eligible, tranche=tranche)
    result = drawdown(award=award, costs=Costs(paid, due, own, third, received), regime=regime)
    assert 0 <= result.amount <= min(tranche, paid + due)
    assert result.amount <= max(granted - received, ZERO)


@given(positive, rated_days, rated_days, rated_days, regimes)
def test_interest_is_additive_over_split_periods_before_rounding(amount, one, two, three, regime):
    first, middle, last = sorted([one, two, three])

    def exact(start, end):
        return recovery_interest(amount=amount, start=start, repaid=end, rates=RATES, regime=regime).exact

    assert exact(first, middle) + exact(middle, last) == exact(first, last)
    assert exact(first, last) >= 0


@given(st.lists(st.tuples(positive, st.integers(0, 300)), max_size=6), regimes)
def test_interest_for_late_use_is_the_sum_of_its_parts(parts, regime):
    paid = date(2024, 5, 31)
    uses = [Use(amount, paid + timedelta(days=days)) for amount, days in parts]
    total = sum((use.amount for use in uses), ZERO)

    def late(some, amount):
        return late_use_interest(amount=amount, paid=paid, uses=some, rates=RATES, regime=regime)

    together = late(uses, total)
    assert together.exact == sum(late([use], use.amount).exact for use in uses)
    assert together.unused == 0
    if all(use.day <= together.limit for use in uses):
        assert together.amount == 0


@given(posting_days)
def test_a_decision_becomes_final_only_after_a_working_day(posted):
    result = final_from(delivery=Delivery(posted=posted), regime=BOOK.on(posted))
    assert not NRW.is_day_off(result.remedy_end)
    assert result.day == result.remedy_end + timedelta(days=1)
    assert result.remedy_end >= add_months(result.receipt, 1)


@given(posting_days, posting_days, regimes)
def test_a_report_is_never_due_on_a_day_off(period_end, fulfilled, regime):
    due = deadlines(regime=regime, grant_period_end=period_end, fulfilled=fulfilled).report_due
    assert not NRW.is_day_off(due)
    assert due >= min(add_months(period_end, 6), add_months(fulfilled, 6))


@given(posting_days, st.integers(0, 60), st.integers(0, 60))
def test_months_never_leave_the_month_meant(day, months, more):
    later = add_months(day, months)
    assert (later.year - day.year) * 12 + later.month - day.month == months
    assert later.day <= day.day
    assert add_months(day, months) <= add_months(day, months + more)


@given(st.fractions(-1000, 1000))
def test_rounding_is_the_nearest_cent(value):
    assert abs(Fraction(round_cents(value)) - value) * 200 <= 1


@given(st.decimals("0", "999999999999.99", places=2))
def test_an_amount_written_in_either_language_is_read_back(amount):
    for reader in (Reader("de"), Reader("en")):
        assert parse_amount(reader.value(Money(amount)), field="amount") == amount
    assert parse_amount(str(amount), field="amount") == amount


@given(st.decimals("0", "999999999999.99", places=2))
def test_words_name_euro_and_cents(amount):
    said = words(amount).words
    assert " Euro" in said
    assert (" Cent" in said) == (amount % 1 != 0)
    assert "eins " not in said
    assert "einstausend" not in said
