"""The forty applications of the demonstration."""

import pytest

from kommin.cases.models import Application, Submission
from kommin.demo import cases, people, programmes
from kommin.foundation.access import Actor
from kommin.register.actions.loading import load_register


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
    assert Submission.objects.count() == found["submitted"] + found["withdrawn"]
