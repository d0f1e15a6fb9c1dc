"""Giving cases to people: what is looked at is what happens, conflicts of interest hold, rules of places and load."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cases.town import Town, make_programme, open_call
from examination.cases_in_hand import Authority, bare_case, bare_cases
from examination.submitted import in_hand
from kommin.cases.models import Case, Partner, PartnerState, Stage
from kommin.examination.actions import assigning
from kommin.examination.actions.assigning import AssignmentError, PlanChangedError
from kommin.examination.models import AssignmentRule
from kommin.examination.worklist.keeping import add_rule
from kommin.foundation.access import NotAllowed
from kommin.foundation.audit.models import Record
from kommin.foundation.notices.models import Notice
from kommin.people.models import ConflictOfInterest, Membership, Role, User
from kommin.people.models.dated import today
from kommin.programmes.models import Programme

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_second_factor(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def authority() -> Authority:
    return Authority()


@pytest.fixture
def programme() -> Programme:
    return make_programme()


def examiner(case: Case) -> User | None:
    return Case.objects.get(pk=case.pk).examiner


def excluded(person: User, key: str) -> None:
    ConflictOfInterest.objects.create(
        person=person, municipality_key=key, ground="relative", declared_by=person, valid_from=today()
    )


def preview(client: Client, cases: list[Case], how: str, to: User | None = None) -> Any:
    numbers = " ".join(case.number for case in cases)
    return client.post("/cases/assign/?tab=all", {"cases": numbers, "how": how, "to": to.pk if to else ""})


def confirm(client: Client, cases: list[Case], how: str, to: User | None, seen: str) -> Any:
    numbers = " ".join(case.number for case in cases)
    sent = {"cases": numbers, "how": how, "to": to.pk if to else "", "seen": seen, "apply": "1"}
    return client.post("/cases/assign/?tab=all", sent)


def test_ticked_cases_go_to_one_person_after_a_look(authority: Authority, programme: Programme) -> None:
    cases, to = bare_cases(programme, authority, 3), authority.user(Role.CASEWORKER, 2)
    client = authority.client(Role.CASEWORKER)
    chosen = client.get("/cases/assign/", {"case": ["N-0", "N-1"], "tab": "all"})
    assert "2 Fälle zuweisen" in chosen.content.decode()
    seen = preview(client, cases[:2], "person", to)
    assert seen.status_code == 200
    assert [examiner(case) for case in cases] == [None] * 3, "a look changes nothing"
    assert seen.context["plan"].gains() == [(to, 2, 2)]
    answer = confirm(client, cases[:2], "person", to, seen.context["plan"].mark)
    assert answer["Location"] == "/cases/?tab=all"
    assert [examiner(case) for case in cases] == [to, to, None]
    assert Record.objects.filter(action="examination.assigned").count() == 2, "each case has its own record"
    assert [notice.recipient for notice in Notice.objects.filter(kind="examination.assigned")] == [to]


def test_all_of_the_list_means_what_the_filters_leave(authority: Authority, programme: Programme) -> None:
    bare_cases(programme, authority, 3)
    Case.objects.filter(number="N-1").update(stage=Stage.SCORING)
    answer = authority.client(Role.CASEWORKER).get("/cases/assign/?all=1&tab=all&stage=scoring")
    assert [case.number for case in answer.context["cases"]] == ["N-1"]


def test_nothing_is_done_if_something_changed_since_the_look(authority: Authority, programme: Programme) -> None:
    cases, mine, theirs = bare_cases(programme, authority, 2), *[authority.user(Role.CASEWORKER, one) for one in (1, 2)]
    client = authority.client(Role.HEAD)
    seen = preview(client, cases, "person", mine).context["plan"].mark
    assigning.assign_cases(cases=cases[:1], to=theirs, by=authority.caseworker)
    answer = confirm(client, cases, "person", mine, seen)
    assert answer.status_code == 200
    assert "hat sich etwas geändert" in answer.content.decode()
    assert [examiner(case) for case in cases] == [theirs, None]
    confirm(client, cases, "person", mine, answer.context["plan"].mark)
    assert [examiner(case) for case in cases] == [mine, mine]


def test_without_a_look_nothing_is_assigned(authority: Authority, programme: Programme) -> None:
    cases, to = bare_cases(programme, authority, 1), authority.user(Role.CASEWORKER)
    answer = confirm(authority.client(Role.CASEWORKER), cases, "person", to, "")
    assert answer.status_code == 200, "a form sent by hand gets the preview instead"
    assert examiner(cases[0]) is None


def test_who_is_excluded_gets_no_case_of_that_place_and_the_page_says_why(authority: Authority) -> None:
    call = open_call()
    own, other = in_hand(Town("A", "05111000"), call, authority), in_hand(Town("B", "05112000"), call, authority)
    joint = in_hand(Town("C", "05113000"), call, authority)
    Partner.objects.create(
        application=joint.application, organisation=own.organisation, key="05111000", name="A",
        state=PartnerState.INVITED,
    )  # fmt: skip
    biased = authority.user(Role.CASEWORKER, 2)
    excluded(biased, "05111000")
    seen = preview(authority.client(Role.HEAD), [own, other, joint], "person", biased)
    assert {step.case.number for step in seen.context["plan"].refused} == {own.number, joint.number}
    assert "ist ausgeschlossen" in seen.content.decode()
    assigning.assign_cases(cases=[own, other, joint], to=biased, by=authority.head)
    assert [examiner(case) for case in (own, other, joint)] == [None, biased, None]


def test_who_is_excluded_does_not_say_who_examines_either(authority: Authority, programme: Programme) -> None:
    cases, to = bare_cases(programme, authority, 2), authority.user(Role.CASEWORKER, 2)
    Case.objects.filter(pk=cases[0].pk).update(applicant_key="05111000")
    head = authority.head
    excluded(authority.user(Role.HEAD), "05111000")
    plan = assigning.assign_cases(cases=cases, to=to, by=head)
    assert [step.case.pk for step in plan.refused] == [cases[0].pk]
    assert [examiner(case) for case in cases] == [None, to]


def test_rules_give_the_narrowest_place_to_the_least_burdened(authority: Authority, programme: Programme) -> None:
    one, two, three = [authority.user(Role.CASEWORKER, number) for number in (1, 2, 3)]
    for area, person in (("05358", one), ("053", two), ("", three), ("", one)):
        AssignmentRule.objects.create(authority=authority.organisation, area=area, person=person)
    cases = bare_cases(programme, authority, 6)
    for case, district, region in zip(cases, ["05358", "05354", "05911", "05911", "05911", "05358"],
                                      ["053", "053", "059", "059", "059", "053"], strict=True):  # fmt: skip
        Case.objects.filter(pk=case.pk).update(district_key=district, region_key=region)
    excluded(one, "05358000")
    Case.objects.filter(pk=cases[5].pk).update(applicant_key="05358000")
    plan = assigning.assign_by_rule(cases=cases, by=authority.head)
    assert [examiner(case) for case in cases[:2]] == [one, two]
    assert [examiner(case) for case in cases[2:5]] == [three, one, three], "whoever has least, of equals by name"
    assert [step.case.pk for step in plan.refused] == [cases[5].pk], "nobody else is named for that district"
    assert assigning.assign_by_rule(cases=cases, by=authority.head).changes == [], "dealing out again changes nothing"


def test_without_rules_everybody_but_the_head_shares_the_load(authority: Authority, programme: Programme) -> None:
    authority.user(Role.HEAD)
    people = {authority.user(Role.CASEWORKER), authority.user(Role.SECOND_EXAMINER)}
    cases = bare_cases(programme, authority, 4)
    assigning.assign_by_rule(cases=cases, by=authority.head)
    assert {examiner(case) for case in cases} == people
    assert sorted(assigning.load_of([one.pk for one in people]).values()) == [2, 2]


def test_taking_back_leaves_ended_cases_alone(authority: Authority, programme: Programme) -> None:
    person = authority.user(Role.CASEWORKER)
    cases = bare_cases(programme, authority, 2, examiner=person, examiner_name=person.name)
    Case.objects.filter(pk=cases[1].pk).update(stage=Stage.WITHDRAWN)
    plan = assigning.unassign_cases(cases=cases, by=authority.caseworker)
    assert [examiner(case) for case in cases] == [None, person]
    assert len(plan.refused) == 1
    assert Record.objects.filter(action="examination.unassigned").count() == 1


def test_only_examiners_of_the_own_authority_assign_and_are_assigned(
    authority: Authority, programme: Programme
) -> None:
    other = Authority("Anderswo")
    cases = bare_cases(programme, authority, 1)
    with pytest.raises(NotAllowed):
        assigning.assign_cases(cases=cases, to=other.user(Role.CASEWORKER), by=other.head)
    with pytest.raises(AssignmentError):
        assigning.assign_cases(cases=cases, to=other.user(Role.CASEWORKER), by=authority.head)
    gone = authority.user(Role.CASEWORKER, 3)
    Membership.objects.filter(person=gone).update(valid_from=date(2019, 1, 1), valid_until=date(2020, 1, 1))
    with pytest.raises(AssignmentError):
        assigning.assign_cases(cases=cases, to=gone, by=authority.head)
    with pytest.raises(PlanChangedError):
        assigning.unassign_cases(cases=cases, by=authority.head, seen="something else")
    answer = authority.client(Role.HEAD).post("/cases/assign/", {"cases": "N-0", "how": "person", "to": gone.pk})
    assert answer.status_code == 422
    foreign = bare_case(programme, other.organisation, number="F-1")
    assert authority.client(Role.HEAD).get("/cases/assign/", {"case": foreign.number}).status_code == 302


def test_too_many_at_once_is_a_sentence(
    authority: Authority, programme: Programme, monkeypatch: pytest.MonkeyPatch
) -> None:
    bare_cases(programme, authority, 3)
    monkeypatch.setattr(assigning, "MOST_AT_ONCE", 2)
    answer = authority.client(Role.HEAD).get("/cases/assign/?all=1&tab=all", follow=True)
    assert "höchstens 2 Fälle" in answer.content.decode()


def test_rules_are_set_and_removed_by_examiners_of_the_authority(authority: Authority) -> None:
    person, client = authority.user(Role.CASEWORKER), authority.client(Role.HEAD)
    assert client.post("/cases/rules/", {"area": "", "person": person.pk}).status_code == 302
    rule = AssignmentRule.objects.get()
    again = client.post("/cases/rules/", {"area": "", "person": person.pk})
    assert "Diese Regel gibt es schon." in again.content.decode()
    assert client.post("/cases/rules/", {"area": "99999", "person": person.pk}).status_code == 422
    with pytest.raises(AssignmentError):
        add_rule(authority=authority.organisation, area="99999", person=person, by=authority.head)
    assert Authority("Anderswo").client(Role.HEAD).post(f"/cases/rules/{rule.pk}/remove/").status_code == 404
    assert client.post(f"/cases/rules/{rule.pk}/remove/").status_code == 302
    assert not AssignmentRule.objects.exists()
    assert set(Record.objects.filter(action__startswith="examination.rule").values_list("action", flat=True)) == {
        "examination.rule_added", "examination.rule_removed",
    }  # fmt: skip


def test_a_preview_asks_as_much_for_two_cases_as_for_thirty(authority: Authority, programme: Programme) -> None:
    cases = bare_cases(programme, authority, 30)
    for number in (1, 2, 3):
        authority.user(Role.CASEWORKER, number)
    client, counts = authority.client(Role.CASEWORKER), []
    preview(client, cases[:1], "rule")  # what is kept for all pages is kept from here on
    for count in (2, 30):
        with CaptureQueriesContext(connection) as queries:
            assert preview(client, cases[:count], "rule").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]
