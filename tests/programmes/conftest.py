"""A ministry with its officers, two granting authorities, and calls in every state of completeness."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from databases import Beginnings
from kommin.foundation.access import Actor
from kommin.people.models import Kind, Organisation, Role
from kommin.programmes.models import Call, Guideline, Programme
from programmes.making import house, make_call, make_guideline, make_programme, member, publish


@dataclass
class Begun:
    """What a test begins with, as far as it asks for it."""

    ministry: Organisation
    programme: Programme
    guideline: Guideline
    call: Call


def a_call() -> Begun:
    ministry = house(Kind.MINISTRY, "Ministerium für Beispiele")
    programme = make_programme(ministry)
    guideline = make_guideline(programme)
    return Begun(ministry, programme, guideline, make_call(programme, guideline))


def a_published_call() -> Begun:
    made = a_call()
    made.call = publish(made.call)
    return made


@pytest.fixture(scope="class")
def begun(request: pytest.FixtureRequest, beginnings: Beginnings) -> Iterator[Begun | None]:
    names = request.fixturenames
    make = a_published_call if "published" in names else a_call if "call" in names else None
    if make is None:
        yield None
        return
    with beginnings.in_use(make) as made:
        yield made


@pytest.fixture
def ministry(begun: Begun | None, db: None) -> Organisation:
    return begun.ministry if begun else house(Kind.MINISTRY, "Ministerium für Beispiele")


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
def programme(begun: Begun | None, ministry: Organisation) -> Programme:
    return begun.programme if begun else make_programme(ministry)


@pytest.fixture
def guideline(begun: Begun | None, programme: Programme) -> Guideline:
    return begun.guideline if begun else make_guideline(programme)


@pytest.fixture
def call(begun: Begun) -> Call:
    return begun.call


@pytest.fixture
def published(begun: Begun) -> Call:
    return begun.call
