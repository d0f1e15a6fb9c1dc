"""A small invented world of people for the tests of this room."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse
from django.utils import translation

from databases import beginning
from kommin.people.models import Kind, Membership, Organisation, OrganisationName, Role, User
from kommin.people.models.dated import today
from kommin.people.standing import as_person, standings_of

PASSWORD = "lange genug für alle"


def make_house(kind: Kind, name: str, key: str = "") -> Organisation:
    house = Organisation.objects.create(kind=kind, municipality_key=key)
    OrganisationName.objects.create(organisation=house, name=name, valid_from=date(2000, 1, 1))
    return house


def make_person(name: str, email: str = "", password: str | None = None, **fields) -> User:
    email = email or f"{name.split()[0].lower()}@example.org"
    user = User.objects.create_user(email, password, name=name, **fields)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def give(
    person: User, house: Organisation, role: Role, since: int = -10, until: int | None = None, **more
) -> Membership:
    """A membership from `since` days from today until `until` days from today."""
    return Membership.objects.create(
        person=person,
        organisation=house,
        role=role,
        valid_from=today() + timedelta(days=since),
        valid_until=None if until is None else today() + timedelta(days=until),
        **more,
    )


def actor(person: User, role: str = ""):
    """The person as an actor, in this role."""
    standings = standings_of(person)
    return as_person(person, next((one for one in standings if not role or one.role == role), None), standings)


def sign_in(person: User) -> Client:
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@dataclass
class World:
    town: Organisation
    village: Organisation
    authority: Organisation
    ministry: Organisation
    court: Organisation
    platform: Organisation
    editor: User
    signatory: User
    caseworker: User
    head: User
    auditor: User
    operator: User


def build_world() -> World:
    town = make_house(Kind.MUNICIPALITY, "Musterstadt", "05315000")
    village = make_house(Kind.MUNICIPALITY, "Beispielhausen", "05914000")
    authority = make_house(Kind.GRANTING_AUTHORITY, "Bezirksregierung Beispiel")
    ministry = make_house(Kind.MINISTRY, "Ministerium für Beispiele")
    court = make_house(Kind.COURT_OF_AUDIT, "Landesrechnungshof")
    platform = make_house(Kind.OPERATOR, "Betrieb")
    world = World(
        town, village, authority, ministry, court, platform,
        editor=make_person("Edda Editor"), signatory=make_person("Siglind Signatory"),
        caseworker=make_person("Carl Caseworker"), head=make_person("Hedwig Head"),
        auditor=make_person("Aurel Auditor"), operator=make_person("Olga Operator"),
    )  # fmt: skip
    give(world.editor, town, Role.EDITOR)
    give(world.signatory, town, Role.SIGNATORY, administers_members=True)
    give(world.caseworker, authority, Role.CASEWORKER)
    give(world.head, authority, Role.HEAD)
    give(world.auditor, court, Role.AUDITOR)
    give(world.operator, platform, Role.OPERATOR)
    return world


begun_world = beginning(build_world)


@pytest.fixture
def world(begun_world: World, db, settings) -> World:
    settings.SECOND_FACTOR_REQUIRED = False
    return begun_world


def address(name: str, *args) -> str:
    """The German address of a page, whatever language the last request spoke."""
    with translation.override("de"):
        return reverse(name, args=args)


@pytest.fixture(autouse=True)
def _german():
    with translation.override("de"):
        yield
