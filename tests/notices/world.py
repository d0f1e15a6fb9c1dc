"""A small invented world for the tests of this room."""

import itertools

from django.contrib.auth import get_user_model

from kommin.foundation.access import Actor

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
