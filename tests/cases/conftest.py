from collections.abc import Iterator
from contextlib import nullcontext

import pytest
from django.utils import translation

from cases.town import Begun, Town, a_call, a_draft
from databases import Beginnings
from kommin.cases.models import Application
from kommin.programmes.models import Call


@pytest.fixture(scope="class")
def begun(request: pytest.FixtureRequest, beginnings: Beginnings) -> Iterator[Begun]:
    names = request.fixturenames
    make = a_draft if "draft" in names else a_call if "call" in names else None
    with beginnings.in_use(make) if make else nullcontext(Begun()) as made:
        yield made


@pytest.fixture
def call(begun: Begun, db: None) -> Call | None:
    return begun.call


@pytest.fixture
def town(begun: Begun, db: None) -> Town:
    return begun.town or Town()


@pytest.fixture
def draft(begun: Begun, db: None) -> Application | None:
    return begun.draft


@pytest.fixture(autouse=True)
def _german() -> Iterator[None]:
    """A request in English leaves its language behind; each test begins in German."""
    with translation.override("de"):
        yield
