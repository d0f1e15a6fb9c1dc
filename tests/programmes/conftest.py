"""A ministry with its officers, two granting authorities, and calls in every state of completeness."""

import pytest

from kommin.foundation.access import Actor
from kommin.people.models import Kind, Organisation, Role
from kommin.programmes.models import Call, Guideline, Programme
from programmes.making import house, make_call, make_guideline, make_programme, member, publish


@pytest.fixture
def ministry(db: None) -> Organisation:
    return house(Kind.MINISTRY, "Ministerium für Beispiele")


@pytest.fixture
def authorities(db: None) -> list[Organisation]:
    return [house(Kind.GRANTING_AUTHORITY, f"Bezirksregierung {name}") for name in ("Nord", "Süd")]


@pytest.fixture
def officer(ministry: Organisation) -> Actor:
    return member(ministry, Role.PROGRAMME_OFFICER, "officer@example.org")


@pytest.fixture
def budget_officer(ministry: Organisation) -> Actor:
    return member(ministry, Role.BUDGET_OFFICER, "budget@example.org")


@pytest.fixture
def programme(ministry: Organisation) -> Programme:
    return make_programme(ministry)


@pytest.fixture
def guideline(programme: Programme) -> Guideline:
    return make_guideline(programme)


@pytest.fixture
def call(programme: Programme, guideline: Guideline) -> Call:
    return make_call(programme, guideline)


@pytest.fixture
def published(call: Call) -> Call:
    return publish(call)
