"""A programme with two building blocks, the whole register, and a programme officer."""

from dataclasses import dataclass

import pytest

from balance.grants import make_programme
from databases import beginning
from kommin.foundation.access import Actor
from kommin.people.models import Membership, Role, User
from kommin.people.standing import as_person, standings_of
from kommin.programmes.models import Programme
from kommin.register.actions.loading import load_register
from kommin.register.models import Register


@dataclass
class Begun:
    """The shipped register and a programme."""

    register: Register
    programme: Programme


def register_and_programme() -> Begun:
    load_register(by=Actor.clock())
    return Begun(Register.objects.get(is_default=True), make_programme())


begun = beginning(register_and_programme)


@pytest.fixture
def register(begun: Begun, db: None) -> Register:
    return begun.register


@pytest.fixture
def programme(begun: Begun, db: None) -> Programme:
    return begun.programme


@pytest.fixture
def officer(programme: Programme) -> Actor:
    user = User.objects.create_user("priya@example.org", name="Priya Programm")
    Membership.objects.create(person=user, organisation=programme.ministry, role=Role.PROGRAMME_OFFICER)
    standings = standings_of(user)
    return as_person(user, standings[0], standings)
