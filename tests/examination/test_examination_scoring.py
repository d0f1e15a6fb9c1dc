"""Scores: blind until one's own is handed in, a spread that has to be talked over, and what counts in the end."""

from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from cases.town import CLOCK, Town
from databases import beginning
from examination.cases_in_hand import Authority, bring_to
from examination.rounds import accepted, case_to_score, hand_in, publish, scored_call, scorer_of, typed
from kommin.cases.models import Case, Stage
from kommin.examination.actions import agreeing, appointing, scoring
from kommin.examination.blindness import current_criteria, standing_of, visible_sheets
from kommin.examination.errors import ExcludedError, ScoringError
from kommin.examination.models import Consensus, Scorer, ScoreResult, ScoreSheet
from kommin.foundation.access import Actor, NotAllowed
from kommin.foundation.notices.models import Notice
from kommin.people.models import ConflictOfInterest, Role, User

pytestmark = pytest.mark.django_db


def case_of_two() -> tuple[Authority, Case]:
    """A case to be scored by two."""
    authority = Authority()
    people = [authority.user(Role.CASEWORKER, number) for number in (1, 2)]
    return authority, case_to_score(scored_call(), Town(), authority, *people)


begun = beginning(case_of_two)


@pytest.fixture
def case(begun: tuple[Authority, Case], db: None) -> Case:
    return begun[1]


@pytest.fixture
def authority(request: pytest.FixtureRequest, db: None) -> Authority:
    return request.getfixturevalue("begun")[0] if "begun" in request.fixturenames else Authority()


@pytest.fixture
def people(authority: Authority) -> list[User]:
    return [authority.user(Role.CASEWORKER, number) for number in (1, 2)]


def fresh(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def seen_by(case: Case, actor: Actor) -> set[str]:
    standing = standing_of(case, current_criteria(case).digest)
    return {sheet.scorer.name for sheet in visible_sheets(case, actor, standing=standing)}


def act(authority: Authority, number: int) -> Actor:
    return authority.actor(Role.CASEWORKER, number)


def test_the_mean_of_all_examiners_is_the_score_of_the_case(case: Case, people: list[User]) -> None:
    hand_in(case, people[0], "4", "8")
    assert fresh(case).score is None
    hand_in(case, people[1], "3", "7")
    # (3.5/5 · 60) + (7.5/10 · 40) = 42 + 30
    assert fresh(case).score == Decimal("72.00")
    assert ScoreResult.objects.get().basis == "mean"


def test_nobody_sees_a_score_before_handing_in_the_own(case: Case, authority: Authority, people: list[User]) -> None:
    hand_in(case, people[0], "4", "8")
    assert seen_by(case, act(authority, 2)) == set()
    assert seen_by(case, act(authority, 1)) == {people[0].name}
    assert seen_by(case, authority.head) == {people[0].name}
    assert seen_by(case, authority.second_examiner) == set()
    hand_in(case, people[1], "4", "8")
    for reader in (act(authority, 1), act(authority, 2), authority.second_examiner, authority.head):
        assert seen_by(case, reader) == {one.name for one in people}


def test_a_head_who_scores_is_blind_as_well(authority: Authority) -> None:
    worker, head = authority.user(Role.CASEWORKER), authority.user(Role.HEAD)
    case = case_to_score(scored_call(), Town(), authority, worker, head)
    hand_in(case, worker, "4", "8")
    assert seen_by(case, authority.head) == set()


def test_a_draft_is_seen_by_its_writer_alone(case: Case, authority: Authority, people: list[User]) -> None:
    scoring.save_scores(scorer=scorer_of(case, people[0]), typed=typed(case, "4"), comment="", by=act(authority, 1))
    assert seen_by(case, act(authority, 1)) == {people[0].name}
    assert seen_by(case, authority.head) == set()


def test_points_are_halves_within_the_most_and_all_are_needed(case: Case, people: list[User]) -> None:
    scorer = scorer_of(case, people[0])
    for wrong in ("6", "-1", "2.3", "viel", "NaN"):
        with pytest.raises(ScoringError):
            scoring.save_scores(scorer=scorer, typed=typed(case, wrong), comment="", by=CLOCK)
    with pytest.raises(ScoringError, match="Bedarf"):
        scoring.hand_in_scores(scorer=scorer, typed=typed(case, "3,5"), comment="", by=CLOCK)
    assert not ScoreSheet.objects.exists()


def test_a_handed_in_sheet_is_refused_by_the_database_to_change(case: Case, people: list[User]) -> None:
    hand_in(case, people[0], "4", "8")
    with pytest.raises(ScoringError):
        hand_in(case, people[0], "5", "8")
    with pytest.raises(DatabaseError), transaction.atomic():
        ScoreSheet.objects.update(points={})


def test_a_draft_of_another_window_is_not_overwritten(case: Case, people: list[User]) -> None:
    scorer = scorer_of(case, people[0])
    first = scoring.save_scores(scorer=scorer, typed=typed(case, "4"), comment="", by=CLOCK, stamp=0)
    with pytest.raises(ScoringError):
        scoring.save_scores(scorer=scorer, typed=typed(case, "1"), comment="", by=CLOCK, stamp=0)
    assert ScoreSheet.objects.get().stamp == first.stamp


def test_taken_back_only_while_no_other_examiner_has_handed_in(case: Case, people: list[User]) -> None:
    hand_in(case, people[0], "4", "8")
    scoring.take_scores_back(scorer=scorer_of(case, people[0]), by=CLOCK)
    hand_in(case, people[0], "3", "8")
    hand_in(case, people[1], "3", "8")
    with pytest.raises(ScoringError):
        scoring.take_scores_back(scorer=scorer_of(case, people[0]), by=CLOCK)


def far_apart(case: Case, people: list[User]) -> None:
    hand_in(case, people[0], "5", "8")
    hand_in(case, people[1], "1", "8")


def agreed_lines(case: Case, reason: str = "Wirkung ist belegt") -> dict[int, dict[str, str]]:
    return {key: line | {"reason": reason} for key, line in typed(case, "4", "8").items()}


def test_scores_far_apart_need_a_common_score(case: Case, authority: Authority, people: list[User]) -> None:
    far_apart(case, people)
    assert fresh(case).score is None
    with pytest.raises(ScoringError, match=r"Wirkung"):
        agreeing.propose_consensus(case=case, typed=agreed_lines(case, ""), reason="so", by=act(authority, 1))
    made = agreeing.propose_consensus(case=case, typed=agreed_lines(case), reason="so", by=act(authority, 1))
    assert fresh(case).score is None
    with pytest.raises(ScoringError):
        agreeing.answer_consensus(consensus=made, agrees=True, comment="", by=act(authority, 1))
    with pytest.raises(NotAllowed):
        agreeing.answer_consensus(consensus=made, agrees=True, comment="", by=authority.second_examiner)
    agreeing.answer_consensus(consensus=made, agrees=True, comment="", by=act(authority, 2))
    # 4/5 · 60 + 8/10 · 40
    assert fresh(case).score == Decimal("80.00")
    assert ScoreResult.objects.get().basis == "consensus"


def test_a_declined_proposal_can_be_followed_by_another(case: Case, authority: Authority, people: list[User]) -> None:
    far_apart(case, people)
    made = agreeing.propose_consensus(case=case, typed=agreed_lines(case), reason="so", by=act(authority, 1))
    with pytest.raises(ScoringError):
        agreeing.answer_consensus(consensus=made, agrees=False, comment=" ", by=act(authority, 2))
    agreeing.answer_consensus(consensus=made, agrees=False, comment="zu viel", by=act(authority, 2))
    again = agreeing.propose_consensus(case=case, typed=agreed_lines(case), reason="doch", by=act(authority, 2))
    agreeing.answer_consensus(consensus=again, agrees=True, comment="", by=act(authority, 1))
    assert [one.state for one in Consensus.objects.order_by("pk")] == ["declined", "agreed"]
    assert fresh(case).score == Decimal("80.00")


def test_the_head_can_let_the_mean_stand(case: Case, authority: Authority, people: list[User]) -> None:
    far_apart(case, people)
    with pytest.raises(NotAllowed):
        agreeing.let_mean_stand(case=case, reason="eilt", by=act(authority, 1))
    agreeing.let_mean_stand(case=case, reason="eilt", by=authority.head)
    assert fresh(case).score == Decimal("68.00")
    assert ScoreResult.objects.get().basis == "mean_stands"


def conflict(person: User, key: str) -> None:
    ConflictOfInterest.objects.create(
        person=person, municipality_key=key, municipality_name="Musterstadt", ground="organ", declared_by=person
    )


def test_a_conflict_of_interest_keeps_from_scoring_with_its_reason(case: Case, authority: Authority) -> None:
    third = authority.user(Role.CASEWORKER, 3)
    conflict(third, case.applicant_key)
    with pytest.raises(ExcludedError, match=third.name):
        appointing.appoint_scorers(case=case, people=[third], by=CLOCK)
    assert not Scorer.objects.filter(person=third).exists()


def test_a_conflict_declared_later_closes_the_case(case: Case, authority: Authority, people: list[User]) -> None:
    conflict(people[0], case.applicant_key)
    with pytest.raises(NotAllowed):
        scoring.hand_in_scores(
            scorer=scorer_of(case, people[0]), typed=typed(case, "4", "8"), comment="", by=act(authority, 1)
        )


def test_whoever_is_to_score_is_told_and_nobody_else(case: Case, authority: Authority) -> None:
    third, fourth = authority.user(Role.CASEWORKER, 3), authority.user(Role.CASEWORKER, 4)
    Notice.objects.all().delete()
    appointing.appoint_scorers(case=case, people=[third, authority.user(Role.HEAD)], by=authority.head)
    told = Notice.objects.filter(kind="examination.appointed")
    assert list(told.values_list("recipient", flat=True)) == [third.pk], "not oneself"
    appointing.hand_over_scoring(scorer=scorer_of(case, third), to=fourth, reason="krank", by=authority.head)
    assert set(told.values_list("recipient", flat=True)) == {third.pk, fourth.pk}


def test_another_person_takes_over_with_an_empty_sheet(case: Case, authority: Authority, people: list[User]) -> None:
    old, third = scorer_of(case, people[0]), authority.user(Role.CASEWORKER, 3)
    scoring.save_scores(scorer=old, typed=typed(case, "4"), comment="", by=CLOCK)
    with pytest.raises(ScoringError):
        appointing.hand_over_scoring(scorer=old, to=third, reason="", by=authority.head)
    made = appointing.hand_over_scoring(scorer=old, to=third, reason="krank", by=authority.head)
    assert made is not None
    assert seen_by(case, authority.actor(Role.CASEWORKER, 3)) == set()
    with pytest.raises(ScoringError):
        scoring.save_scores(scorer=old, typed=typed(case, "4"), comment="", by=CLOCK)


def test_without_a_successor_the_others_scores_count(case: Case, authority: Authority, people: list[User]) -> None:
    hand_in(case, people[0], "4", "8")
    appointing.hand_over_scoring(scorer=scorer_of(case, people[1]), to=None, reason="krank", by=authority.head)
    assert fresh(case).score == Decimal("80.00")
    assert ScoreResult.objects.get().basis == "single"


def test_a_further_examiner_opens_the_score_again(case: Case, authority: Authority, people: list[User]) -> None:
    for person in people:
        hand_in(case, person, "4", "8")
    accepted(case)
    assert fresh(case).stage == Stage.ASSESSED
    third = authority.user(Role.CASEWORKER, 3)
    appointing.appoint_scorers(case=case, people=[third], by=authority.head)
    assert (fresh(case).score, fresh(case).stage) == (None, Stage.SCORING)
    hand_in(case, third, "5", "10")
    assert fresh(case).stage == Stage.ASSESSED


def test_other_criteria_mean_scoring_again_and_keep_the_old_sheets(case: Case, people: list[User]) -> None:
    for person in people:
        hand_in(case, person, "4", "8")
    call = case.call
    assert call is not None
    for criterion, weight in zip(call.criteria.all(), (50, 50), strict=True):
        criterion.weight = weight
        criterion.save()
    publish(call)
    assert (scoring.renew_outdated(), scoring.renew_outdated()) == (1, 0), "by the clock, once"
    assert fresh(case).score is None
    for person in people:
        hand_in(case, person, "4", "8")
    assert fresh(case).score == Decimal("80.00")
    assert ScoreSheet.objects.count() == 4


def test_a_withdrawn_case_takes_no_more_scores(case: Case, people: list[User]) -> None:
    bring_to(case, Stage.WITHDRAWN)
    with pytest.raises(ScoringError):
        hand_in(case, people[0], "4", "8")


def test_a_round_is_dealt_out_evenly_and_around_conflicts(authority: Authority) -> None:
    call = scored_call()
    people = [authority.user(Role.CASEWORKER, number) for number in (1, 2, 3)]
    towns = [Town(f"Stadt {number}", f"0511100{number}") for number in range(3)]
    cases = [case_to_score(call, town, authority) for town in towns]
    conflict(people[0], "05111000")
    dealt = appointing.deal_out_round(
        call=call, authority=authority.organisation, people=people, per_case=2, by=authority.caseworker
    )
    assert dict(dealt.appointed) == {one.name: 2 for one in people}
    assert set(cases[0].scorers.values_list("person", flat=True)) == {people[1].pk, people[2].pk}
    again = appointing.deal_out_round(
        call=call, authority=authority.organisation, people=people, per_case=2, by=authority.caseworker
    )
    assert (again.cases, again.complete_before) == (0, 3)


def test_dealing_out_says_where_people_are_missing(authority: Authority) -> None:
    call = scored_call()
    people = [authority.user(Role.CASEWORKER, number) for number in (1, 2)]
    case = case_to_score(call, Town(), authority)
    conflict(people[0], case.applicant_key)
    dealt = appointing.deal_out_round(
        call=call, authority=authority.organisation, people=people, per_case=2, by=authority.caseworker, apply=False
    )
    assert dealt.short == [(case.number, 1)]
    assert not Scorer.objects.exists()
