"""The register, and the invented history of KOMM-IN NRW, loaded once for all tests that read it."""

import pytest

from balance.grants import make_programme
from kommin.foundation.access import Actor
from kommin.programmes.models import Programme
from kommin.register.actions.loading import load_register
from kommin.register.models import Register


@pytest.fixture
def register(db: None) -> Register:
    load_register(by=Actor.clock())
    return Register.objects.get(is_default=True)


@pytest.fixture
def programme(db: None) -> Programme:
    return make_programme()
