from collections.abc import Iterator

import pytest
from django.utils import translation

from databases import beginning
from decisions.granting import Land, german_land, letters_by, quick_letter

begun_land = beginning(german_land)


@pytest.fixture
def land(begun_land: Land, db: None) -> Land:
    return begun_land


@pytest.fixture(autouse=True)
def _german() -> Iterator[None]:
    with translation.override("de"):
        yield


@pytest.fixture
def quick_letters() -> Iterator[None]:
    """Letters in no time, for tests that are not about letters."""
    with letters_by(quick_letter):
        yield
