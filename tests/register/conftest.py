"""The shipped register in the database, loaded once for this folder."""

import pytest
from django.db import transaction

from kommin.foundation.access import Actor
from kommin.register.actions import load_register
from kommin.register.models import Register

HOUSE = Actor.command("kommin register load")


@pytest.fixture
def nrw_loaded(db: None) -> Register:
    with transaction.atomic():
        load_register(by=HOUSE)
    return Register.objects.get(code="nrw")
