"""Invitations: the only way to an account. Stolen, reused, expired and foreign links are refused."""

import re
import threading
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connections
from django.test import Client
from django.utils import timezone

from kommin.foundation.access import Actor, NotAllowed
from kommin.foundation.audit.models import Record
from kommin.people import actions
from kommin.people.actions.forgetting import forget_old_invitations
from kommin.people.errors import AccountError, InvitationError
from kommin.people.models import Invitation, Membership, Role, User
from kommin.people.models.dated import today
from kommin.people.standing import standings_of

from .conftest import PASSWORD, actor, address, build_world, give, sign_in

pytestmark = pytest.mark.once

NEW = {"name": "Nora Neu", "password": PASSWORD, "language": "de"}


@pytest.fixture(autouse=True)
def _letters(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def invite(world, **more):
    wanted = {
        "organisation": world.authority,
        "email": "nora@example.org",
        "role": Role.CASEWORKER,
        "by": actor(world.head),
    }
    return actions.invite(**wanted | more)


def open_link(client, sent):
    answer = client.get(sent.link, follow=True)
    assert sent.link.strip("/").rsplit("/", 1)[-1] not in answer.request["PATH_INFO"], (
        "the secret stays out of the address"
    )
    return answer


def test_from_the_letter_to_the_first_page(world):
    sign_in(world.head).post(
        address("people:invite", world.authority.pk),
        {"email": "Nora@Example.org", "role": Role.CASEWORKER, "language": "de"},
    )
    letter = mail.outbox[0]
    assert letter.to == ["nora@example.org"]
    assert "Hedwig Head lädt Sie ein" in letter.body
    assert "Bezirksregierung Beispiel" in letter.subject
    link = re.search(r"http://127\.0\.0\.1:8000(/\S+)", letter.body)[1]
    client = Client()
    assert "Bezirksregierung Beispiel" in client.get(link, follow=True).content.decode()
    done = client.post(address("people:accept"), NEW, follow=True)
    assert done.redirect_chain[-1][0] == address("people:profile")
    person = User.objects.get(email="nora@example.org")
    assert [(one.role, one.organisation_id) for one in standings_of(person)] == [(Role.CASEWORKER, world.authority.pk)]
    accepted = Record.objects.get(action="people.invitation_accepted")
    assert (accepted.actor_id, accepted.actor_role) == (person.pk, Role.CASEWORKER)
    assert "nora@example.org" not in accepted.data_json


def test_a_letter_in_english(world):
    invite(world, language="en")
    assert "invites you to act as Caseworker" in mail.outbox[0].body
    assert "/en/invitation/" in mail.outbox[0].body


def test_the_link_does_not_follow_forged_headers(world):
    client = sign_in(world.head)
    page = address("people:invite", world.authority.pk)
    forged = {"HTTP_X_FORWARDED_HOST": "evil.example", "HTTP_X_FORWARDED_PROTO": "http"}
    client.post(page, {"email": "nora@example.org", "role": Role.CASEWORKER, "language": "de"}, **forged)
    assert "evil.example" not in mail.outbox[0].body
    assert client.post(page, {}, HTTP_HOST="evil.example").status_code == 400


@pytest.mark.both
def test_the_database_does_not_know_the_link(world):
    sent = invite(world)
    token = sent.link.strip("/").rsplit("/", 1)[-1]
    row = Invitation.objects.filter(pk=sent.invitation.pk).values().get()
    assert token not in str(row)
    assert Record.objects.filter(data_json__contains=token).count() == 0


@pytest.mark.both
def test_a_link_works_once(world):
    sent = invite(world)
    first, second = Client(), Client()
    open_link(first, sent)
    open_link(second, sent)
    assert first.post(address("people:accept"), NEW).status_code == 302
    again = second.post(address("people:accept"), {**NEW, "name": "Somebody else"})
    assert again.status_code == 410
    assert "schon angenommen" in again.content.decode()
    assert User.objects.filter(email="nora@example.org").count() == 1


def test_an_expired_link_is_refused(world):
    sent = invite(world)
    Invitation.objects.update(
        sent_at=timezone.now() - timedelta(days=15), expires_at=timezone.now() - timedelta(days=1)
    )
    refused = open_link(Client(), sent)
    assert refused.status_code == 410
    assert "abgelaufen" in refused.content.decode()


def test_a_withdrawn_link_is_refused(world):
    sent = invite(world)
    sign_in(world.head).post(address("people:invitation_revoke", sent.invitation.pk))
    assert "zurückgenommen" in open_link(Client(), sent).content.decode()


def test_sending_again_ends_the_old_link(world):
    old = invite(world)
    new = actions.resend_invitation(invitation=old.invitation, by=actor(world.head))
    assert open_link(Client(), old).status_code == 410
    assert open_link(Client(), new).status_code == 200
    assert len(mail.outbox) == 2


def test_an_invented_link_is_refused(world):
    assert Client().get("/invitation/" + "x" * 43 + "/", follow=True).status_code == 410
    assert Client().get("/invitation/%00%ff/", follow=True).status_code == 410


def test_somebody_else_who_is_signed_in_cannot_take_it(world):
    sent = invite(world)
    thief = sign_in(world.editor)
    assert open_link(thief, sent).status_code == 403
    assert thief.post(address("people:accept")).status_code == 403
    assert not Membership.objects.filter(person=world.editor, organisation=world.authority).exists()


def test_nobody_joins_with_the_link_of_somebody_else(world):
    token = invite(world).link.strip("/").rsplit("/", 1)[-1]
    with pytest.raises(InvitationError, match="andere Adresse"):
        actions.join(token=token, person=world.editor)
    assert Invitation.objects.get().is_open


def test_whoever_holds_the_link_cannot_take_an_existing_account(world):
    sent = invite(world, email=world.editor.email)
    page = open_link(Client(), sent)
    assert "Melden Sie sich an" in page.content.decode()
    assert address("account_login") in page.content.decode()
    visitor = Client()
    open_link(visitor, sent)
    visitor.post(address("people:accept"), NEW)
    assert not Membership.objects.filter(person=world.editor, organisation=world.authority).exists()


def test_an_existing_account_gains_a_role(world):
    sent = invite(world, email=world.editor.email.upper())
    client = sign_in(world.editor)
    assert "Annehmen" in open_link(client, sent).content.decode()
    client.post(address("people:accept"))
    assert {one.role for one in standings_of(world.editor)} == {Role.EDITOR, Role.CASEWORKER}
    assert "Sachbearbeitung · <bdi>Bezirksregierung" in client.get(address("people:profile")).content.decode()


def test_a_role_one_has_is_not_offered_again(world):
    with pytest.raises(InvitationError, match="hat diese Rolle schon"):
        invite(world, email=world.caseworker.email)
    invite(world)
    with pytest.raises(InvitationError, match="schon eingeladen"):
        invite(world, email="NORA@example.org")


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ({"email": "no address"}, "E-Mail-Adresse"),
        ({"email": "x" * 250 + "@example.org"}, "E-Mail-Adresse"),
        ({"role": Role.SIGNATORY}, "gibt es in dieser Art"),
        ({"role": "king"}, "gibt es in dieser Art"),
        ({"valid_until": today() - timedelta(days=1)}, "Vergangenheit"),
        ({"language": "fr"}, "Deutsch oder Englisch"),
    ],
)
def test_bad_offers_are_refused(world, wanted, said):
    with pytest.raises(InvitationError, match=said):
        invite(world, **wanted)
    assert not Invitation.objects.exists()
    assert not mail.outbox


@pytest.mark.parametrize(
    ("who", "house", "allowed"),
    [
        ("head", "authority", True),
        ("caseworker", "authority", False),
        ("signatory", "town", True),
        ("editor", "town", False),
        ("signatory", "village", False),
        ("head", "town", False),
        ("auditor", "court", False),
        ("operator", "town", True),
        ("operator", "ministry", True),
    ],
)
def test_who_may_invite_whom(world, who, house, allowed):
    organisation = getattr(world, house)
    role = {"authority": Role.CASEWORKER, "court": Role.AUDITOR, "ministry": Role.BUDGET_OFFICER}.get(
        house, Role.EDITOR
    )
    wanted = {"organisation": organisation, "role": role, "by": actor(getattr(world, who))}
    if allowed:
        assert invite(world, **wanted).invitation.pk
    else:
        with pytest.raises(NotAllowed):
            invite(world, **wanted)


def test_a_locked_person_is_not_invited_and_cannot_accept(world):
    sent = invite(world, email=world.editor.email)
    actions.lock_person(person=world.editor, reason="test", by=actor(world.operator))
    with pytest.raises(InvitationError, match="gesperrt"):
        invite(world, email=world.editor.email, role=Role.HEAD)
    assert open_link(Client(), sent).status_code == 410


@pytest.mark.parametrize("password", ["short", "123456789012345", "nora neu nora", "password1234"])
def test_weak_passwords_are_refused(world, password):
    sent = invite(world)
    client = Client()
    open_link(client, sent)
    refused = client.post(address("people:accept"), {**NEW, "password": password})
    assert refused.status_code == 200
    assert not User.objects.filter(email="nora@example.org").exists()
    assert Invitation.objects.get().is_open


def test_a_name_is_cleaned_and_bounded(world):
    token = invite(world).link.strip("/").rsplit("/", 1)[-1]
    with pytest.raises(AccountError, match="Namen"):
        actions.open_account(token=token, name="\u202e \u200f", password=PASSWORD, language="de")
    with pytest.raises(AccountError, match="200 Zeichen"):
        actions.open_account(token=token, name="x" * 201, password=PASSWORD, language="de")
    user = actions.open_account(token=token, name=" \u202eNora\n\u0007 Neu\u202c", password=PASSWORD, language="de")
    assert user.name == "Nora Neu"


def test_a_membership_that_would_have_ended_is_not_begun(world):
    sent = invite(world, valid_until=today())
    Invitation.objects.update(valid_until=today() - timedelta(days=1))
    with pytest.raises(InvitationError, match="schon zu Ende"):
        actions.open_account(token=sent.link.strip("/").rsplit("/", 1)[-1], **NEW)
    assert not User.objects.filter(email="nora@example.org").exists(), "nothing is half done"


@pytest.mark.both
def test_invitations_that_came_to_nothing_are_forgotten(world):
    now = timezone.now()
    for email in ("accepted@example.org", "withdrawn@example.org", "open@example.org", "expired@example.org"):
        invite(world, email=email)
    rows = {row.email.partition("@")[0]: Invitation.objects.filter(pk=row.pk) for row in Invitation.objects.all()}
    rows["accepted"].update(accepted_at=now, accepted_by=world.editor)
    rows["withdrawn"].update(revoked_at=now)
    long_ago = now - timedelta(days=200)
    rows["expired"].update(sent_at=long_ago, expires_at=long_ago + timedelta(days=14))
    assert forget_old_invitations(now=now, by=Actor.clock()) == 1
    assert forget_old_invitations(now=now + timedelta(days=91), by=Actor.clock()) == 1
    assert forget_old_invitations(now=now + timedelta(days=120), by=Actor.clock()) == 1
    assert Invitation.objects.get().email == "accepted@example.org"


def test_too_many_invitations_are_slowed_down(world):
    client = sign_in(world.head)
    page = address("people:invite", world.authority.pk)
    answers = [client.post(page, {"email": "x"}).status_code for _ in range(41)]
    assert answers.count(200) == 40
    assert answers[-1] == 429


def test_too_many_attempts_to_accept_are_slowed_down(db):
    client = Client()
    answers = [client.post(address("people:accept")).status_code for _ in range(21)]
    assert answers[-1] == 429


@pytest.mark.both
def test_one_invitation_accepted_twice_at_once_gives_one_account(fresh_database, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    world = build_world()
    token = invite(world).link.strip("/").rsplit("/", 1)[-1]
    gate, outcomes = threading.Barrier(2), []

    def accept(name):
        try:
            gate.wait()
            actions.open_account(token=token, name=name, password=None, language="de")
            outcomes.append("accepted")
        except (InvitationError, AccountError):
            outcomes.append("refused")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=accept, args=(name,)) for name in ("One", "Two")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["accepted", "refused"]
    assert Membership.objects.filter(person__email="nora@example.org").count() == 1


@pytest.mark.both
def test_one_membership_ended_in_another_session_does_not_come_back_by_an_old_invitation(world):
    give(world.editor, world.authority, Role.HEAD, since=-5, until=-1)
    sent = invite(world, email=world.editor.email, role=Role.HEAD)
    token = sent.link.strip("/").rsplit("/", 1)[-1]
    actions.join(token=token, person=world.editor)
    with pytest.raises(InvitationError, match="schon angenommen"):
        actions.join(token=token, person=world.editor)
