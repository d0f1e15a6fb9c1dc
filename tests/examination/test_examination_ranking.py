"""Scenarios of a round: they change nothing until one is adopted, and adopting says what has changed since."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.town import CLOCK, Town
from databases import beginning
from examination.cases_in_hand import Authority, bring_to
from examination.rounds import accepted, bare_round, case_to_score, give_means, hand_in, scored_call
from kommin.cases.actions.ledger import Movement, write_entries
from kommin.cases.actions.stages import locked_case
from kommin.cases.models import Case, EntryKind, Stage
from kommin.examination.actions import ranking
from kommin.examination.actions.judging import judge_amount
from kommin.examination.amounts import Judged, applied_of
from kommin.examination.errors import ExcludedError, RankingError
from kommin.examination.models import Proposal, ProposalLine, Scenario
from kommin.examination.ranking import committed_so_far, proposal_of
from kommin.examination.ranking.engine import Rules
from kommin.foundation.access import NotAllowed
from kommin.foundation.audit.models import Record
from kommin.people.models import ConflictOfInterest, Kind, Role
from kommin.people.models.dated import today
from kommin.programmes.models import Call

pytestmark = pytest.mark.django_db
NEXT = today().year + 1


def call_with_means() -> tuple[Call, Authority]:
    call, authority = scored_call(), Authority()
    give_means(call, authority, commitment="100000.00")
    return call, authority


begun = beginning(call_with_means)


@pytest.fixture
def authority(begun: tuple[Call, Authority], db: None) -> Authority:
    return begun[1]


@pytest.fixture
def call(begun: tuple[Call, Authority], db: None) -> Call:
    return begun[0]


@pytest.fixture
def cases(call: Call, authority: Authority) -> list[Case]:
    return bare_round(call, authority, [("90", "40000"), ("80", "40000"), ("70", "40000"), ("60", "15000")])


def scenario(call: Call, authority: Authority, name: str = "A", **rules: Any) -> Scenario:
    return ranking.make_scenario(call=call, name=name, rules=Rules(**rules), by=authority.caseworker)


def awarded(made: Scenario) -> list[int]:
    return list(made.lines.filter(award=True).order_by("place").values_list("case", flat=True))


def fresh(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def test_a_scenario_changes_no_case(call: Call, authority: Authority, cases: list[Case]) -> None:
    before = list(Case.objects.order_by("pk").values())
    made = scenario(call, authority, overtake=True)
    assert awarded(made) == [cases[0].pk, cases[1].pk, cases[3].pk]
    assert list(Case.objects.order_by("pk").values()) == before
    assert made.summary["pots"] == [
        {"authority": authority.organisation.pk, "year": NEXT, "used": "95000.00", "left": "5000.00"}
    ]


def test_adopting_proposes_awards_and_refusals_in_one_action(
    call: Call, authority: Authority, cases: list[Case]
) -> None:
    made = scenario(call, authority, cut=Decimal(10), top=2)
    with pytest.raises(NotAllowed):
        ranking.adopt_scenario(scenario=made, by=authority.caseworker)
    proposal = ranking.adopt_scenario(scenario=made, reason="beste Wirkung", by=authority.head)
    assert [(fresh(one).stage, fresh(one).proposed) for one in cases] == [
        (Stage.PROPOSED, Decimal(36000)), (Stage.PROPOSED, Decimal(36000)), (Stage.PROPOSED, 0), (Stage.PROPOSED, 0),
    ]  # fmt: skip
    line = proposal_of(fresh(cases[0]))
    assert line is not None
    assert (line.award, line.amount, line.years) == (True, Decimal(36000), {str(NEXT): "36000.00"})
    record = Record.objects.get(action="examination.scenario_adopted")
    assert record.reason == "beste Wirkung"
    assert ranking.adopt_scenario(scenario=made, by=authority.head) == proposal
    assert Proposal.objects.count() == 1


def test_a_second_proposal_replaces_the_first_visibly(call: Call, authority: Authority, cases: list[Case]) -> None:
    first = ranking.adopt_scenario(scenario=scenario(call, authority, top=1), by=authority.head)
    second = ranking.adopt_scenario(scenario=scenario(call, authority, "B", top=2), by=authority.head)
    assert (first.number, second.number) == (1, 2)
    assert all(line.ended_at and "2" in line.ended_why for line in first.lines.all())
    assert ProposalLine.objects.filter(case=cases[1], ended_at=None).get().award


def test_adopting_refuses_when_a_case_was_withdrawn_meanwhile(
    call: Call, authority: Authority, cases: list[Case]
) -> None:
    made = scenario(call, authority)
    bring_to(cases[1], Stage.WITHDRAWN)
    with pytest.raises(ranking.ChangedError) as refused:
        ranking.adopt_scenario(scenario=made, by=authority.head)
    assert cases[1].number in {change.number for change in refused.value.changes}
    assert not Proposal.objects.exists()
    again = ranking.change_scenario(scenario=made, by=authority.caseworker)
    assert awarded(again) == [cases[0].pk, cases[2].pk, cases[3].pk]
    ranking.adopt_scenario(scenario=again, by=authority.head)


def test_adopting_refuses_when_an_amount_or_the_means_are_others(
    call: Call, authority: Authority, cases: list[Case]
) -> None:
    made = scenario(call, authority)
    write_entries(
        case=locked_case(bring_to(cases[0], Stage.DECIDED)), by=CLOCK, source="decision:1",
        movements=[Movement(EntryKind.GRANTED, Decimal(70_000), NEXT, today())],
    )  # fmt: skip
    assert committed_so_far(call.programme) == {(authority.organisation.pk, NEXT): Decimal(70_000)}
    with pytest.raises(ranking.ChangedError) as refused:
        ranking.adopt_scenario(scenario=made, by=authority.head)
    assert {change.number for change in refused.value.changes} == {cases[0].number, cases[1].number}


def test_what_other_rounds_propose_is_reserved(call: Call, authority: Authority, cases: list[Case]) -> None:
    other = scored_call(slug="zweiter")
    bare_round(other, authority, [("50", "30000")])
    ranking.adopt_scenario(scenario=scenario(other, authority), by=authority.head)
    made = scenario(call, authority, overtake=True)
    assert made.summary["pots"][0]["left"] == "15000.00"


def test_cases_that_are_not_ready_wait_and_stay_as_they_are(
    call: Call, authority: Authority, cases: list[Case]
) -> None:
    waiting = case_to_score(call, Town(), authority, authority.user(Role.CASEWORKER, 2))
    made = scenario(call, authority)
    assert (made.summary["ranked"], made.summary["waiting"]) == (4, 1)
    ranking.adopt_scenario(scenario=made, by=authority.head)
    assert fresh(waiting).stage == Stage.SCORING


def test_judging_a_proposed_case_anew_takes_it_out_of_the_proposal(call: Call, authority: Authority) -> None:
    person = authority.user(Role.CASEWORKER)
    case = case_to_score(call, Town(), authority, person)
    hand_in(case, person, "4", "8")
    accepted(case)
    made = scenario(call, authority)
    ranking.adopt_scenario(scenario=made, by=authority.head)
    applied = applied_of(fresh(case))
    line = applied.to_judge[0]
    judge_amount(case=case, by=CLOCK, lines=[
        Judged(line.key, "reduced", {year: amount - 100 for year, amount in line.amounts.items()}, "zu hoch")
    ])  # fmt: skip
    assert (fresh(case).stage, proposal_of(fresh(case))) == (Stage.ASSESSED, None)
    with pytest.raises(ranking.ChangedError):
        ranking.adopt_scenario(scenario=made, by=authority.head)


def test_the_ministry_ranks_the_whole_round_and_an_authority_its_own(
    call: Call, authority: Authority, cases: list[Case]
) -> None:
    other = Authority("Bezirksregierung Zwei")
    bare_round(call, other, [("99", "10000")])
    ministry = Authority("x", Kind.MINISTRY)
    call.programme.ministry = ministry.organisation
    call.programme.save()
    officer = ministry.actor(Role.PROGRAMME_OFFICER)
    whole = ranking.make_scenario(call=call, name="A", rules=Rules(), by=officer)
    own = scenario(call, authority)
    assert (whole.summary["ranked"], own.summary["ranked"]) == (5, 4)
    with pytest.raises(NotAllowed):
        ranking.adopt_scenario(scenario=whole, by=authority.head)
    with pytest.raises(NotAllowed):
        ranking.change_scenario(scenario=own, by=other.caseworker)
    with pytest.raises(NotAllowed):
        ranking.adopt_scenario(scenario=own, by=officer)
    with pytest.raises(NotAllowed):
        ranking.make_scenario(call=call, name="B", rules=Rules(), by=ministry.actor(Role.BUDGET_OFFICER))


def test_whoever_is_excluded_from_one_case_ranks_none(call: Call, authority: Authority, cases: list[Case]) -> None:
    made = scenario(call, authority)
    head = authority.user(Role.HEAD)
    ConflictOfInterest.objects.create(
        person=head, municipality_key=cases[2].applicant_key, municipality_name="x", ground="relative", declared_by=head
    )
    with pytest.raises(ExcludedError, match=cases[2].number):
        ranking.adopt_scenario(scenario=made, by=authority.head)


def test_names_are_taken_once_and_removed_scenarios_free_them(
    call: Call, authority: Authority, cases: list[Case]
) -> None:
    made = scenario(call, authority)
    with pytest.raises(RankingError):
        scenario(call, authority)
    ranking.comment_scenario(scenario=made, text="zu hart", by=authority.head)
    ranking.remove_scenario(scenario=made, by=authority.caseworker)
    scenario(call, authority)


@pytest.mark.once
def test_five_thousand_cases_in_one_round(call: Call, authority: Authority) -> None:
    bare_round(call, authority, [(str(place % 101), "20000") for place in range(5000)])
    with CaptureQueriesContext(connection) as asked:
        made = ranking.make_scenario(call=call, name="Alle", rules=Rules(threshold=Decimal(50)), by=authority.head)
        proposal = ranking.adopt_scenario(scenario=made, by=authority.head)
    assert len(asked) < 250, "in batches, not case by case"
    assert proposal.lines.count() == 5000
    best = proposal.lines.filter(award=True).order_by("place")
    assert [line.case.score for line in best] == [Decimal(100)] * 5, "as far as the means reach"
    assert Case.objects.filter(stage=Stage.PROPOSED, proposed=Decimal("20000.00")).count() == 5
    assert Case.objects.filter(stage=Stage.PROPOSED, proposed=0).count() == 4995
