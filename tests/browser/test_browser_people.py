"""From an invitation to leaving again: the way of one person through all of it, as a person walks it."""

import base64
import hashlib
import hmac
import re
import struct
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from browser.helpers import (
    assert_accessible,
    assert_no_sideways_scrolling,
    assert_nothing_inline,
    in_menu,
    only_own_requests,
)

PASSWORD = "demo-foerderung-2026"
OWN_PASSWORD = "vier ganz zufällige Wörter"


@pytest.fixture
def visit(browser: Browser, live_demo: str) -> Iterator[object]:
    """Opens a new browser for one person."""
    opened: list[BrowserContext] = []

    def new() -> Page:
        opened.append(browser.new_context(base_url=live_demo, locale="de-DE", viewport={"width": 1280, "height": 900}))
        opened[-1].set_default_timeout(15_000)
        return opened[-1].new_page()

    yield new
    for context in opened:
        context.close()


def good(page: Page) -> None:
    """What every page has to be: usable by everybody, on a phone too, and without a line of inline code."""
    assert_nothing_inline(page)
    assert_accessible(page)
    page.set_viewport_size({"width": 320, "height": 800})
    assert_accessible(page)
    assert_no_sideways_scrolling(page)
    page.set_viewport_size({"width": 1280, "height": 900})


def sign_in(page: Page, name: str) -> None:
    """As in the demonstration: choose a person in the table, type the password."""
    page.goto("/accounts/login/")
    page.get_by_role("link", name=name).click()
    page.locator("#sign-in").get_by_label("Passwort").fill(PASSWORD)
    page.locator("#sign-in").get_by_role("button", name="Anmelden").click()
    expect(page.get_by_text(name).first).to_be_visible()


def invite(page: Page, email: str, role: str) -> str:
    """Invite from the page of an organisation; returns the link, which the demonstration shows."""
    page.get_by_role("link", name="Jemanden einladen").click()
    good(page)
    page.get_by_label("E-Mail-Adresse").fill(email)
    page.get_by_label(role, exact=True).check()
    page.get_by_role("button", name="Einladung senden").click()
    said = page.get_by_text("Der Link darin:").inner_text()
    good(page)
    return said.split("Der Link darin:")[1].split()[0]


def code(secret: str) -> str:
    """What an authenticator app shows now (RFC 6238)."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    mac = hmac.digest(key, struct.pack(">Q", int(time.time()) // 30), hashlib.sha1)
    place = mac[-1] & 15
    return f"{(struct.unpack('>I', mac[place : place + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"


def test_invite_accept_second_factor_switch_deputy_leave(visit) -> None:
    head = visit()
    with only_own_requests(head):
        sign_in(head, "Hedwig Leitner")
        in_menu(head, "Kollegium").click()
        good(head)
        link = invite(head, "nora.neu@example.org", "Sachbearbeitung")

    nora = visit()
    nora.goto(link)
    assert link.rstrip("/").rsplit("/", 1)[-1] not in nora.url
    good(nora)
    nora.get_by_label("Name").fill("Nora Neu")
    nora.get_by_label("Passwort").fill(OWN_PASSWORD)
    nora.get_by_role("button", name="Konto eröffnen").click()
    expect(nora.get_by_role("heading", name="Mein Profil")).to_be_visible()
    expect(nora.get_by_text("Bezirksregierung Arnsberg").first).to_be_visible()
    good(nora)

    second_factor(nora)

    operator = visit()
    sign_in(operator, "Olga Betrieb")
    in_menu(operator, "Organisationen").click()
    good(operator)
    operator.get_by_label("Name oder Schlüssel").fill("Hagen")
    operator.get_by_role("button", name="Filter anwenden").click()
    operator.get_by_role("link", name="Stadt Hagen").click()
    nora.goto(invite(operator, "nora.neu@example.org", "Bearbeitung"))
    good(nora)
    nora.get_by_role("button", name="Annehmen").click()
    expect(nora.locator(".account-tools__role")).to_contain_text("Stadt Hagen")

    nora.locator(".account-tools summary").click()
    nora.get_by_role("button", name="Sachbearbeitung · Bezirksregierung Arnsberg").click()
    expect(nora.locator(".account-tools__role")).to_contain_text("Bezirksregierung Arnsberg")

    deputy_for_a_week(head, nora)

    nora.goto("/profile/")
    nora.get_by_role("link", name=re.compile("Rolle aufgeben.*Bearbeitung, Stadt Hagen")).click()
    good(nora)
    nora.get_by_role("button", name="Rolle aufgeben").click()
    expect(nora.get_by_text("Sie haben die Rolle aufgegeben")).to_be_visible()
    expect(nora.locator("table").filter(has_text="Stadt Hagen")).to_have_count(0)


def second_factor(page: Page) -> None:
    """Set up the app, sign out, and come back with its code."""
    page.get_by_role("link", name="App, Passkeys und Wiederherstellungscodes").click()
    good(page)
    page.get_by_role("link", name="App einrichten").click()
    good(page)
    secret = page.locator("code.secret").inner_text()
    page.get_by_label("Authentifizierungscode").fill(code(secret))
    page.get_by_role("button", name="Fertigstellen").click()
    expect(page.get_by_role("heading", name="Wiederherstellungscodes")).to_be_visible()
    good(page)
    spare = page.locator("main pre, main code").first.inner_text().split()[0]
    page.locator(".account-tools summary").click()
    page.get_by_role("button", name="Abmelden").click()
    page.goto("/accounts/login/")
    page.locator("#sign-in").get_by_label("E-Mail-Adresse").fill("Nora.Neu@Example.org")
    page.locator("#sign-in").get_by_label("Passwort").fill(OWN_PASSWORD)
    page.locator("#sign-in").get_by_role("button", name="Anmelden").click()
    expect(page.get_by_role("heading", name="Zweiter Faktor")).to_be_visible()
    good(page)
    page.locator("input[name=code]").fill(spare)  # the app's code was used a moment ago
    page.get_by_role("button", name="Anmelden").click()
    expect(page.locator(".account-tools__name")).to_contain_text("Nora Neu")


def deputy_for_a_week(head: Page, deputy: Page) -> None:
    """The head names a deputy, who finds the role in the header."""
    today = datetime.now(ZoneInfo("Europe/Berlin")).date()
    head.goto("/profile/")
    head.get_by_role("link", name=re.compile("Vertretung.*Leitung, Bezirksregierung Arnsberg")).click()
    good(head)
    head.get_by_label("Vertretung").select_option(label="Nora Neu")
    head.get_by_label("Erster Tag").fill(today.isoformat())
    head.get_by_label("Letzter Tag").fill((today + timedelta(days=6)).isoformat())
    head.get_by_role("button", name="Vertretung benennen").click()
    expect(head.get_by_text("Die Vertretung ist benannt.")).to_be_visible()
    good(head)
    deputy.goto("/profile/")
    deputy.locator(".account-tools summary").click()
    deputy.get_by_role("button", name="Leitung · Bezirksregierung Arnsberg (für Hedwig Leitner)").click()
    expect(deputy.locator(".account-tools__role")).to_contain_text("Leitung")
    in_menu(deputy, "Kollegium").click()
    expect(deputy.get_by_role("link", name="Jemanden einladen")).to_be_visible()
    good(deputy)
    deputy.locator(".account-tools summary").click()
    good(deputy)
    deputy.get_by_role("button", name="Sachbearbeitung · Bezirksregierung Arnsberg").click()


def test_every_page_of_an_account_is_good(visit) -> None:
    page = visit()
    sign_in(page, "Hedwig Leitner")
    for address in (
        "/profile/", "/conflicts/", "/conflicts/declare", "/accounts/2fa/", "/accounts/2fa/webauthn/",
        "/accounts/2fa/webauthn/add/", "/accounts/sessions/", "/accounts/email/", "/accounts/password/change/",
        "/accounts/logout/", "/accounts/providers/", "/organisation/",
    ):  # fmt: skip
        answer = page.goto(address)
        assert answer is not None
        assert answer.ok, address
        good(page)
    page.get_by_role("link", name="Carla Sach").click()
    good(page)
    for link in ("Sofort beenden", "Konto der Person", "Konto sperren"):
        page.get_by_role("link", name=link).click()
        good(page)
        if link == "Sofort beenden":
            page.get_by_role("link", name="Abbrechen").click()
    page.get_by_role("button", name="Konto sperren").click()
    expect(page.get_by_role("alert")).to_contain_text("Bitte prüfen Sie eine Angabe")
    good(page)


def test_every_page_of_the_operator_is_good(visit) -> None:
    page = visit()
    sign_in(page, "Olga Betrieb")
    in_menu(page, "Organisationen").click()
    page.get_by_role("link", name="Organisation eintragen").click()
    page.get_by_role("button", name="Eintragen").click()
    expect(page.get_by_role("alert")).to_be_visible()
    good(page)
    page.get_by_label("Kommune", exact=True).check()
    page.locator("#id_name").fill("Gemeinde Kranenburg mit einem außergewöhnlich langen Verwaltungsgemeinschaftsnamen")
    page.get_by_label("Gemeindeschlüssel").fill("05154036")
    page.get_by_role("button", name="Eintragen").click()
    expect(page.get_by_text("Die Organisation ist eingetragen.")).to_be_visible()
    good(page)
    page.get_by_role("link", name="Neuer Name").click()
    good(page)
    page.get_by_label("Neuer Name").fill("Gemeinde Kranenburg")
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_role("heading", name="Gemeinde Kranenburg", exact=True)).to_be_visible()
    page.get_by_role("link", name="Vorgängerin eintragen").click()
    good(page)
    page.goto("/accounts/login/")
    page.goto("/organisations/?kind=court_of_audit")
    page.get_by_role("link", name="Landesrechnungshof").click()
    page.get_by_role("link", name="Frühere Mitglieder").click()
    good(page)
    page.go_back()
    page.get_by_role("link", name="Aurel Rechnung").click()
    good(page)
    page.get_by_role("link", name="Konto der Person").click()
    page.get_by_role("link", name="Anonymisieren").click()
    good(page)
    page.locator("#id_reason").fill("Antrag der Person")
    page.get_by_role("button", name="Anonymisieren").click()
    expect(page.get_by_role("alert")).to_contain_text("Beenden Sie zuerst die Mitgliedschaften")
    good(page)


def test_pages_before_signing_in_are_good_in_both_languages(page: Page) -> None:
    for address in (
        "/accounts/login/", "/accounts/password/reset/", "/accounts/password/reset/done/", "/accounts/signup/",
        "/accounts/inactive/", "/invitation/unknown/", "/accounts/providers/login/error/",
    ):  # fmt: skip
        for prefix in ("", "/en"):
            page.goto(prefix + address)
            expect(page.locator("h1")).to_be_visible()
            good(page)


def test_a_passkey_signs_in_without_a_password(visit) -> None:
    """With an authenticator that Chromium plays itself."""
    page = visit()
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    page.goto("/accounts/login/")
    address = page.url.replace("127.0.0.1", "localhost")  # passkeys need a name, not a number
    page.goto(address)
    page.locator("#sign-in").get_by_label("E-Mail-Adresse").fill("petra.exempel@example.org")
    page.locator("#sign-in").get_by_label("Passwort").fill(PASSWORD)
    page.locator("#sign-in").get_by_role("button", name="Anmelden").click()
    expect(page.locator(".account-tools__name")).to_be_visible()
    page.goto(address.replace("/accounts/login/", "/accounts/2fa/webauthn/add/"))
    page.locator("input[name=passwordless]").check()
    page.get_by_role("button", name="Schlüssel hinzufügen").click()
    expect(page.get_by_role("heading", name="Wiederherstellungscodes")).to_be_visible()
    page.locator(".account-tools summary").click()
    page.get_by_role("button", name="Abmelden").click()
    page.goto(address)
    page.get_by_role("button", name="Mit einem Passkey anmelden").click()
    expect(page.locator(".account-tools__name")).to_contain_text("Petra Exempel")
