"""The engine of scenarios on plain rows: what holds whatever the round looks like."""

from collections import defaultdict
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from kommin.examination.ranking.engine import BlockLimit, Result, Row, Rules, Why, compute, cut, ranked
from kommin.law.money import round_cents

START = datetime(2026, 3, 1, tzinfo=UTC)
QUICK = settings(max_examples=60, deadline=None, database=None)
euros = st.integers(1, 60_000_00).map(lambda cents: Decimal(cents).scaleb(-2))


def row(number: int, score: str = "50", amount: str = "1000", **more: object) -> Row:
    values = {
        "id": number, "number": f"2026-{number:05d}", "authority": 1, "district": f"0{number % 4}", "block": "a",
        "score": Decimal(score), "received_at": START + timedelta(minutes=number), "years": {2027: Decimal(amount)},
    }  # fmt: skip
    return Row(**(values | more))  # type: ignore[arg-type]


@st.composite
def rounds(draw: st.DrawFn) -> list[Row]:
    return [
        row(
            number,
            score=str(draw(st.integers(0, 100))),
            authority=draw(st.sampled_from([1, 2, None])),
            block=draw(st.sampled_from("abc")),
            district=draw(st.sampled_from(["", "01", "02", "03"])),
            received_at=START + timedelta(minutes=draw(st.integers(0, 5))),
            years={year: draw(euros) for year in draw(st.sets(st.sampled_from([2027, 2028]), min_size=1))},
        )
        for number in range(draw(st.integers(0, 25)))
    ]


rules = st.builds(
    Rules,
    top=st.none() | st.integers(1, 10),
    threshold=st.none() | st.integers(0, 100).map(Decimal),
    cut=st.sampled_from([Decimal(0), Decimal("7.5"), Decimal("33.333")]),
    per_district=st.booleans(),
    blocks=st.sampled_from([(), (BlockLimit("a", 2, None),), (BlockLimit("b", None, Decimal(50_000)),)]),
    overtake=st.booleans(),
)
means = st.fixed_dictionaries({(1, 2027): euros, (1, 2028): euros, (2, 2027): euros})


def used(result: Result) -> dict[tuple[int | None, int], Decimal]:
    found: dict[tuple[int | None, int], Decimal] = defaultdict(Decimal)
    for line in result.awarded:
        for year, amount in line.years.items():
            found[line.row.authority, year] += amount
    return found


@QUICK
@given(rows=rounds(), tried=rules, have=means, minimum=st.none() | euros)
def test_never_more_than_the_means_of_a_year_and_authority(
    rows: list[Row], tried: Rules, have: dict[tuple[int, int], Decimal], minimum: Decimal | None
) -> None:
    result = compute(rows, tried, have, minimum)
    for pot, amount in used(result).items():
        assert amount <= have.get(pot, Decimal(0))  # type: ignore[call-overload]
        assert result.left.get(pot, Decimal(0)) == have.get(pot, Decimal(0)) - amount  # type: ignore[call-overload]
    assert all(amount >= 0 for amount in result.left.values())
    assert {line.row.id for line in result.lines} == {one.id for one in rows}
    for line in result.lines:
        assert line.award == (line.why is Why.AWARDED)
        assert line.award == bool(line.amount)
        if line.award:
            assert minimum is None or line.amount > minimum
            assert tried.threshold is None or line.row.score >= tried.threshold  # type: ignore[operator]
            assert line.amount == round_cents(line.row.amount * (100 - tried.cut) / 100)
    if tried.top is not None:
        assert len(result.awarded) <= tried.top
    for limit in tried.blocks:
        mine = [line for line in result.awarded if line.row.block == limit.block]
        assert limit.most_cases is None or len(mine) <= limit.most_cases
        assert limit.most_amount is None or sum(line.amount for line in mine) <= limit.most_amount


@QUICK
@given(rows=rounds(), tried=rules, have=means, seed=st.randoms(use_true_random=False))
def test_the_order_in_which_rows_arrive_changes_nothing(
    rows: list[Row], tried: Rules, have: dict[tuple[int, int], Decimal], seed: object
) -> None:
    shuffled = list(rows)
    seed.shuffle(shuffled)  # type: ignore[attr-defined]
    assert compute(rows, tried, have) == compute(shuffled, tried, have)


@QUICK
@given(rows=rounds(), top=st.integers(1, 30))
def test_top_n_takes_the_n_best(rows: list[Row], top: int) -> None:
    plenty = {(house, year): Decimal(10**9) for house in (1, 2, None) for year in (2027, 2028)}
    result = compute(rows, Rules(top=top), plenty)
    assert [line.row.id for line in result.awarded] == [one.id for one in ranked(rows)[:top]]


@QUICK
@given(years=st.dictionaries(st.integers(2026, 2031), euros, min_size=1), percent=st.integers(0, 100_000))
def test_a_cut_is_rounded_once_and_no_year_gains(years: dict[int, Decimal], percent: int) -> None:
    rate = Decimal(percent).scaleb(-3)
    after = cut(years, rate)
    assert sum(after.values()) == round_cents(sum(years.values()) * (100 - rate) / 100)
    assert all(0 <= after[year] <= years[year] for year in years)


def test_a_tie_goes_to_the_earlier_and_then_to_the_lower_number() -> None:
    rows = [row(3, received_at=START), row(2, received_at=START), row(1, received_at=START + timedelta(seconds=1))]
    assert [one.id for one in ranked(rows)] == [2, 3, 1]
    assert all(a.number != b.number for a, b in pairwise(ranked(rows)))


def test_without_overtaking_the_first_that_does_not_fit_ends_the_awards_of_its_authority() -> None:
    rows = [row(1, "90", "600"), row(2, "80", "600"), row(3, "70", "300"), row(4, "60", "300", authority=2)]
    have = {(1, 2027): Decimal(1000), (2, 2027): Decimal(1000)}
    assert [line.why for line in compute(rows, Rules(), have).lines] == [
        Why.AWARDED, Why.NO_MEANS, Why.AFTER_END, Why.AWARDED,
    ]  # fmt: skip
    assert [line.why for line in compute(rows, Rules(overtake=True), have).lines] == [
        Why.AWARDED, Why.NO_MEANS, Why.AWARDED, Why.AWARDED,
    ]  # fmt: skip


def test_the_best_of_each_district_comes_first_but_not_below_the_threshold() -> None:
    rows = [
        row(1, "90", district="01"), row(2, "80", district="01"), row(3, "50", district="02"),
        row(4, "20", district="03"),
    ]  # fmt: skip
    have = {(1, 2027): Decimal(2000)}
    result = compute(rows, Rules(per_district=True, threshold=Decimal(30)), have)
    assert [line.row.id for line in result.awarded] == [1, 3]


def test_the_minimum_grant_holds_after_the_cut() -> None:
    result = compute([row(1, amount="2222.22")], Rules(cut=Decimal(10)), {(1, 2027): Decimal(9000)}, Decimal(2000))
    assert [line.why for line in result.lines] == [Why.BELOW_MINIMUM]
    result = compute([row(1, amount="2222.23")], Rules(cut=Decimal(10)), {(1, 2027): Decimal(9000)}, Decimal(2000))
    assert [line.amount for line in result.lines] == [Decimal("2000.01")]
