"""A programme with two building blocks, the whole register, and a programme officer."""

import pytest

from balance.grants import make_programme
from kommin.foundation.access import Actor
from kommin.people.models import Membership, Role, User
from kommin.people.standing import as_person, standings_of
from kommin.programmes.models import Programme
from kommin.register.actions.loading import load_register
from kommin.register.models import Register


@pytest.fixture
def register(db: None) -> Register:
    load_register(by=Actor.clock())
    return Register.objects.get(is_default=True)


@pytest.fixture
def programme(register: Register) -> Programme:
    return make_programme()


@pytest.fixture
def officer(programme: Programme) -> Actor:
    user = User.objects.create_user("priya@example.org", name="Priya Programm")
    Membership.objects.create(person=user, organisation=programme.ministry, role=Role.PROGRAMME_OFFICER)
    standings = standings_of(user)
    return as_person(user, standings[0], standings)
