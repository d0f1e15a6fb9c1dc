"""A ministry, an authority and a town with their people, and questionnaires to work on."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.test import Client
from django.utils import translation

from kommin.people.models import Kind, Organisation, Role, User
from kommin.questionnaires import actions
from kommin.questionnaires.models import QuestionnaireVersion
from questionnaires.samples import acting, browser_of, every_kind, house, person


@dataclass
class World:
    ministry: Organisation
    authority: Organisation
    officer: User
    colleague: User
    caseworker: User
    auditor: User
    editor: User


@pytest.fixture(autouse=True)
def _german() -> Iterator[None]:
    with translation.override("de"):
        yield


@pytest.fixture
def world(db: None, settings) -> World:
    settings.SECOND_FACTOR_REQUIRED = False
    ministry = house(Kind.MINISTRY, "Ministerium für Beispiele")
    authority = house(Kind.GRANTING_AUTHORITY, "Bezirksregierung Beispiel")
    return World(
        ministry=ministry,
        authority=authority,
        officer=person("Priya Programm", ministry, Role.PROGRAMME_OFFICER),
        colleague=person("Kim Kollege", ministry, Role.PROGRAMME_OFFICER),
        caseworker=person("Carla Sach", authority, Role.CASEWORKER),
        auditor=person("Aurel Prüfer", house(Kind.COURT_OF_AUDIT, "Rechnungshof"), Role.AUDITOR),
        editor=person("Edda Editor", house(Kind.MUNICIPALITY, "Musterstadt", "05315000"), Role.EDITOR),
    )


@pytest.fixture
def draft(world: World) -> QuestionnaireVersion:
    """A draft of the ministry with a question of every kind."""
    return actions.create_questionnaire(organisation=world.ministry, definition=every_kind(), by=acting(world.officer))


@pytest.fixture
def officer(world: World) -> Client:
    return browser_of(world.officer)
