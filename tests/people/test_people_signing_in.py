"""Signing in: guessing, tricks with headers and redirects, second factor, sessions."""

import re
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from allauth.usersessions.models import UserSession
from django.core import mail
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from kommin.foundation.access import routes
from kommin.foundation.audit.models import Record
from kommin.people.actions.forgetting import forget_past_sessions
from kommin.people.middleware import ON_THE_WAY_TO_A_SECOND_FACTOR
from kommin.people.models import User

from .conftest import PASSWORD, address, make_person, sign_in

pytestmark = pytest.mark.once


@pytest.fixture
def person(world):
    world.editor.set_password(PASSWORD)
    world.editor.save()
    return world.editor


def login(client, email, password, query="", **headers):
    return client.post(address("account_login") + query, {"login": email, "password": password}, **headers)


def code_of(secret):
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


@pytest.mark.parametrize("email", ["edda@example.org", "EDDA@Example.ORG", "  Edda@example.org "])
def test_the_address_has_no_capitals(person, email):
    answer = login(Client(), email, PASSWORD)
    assert answer.status_code == 302
    assert Record.objects.filter(action="people.signed_in", actor_id=person.pk).count() == 1


def test_wrong_password_and_unknown_address_look_the_same(person):
    pages = [
        login(Client(), email, "wrong wrong wrong").content.decode() for email in ("edda@example.org", "no@example.org")
    ]
    said = [re.search(r"error-summary.*?</ul>", page, re.S)[0] for page in pages]
    assert said[0] == said[1]


def test_guessing_passwords_is_slowed_down_for_one_account(person):
    answers = [
        login(Client(REMOTE_ADDR=f"10.0.0.{number}"), "edda@example.org", f"guess {number}").status_code
        for number in range(12)
    ]
    assert answers[-1] == 429
    assert login(Client(REMOTE_ADDR="10.1.1.1"), "edda@example.org", PASSWORD).status_code == 429


def test_guessing_passwords_is_slowed_down_for_one_place(person):
    answers = [login(Client(), f"p{number}@example.org", "guess guess").status_code for number in range(31)]
    assert 429 in answers


def test_a_forged_address_does_not_help_guessing(person):
    answers = [
        login(Client(), f"p{number}@example.org", "guess", HTTP_X_FORWARDED_FOR=f"10.9.9.{number}").status_code
        for number in range(31)
    ]
    assert 429 in answers


@pytest.mark.parametrize(
    "evil", ["//evil.example", "https://evil.example/", "javascript:alert(1)", "/\\evil.example", "///evil"]
)
def test_signing_in_leads_nowhere_else(person, evil):
    answer = Client().post(address("account_login"), {"login": person.email, "password": PASSWORD, "next": evil})
    assert answer.status_code == 302
    assert "evil" not in answer.url
    assert "javascript" not in answer.url
    signed_out = Client()
    login(signed_out, person.email, PASSWORD)
    assert "evil" not in signed_out.post(address("account_logout"), {"next": evil}).url


def test_signing_in_leads_back_to_the_page_one_wanted(person):
    client = Client()
    sent = client.get(address("people:profile"))
    assert sent.url.startswith(address("account_login"))
    answer = client.post(sent.url, {"login": person.email, "password": PASSWORD, "next": address("people:profile")})
    assert answer.url == address("people:profile")


def test_a_forged_host_is_refused_and_does_not_reach_letters(person, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    page = address("account_reset_password")
    assert Client().post(page, {"email": person.email}, HTTP_HOST="evil.example").status_code == 400
    Client().post(page, {"email": person.email}, HTTP_X_FORWARDED_HOST="evil.example")
    assert "evil.example" not in mail.outbox[-1].body
    assert "Guten Tag" in mail.outbox[-1].body


def test_setting_a_new_password_by_the_letter(person, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    client = Client()
    client.post(address("account_reset_password"), {"email": person.email.upper()})
    link = re.search(r"https?://[^/]+(/\S+)", mail.outbox[-1].body)[1]
    form = client.get(link, follow=True)
    new = "ganz anders und lang"
    client.post(form.redirect_chain[-1][0], {"password1": new, "password2": new})
    person.refresh_from_db()
    assert person.check_password(new)
    assert "ungültig" in Client().get(link, follow=True).content.decode(), "the link works once"
    assert mail.outbox[-1].subject == "Ihr Passwort wurde geändert"


@pytest.mark.parametrize("with_factor", [False, True])
def test_the_address_changes_once_the_new_one_is_confirmed(person, settings, with_factor):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    if with_factor:
        TOTP.activate(person, generate_totp_secret())
    client = sign_in(person)
    client.post(address("account_reauthenticate"), {"password": PASSWORD})
    answer = client.post(address("account_email"), {"email": "Edda.Neu@example.org", "action_add": ""}, follow=True)
    assert "edda.neu@example.org" in answer.content.decode()
    person.refresh_from_db()
    assert person.email == "edda@example.org", "not before it is confirmed"
    letter = next(one for one in mail.outbox if one.to == ["edda.neu@example.org"])
    assert letter.subject == "Bestätigen Sie Ihre E-Mail-Adresse"
    link = re.search(r"https?://[^/]+(/\S+)", letter.body)[1]
    client.post(link)
    person.refresh_from_db()
    assert person.email == "edda.neu@example.org"
    assert Record.objects.filter(action="people.address_changed").count() == 1
    assert any(one.to == ["edda@example.org"] for one in mail.outbox), "the old address is told"


def test_a_taken_address_cannot_be_had(person, world, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    client = sign_in(person)
    client.post(address("account_reauthenticate"), {"password": PASSWORD})
    client.post(address("account_email"), {"email": world.head.email.upper(), "action_add": ""})
    person.refresh_from_db()
    assert person.email == "edda@example.org"


def test_a_locked_account_does_not_open(person, world):
    from kommin.people import actions

    from .conftest import actor

    actions.lock_person(person=person, reason="x", by=actor(world.operator))
    assert (
        Client()
        .post(address("account_login"), {"login": person.email, "password": PASSWORD}, follow=True)
        .wsgi_request.user.is_anonymous
    )


def test_nobody_signs_up_alone(client, db):
    page = client.post(address("account_signup"), {"email": "x@example.org", "password1": PASSWORD})
    assert "durch Einladung" in page.content.decode()
    assert not User.objects.exists()


def test_ending_a_session_somewhere_else(person):
    here, there = Client(HTTP_USER_AGENT="Firefox/1 Linux"), Client(HTTP_USER_AGENT="Chrome/1 Android")
    login(here, person.email, PASSWORD)
    login(there, person.email, PASSWORD)
    page = here.get(address("usersessions_list")).content.decode()
    assert "Chrome auf Android" in page
    other = UserSession.objects.get(user_agent__contains="Android")
    here.post(address("people:session_end", other.pk))
    assert there.get(address("people:profile")).status_code == 302
    assert here.get(address("people:profile")).status_code == 200


def test_past_sessions_leave_no_trace(person):
    login(Client(), person.email, PASSWORD)
    assert forget_past_sessions(now=timezone.now()) == 0
    assert forget_past_sessions(now=timezone.now() + timedelta(days=30)) == 1
    assert not UserSession.objects.exists()


def test_sessions_of_others_are_not_there(person, world):
    stranger = sign_in(world.head)
    login(Client(), person.email, PASSWORD)
    assert stranger.post(address("people:session_end", UserSession.objects.get().pk)).status_code == 404


def test_setting_up_the_app_and_signing_in_with_it(person):
    client = Client()
    login(client, person.email, PASSWORD)
    page = client.get(address("mfa_activate_totp")).content.decode()
    secret = re.search(r'class="secret">(\w+)<', page)[1]
    wrong = client.post(address("mfa_activate_totp"), {"code": "000000"})
    assert wrong.status_code == 200
    client.post(address("mfa_activate_totp"), {"code": code_of(secret)})
    stored = Authenticator.objects.get(user=person, type="totp")
    assert secret not in str(stored.data), "the database does not know the secret"
    fresh = Client()
    answer = login(fresh, person.email, PASSWORD)
    assert answer.url.startswith(address("mfa_authenticate"))
    assert fresh.get(address("people:profile")).status_code == 302, "a password alone opens nothing"
    codes = RecoveryCodes(Authenticator.objects.get(user=person, type="recovery_codes")).get_unused_codes()
    assert fresh.post(address("mfa_authenticate"), {"code": codes[0]}).status_code == 302
    assert fresh.get(address("people:profile")).status_code == 200


def test_another_key_of_the_installation_closes_the_second_factor(person, settings):
    secret = generate_totp_secret()
    TOTP.activate(person, secret)
    settings.SECRET_KEY = "another key of fifty characters, as long as it must be"
    client = Client()
    login(client, person.email, PASSWORD)
    assert client.post(address("mfa_authenticate"), {"code": code_of(secret)}).status_code == 200
    assert client.get(address("people:profile")).status_code == 302


def test_guessing_codes_is_slowed_down(person):
    TOTP.activate(person, generate_totp_secret())
    client = Client()
    login(client, person.email, PASSWORD)
    pages = [client.post(address("mfa_authenticate"), {"code": f"{number:06}"}) for number in range(8)]
    assert "falsch" not in pages[-1].content.decode().lower() or pages[-1].status_code == 429
    assert client.get(address("people:profile")).status_code == 302


def test_outside_municipalities_every_address_leads_to_the_second_factor(world, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    client = sign_in(world.operator)
    tried = 0
    for route in routes():
        if route.name in ON_THE_WAY_TO_A_SECOND_FACTOR or not route.name:
            continue
        try:
            page = reverse(route.name)
        except NoReverseMatch:
            continue
        for answer in (client.get(page), client.post(page)):
            tried += 1
            open_ = answer.status_code == 200 and not answer.content.decode().startswith("{")
            assert not open_, f"{route.name} opens without a second factor"
    assert tried > 50
    assert client.get(address("people:organisation", world.town.pk)).url == address("mfa_index")


def test_the_way_to_the_second_factor_is_open(world, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    client = sign_in(world.head)
    assert "Richten Sie einen ein" in client.get(address("people:profile"), follow=True).content.decode()
    TOTP.activate(world.head, generate_totp_secret())
    assert client.get(address("people:profile")).status_code == 200


def test_municipalities_need_no_second_factor_but_a_second_office_does(world, settings):
    from kommin.people.models import Role

    from .conftest import give

    settings.SECOND_FACTOR_REQUIRED = True
    client = sign_in(world.editor)
    assert client.get(address("people:profile")).status_code == 200
    give(world.editor, world.authority, Role.CASEWORKER)
    assert client.get(address("people:profile")).status_code == 302


def test_the_last_second_factor_stays_where_it_is_needed(world, settings):
    from kommin.people.identity.adapters import MFAAdapter

    settings.SECOND_FACTOR_REQUIRED = True
    for person, may_go in ((world.head, False), (world.editor, True)):
        factor = TOTP.activate(person, generate_totp_secret()).instance
        assert MFAAdapter().can_delete_authenticator(factor) is may_go


@pytest.mark.parametrize("name", ["account_login", "mfa_add_webauthn", "mfa_index", "people:profile"])
def test_pages_hold_nothing_that_the_strict_policy_would_refuse(person, name):
    client = Client()
    if name != "account_login":
        login(client, person.email, PASSWORD)
    answer = client.get(address(name))
    page = answer.content.decode()
    assert "script-src 'self'" in answer["Content-Security-Policy"]
    scripts = re.findall(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)[^>]*>", page)
    assert scripts == []
    assert not re.search(r"\s(style|onclick|onsubmit)=", page)


def test_very_long_input_is_refused_kindly(client, db):
    answer = login(client, "x" * 10_000 + "@example.org", "p" * 10_000)
    assert answer.status_code == 200
    assert make_person("y" * 200).name == "y" * 200
