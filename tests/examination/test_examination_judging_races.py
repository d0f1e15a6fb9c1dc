"""Two connections at once: scores, judgements and proposals come one after the other, and nothing counts twice."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connections

from cases.town import CLOCK, Town
from examination.cases_in_hand import Authority
from examination.rounds import bare_round, case_to_score, give_means, scored_call, scorer_of, typed
from kommin.cases.errors import CaseError
from kommin.cases.models import Case
from kommin.examination.actions import ranking
from kommin.examination.actions.judging import accept_all, judge_amount
from kommin.examination.actions.scoring import hand_in_scores
from kommin.examination.amounts import applied_of
from kommin.examination.models import AmountJudgement, Proposal, ProposalLine, ScoreResult, ScoreSheet
from kommin.examination.ranking.engine import Rules
from kommin.people.models import Role

pytestmark = pytest.mark.usefixtures("fresh_database")


def at_once(*works: Callable[[], Any]) -> list[Any]:
    """Start all together; the result of each, or the refusal it met."""
    barrier, results = threading.Barrier(len(works)), [None] * len(works)

    def run(index: int, work: Callable[[], Any]) -> None:
        try:
            barrier.wait(20)
            results[index] = work()
        except CaseError as error:
            results[index] = error  # type: ignore[call-overload]
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return results


def test_two_examiners_hand_in_at_once_and_both_count() -> None:
    authority = Authority()
    people = [authority.user(Role.CASEWORKER, number) for number in (1, 2)]
    case = case_to_score(scored_call(), Town(), authority, *people)
    scorers, points = [scorer_of(case, one) for one in people], typed(case, "4", "8")
    at_once(*[lambda one=one: hand_in_scores(scorer=one, typed=points, comment="", by=CLOCK) for one in scorers])
    assert ScoreSheet.objects.filter(handed_in_at__isnull=False).count() == 2
    assert ScoreResult.objects.get().basis == "mean"
    assert Case.objects.get(pk=case.pk).score == 80


def test_the_same_sheet_is_handed_in_once() -> None:
    authority = Authority()
    person = authority.user(Role.CASEWORKER)
    case = case_to_score(scored_call(), Town(), authority, person)
    scorer = scorer_of(case, person)
    sheets = [typed(case, points, "8") for points in ("4", "1")]
    results = at_once(
        *[lambda one=one: hand_in_scores(scorer=scorer, typed=one, comment="", by=CLOCK) for one in sheets]
    )
    assert sum(isinstance(one, CaseError) for one in results) == 1
    assert ScoreSheet.objects.count() == 1


def test_two_judgements_at_once_are_one_and_a_refusal() -> None:
    authority = Authority()
    case = case_to_score(scored_call(), Town(), authority)
    lines = accept_all(applied_of(case))
    results = at_once(*[lambda: judge_amount(case=case, lines=lines, by=CLOCK, seen=0)] * 2)
    assert sum(isinstance(one, CaseError) for one in results) == 1
    assert AmountJudgement.objects.count() == 1


def test_of_two_proposals_adopted_at_once_one_holds() -> None:
    authority, call = Authority(), scored_call()
    give_means(call, authority, commitment="100000.00")
    bare_round(call, authority, [("90", "40000"), ("80", "40000"), ("70", "40000")])
    head = authority.head
    made = [
        ranking.make_scenario(call=call, name=name, rules=Rules(top=top), by=head) for name, top in (("A", 1), ("B", 2))
    ]
    at_once(*[lambda one=one: ranking.adopt_scenario(scenario=one, by=head) for one in made])
    assert list(Proposal.objects.order_by("number").values_list("number", flat=True)) == [1, 2]
    last = Proposal.objects.get(number=2)
    assert ProposalLine.objects.filter(ended_at=None).count() == 3
    assert ProposalLine.objects.filter(ended_at=None, proposal=last).count() == 3
    assert Case.objects.filter(proposed__gt=0).count() == last.lines.filter(award=True).count()


def test_adopting_one_scenario_twice_at_once_is_one_proposal() -> None:
    authority, call = Authority(), scored_call()
    give_means(call, authority, commitment="100000.00")
    bare_round(call, authority, [("90", "40000")])
    head = authority.head
    made = ranking.make_scenario(call=call, name="A", rules=Rules(), by=head)
    at_once(*[lambda: ranking.adopt_scenario(scenario=made, by=head)] * 2)
    assert Proposal.objects.count() == 1
