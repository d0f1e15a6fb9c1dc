"""The register, and the invented history of KOMM-IN NRW, loaded once for all tests that read it."""

import pytest

from balance.grants import make_programme
from databases import beginning
from kommin.foundation.access import Actor
from kommin.programmes.models import Programme
from kommin.register.actions.loading import load_register
from kommin.register.models import Register


def whole_register() -> Register:
    load_register(by=Actor.clock())
    return Register.objects.get(is_default=True)


begun_register = beginning(whole_register)


@pytest.fixture
def register(begun_register: Register, db: None) -> Register:
    return begun_register


@pytest.fixture
def programme(db: None) -> Programme:
    return make_programme()
