"""Registers in the database: the whole one, and a small one that loads fast."""

from dataclasses import replace

import pytest

from databases import beginning
from kommin.foundation.access import Actor
from kommin.register.actions import create_register, import_edition, load_register
from kommin.register.editions import Edition
from kommin.register.editions.shipped import shipped_register
from kommin.register.models import Register

HOUSE = Actor.command("kommin register load")
SMALL = ("05382", "05358", "05914")


def small_edition() -> Edition:
    """Two districts and a city without one, out of the shipped edition."""
    given = shipped_register().edition
    return replace(
        given,
        municipalities=tuple(record for record in given.municipalities if record.district_key in SMALL),
        districts=tuple(record for record in given.districts if record.key in SMALL),
        key_changes=(),
        aliases={},
    )


def whole_register() -> Register:
    """The shipped register with its history and boundaries."""
    load_register(by=HOUSE)
    return Register.objects.get(code="nrw")


def small_register() -> Register:
    """A register of 35 municipalities."""
    register = create_register(code="nrw", name="Nordrhein-Westfalen", by=HOUSE, country="DE")
    import_edition(register=register, edition=small_edition(), by=HOUSE)
    return register


begun_whole, begun_small = beginning(whole_register), beginning(small_register)


@pytest.fixture
def nrw_loaded(begun_whole: Register, db: None) -> Register:
    return begun_whole


@pytest.fixture
def small(begun_small: Register, db: None) -> Register:
    return begun_small
