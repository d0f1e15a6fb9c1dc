"""Lines of a plan accepted, reduced, rejected; the grant that follows beside the one applied for."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.town import CLOCK, Town
from databases import beginning
from examination.cases_in_hand import Authority, bring_to
from examination.rounds import accepted, case_to_score, hand_in, scored_call
from kommin.cases.models import Case, Stage
from kommin.examination.actions.judging import accept_all, judge_amount
from kommin.examination.amounts import Applied, Judged, applied_of, recompute
from kommin.examination.errors import AmountError, ScoringError
from kommin.examination.models import AmountJudgement, Verdict
from kommin.law.money import round_cents
from kommin.people.models import Role
from kommin.programmes.models import Call

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def call_and_authority() -> tuple[Call, Authority]:
    return scored_call(), Authority()


begun = beginning(call_and_authority)


@pytest.fixture
def call(begun: tuple[Call, Authority], db: None) -> Call:
    return begun[0]


@pytest.fixture
def authority(begun: tuple[Call, Authority], db: None) -> Authority:
    return begun[1]


def make_case(call: Call, authority: Authority, cost: str) -> Case:
    from django.utils import timezone

    from cases.town import begin, complete, signed
    from kommin.cases import actions as cases

    town = Town()
    application = signed(complete(begin(town, call), town, cost=cost), town)
    case = cases.submit_application(
        application=application, received=timezone.now(), by=town.signatory
    ).application.case
    Case.objects.filter(pk=case.pk).update(authority=authority.organisation)
    return bring_to(case, Stage.CHECKING, Stage.SCORING)


def judged(applied: Applied, verdict: str, amount: str = "0", reason: str = "zu hoch") -> list[Judged]:
    line = applied.to_judge[0]
    return [Judged(line.key, verdict, {year: Decimal(amount) for year in line.amounts}, reason)]


def judge(case: Case, *args: Any, **more: Any) -> AmountJudgement:
    return judge_amount(case=case, lines=judged(applied_of(case), *args), by=CLOCK, **more)


def fresh(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def test_a_reduced_line_gives_eighty_per_cent_of_what_is_left(call: Call, authority: Authority) -> None:
    case = make_case(call, authority, "62500.00")
    assert case.applied == Decimal("50000.00")
    made = judge(case, Verdict.REDUCED, "61234.00")
    assert (made.eligible, made.amount) == (Decimal("61234.00"), Decimal("48987.20"))
    assert (fresh(case).eligible, fresh(case).proposed) == (Decimal("61234.00"), Decimal("48987.20"))
    assert sum(map(Decimal, made.years.values())) == made.amount
    texts = [step["text"] for step in made.derivation["de"]]
    assert any("61.234,00" in text for text in texts)
    assert made.derivation["en"][-1]["value"] == "€48,987.20"


def test_an_accepted_plan_gives_what_was_applied_for(call: Call, authority: Authority) -> None:
    case = make_case(call, authority, "10000.00")
    made = accepted(case)
    assert made.amount == case.applied == Decimal("8000.00")


def test_what_is_not_more_than_the_minimum_is_no_grant(call: Call, authority: Authority) -> None:
    case = make_case(call, authority, "10000.00")
    made = judge(case, Verdict.REDUCED, "2500.00")  # 80 % are 2,000.00, and the minimum is 2,000.00
    assert (made.amount, made.below_minimum) == (Decimal("0.00"), True)
    made = judge(case, Verdict.REDUCED, "2500.02")
    assert made.amount == Decimal("2000.02")
    assert judge(case, Verdict.REJECTED).amount == 0


def test_every_line_needs_a_verdict_and_less_needs_a_reason(call: Call, authority: Authority) -> None:
    case = make_case(call, authority, "10000.00")
    for wrong in (
        (Verdict.REDUCED, "5000.00", " "), (Verdict.REJECTED, "0", ""), (Verdict.REDUCED, "10000.01", "x"),
        (Verdict.REDUCED, "10000.00", "x"), (Verdict.REDUCED, "0", "x"), ("maybe", "0", "x"),
    ):  # fmt: skip
        with pytest.raises(AmountError):
            judge(case, *wrong)
    with pytest.raises(AmountError):
        judge_amount(case=case, lines=[], by=CLOCK)
    assert not AmountJudgement.objects.exists()


@pytest.mark.both
def test_judgements_are_kept_and_the_second_needs_to_know_the_first(call: Call, authority: Authority) -> None:
    case = make_case(call, authority, "10000.00")
    judge(case, Verdict.REDUCED, "9000.00", seen=0)
    with pytest.raises(AmountError):
        judge(case, Verdict.REDUCED, "8000.00", seen=0)
    judge(case, Verdict.REDUCED, "8000.00", seen=1)
    assert list(AmountJudgement.objects.values_list("number", "amount")) == [(1, Decimal(7200)), (2, Decimal(6400))]
    with pytest.raises(DatabaseError), transaction.atomic():
        AmountJudgement.objects.update(amount=1)


@pytest.mark.both
def test_a_scored_and_judged_case_is_assessed_whichever_comes_last(call: Call, authority: Authority) -> None:
    person = authority.user(Role.CASEWORKER)
    case = case_to_score(call, Town(), authority, person)
    accepted(case)
    assert fresh(case).stage == Stage.SCORING
    hand_in(case, person, "4", "8")
    assert fresh(case).stage == Stage.ASSESSED


def test_a_withdrawn_case_is_not_judged(call: Call, authority: Authority) -> None:
    case = make_case(call, authority, "10000.00")
    bring_to(case, Stage.WITHDRAWN)
    with pytest.raises(ScoringError):
        accepted(case)


def test_shares_of_partners_keep_their_proportion_to_the_cent(call: Call, authority: Authority) -> None:
    case = make_case(call, authority, "10000.00")
    applied = applied_of(case)
    shares = [
        {"key": "1", "name": "A", "costs": "5000", "grant": "4000.00"},
        {"key": "2", "name": "B", "costs": "3000", "grant": "2400.00"},
        {"key": "3", "name": "C", "costs": "2000", "grant": "1600.00"},
    ]
    joint = replace(applied, content=dict(applied.content) | {"shares": shares})
    result = recompute(joint, judged(applied, Verdict.REDUCED, "9999.99"), case)
    parts = [Decimal(row["grant"]) for row in result.shares]
    assert sum(parts) == result.amount
    assert parts[1:] == [Decimal("2400.00"), Decimal("1600.00")]


def test_the_grant_follows_the_accepted_amount_whatever_it_is(call: Call, authority: Authority) -> None:
    case = make_case(call, authority, "70000.00")
    applied = applied_of(case)

    @settings(max_examples=25, deadline=None, database=None)
    @given(cents=st.integers(1, 6_999_999))
    def holds(cents: int) -> None:
        kept = Decimal(cents).scaleb(-2)
        result = recompute(applied, judged(applied, Verdict.REDUCED, str(kept)), case)
        plain = min(round_cents(kept * 80 / 100), Decimal(50_000))
        assert result.amount == (plain if plain > 2000 else 0)
        assert result.amount <= applied.grant
        assert sum(result.years.values()) == result.amount
        assert result.eligible == kept

    holds()


def test_the_same_lines_give_the_same_as_the_application(call: Call, authority: Authority) -> None:
    case = make_case(call, authority, "12345.67")
    applied = applied_of(case)
    assert recompute(applied, accept_all(applied), case).amount == applied.grant == case.applied
