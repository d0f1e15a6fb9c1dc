"""What the database refuses, on SQLite and on PostgreSQL alike."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from kommin.people import triggers
from kommin.people.checks import guards_are_in_place
from kommin.people.models import ROLES_OF_KIND, Deputyship, Kind, Membership, Organisation, OrganisationName, Role, User

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 23)


@pytest.fixture
def town() -> Organisation:
    return Organisation.objects.create(kind=Kind.MUNICIPALITY, municipality_key="05315000")


@pytest.fixture
def person() -> User:
    return User.objects.create_user("p@example.org", name="P")


def refused(make, *args, **kwargs):
    with pytest.raises(IntegrityError), transaction.atomic():
        make(*args, **kwargs)


def test_every_guard_is_in_place_after_all_migrations():
    assert [name for name, _ in triggers.installed(connection)] == triggers.expected(connection)


def test_a_missing_guard_is_named_by_the_check():
    with connection.cursor() as cursor:
        name, table = triggers.installed(connection)[0]
        cursor.execute(f'DROP TRIGGER "{name}"' + (f' ON "{table}"' if connection.vendor == "postgresql" else ""))
    assert [found.id for found in guards_are_in_place(databases=["default"])] == ["people.E001"]
    triggers.install(connection)
    assert guards_are_in_place(databases=["default"]) == []


def test_installing_twice_changes_nothing():
    before = triggers.installed(connection)
    triggers.install(connection)
    assert triggers.installed(connection) == before


def test_one_address_has_one_account_whatever_its_capitals(person):
    refused(User.objects.bulk_create, [User(email="P@example.org", name="Q")])
    refused(User.objects.bulk_create, [User(email="p@example.org", name="Q")])
    with pytest.raises(Exception, match="schon ein Konto"):
        User.objects.create_user("  P@EXAMPLE.org ", name="Q")


@pytest.mark.parametrize("kind", Kind)
def test_a_role_fits_the_kind_of_its_organisation(kind, person):
    house = Organisation.objects.create(kind=kind, municipality_key="05315000" if kind == Kind.MUNICIPALITY else "")
    for role in Role:
        if role in ROLES_OF_KIND[kind]:
            Membership.objects.create(person=person, organisation=house, role=role, valid_from=DAY)
        else:
            refused(Membership.objects.create, person=person, organisation=house, role=role, valid_from=DAY)


def test_a_role_cannot_be_changed_into_one_that_does_not_fit(town, person):
    membership = Membership.objects.create(person=person, organisation=town, role=Role.EDITOR, valid_from=DAY)
    refused(Membership.objects.filter(pk=membership.pk).update, role=Role.HEAD)


def test_the_kind_of_an_organisation_never_changes(town):
    refused(Organisation.objects.filter(pk=town.pk).update, kind=Kind.PRESS_OFFICE, municipality_key="")


def test_a_municipality_needs_a_key_and_nobody_else_has_one():
    refused(Organisation.objects.create, kind=Kind.MUNICIPALITY)
    refused(Organisation.objects.create, kind=Kind.MINISTRY, municipality_key="05315000")


def test_a_municipality_is_registered_once(town):
    refused(Organisation.objects.create, kind=Kind.MUNICIPALITY, municipality_key=town.municipality_key)


@pytest.mark.parametrize(
    ("begin", "end", "taken"),
    [
        (date(2026, 1, 31), date(2026, 2, 5), True),
        (date(2026, 1, 10), date(2026, 1, 12), True),
        (date(2025, 12, 1), date(2026, 1, 1), True),
        (date(2025, 12, 1), None, True),
        (date(2026, 2, 1), None, False),
        (date(2025, 12, 1), date(2025, 12, 31), False),
    ],
)
def test_nobody_has_the_same_role_twice_on_one_day(town, person, begin, end, taken):
    Membership.objects.create(
        person=person, organisation=town, role=Role.EDITOR, valid_from=date(2026, 1, 1), valid_until=date(2026, 1, 31)
    )
    again = {"person": person, "organisation": town, "role": Role.EDITOR, "valid_from": begin, "valid_until": end}
    if taken:
        refused(Membership.objects.create, **again)
    else:
        Membership.objects.create(**again)


def test_dates_are_in_order(town, person):
    refused(
        Membership.objects.create,
        person=person, organisation=town, role=Role.EDITOR, valid_from=DAY, valid_until=DAY - timedelta(days=1),
    )  # fmt: skip


def test_nobody_is_their_own_deputy_and_a_deputy_has_a_last_day(town, person):
    membership = Membership.objects.create(person=person, organisation=town, role=Role.SIGNATORY, valid_from=DAY)
    other = User.objects.create_user("o@example.org", name="O")
    refused(Deputyship.objects.create, membership=membership, deputy=person, valid_from=DAY, valid_until=DAY)
    refused(Deputyship.objects.create, membership=membership, deputy=other, valid_from=DAY)
    Deputyship.objects.create(membership=membership, deputy=other, valid_from=DAY, valid_until=DAY)
    refused(Deputyship.objects.create, membership=membership, deputy=other, valid_from=DAY, valid_until=DAY)


def test_an_organisation_has_one_name_a_day(town):
    OrganisationName.objects.create(
        organisation=town, name="Alt", valid_from=date(2000, 1, 1), valid_until=date(2009, 12, 31)
    )
    refused(OrganisationName.objects.create, organisation=town, name="Neu", valid_from=date(2009, 12, 31))
    OrganisationName.objects.create(organisation=town, name="Neu", valid_from=date(2010, 1, 1))
    assert [town.name_on(day) for day in (date(1999, 1, 1), date(2009, 12, 31), date(2010, 1, 1))] == [
        "Alt",
        "Alt",
        "Neu",
    ]


@pytest.mark.parametrize("key", ["05315000", "05315", "E07000223", "2A004", "DEA23", "CH-0261", "ABCDEFGH1234"])
def test_a_municipality_has_the_key_of_any_register(key):
    Organisation(kind=Kind.MUNICIPALITY, municipality_key=key).full_clean()


@pytest.mark.parametrize("key", ["ABCDEFGH12345", "05 315", "-0531", "Ä1", "05315\n", "a/b"])
def test_other_things_are_no_key(key):
    with pytest.raises(ValidationError, match="12 Buchstaben"):
        Organisation(kind=Kind.MUNICIPALITY, municipality_key=key).full_clean()
