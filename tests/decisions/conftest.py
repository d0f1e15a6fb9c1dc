from collections.abc import Iterator

import pytest
from django.utils import translation

from decisions.granting import Land, letters_by, quick_letter


@pytest.fixture
def land(db: None) -> Land:
    return Land()


@pytest.fixture(autouse=True)
def _german() -> Iterator[None]:
    with translation.override("de"):
        yield


@pytest.fixture
def quick_letters() -> Iterator[None]:
    """Letters in no time, for tests that are not about letters."""
    with letters_by(quick_letter):
        yield
