"""Conflicts of interest (§§ 20, 21 VwVfG): declared, dated, and never made undone."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kommin.foundation.access import Actor, NotAllowed
from kommin.people import actions
from kommin.people.errors import ConflictError
from kommin.people.models import ConflictOfInterest, Ground, Role
from kommin.people.models.dated import today
from kommin.people.queries import conflict_for, may_examine
from kommin.register.actions import load_register

from .conftest import actor, address, give, sign_in


def declare(world, **more):
    wanted = {
        "person": world.caseworker, "municipality_key": "05315000", "municipality_name": "Musterstadt",
        "ground": Ground.ORGAN, "valid_from": today() - timedelta(days=10), "by": actor(world.caseworker),
    }  # fmt: skip
    return actions.declare_conflict(**wanted | more)


def test_a_declared_conflict_excludes_from_that_municipality_alone(world):
    assert may_examine(world.caseworker, world.town)
    declare(world)
    assert not may_examine(world.caseworker, world.town)
    assert not may_examine(world.caseworker.pk, "05315000")
    assert may_examine(world.caseworker, world.village)
    assert may_examine(world.head, world.town)
    assert (
        conflict_for(user=world.caseworker, municipality=world.town).reason
        == "Mitglied ihres Rates oder eines anderen ihrer Organe"
    )


@pytest.mark.parametrize(("day", "free"), [(-11, True), (-10, False), (0, False), (3, False), (4, True)])
def test_a_conflict_counts_from_its_first_to_its_last_day(world, day, free):
    actions.end_conflict(conflict=declare(world), last_day=today() + timedelta(days=3), by=actor(world.caseworker))
    assert may_examine(world.caseworker, world.town, today() + timedelta(days=day)) is free


def test_it_is_not_withdrawn_for_the_past(world):
    conflict = declare(world)
    with pytest.raises(ConflictError, match="Vergangenheit"):
        actions.end_conflict(conflict=conflict, last_day=today() - timedelta(days=1), by=actor(world.caseworker))
    actions.end_conflict(conflict=conflict, last_day=today(), by=actor(world.caseworker))
    assert ConflictOfInterest.objects.count() == 1


def test_an_own_role_in_the_municipality_excludes_too(world):
    give(world.caseworker, world.town, Role.EDITOR, since=-5, until=-2)
    assert not may_examine(world.caseworker, world.town, today() - timedelta(days=3))
    assert may_examine(world.caseworker, world.town)


def test_who_may_declare_about_whom(world):
    declare(world, by=actor(world.head))
    for by in (world.editor, world.operator, world.auditor):
        with pytest.raises(NotAllowed):
            declare(world, by=actor(by), municipality_key="05914000")
    with pytest.raises(NotAllowed):
        declare(world, person=world.head, by=actor(world.caseworker))
    with pytest.raises(NotAllowed):
        declare(world, person=world.editor, by=actor(world.head))


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"municipality_key": "0531 5000"}, "Ziffern"),
        ({"municipality_key": "05315000\n"}, "Ziffern"),
        ({"ground": "lives there"}, "Grund"),
        ({"valid_until": date(2000, 1, 1)}, "vor dem ersten"),
    ],
)
def test_bad_declarations_are_refused(world, wrong, said):
    with pytest.raises(ConflictError, match=said):
        declare(world, **wrong)


def test_the_same_is_not_declared_twice(world):
    declare(world)
    with pytest.raises(ConflictError, match="schon angezeigt"):
        declare(world)


def test_the_pages(world):
    client = sign_in(world.caseworker)
    form = {
        "person": world.caseworker.pk, "municipality": "05315000", "ground": "relative",
        "valid_from": today().isoformat(),
    }  # fmt: skip
    client.post(address("people:conflict_declare"), form)
    assert not may_examine(world.caseworker, world.town)
    page = client.get(address("people:conflict_declare")).content.decode()
    assert "Dort zu wohnen ist kein Konflikt." in page
    assert "Hedwig Head" not in page, "a caseworker declares for nobody else"
    assert "Hedwig Head" in sign_in(world.head).get(address("people:conflict_declare")).content.decode()
    stranger = {**form, "person": world.head.pk, "municipality": "05914000"}
    assert client.post(address("people:conflict_declare"), stranger).status_code == 200
    assert may_examine(world.head, world.village)
    conflict = ConflictOfInterest.objects.get()
    client.post(address("people:conflict_end", conflict.pk), {"last_day": today().isoformat()})
    assert may_examine(world.caseworker, world.town, today() + timedelta(days=1))


def test_a_reform_does_not_end_a_conflict(world):
    load_register(by=Actor.clock())
    declare(world, municipality_key="05354", municipality_name="Kreis Aachen")
    assert not may_examine(world.caseworker, "05334"), "the Städteregion took over from the district in 2009"
    assert not may_examine(world.caseworker, "05354")
    assert may_examine(world.caseworker, "05358")


@given(first=st.integers(-30, 30), length=st.none() | st.integers(0, 30), asked=st.integers(-70, 70))
def test_dates_hold_on_exactly_the_days_between(first, length, asked):
    start = date(2026, 6, 1) + timedelta(days=first)
    end = None if length is None else start + timedelta(days=length)
    day = date(2026, 6, 1) + timedelta(days=asked)
    inside = day >= start and (end is None or day <= end)
    assert ConflictOfInterest(valid_from=start, valid_until=end).holds_on(day) is inside
