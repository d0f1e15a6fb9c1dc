"""One application in the hands of an authority, made once for all the tests that begin with it."""

import pytest

from cases.town import Town, open_call
from databases import beginning
from examination.cases_in_hand import Authority
from examination.submitted import InHand, one_in_hand
from kommin.cases.models import Case
from kommin.programmes.models import Call

one_case = beginning(one_in_hand)


def begun(request: pytest.FixtureRequest) -> InHand | None:
    """What a test that asks for the case begins with; None for the others, which begin with nothing."""
    return request.getfixturevalue("one_case") if "one_case" in request.fixturenames else None


@pytest.fixture
def case(one_case: InHand) -> Case:
    return one_case.case


@pytest.fixture
def town(request: pytest.FixtureRequest) -> Town:
    known = begun(request)
    return known.town if known else Town()


@pytest.fixture
def call(request: pytest.FixtureRequest) -> Call:
    known = begun(request)
    return known.call if known else open_call()


@pytest.fixture
def authority(request: pytest.FixtureRequest) -> Authority:
    known = begun(request)
    return known.authority if known else Authority()
