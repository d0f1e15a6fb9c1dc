from collections.abc import Iterator

import pytest
from django.utils import translation

from cases.town import Town, begin, open_call
from kommin.cases.models import Application
from kommin.programmes.models import Call


@pytest.fixture
def call(db: None) -> Call:
    return open_call()


@pytest.fixture
def town(db: None) -> Town:
    return Town()


@pytest.fixture
def draft(town: Town, call: Call) -> Application:
    return begin(town, call)


@pytest.fixture(autouse=True)
def _german() -> Iterator[None]:
    """A request in English leaves its language behind; each test begins in German."""
    with translation.override("de"):
        yield
