"""A small invented world for the tests of this room."""

import itertools
from datetime import date

from django.contrib.auth import get_user_model
from django.test import Client

from kommin.foundation.access import Actor
from kommin.people.models import Membership, Organisation, OrganisationName

OPERATOR = Actor.person(user_id=1, name="Olga", role="operator")
_numbers = itertools.count(1)


def make_person(name: str = "Kim Muster", email: str = "", **more):
    return get_user_model().objects.create(
        name=name, email=email or f"person{next(_numbers)}@example.org", password="!", **more
    )


def acting(person, role: str = "editor", organisation: int | None = 7) -> Actor:
    return Actor.person(
        user_id=person.pk, name=person.name, role=role, organisation_id=organisation, organisation_name="Musterstadt"
    )


class Phonebook:
    """A directory for tests: roles by organisation, deputies, heads."""

    def __init__(self) -> None:
        self.roles: dict[tuple[int, str], list[int]] = {}
        self.standing_in: list[int] = []
        self.answering: list[int] = []

    def holders(self, *, organisation, role, **_):
        return self.roles.get((organisation, role), [])

    def deputies(self, **_):
        return self.standing_in

    def heads(self, **_):
        return self.answering

    def roles_of(self, *, person, **_):
        found: dict[int, list[str]] = {}
        for (organisation, role), people in self.roles.items():
            if person in people:
                found.setdefault(organisation, []).append(role)
        return found

    def names(self, *, organisations, **_):
        return dict.fromkeys(organisations, "Musterstadt")


def make_member(role: str, kind: str = "municipality", key: str = "05914000", **person):
    """A person with a role, and the organisation."""
    house, _made = Organisation.objects.get_or_create(kind=kind, municipality_key=key if kind == "municipality" else "")
    OrganisationName.objects.get_or_create(organisation=house, name="Musterstadt", valid_from=date(2000, 1, 1))
    member = make_person(**person)
    Membership.objects.create(person=member, organisation=house, role=role, valid_from=date(2020, 1, 1))
    return member, house


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client
