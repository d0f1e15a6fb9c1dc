"""The forty applications of the demonstration."""

import pytest

from kommin.cases import actions, queries
from kommin.cases.models import Application, Clash, Comment, Partner, PartnerState, SignOff, State, Submission
from kommin.demo import cases, people, programmes
from kommin.demo.programmes import CLOCK
from kommin.foundation.access import Actor
from kommin.register.actions.loading import load_register

pytestmark = pytest.mark.once


@pytest.mark.django_db
def test_forty_applications_in_every_state_and_loading_twice_changes_nothing() -> None:
    load_register(by=Actor.clock())
    people.load()
    programmes.load()
    for _time in range(2):
        cases.load()
        found = cases.states()
        assert sum(found.values()) == cases.COUNT == Application.objects.count()
        assert all(found.values())
    assert Submission.objects.count() == found["submitted"] + found["withdrawn"] - 1, "one was withdrawn as a draft"
    assert set(Partner.objects.values_list("state", flat=True)) == set(PartnerState.values)
    assert SignOff.objects.filter(application__state=State.DRAFT, voided_at=None).exists(), "half signed off"
    assert SignOff.objects.exclude(voided_at=None).exists(), "void after a change"
    first = Application.objects.get(once="demo-00")
    assert queries.latest_version(first.call_id).number == 2
    assert Application.objects.exclude(pk=first.pk).filter(version=first.version).count() == 0
    assert actions.take_over_version(application=first, by=CLOCK).again.keys() == {"need"}
    assert Clash.objects.filter(application=first, settled_at=None).exists()
    assert Comment.objects.filter(application=first, joint=False).exists()
