"""What a municipality got before, and similar projects elsewhere: for those inside, linked to what they may open."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.town import Town, open_call
from databases import beginning
from examination.cases_in_hand import Authority, bare_case
from examination.submitted import in_hand
from kommin.cases.finding import index_case
from kommin.cases.models import Case, Stage
from kommin.people.models import ConflictOfInterest, Kind, Role
from kommin.register.models import KeyChange, Register

pytestmark = pytest.mark.django_db
TITLE = "Sprachmittlung: Hebammen, Pflegekräfte, Dolmetschen, Schulwege"


@pytest.fixture(autouse=True)
def _no_second_factor(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False


def case_in_hand() -> tuple[Case, Town, Authority]:
    town, authority = Town(), Authority()
    return in_hand(town, open_call(), authority, title=TITLE), town, authority


begun = beginning(case_in_hand)


@pytest.fixture
def town(begun: tuple[Case, Town, Authority], db: None) -> Town:
    return begun[1]


@pytest.fixture
def authority(begun: tuple[Case, Town, Authority], db: None) -> Authority:
    return begun[2]


@pytest.fixture
def other() -> Authority:
    return Authority("Andere Behörde")


@pytest.fixture
def case(begun: tuple[Case, Town, Authority], db: None) -> Case:
    return begun[0]


def elsewhere(case: Case, house: Authority, title: str, name: str, *, key: str = "05113000", **more: Any) -> Case:
    """A case of another municipality, findable."""
    made = bare_case(case.programme, house.organisation, **more)
    Case.objects.filter(pk=made.pk).update(applicant_key=key, applicant_name=name, title=title)
    made.refresh_from_db()
    index_case(made)
    return made


def page(house: Authority, case: Case, role: Role = Role.CASEWORKER, rest: str = "", **headers: str) -> str:
    answer = house.client(role, **headers).get(f"/cases/{case.number}/{rest}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_earlier_grants_are_named_whoever_gave_them(
    case: Case, town: Town, authority: Authority, other: Authority
) -> None:
    own = bare_case(case.programme, authority.organisation, town=town, stage=Stage.DECIDED, granted="1000.00")
    theirs = bare_case(case.programme, other.organisation, town=town, stage=Stage.CLOSED, granted="234.50")
    Case.objects.filter(pk=own.pk).update(title="Eigenes Vorhaben")
    Case.objects.filter(pk=theirs.pk).update(title="Anderes Vorhaben")
    shown = page(authority, case)
    assert "2 Zuwendungen sind in Kraft: 1.234,50" in shown.replace("\xa0", " ")
    assert f'<a href="/cases/{own.number}/">Eigenes Vorhaben</a>' in shown
    assert "Anderes Vorhaben" in shown
    assert f"/cases/{theirs.number}/" not in shown, "of another authority: named, not opened"
    court = Authority("Rechnungshof", Kind.COURT_OF_AUDIT)
    assert f"/cases/{theirs.number}/" in page(court, case, Role.AUDITOR)


def test_refusals_and_open_cases_are_no_grants(case: Case, town: Town, authority: Authority) -> None:
    bare_case(case.programme, authority.organisation, town=town, stage=Stage.DECIDED)
    bare_case(case.programme, authority.organisation, town=town)
    assert "Keine frühere Zuwendung bekannt." in page(authority, case)


def test_grants_under_a_former_key_are_found(case: Case, town: Town, authority: Authority) -> None:
    register = Register.objects.first() or Register.objects.create(code="nw", name="NW", language="de")
    old = bare_case(case.programme, authority.organisation, town=town, stage=Stage.CLOSED, granted="500.00")
    Case.objects.filter(pk=old.pk).update(applicant_key="05999999", title="Vor der Gebietsreform")
    assert "Vor der Gebietsreform" not in page(authority, case)
    KeyChange.objects.create(
        register=register, level="municipality", old_key="05999999", old_name="x", new_key=case.applicant_key,
        valid_from="2009-10-21",
    )  # fmt: skip
    assert "Vor der Gebietsreform" in page(authority, case)


def test_similar_projects_are_shown_as_far_as_the_reader_may_know(
    case: Case, authority: Authority, other: Authority
) -> None:
    own = elsewhere(case, authority, "Hebammen im Quartier", "Stadt A")
    public = elsewhere(case, other, "Sichere Schulwege", "Stadt B", granted="9.00", stage=Stage.DECIDED)
    elsewhere(case, other, "Dolmetschen, geheim", "Stadt C", granted="9.00", is_public=False)
    elsewhere(case, other, "Pflegekräfte, noch offen", "Stadt D")
    elsewhere(case, authority, "Radweg am Kanal", "Stadt E")
    shown = page(authority, case, rest="similar/")
    assert f'<a href="/cases/{own.number}/">' in shown
    assert "Stadt B" in shown
    assert f"/cases/{public.number}/" not in shown
    for hidden in ("Stadt C", "Stadt D", "Stadt E"):
        assert hidden not in shown


def test_a_conflict_of_interest_hides_similar_cases(case: Case, authority: Authority) -> None:
    elsewhere(case, authority, TITLE, "Stadt A", key="05112000")
    assert "Stadt A" in page(authority, case, rest="similar/")
    person = authority.user(Role.CASEWORKER)
    ConflictOfInterest.objects.create(
        person=person, municipality_key="05112000", municipality_name="A", ground="organ", declared_by=person
    )
    assert "Stadt A" not in page(authority, case, rest="similar/")
    assert "Stadt A" in page(authority, case, Role.HEAD, rest="similar/")


def test_the_page_of_the_case_fetches_them_when_somebody_gets_there(case: Case, authority: Authority) -> None:
    elsewhere(case, authority, TITLE, "Stadt A")
    address = f"/cases/{case.number}/similar/"
    whole = page(authority, case)
    assert f'hx-get="{address}"' in whole
    assert f'href="{address}#elsewhere"' in whole, "without script it is a link"
    part = page(authority, case, rest="similar/", **{"HX-Request": "true"})
    assert "Stadt A" in part
    assert "<html" not in part


def test_the_municipality_does_not_see_it(case: Case, town: Town) -> None:
    answer = town.client().get(f"/cases/{case.number}/")
    assert 'id="similar"' not in answer.content.decode()
    assert town.client().get(f"/cases/{case.number}/similar/").status_code == 404


def test_as_many_queries_for_fifty_as_for_one(case: Case, town: Town, authority: Authority) -> None:
    def grow(count: int) -> None:
        for number in range(count):
            bare_case(case.programme, authority.organisation, town=town, stage=Stage.DECIDED, granted="1000.00")
            elsewhere(case, authority, TITLE, f"Stadt {number}")

    def cost() -> int:
        client = authority.client(Role.CASEWORKER)
        client.get(f"/cases/{case.number}/similar/")
        with CaptureQueriesContext(connection) as asked:
            assert client.get(f"/cases/{case.number}/similar/").status_code == 200
        return len(asked)

    grow(1)
    one = cost()
    grow(24)
    assert cost() <= one
