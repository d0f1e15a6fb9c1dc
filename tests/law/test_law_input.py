"""Bad input is refused with a sentence that names what to do, and with the argument at fault."""

from datetime import date
from decimal import Decimal

import pytest

from kommin.law.dates import add_months, add_years, calendar_named, parse_date
from kommin.law.deadlines import deadlines
from kommin.law.drawdown import Award, Costs, drawdown
from kommin.law.errors import LawError
from kommin.law.finality import Delivery, final_from
from kommin.law.financing import Figures, Kind, Terms, grant
from kommin.law.interest import Use, late_use_interest, recovery_interest
from kommin.law.money import check_amount, parse_amount, parse_number, parse_percent, round_cents
from kommin.law.rates import shipped_rates
from kommin.law.regime_files import shipped_regimes

D = Decimal
R2025 = shipped_regimes().named("NRW-2025")
RATES = shipped_rates()


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("48987.20", "48987.20"),
        ("48.987,20", "48987.20"),
        ("48.987,20 €", "48987.20"),
        ("€48,987.20", "48987.20"),
        ("48 987,20 EUR", "48987.20"),
        ("48987,2", "48987.20"),
        ("10.000", "10000.00"),
        ("1.000.000", "1000000.00"),
        ("1,234", "1234.00"),
        ("0", "0.00"),
        ("  7 ", "7.00"),
        ("999999999999.99", "999999999999.99"),
    ],
)
def test_amounts_as_people_write_them(text, amount):
    assert parse_amount(text, field="amount") == D(amount)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "abc",
        "-5",
        "1e5",
        "NaN",
        "inf",
        "1.2.3",
        "1.23.456",
        "12,34.56,78",
        "5.",
        "1,2345",
        "٣",
        "1_000",
        "9" * 500,
        "--",
        "€",
    ],
)
def test_what_is_no_amount_is_refused(text):
    with pytest.raises(LawError) as caught:
        parse_amount(text, field="amount")
    assert caught.value.field == "amount"
    assert len(str(caught.value)) < 200


@pytest.mark.parametrize("text", ["1000000000000", "999.999.999.999.999,00"])
def test_absurd_amounts_are_refused(text):
    with pytest.raises(LawError, match="too large"):
        parse_amount(text, field="amount")


@pytest.mark.parametrize("value", ["NaN", "Infinity", "-0.01", "0.001", "1E+30"])
def test_amounts_from_elsewhere_are_checked_too(value):
    with pytest.raises(LawError):
        check_amount(D(value), field="amount")


@pytest.mark.parametrize(("text", "rate"), [("80", "80"), ("66,67 %", "66.67"), ("0.5%", "0.5")])
def test_rates(text, rate):
    assert parse_percent(text, field="rate") == D(rate)


@pytest.mark.parametrize("text", ["0", "-1", "100.01", "x", "1e9", "33.3333333"])
def test_bad_rates(text):
    with pytest.raises(LawError):
        parse_percent(text, field="rate")


def test_units():
    assert parse_number("1,25", field="units") == D("1.25")
    with pytest.raises(LawError):
        parse_number("99999999", field="units")


@pytest.mark.parametrize("text", ["2026-05-04", "04.05.2026", "4. 5.2026", " 2026-5-4 "])
def test_dates(text):
    assert parse_date(text, field="posted") == date(2026, 5, 4)


@pytest.mark.parametrize(
    "text", ["", "2026-02-30", "31.04.2026", "0001-01-01", "9999-12-31", "05/04/2026", "tomorrow", "٢٠٢٦-٠١-٠١"]
)
def test_bad_dates(text):
    with pytest.raises(LawError) as caught:
        parse_date(text, field="posted")
    assert caught.value.field == "posted"


@pytest.mark.parametrize(
    ("value", "rounded"),
    [
        ("0.005", "0.01"),
        ("0.004999", "0.00"),
        ("2.675", "2.68"),
        ("-0.005", "-0.01"),
        ("999999999999.995", "1000000000000.00"),
    ],
)
def test_half_a_cent_goes_up(value, rounded):
    assert round_cents(D(value)) == D(rounded)


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2026-01-31", 1, "2026-02-28"),
        ("2024-01-31", 1, "2024-02-29"),
        ("2025-12-31", 2, "2026-02-28"),
        ("2026-11-30", 3, "2027-02-28"),
    ],
)
def test_a_month_that_lacks_the_day_ends_with_its_last(start, months, end):
    assert add_months(date.fromisoformat(start), months).isoformat() == end


def test_a_year_from_a_leap_day():
    assert add_years(date(2024, 2, 29), 1) == date(2025, 2, 28)


def test_holidays_are_those_of_the_land():
    fronleichnam = date(2026, 6, 4)
    assert calendar_named("DE-NW").is_day_off(fronleichnam)
    assert not calendar_named("DE-BE").is_day_off(fronleichnam)
    with pytest.raises(LawError):
        calendar_named("DE-XX")


@pytest.mark.parametrize(
    ("terms", "figures", "field"),
    [
        (Terms(Kind.SHARE), Figures(D(1)), "rate"),
        (Terms(Kind.SHARE, rate=D(80)), Figures(None), "eligible"),
        (Terms(Kind.SHARE, rate=D(800)), Figures(D(1)), "rate"),
        (Terms(Kind.DEFICIT, rate=D(80)), Figures(D(1)), "rate"),
        (Terms(Kind.FULL, unit_amount=D(80)), Figures(D(1)), "unit_amount"),
        (Terms(Kind.FULL), Figures(D(1), units=D(2)), "units"),
        (Terms(Kind.FIXED), Figures(None), "unit_amount"),
        (Terms(Kind.FULL, cap=D(-1)), Figures(D(1)), "cap"),
        (Terms(Kind.FULL), Figures(D(-1)), "eligible"),
        (Terms(Kind.DEFICIT), Figures(D(1), own=D(-1)), "own"),
    ],
)
def test_grants_name_the_figure_at_fault(terms, figures, field):
    with pytest.raises(LawError) as caught:
        grant(terms=terms, figures=figures, regime=R2025)
    assert caught.value.field == field


@pytest.mark.parametrize(
    ("award", "field"),
    [
        (Award(Kind.SHARE), "rate"),
        (Award(Kind.FULL, rate=D(50)), "rate"),
        (Award(Kind.FIXED), "grant"),
        (Award(Kind.FIXED, grant=D(5)), "eligible"),
        (Award(Kind.FIXED, grant=D(5), eligible=D(0)), "eligible"),
    ],
)
def test_drawdowns_name_the_figure_at_fault(award, field):
    with pytest.raises(LawError) as caught:
        drawdown(award=award, costs=Costs(D(1), D(1)), regime=R2025)
    assert caught.value.field == field


def day(text):
    return date.fromisoformat(f"2026-{text}")


@pytest.mark.parametrize(
    ("delivery", "field"),
    [
        (Delivery(), "posted"),
        (Delivery(waiver=day("05-01")), "posted"),
        (Delivery(posted=day("05-04"), received=day("05-03")), "received"),
        (Delivery(posted=day("05-04"), waiver=day("05-03")), "waiver"),
        (Delivery(posted=day("05-04"), lawsuit=day("05-03")), "lawsuit"),
        (Delivery(posted=day("05-04"), lawsuit_ended=day("06-03")), "lawsuit"),
        (Delivery(posted=day("05-04"), lawsuit=day("06-03"), lawsuit_ended=day("06-02")), "lawsuit_ended"),
    ],
)
def test_impossible_deliveries(delivery, field):
    with pytest.raises(LawError) as caught:
        final_from(delivery=delivery, regime=R2025)
    assert caught.value.field == field


def test_interest_cannot_end_before_it_starts():
    with pytest.raises(LawError) as caught:
        recovery_interest(amount=D(1), start=day("05-04"), repaid=day("05-03"), rates=RATES, regime=R2025)
    assert caught.value.field == "repaid"


def test_no_days_no_interest():
    result = recovery_interest(amount=D(1000), start=day("05-04"), repaid=day("05-04"), rates=RATES, regime=R2025)
    assert (result.amount, result.days) == (D(0), 0)


@pytest.mark.parametrize(
    "uses", [[Use(D(31), day("03-01"))], [Use(D(5), day("02-01"))], [Use(D(1), day("03-01"))] * 1001]
)
def test_uses_above_or_before_the_payment(uses):
    with pytest.raises(LawError) as caught:
        late_use_interest(amount=D(30), paid=day("02-02"), uses=uses, rates=RATES, regime=R2025)
    assert caught.value.field == "uses"


def test_deadlines_need_a_beginning():
    with pytest.raises(LawError):
        deadlines(regime=R2025)


@pytest.mark.parametrize("text", ["0,001", "00.123", "0,001.000"])
def test_what_begins_with_zero_never_groups_thousands(text: str) -> None:
    with pytest.raises(LawError):
        parse_amount(text, field="amount")


def test_half_a_euro_is_not_five_hundred() -> None:
    assert parse_amount("0.500", field="amount") == D("0.50")
