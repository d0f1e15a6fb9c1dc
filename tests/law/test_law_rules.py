"""The rules by their numbers: each worked example of the domain, rule groups 1 to 14."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from kommin.law.budget import Request, budget
from kommin.law.deadlines import deadlines
from kommin.law.deviation import deviation
from kommin.law.drawdown import Award, Costs, drawdown
from kommin.law.errors import LawError
from kommin.law.finality import Delivery, final_from
from kommin.law.financing import Figures, Kind, Terms, grant
from kommin.law.interest import Use, late_use_interest, recovery_interest
from kommin.law.money import round_cents
from kommin.law.rates import shipped_rates
from kommin.law.regime_files import shipped_regimes

D = Decimal
BOOK = shipped_regimes()
R2003, R2023, R2025, R2026 = (BOOK.named(name) for name in ("NRW-2003", "NRW-2023", "NRW-2025", "NRW-2026"))
RATES = shipped_rates()


def granted(kind, eligible=None, *, regime=R2025, planned=None, **rest):
    terms = {key: rest.pop(key) for key in ("rate", "unit_amount", "cap", "minimum") if key in rest}
    figures = Figures(None if eligible is None else D(eligible), **{k: D(v) for k, v in rest.items()})
    return grant(
        terms=Terms(Kind(kind), **{k: D(v) for k, v in terms.items()}),
        figures=figures,
        regime=regime,
        planned=planned and Figures(D(planned), **{k: D(v) for k, v in rest.items()}),
    )


class TestRule1Share:
    @pytest.mark.parametrize(
        ("eligible", "expected"), [("61234.00", "48987.20"), ("55000", "44000.00"), ("70000", "48987.20")]
    )
    def test_share_up_to_the_cap(self, eligible, expected):
        assert granted("share", eligible, rate="80", cap="48987.20").amount == D(expected)

    def test_without_a_cap(self):
        assert granted("share", "61234.00", rate="80").amount == D("48987.20")

    def test_half_a_cent_is_rounded_up_once_at_the_end(self):
        assert granted("share", "0.01", rate="50").amount == D("0.01")
        assert granted("share", "100.01", rate="66.6667").amount == D("66.67")


class TestRule2Deficit:
    def test_planned(self):
        assert granted("deficit", "60000", own="10000", third_party="5000").amount == D("45000.00")

    def test_actual(self):
        assert granted("deficit", "56000", own="10000", third_party="7000", cap="45000").amount == D("39000.00")

    def test_own_means_above_the_costs_leave_no_grant(self):
        assert granted("deficit", "10000", own="12000").amount == 0

    def test_cover_and_costs_together_decide_about_the_threshold(self):
        planned = Figures(D(60000), own=D(10000), third_party=D(5000))
        terms = Terms(Kind.DEFICIT)
        small = grant(terms=terms, figures=Figures(D(59800), D(10000), D(5300)), regime=R2025, planned=planned)
        large = grant(terms=terms, figures=Figures(D(59800), D(10000), D("5300.01")), regime=R2025, planned=planned)
        assert small.amount == D("45000.00")
        assert large.amount == D("44499.99")


class TestRule3FixedAndFull:
    def test_per_unit(self):
        assert granted("fixed", unit_amount="57000", units="1.5").amount == D("85500.00")
        assert granted("fixed", unit_amount="57000", units="1.25").amount == D("71250.00")

    def test_lump_sum_never_above_the_expenditure(self):
        assert granted("fixed", "30000", unit_amount="20000").amount == D("20000.00")
        assert granted("fixed", "18000", unit_amount="20000").amount == D("18000.00")

    def test_the_maximum_alone_is_the_lump_sum(self):
        assert granted("fixed", "18000", cap="20000").amount == D("18000.00")

    def test_full_financing_is_capped_and_every_reduction_counts(self):
        assert granted("full", "20000", cap="15000").amount == D("15000.00")
        assert granted("full", "14999.99", planned="15000", cap="15000").amount == D("14999.99")


class TestRule4Donations:
    @pytest.mark.parametrize(
        ("regime", "expected"),
        [(R2003, "54000.00"), (R2023, "54000.00"), (BOOK.on(date(2025, 6, 6)), "54000.00"), (R2025, "60000.00")],
    )
    def test_by_regime(self, regime, expected):
        assert granted("share", "100000", rate="60", donation="10000", regime=regime).amount == D(expected)

    @pytest.mark.parametrize("regime", [R2003, R2025])
    def test_any_other_payment_reduces_in_both(self, regime):
        assert granted("share", "100000", rate="60", third_party="10000", regime=regime).amount == D("54000.00")

    def test_donation_and_grant_never_exceed_the_expenditure(self):
        assert granted("share", "100000", rate="60", donation="50000").amount == D("50000.00")


class TestRule5MinimumGrant:
    def test_more_than_is_strict(self):
        refused, accepted = (granted("full", amount, minimum="2000") for amount in ("2000.00", "2000.01"))
        assert (refused.amount, refused.below_minimum, refused.reached) == (D(0), True, D("2000.00"))
        assert (accepted.amount, accepted.below_minimum) == (D("2000.01"), False)

    @pytest.mark.parametrize("minimum", ["12500", "25000"])
    def test_municipal_values(self, minimum):
        assert granted("full", minimum, minimum=minimum).below_minimum
        assert not granted("full", D(minimum) + D("0.01"), minimum=minimum).below_minimum

    def test_the_usual_values_are_in_the_regime(self):
        values = {name: value.written for name, value in R2025.values.items() if name.startswith("minimum_grant")}
        assert sorted(values.values()) == ["12500", "2000", "25000"]


class TestRule6Deviation:
    @pytest.mark.parametrize(
        ("actual", "savings", "needed"),
        [("12000.00", "2000", False), ("12000.01", "2000", True), ("12000", "1500", True)],
    )
    def test_consent(self, actual, savings, needed):
        result = deviation(line=D(10000), actual=D(actual), savings=D(savings), regime=R2025)
        assert result.consent_needed is needed

    def test_more_savings_do_not_lift_the_share(self):
        assert deviation(line=D(10000), actual=D(1), savings=D(9000), regime=R2025).ceiling == D("12000.00")

    def test_switched_off(self):
        result = deviation(line=D(10000), actual=D(99999), savings=D(0), regime=R2025, binding=False)
        assert not result.consent_needed
        assert result.ceiling is None


class TestRule7Threshold:
    @pytest.mark.parametrize(
        ("actual", "expected"),
        [("49500", "40000.00"), ("49499.99", "39599.99"), ("50000", "40000.00"), ("60000", "40000.00")],
    )
    def test_strict(self, actual, expected):
        assert granted("share", actual, rate="80", planned="50000").amount == D(expected)

    def test_never_above_the_actual_expenditure(self):
        assert granted("share", "700", rate="90", planned="1000").amount == D("700.00")

    def test_not_for_full_financing(self):
        assert granted("full", "49900", planned="50000").amount == D("49900.00")

    def test_the_threshold_is_a_parameter(self):
        assert R2025.basis("reduction_threshold").value.amount == D(500)


class TestRule8Finality:
    @pytest.mark.parametrize(
        ("posted", "received", "ends", "payable"),
        [
            (date(2026, 5, 4), date(2026, 5, 8), date(2026, 6, 8), date(2026, 6, 9)),
            (date(2010, 2, 1), date(2010, 2, 4), date(2010, 3, 4), date(2010, 3, 5)),
            (date(2026, 1, 27), date(2026, 1, 31), date(2026, 3, 2), date(2026, 3, 3)),
            (date(2026, 4, 30), date(2026, 5, 4), date(2026, 6, 5), date(2026, 6, 6)),
        ],
    )
    def test_by_post(self, posted, received, ends, payable):
        result = final_from(delivery=Delivery(posted=posted), regime=BOOK.on(posted))
        assert (result.receipt, result.remedy_end, result.day) == (received, ends, payable)

    def final(self, **days):
        days = {name: date.fromisoformat(f"2026-{day}") for name, day in days.items()}
        return final_from(delivery=Delivery(**days), regime=R2026)

    def test_waiver(self):
        assert self.final(posted="05-04", waiver="05-12").day == date(2026, 5, 12)

    def test_a_waiver_before_receipt_takes_effect_with_receipt(self):
        assert self.final(posted="05-04", waiver="05-06").day == date(2026, 5, 8)

    def test_a_late_waiver_does_not_delay(self):
        assert self.final(posted="05-04", waiver="07-01").day == date(2026, 6, 9)

    def test_proven_later_receipt_counts_an_earlier_one_does_not(self):
        assert self.final(posted="05-04", received="05-11").receipt == date(2026, 5, 11)
        assert self.final(posted="05-04", received="05-05").receipt == date(2026, 5, 8)

    def test_retrieval_counts_the_next_day(self):
        result = self.final(retrieved="05-04")
        assert (result.receipt, result.day) == (date(2026, 5, 5), date(2026, 6, 6))

    def test_post_and_portal_the_earlier_counts(self):
        assert self.final(posted="05-04", retrieved="05-05").receipt == date(2026, 5, 6)

    def test_an_open_lawsuit_leaves_no_day(self):
        assert self.final(posted="05-04", lawsuit="06-01").day is None
        assert self.final(posted="05-04", lawsuit="06-08").day is None

    def test_an_ended_lawsuit(self):
        assert self.final(posted="05-04", lawsuit="06-01", lawsuit_ended="09-15").day == date(2026, 9, 16)

    def test_a_lawsuit_withdrawn_at_once_leaves_the_ordinary_day(self):
        assert self.final(posted="05-04", lawsuit="05-20", lawsuit_ended="05-22").day == date(2026, 6, 9)

    def test_a_lawsuit_after_finality_changes_nothing(self):
        assert self.final(posted="05-04", lawsuit="06-09").day == date(2026, 6, 9)
        assert self.final(posted="05-04", waiver="05-12", lawsuit="05-20").day == date(2026, 5, 12)

    def test_the_deemed_day_itself_does_not_move(self):
        assert self.final(posted="05-05").receipt == date(2026, 5, 9)
        assert date(2026, 5, 9).weekday() == 5


class TestRule9Drawdown:
    def test_share(self):
        award = Award(Kind.SHARE, rate=D(80))
        costs = Costs(paid=D(12000), due=D(8000), received=D(10000))
        assert drawdown(award=award, costs=costs, regime=R2025).amount == D("6000.00")

    def test_fixed_uses_the_rate_of_the_decision(self):
        award = Award(Kind.FIXED, grant=D(40000), eligible=D(50000))
        costs = Costs(paid=D(12000), due=D(8000), received=D(10000))
        assert drawdown(award=award, costs=costs, regime=R2025).amount == D("6000.00")

    def test_inside_the_grant_and_the_tranche(self):
        costs = Costs(paid=D(12000), due=D(8000), received=D(10000))
        by_grant = drawdown(award=Award(Kind.SHARE, rate=D(80), grant=D(14000)), costs=costs, regime=R2025)
        by_tranche = drawdown(award=Award(Kind.SHARE, rate=D(80), tranche=D(2500)), costs=costs, regime=R2025)
        assert (by_grant.amount, by_tranche.amount) == (D("4000.00"), D("2500.00"))

    def test_never_below_zero(self):
        costs = Costs(paid=D(1000), due=D(0), received=D(10000))
        assert drawdown(award=Award(Kind.SHARE, rate=D(80), grant=D(9000)), costs=costs, regime=R2025).amount == 0


class TestRule10DrawdownDeficit:
    @pytest.mark.parametrize(("paid", "expected"), [("20000", "5000.00"), ("14000", "0.00")])
    def test_own_and_third_party_means_first(self, paid, expected):
        costs = Costs(paid=D(paid), due=D(0), own=D(10000), third_party=D(5000))
        result = drawdown(award=Award(Kind.DEFICIT), costs=costs, regime=R2025)
        assert result.amount == D(expected)
        assert all(step.value.amount >= 0 for step in result.steps)


class TestRule11LateUse:
    def late(self, *uses, **rest):
        parts = [Use(D(amount), date.fromisoformat(f"2026-{day}")) for amount, day in uses]
        return late_use_interest(amount=D(30000), paid=date(2026, 2, 2), uses=parts, rates=RATES, regime=R2025, **rest)

    def test_all_late(self):
        result = self.late((30000, "06-01"))
        assert (result.amount, result.days) == (D("417.64"), 119)

    def test_only_the_late_part_bears_interest(self):
        assert self.late((20000, "03-20"), (10000, "06-01")).amount == D("139.21")

    def test_the_last_day_is_in_time(self):
        result = self.late((30000, "04-02"))
        assert (result.amount, result.limit) == (D(0), date(2026, 4, 2))
        assert self.late((30000, "04-03")).amount > 0

    def test_several_late_uses_are_rounded_once(self):
        result = self.late((10000, "05-01"), (20000, "06-01"))
        assert result.exact == Fraction(10000 * 88 * 427 + 20000 * 119 * 427, 3650000)
        assert result.amount == D("381.38")

    def test_what_is_unused_bears_interest_until_the_day_given(self):
        open_part = self.late((20000, "03-20"))
        assert (open_part.amount, open_part.unused) == (D(0), D("10000.00"))
        assert self.late((20000, "03-20"), until=date(2026, 6, 1)).amount == D("139.21")


class TestRule12Recovery:
    @pytest.mark.parametrize(
        ("amount", "start", "repaid", "regime", "expected"),
        [
            (10000, "2025-03-15", "2026-03-01", R2025, "440.21"),
            (10000, "2025-03-15", "2026-03-01", R2003, "632.54"),
            (24000, "2026-05-01", "2026-10-01", R2025, "444.70"),
            (10000, "2022-01-01", "2023-01-01", R2003, "412.00"),
            (50000, "2010-12-01", "2011-09-01", R2003, "1942.99"),
        ],
    )
    def test_split_by_half_year(self, amount, start, repaid, regime, expected):
        result = recovery_interest(
            amount=D(amount),
            start=date.fromisoformat(start),
            repaid=date.fromisoformat(repaid),
            rates=RATES,
            regime=regime,
        )
        assert result.amount == D(expected)

    def test_the_parts_show_days_and_rates(self):
        result = recovery_interest(
            amount=D(10000), start=date(2025, 3, 15), repaid=date(2026, 3, 1), rates=RATES, regime=R2025
        )
        parts = [step.as_json() for step in result.steps if step.rule == "part"]
        assert [(part["inputs"]["days"], part["inputs"]["rate"], part["value"]) for part in parts] == [
            (108, "5.27", "155.9342"),
            (184, "4.27", "215.2548"),
            (59, "4.27", "69.0219"),
        ]

    def test_parts_rounded_one_by_one_would_miss_by_a_cent(self):
        result = recovery_interest(
            amount=D(50000), start=date(2010, 12, 1), repaid=date(2011, 9, 1), rates=RATES, regime=R2003
        )
        parts = [step.value.amount for step in result.steps if step.rule == "part"]
        assert result.days == 212 + 62
        assert result.amount == D("1942.99")
        assert sum(round_cents(part) for part in parts) == D("1942.98")

    def test_past_the_last_known_half_year_names_the_missing_one(self):
        with pytest.raises(LawError, match="half-year from 1\u00a0January 2027"):
            recovery_interest(amount=D(1), start=date(2026, 5, 1), repaid=date(2027, 1, 2), rates=RATES, regime=R2025)
        recovery_interest(amount=D(1), start=date(2026, 5, 1), repaid=date(2027, 1, 1), rates=RATES, regime=R2025)


class TestRule13Deadlines:
    def test_the_earlier_day_counts(self):
        result = deadlines(
            regime=R2003,
            grant_period_end=date(2011, 1, 31),
            fulfilled=date(2010, 12, 15),
            submitted=date(2011, 6, 15),
            knowledge=date(2026, 3, 10),
        )
        assert result.report_due == date(2011, 6, 15)
        assert result.keep_until == date(2016, 6, 15)
        assert result.revoke_until == date(2027, 3, 10)

    def test_a_sunday_moves_to_monday(self):
        result = deadlines(regime=R2003, grant_period_end=date(2011, 1, 31), fulfilled=date(2011, 1, 31))
        assert result.report_due == date(2011, 8, 1)

    def test_retention_and_revocation_do_not_move(self):
        result = deadlines(regime=R2025, submitted=date(2021, 6, 6), knowledge=date(2025, 6, 6))
        assert result.keep_until == date(2026, 6, 6)
        assert result.revoke_until == date(2026, 6, 6)
        assert date(2026, 6, 6).weekday() == 5


class TestRule14BudgetYears:
    PARTS = {2010: D(45000), 2011: D(5000)}

    def test_parts_must_add_up(self):
        assert budget(total=D(50000), parts=self.PARTS, regime=R2003).steps[0].rule == "sum"
        with pytest.raises(LawError, match=r"49,999\.00, not to €50,000\.00"):
            budget(total=D(50000), parts={2010: D(45000), 2011: D(4999)}, regime=R2003)

    @pytest.mark.parametrize(("amount", "allowed"), [("6000", False), ("5000", True)])
    def test_a_request_stays_within_its_year(self, amount, allowed):
        result = budget(total=D(50000), parts=self.PARTS, regime=R2003, request=Request(2011, D(amount)))
        assert result.allowed is allowed

    def test_what_was_paid_out_counts(self):
        result = budget(total=D(50000), parts=self.PARTS, regime=R2003, request=Request(2011, D(3000), D(3000)))
        assert (result.allowed, result.open) == (False, D("2000.00"))

    def test_copy_to_the_court_of_audit_is_strict(self):
        assert not budget(total=D(50000), parts=self.PARTS, regime=R2003).copy_to_court_of_audit
        assert budget(total=D("50000.01"), parts={2010: D("50000.01")}, regime=R2003).copy_to_court_of_audit
