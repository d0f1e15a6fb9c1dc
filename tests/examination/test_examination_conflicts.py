"""Conflicts of interest before a case opens: a clear page in its place, which says nothing of the case."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from cases.town import Town, open_call
from databases import beginning
from examination.cases_in_hand import Authority
from examination.submitted import in_hand
from kommin.cases.models import Case, Partner, PartnerState
from kommin.examination.actions.messaging import write_note
from kommin.examination.models import Note
from kommin.foundation.access import NotAllowed
from kommin.people.models import ConflictOfInterest, Deputyship, Membership, Role, User
from kommin.people.models.dated import today
from kommin.people.standing import SESSION_KEY

pytestmark = pytest.mark.django_db
PARTNER = "05112000"


@pytest.fixture(autouse=True)
def _no_second_factor(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False


def secret_case() -> tuple[Case, Authority]:
    authority = Authority()
    case = in_hand(Town(), open_call(), authority, title="Geheimes Vorhaben")
    Partner.objects.create(
        application=case.application, organisation=Town("Partnerstadt", PARTNER).organisation, key=PARTNER,
        name="Partnerstadt", state=PartnerState.CONSENTED,
    )  # fmt: skip
    return case, authority


begun = beginning(secret_case)


@pytest.fixture
def case(begun: tuple[Case, Authority], db: None) -> Case:
    return begun[0]


@pytest.fixture
def authority(begun: tuple[Case, Authority], db: None) -> Authority:
    return begun[1]


def declare(person: User, key: str, **more: Any) -> None:
    ConflictOfInterest.objects.create(
        person=person, municipality_key=key, municipality_name="x", ground="relative", declared_by=person, **more
    )


def shut_out(client: Client, case: Case, rest: str = "") -> str:
    answer = client.get(f"/cases/{case.number}/{rest}")
    assert answer.status_code == 403, rest
    page = answer.content.decode()
    assert "Geheimes Vorhaben" not in page
    assert case.applicant_name not in page
    return page


def test_a_clear_page_stands_in_the_place_of_the_case(case: Case, authority: Authority) -> None:
    declare(authority.user(Role.CASEWORKER), case.applicant_key)
    head = authority.user(Role.HEAD)
    for rest in ("", "application/", "application.pdf", "check/", "messages/", "notes/", "similar/", "scores/",
                 "scorers/", "amount/"):  # fmt: skip
        page = shut_out(authority.client(Role.CASEWORKER), case, rest)
        assert "Dieser Fall bleibt Ihnen verschlossen" in page
        assert "§§ 20, 21 VwVfG" in page
        assert "naher Angehöriger" in page or "nahe Angehörige" in page
        assert head.name in page, "whom to ask"
    assert authority.client(Role.HEAD).get(f"/cases/{case.number}/").status_code == 200


def test_nothing_can_be_sent_either(case: Case, authority: Authority) -> None:
    declare(authority.user(Role.CASEWORKER), case.applicant_key)
    answer = authority.client(Role.CASEWORKER).post(f"/cases/{case.number}/notes/", {"text": "x", "once": "a"})
    assert answer.status_code == 403
    with pytest.raises(NotAllowed):
        write_note(case=case, text="x", once="a", by=authority.caseworker)
    assert not Note.objects.exists()


def test_a_conflict_with_a_partner_excludes_as_well(case: Case, authority: Authority) -> None:
    declare(authority.user(Role.CASEWORKER), PARTNER)
    shut_out(authority.client(Role.CASEWORKER), case)
    Partner.objects.update(state=PartnerState.DECLINED)
    assert authority.client(Role.CASEWORKER).get(f"/cases/{case.number}/").status_code == 200


def test_only_on_the_days_on_which_it_holds(case: Case, authority: Authority) -> None:
    declare(authority.user(Role.CASEWORKER), case.applicant_key, valid_from=today() - timedelta(days=9),
            valid_until=today() - timedelta(days=1))  # fmt: skip
    assert authority.client(Role.CASEWORKER).get(f"/cases/{case.number}/").status_code == 200


def test_a_deputy_brings_the_own_conflict_along(case: Case, authority: Authority) -> None:
    deputy = authority.user(Role.PAYMENT_OFFICER)
    authority.user(Role.CASEWORKER)
    standing = Deputyship.objects.create(
        membership=Membership.objects.get(role=Role.CASEWORKER), deputy=deputy, valid_until=today()
    )
    declare(deputy, case.applicant_key)
    client = authority.client(Role.PAYMENT_OFFICER)
    session = client.session
    session[SESSION_KEY] = f"d{standing.pk}"
    session.save()
    shut_out(client, case)


def test_whoever_has_nothing_to_do_with_the_case_reads_no_reason(case: Case) -> None:
    other = Authority("Andere Behörde")
    declare(other.user(Role.CASEWORKER), case.applicant_key)
    assert other.client(Role.CASEWORKER).get(f"/cases/{case.number}/").status_code == 404
