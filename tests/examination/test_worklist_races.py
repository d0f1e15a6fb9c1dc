"""Two heads at once: a case goes to one of two people, and the other head is told."""

from functools import partial

import pytest

from cases.town import make_programme
from examination.cases_in_hand import Authority, bare_case
from examination.test_examination_judging_races import at_once
from kommin.cases.models import Case
from kommin.examination.actions import assigning
from kommin.examination.actions.assigning import PlanChangedError
from kommin.foundation.audit.models import Record
from kommin.people.models import Role

pytestmark = pytest.mark.usefixtures("fresh_database")


def test_of_two_heads_who_assign_the_same_cases_one_is_told_to_look_again() -> None:
    authority, programme = Authority(), make_programme()
    cases = [bare_case(programme, authority.organisation) for _number in range(5)]
    heads = [authority.actor(Role.HEAD, number) for number in (1, 2)]
    people = [authority.user(Role.CASEWORKER, number) for number in (1, 2)]
    works = []
    for by, to in zip(heads, people, strict=True):
        seen = assigning.preview(cases=cases, planner=partial(assigning.plan_to_person, to=to), by=by).mark
        works.append(partial(assigning.assign_cases, cases=cases, to=to, by=by, seen=seen))
    results = at_once(*works)
    assert sum(isinstance(one, PlanChangedError) for one in results) == 1
    assert len(set(Case.objects.values_list("examiner", flat=True))) == 1, "all cases went to the same person"
    assert Record.objects.filter(action="examination.assigned").count() == len(cases)
