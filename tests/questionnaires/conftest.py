"""A ministry, an authority and a town with their people, and questionnaires to work on."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.test import Client
from django.utils import translation

from databases import Beginnings
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


def build_world() -> World:
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


def world_with_draft() -> tuple[World, QuestionnaireVersion]:
    """A draft of the ministry with a question of every kind."""
    with translation.override("de"):
        world = build_world()
        by = acting(world.officer)
        return world, actions.create_questionnaire(organisation=world.ministry, definition=every_kind(), by=by)


def world_alone() -> tuple[World, None]:
    return build_world(), None


@pytest.fixture(scope="class")
def begun(
    request: pytest.FixtureRequest, beginnings: Beginnings
) -> Iterator[tuple[World, QuestionnaireVersion | None]]:
    with beginnings.in_use(world_with_draft if "draft" in request.fixturenames else world_alone) as made:
        yield made


@pytest.fixture
def world(begun: tuple[World, QuestionnaireVersion | None], db: None, settings) -> World:
    settings.SECOND_FACTOR_REQUIRED = False
    return begun[0]


@pytest.fixture
def draft(begun: tuple[World, QuestionnaireVersion | None], world: World) -> QuestionnaireVersion | None:
    return begun[1]


@pytest.fixture
def officer(world: World) -> Client:
    return browser_of(world.officer)
