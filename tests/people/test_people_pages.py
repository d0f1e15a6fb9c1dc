"""Every page of this room opens for whom it is meant, in both languages, and for nobody else."""

from datetime import timedelta

import pytest
from django.test import Client

from kommin.people import actions
from kommin.people.models import Ground, Membership, Role
from kommin.people.models.dated import today

from .conftest import actor, address, give, make_person, sign_in


def test_pages_of_nobody(client, db):
    for name in ("account_login", "account_signup", "account_reset_password", "account_reset_password_done",
                 "account_reset_password_from_key_done", "account_inactive", "account_email_verification_sent",
                 "socialaccount_login_cancelled"):  # fmt: skip
        assert client.get(address(name)).status_code == 200, name
        assert client.get("/en" + address(name)).status_code == 200, name
    assert client.get(address("socialaccount_login_error")).status_code == 401
    assert client.get("/accounts/password/reset/key/1-set-password/").status_code == 200
    assert client.get("/accounts/confirm-email/unknown/").status_code == 200


def test_pages_of_whoever_is_signed_in(world):
    client = sign_in(world.editor)
    for name in ("people:profile", "account_logout", "account_email", "account_change_password", "mfa_index",
                 "mfa_list_webauthn", "usersessions_list", "socialaccount_connections"):  # fmt: skip
        assert client.get(address(name), follow=True).status_code == 200, name
        assert client.get("/en" + address(name), follow=True).status_code == 200, name


def test_pages_of_an_organisation(world):
    membership = Membership.objects.get(person=world.caseworker)
    give(world.caseworker, world.authority, Role.SECOND_EXAMINER, since=-20, until=-3)
    actions.invite(organisation=world.authority, email="neu@example.org", role=Role.CASEWORKER, by=actor(world.head))
    actions.name_deputy(
        membership=membership, deputy=world.head, valid_from=today(), valid_until=today(), by=actor(world.head)
    )
    pages = [
        address("people:organisation", world.authority.pk),
        address("people:former_members", world.authority.pk),
        address("people:invite", world.authority.pk),
        address("people:membership", membership.pk),
        address("people:membership_end", membership.pk),
        address("people:deputy", membership.pk),
        address("people:person", world.caseworker.pk),
        address("people:lock", world.caseworker.pk),
    ]
    client = sign_in(world.head)
    for page in pages:
        assert client.get(page).status_code == 200, page
        assert client.get("/en" + page).status_code == 200, page
        assert sign_in(world.editor).get(page).status_code == 404, page
        assert Client().get(page).status_code == 302, page


def test_pages_of_the_operator(world):
    client = sign_in(world.operator)
    for page in (
        address("people:organisations"),
        address("people:organisations") + "?q=Muster&kind=municipality",
        address("people:organisation_create"),
        address("people:organisation_rename", world.town.pk),
        address("people:organisation_succeed", world.town.pk),
        address("people:anonymise", world.editor.pk),
        address("people:person", world.editor.pk),
    ):
        assert client.get(page).status_code == 200, page
        assert client.get("/en" + page).status_code == 200, page
        assert sign_in(world.head).get(page).status_code == 404, page


def test_pages_of_conflicts(world):
    conflict = actions.declare_conflict(
        person=world.caseworker, municipality_key="05315000", municipality_name="Musterstadt", ground=Ground.ORGAN,
        valid_from=today() - timedelta(days=1), by=actor(world.caseworker),
    )  # fmt: skip
    for page in (
        address("people:conflicts"),
        address("people:conflict_declare"),
        address("people:conflict_end", conflict.pk),
    ):
        assert sign_in(world.caseworker).get(page).status_code == 200, page
        assert sign_in(world.head).get("/en" + page).status_code == 200, page
        assert sign_in(world.editor).get(page).status_code == 404, page
    assert "Musterstadt" in sign_in(world.auditor).get(address("people:conflicts")).content.decode()


@pytest.mark.parametrize(
    "name", ["\u202eegnagle neztesrev", "عبد الرحمن بن عوف", "x" * 200, "<b>fett</b>", "O’Brien-Łukasz"]
)
def test_names_stay_within_their_place(world, name):
    odd = make_person(name, email="odd@example.org")
    give(odd, world.town, Role.EDITOR)
    page = sign_in(world.signatory).get(address("people:organisation", world.town.pk)).content.decode()
    assert "<bdi>" in page
    assert "<b>fett" not in page
    assert sign_in(odd).get(address("people:profile")).status_code == 200
