"""Signing in with the account of one's authority, by OpenID Connect and by SAML: true answers and forged ones."""

import json
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import Client

from kommin.people import actions
from kommin.people.identity.configuration import IdentityProvidersError, load
from kommin.people.models import Membership, Role, User
from kommin.people.standing import standings_of

from .conftest import actor, address
from .identity_provider import CLIENT, SECRET, OpenIDProvider, SamlProvider, carried, new_key

pytestmark = pytest.mark.once

ACS = "http://testserver/accounts/saml/kreis/acs/"
AUDIENCE = "http://testserver/accounts/saml/kreis/metadata/"


@pytest.fixture
def openid(tmp_path, settings):
    provider = OpenIDProvider()
    path = tmp_path / "providers.json"
    (tmp_path / "secret").write_text(SECRET + "\n")
    path.write_text(
        json.dumps(
            [
                {
                    "kind": "openid_connect", "id": "land", "name": "Landes-Login", "server_url": provider.address,
                    "client_id": CLIENT, "client_secret_file": "secret",
                }
            ]
        )
    )  # fmt: skip
    settings.SOCIALACCOUNT_PROVIDERS = load(path).settings
    yield provider
    provider.close()


@pytest.fixture
def saml(tmp_path, settings):
    provider = SamlProvider()
    path = tmp_path / "providers.json"
    (tmp_path / "idp.pem").write_text(provider.pem)
    path.write_text(
        json.dumps(
            [
                {
                    "kind": "saml", "id": "kreis", "name": "Kreis-Login", "entity_id": provider.entity_id,
                    "sso_url": provider.sso_url, "certificate_file": "idp.pem", "email_attribute": "mail",
                    "name_attribute": "cn", "trust_addresses": True,
                }
            ]
        )
    )  # fmt: skip
    settings.SOCIALACCOUNT_PROVIDERS = load(path).settings
    return provider


@pytest.fixture
def invited(world, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    return actions.invite(
        organisation=world.authority, email="Nora@example.org", role=Role.CASEWORKER, by=actor(world.head)
    )


def visitor():
    return Client(HTTP_HOST="testserver")


def by_openid(client, provider, *, state=None):
    start = client.post("/accounts/oidc/land/login/")
    asked = parse_qs(urlsplit(start.url).query)
    provider.challenge = asked["code_challenge"][0]
    answer = {"code": "one-time", "state": state or asked["state"][0]}
    return client.get("/accounts/oidc/land/login/callback/", answer)


def by_saml(client, provider, change=lambda xml: xml, **more):
    start = client.post("/accounts/saml/kreis/login/")
    xml = provider.answer(start.url, **{"audience": AUDIENCE, "acs": ACS} | more)
    return client.post("/accounts/saml/kreis/acs/", {"SAMLResponse": carried(change(xml))}, follow=True)


def signed_in(client):
    return client.get(address("people:profile")).status_code == 200


def test_the_invited_get_their_account_by_openid_connect(openid, invited, world):
    client = visitor()
    by_openid(client, openid)
    assert signed_in(client)
    person = User.objects.get(email="nora@example.org")
    assert person.name == "Nora Neu"
    assert not person.has_usable_password()
    assert [one.role for one in standings_of(person)] == [Role.CASEWORKER]
    again = visitor()
    by_openid(again, openid)
    assert signed_in(again)
    assert User.objects.filter(email="nora@example.org").count() == 1


def test_whoever_has_an_account_signs_in_by_openid_connect(openid, world):
    openid.claims["email"] = "EDDA@example.org"
    client = visitor()
    by_openid(client, openid)
    assert signed_in(client)
    assert SocialAccount.objects.get().user == world.editor


@pytest.mark.parametrize(
    "change",
    [
        {"email": "stranger@example.org"},
        {"email_verified": False},
        {"email": ""},
    ],
)
def test_strangers_stay_outside(openid, invited, change):
    openid.changed = change
    client = visitor()
    refused = by_openid(client, openid)
    assert refused.status_code == 403
    assert "nicht geklappt" in refused.content.decode()
    assert not signed_in(client)
    assert not SocialAccount.objects.exists()


@pytest.mark.parametrize("forgery", ["key", "audience", "issuer", "expired", "state"])
def test_a_forged_openid_answer_is_refused(openid, invited, forgery):
    state = None
    match forgery:
        case "key":
            openid.signing_key = new_key()
        case "audience":
            openid.changed = {"aud": "somebody else"}
        case "issuer":
            openid.changed = {"iss": "https://evil.example"}
        case "expired":
            openid.changed = {"exp": 1, "iat": 0}
        case "state":
            state = "invented"
    client = visitor()
    refused = by_openid(client, openid, state=state)
    assert refused.status_code == 401
    assert not signed_in(client)
    assert not User.objects.filter(email="nora@example.org").exists()


@pytest.mark.parametrize("fault", ["gone", "gaps"])
def test_a_provider_that_is_down_is_said_kindly(openid, db, fault):
    if fault == "gone":
        openid.close()
    else:
        openid.discovery = lambda: {"issuer": openid.address}
    answer = visitor().post("/accounts/oidc/land/login/")
    assert answer.status_code == 401
    assert "nicht geklappt" in answer.content.decode()


def test_a_locked_account_does_not_open_by_a_provider(openid, world):
    openid.claims["email"] = world.editor.email
    actions.lock_person(person=world.editor, reason="x", by=actor(world.operator))
    client = visitor()
    by_openid(client, openid)
    assert not signed_in(client)


def test_the_invited_get_their_account_by_saml(saml, invited, world):
    client = visitor()
    by_saml(client, saml)
    assert signed_in(client)
    person = User.objects.get(email="nora@example.org")
    assert person.name == "Nora Neu"
    assert Membership.objects.get(person=person).organisation == world.authority


@pytest.mark.parametrize(
    "forgery",
    [
        {"change": lambda xml: xml.replace("nora@example.org", "hedwig@example.org")},
        {"sign": False},
        {"key": new_key()},
        {"audience": "https://another.example/metadata"},
        {"acs": "http://another.example/acs/"},
        {"life": -600},
        {"change": lambda _xml: "no xml"},
        {"change": lambda xml: '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + xml},
    ],
    ids=["other person", "unsigned", "other key", "other audience", "other address", "expired", "no xml", "entity"],
)
def test_a_forged_saml_answer_is_refused(saml, invited, world, forgery):
    client = visitor()
    refused = by_saml(client, saml, **forgery)
    assert refused.status_code == 401
    assert "nicht geklappt" in refused.content.decode()
    assert not signed_in(client)
    assert not User.objects.filter(email="nora@example.org").exists()


def test_an_answer_nobody_asked_for_is_refused(saml, invited):
    asker, other = visitor(), visitor()
    start = asker.post("/accounts/saml/kreis/login/")
    xml = saml.answer(start.url, audience=AUDIENCE, acs=ACS)
    refused = other.post("/accounts/saml/kreis/acs/", {"SAMLResponse": carried(xml)}, follow=True)
    assert refused.status_code in {401, 403}
    assert not signed_in(other)


def test_the_sign_in_page_names_the_providers(saml, db):
    client = visitor()
    assert "Kreis-Login" in client.get(address("account_login")).content.decode()
    assert client.get("/accounts/saml/kreis/metadata/").status_code == 200
    assert client.get("/accounts/saml/unknown/metadata/").status_code == 404
    assert client.post("/accounts/oidc/unknown/login/").status_code == 404


OPENID = {"kind": "openid_connect", "id": "x", "name": "X", "server_url": "https://i/", "client_id": "c"}
SAML = {"kind": "saml", "id": "x", "name": "X", "entity_id": "e", "sso_url": "https://idp.example.org/"}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ({}, "list"),
        ([{"kind": "ldap", "id": "x", "name": "X"}], "kind"),
        ([SAML | {"sso_url": "http://idp.example.org/"}], "https://"),
        ([SAML], "certificate"),
        ([SAML | {"certificate_file": "nothing.pem"}], "cannot be read"),
        ([OPENID], "client_secret"),
        ([OPENID | {"client_secret": "s", "client_secret_file": "f"}], "client_secret"),
        ([OPENID | {"client_secret": "s", "id": "X Y"}], "0.id"),
        ([OPENID | {"client_secret": "s", "typo": 1}], "typo"),
        ([OPENID | {"client_secret": "s"}, OPENID | {"client_secret": "s", "name": "Y"}], "only once"),
    ],
)
def test_a_wrong_file_is_named_with_its_mistake(tmp_path, content, said):
    path = tmp_path / "providers.json"
    path.write_text(json.dumps(content))
    with pytest.raises(IdentityProvidersError) as wrong:
        load(path)
    assert said in str(wrong.value)
    assert str(path.parent) in str(wrong.value)


def test_a_broken_file_is_named(tmp_path):
    path = tmp_path / "providers.json"
    path.write_text("[{")
    with pytest.raises(IdentityProvidersError, match="no JSON"):
        load(path)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(IdentityProvidersError, match="cannot be read"):
        load(tmp_path / "nothing.json")
    assert load(None).origins == ()


def test_browsers_may_be_sent_to_the_providers_alone(tmp_path):
    path = tmp_path / "providers.json"
    path.write_text(
        '[{"kind": "openid_connect", "id": "x", "name": "X", "server_url": "https://login.example.org/realm",'
        ' "client_id": "c", "client_secret": "s"}]'
    )
    assert load(path).origins == ("https://login.example.org",)
