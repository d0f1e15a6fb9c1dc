"""What several tests of questionnaires use: definitions, people, addresses."""

from datetime import date
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import translation
from hypothesis import HealthCheck, settings

from kommin.foundation.access import Actor
from kommin.people.models import Kind, Membership, Organisation, OrganisationName, Role, User
from kommin.people.standing import as_person, standings_of
from kommin.questionnaires.definition import Definition, load

unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""For property tests: a slow machine is no failure."""


def words(de: str, en: str = "") -> dict[str, str]:
    return {"de": de, "en": en} if en else {"de": de}


def options(*keys: str) -> list[dict[str, Any]]:
    return [{"key": key, "title": words(key.title(), f"{key} (en)")} for key in keys]


def definition(*questions: dict[str, Any], **more: Any) -> Definition:
    """A definition with one section; a question without a title gets its key as title."""
    asked = [{"title": words(question["key"].title(), question["key"])} | question for question in questions]
    section = {"key": "first", "title": words("Abschnitt", "Section"), "questions": asked}
    return load({"title": words("Bogen", "Form"), "sections": [section], **more})


EVERY_KIND: tuple[dict[str, Any], ...] = (
    {"key": "name", "kind": "short_text", "required": True, "max_length": 50},
    {"key": "email", "kind": "short_text", "format": "email"},
    {"key": "iban", "kind": "short_text", "format": "iban"},
    {"key": "story", "kind": "long_text", "max_length": 1000},
    {"key": "staff", "kind": "number", "minimum": "0", "maximum": "100", "decimals": 2},
    {"key": "budget", "kind": "money", "maximum": "100000"},
    {"key": "starts", "kind": "date", "earliest": "2026-01-01", "latest": "2027-12-31"},
    {"key": "joint", "kind": "yes_no", "required": True},
    {
        "key": "partner", "kind": "short_text", "required": True,
        "only_if": {"question": "joint", "is": "equal", "value": True},
    },
    {"key": "state", "kind": "choice", "choices": options("new", "old")},
    {"key": "blocks", "kind": "choices", "choices": options("red", "green", "blue"), "at_most": 2},
    {"key": "mood", "kind": "scale", "lowest_title": words("schlecht"), "highest_title": words("gut")},
    {"key": "grid", "kind": "matrix", "rows": options("one", "two"), "columns": options("low", "high")},
    {
        "key": "costs", "kind": "table", "max_rows": 5,
        "columns": [
            {"key": "what", "title": words("Was", "What"), "required": True},
            {"key": "amount", "title": words("Betrag", "Amount"), "kind": "money", "total": True},
            {"key": "day", "title": words("Tag", "Day"), "kind": "date"},
            {"key": "sort", "title": words("Art", "Sort"), "kind": "choice", "choices": options("staff", "things")},
        ],
    },
    {"key": "town", "kind": "municipality"},
    {"key": "proof", "kind": "files", "at_most": 2, "types": ["pdf", "png"], "max_megabytes": 1},
    {"key": "grant", "kind": "calculated", "formula": "sum(costs.amount) * 80 %"},
)  # fmt: skip


def every_kind() -> Definition:
    """One question of every kind, one of them conditional."""
    return definition(*EVERY_KIND)


def house(kind: Kind, name: str, key: str = "") -> Organisation:
    made = Organisation.objects.create(kind=kind, municipality_key=key)
    OrganisationName.objects.create(organisation=made, name=name, valid_from=date(2000, 1, 1))
    return made


def person(name: str, organisation: Organisation, role: Role) -> User:
    made = User.objects.create_user(f"{name.split()[0].lower()}@example.org", None, name=name)
    Membership.objects.create(person=made, organisation=organisation, role=role)
    return made


def acting(user: User) -> Actor:
    standings = standings_of(user)
    return as_person(user, standings[0], standings)


def browser_of(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def address(name: str, *args: object) -> str:
    with translation.override("de"):
        return reverse(f"questionnaires:{name}", args=args)
