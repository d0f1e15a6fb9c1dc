"""A programme officer builds a questionnaire without a developer and without JavaScript, then tries it out with it."""

from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Page, expect

from browser.helpers import (
    assert_accessible,
    assert_no_sideways_scrolling,
    assert_nothing_inline,
    in_menu,
    only_own_requests,
    screenshots,
)


@pytest.fixture
def officer(browser: Browser, live_demo: str) -> Iterator[Callable[[bool], Page]]:
    """Opens a browser in which the programme officer is signed in, with or without JavaScript."""
    opened: list[BrowserContext] = []

    def sign_in(script: bool) -> Page:
        context = browser.new_context(
            base_url=live_demo, locale="de-DE", viewport={"width": 1280, "height": 900}, java_script_enabled=script
        )
        opened.append(context)
        context.set_default_timeout(15_000)
        page = context.new_page()
        page.goto("/accounts/login/")
        page.fill("input[name=login]", "priya.programm@example.org")
        page.fill("input[name=password]", settings.DEMO_PASSWORD)
        page.locator("main button[type=submit]").first.click()
        page.wait_for_url("**/")
        expect(in_menu(page, "Fragebögen")).to_be_visible()
        return page

    yield sign_in
    for context in opened:
        context.close()


def good(page: Page, name: str = "") -> None:
    """Usable by everybody at both widths, nothing inline; a picture of it to look at."""
    assert_nothing_inline(page)
    assert_accessible(page)
    page.set_viewport_size({"width": 320, "height": 800})
    assert_accessible(page)
    page.set_viewport_size({"width": 1280, "height": 900})
    assert_no_sideways_scrolling(page)
    if name:
        screenshots(page, f"questionnaires-{name}")


def add_question(page: Page, title: str, kind: str) -> None:
    page.get_by_label("Neue Frage", exact=True).fill(title)
    page.get_by_label("Art", exact=True).select_option(label=kind)
    page.get_by_role("button", name="Hinzufügen zu").click()
    expect(page.get_by_role("heading", level=2, name=f"{kind}: {title}")).to_be_visible()


def build(page: Page, title: str) -> str:
    """The whole way from nothing to a published questionnaire; returns the address of the version."""
    in_menu(page, "Fragebögen").click()
    page.get_by_role("link", name="Neuer Fragebogen").first.click()
    page.get_by_label("Titel auf Deutsch").fill(title)
    page.get_by_role("button", name="Beginnen", exact=True).click()
    page.get_by_label("Neuer Abschnitt").fill("Vorhaben")
    page.get_by_role("button", name="Abschnitt hinzufügen").click()

    add_question(page, "Gemeinsam mit anderen?", "Ja oder nein")
    page.get_by_label("Muss beantwortet werden").check()
    page.get_by_role("button", name="Speichern", exact=True).click()

    add_question(page, "Ausgaben", "Tabelle mit ergänzbaren Zeilen")
    first = page.get_by_role("group", name="Eintrag 1")
    first.get_by_label("Deutsch").fill("Posten")
    page.get_by_role("button", name="Speichern und hierbleiben").click()
    second = page.get_by_role("group", name="Eintrag 2")
    second.get_by_label("Deutsch").fill("Betrag")
    second.get_by_label("Art").select_option(label="Geldbetrag")
    second.get_by_label("Summe darunter").check()
    page.get_by_role("button", name="Speichern", exact=True).click()

    add_question(page, "Partner", "Kurzer Text")
    line = page.get_by_role("group", name="Zeile 1")
    line.get_by_label("Frage").select_option(label="Gemeinsam mit anderen?")
    line.get_by_label("Wert").fill("vielleicht")
    page.get_by_role("button", name="Speichern", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("Schreiben Sie Ja oder Nein")
    page.get_by_role("group", name="Zeile 1").get_by_label("Wert").fill("Ja")
    page.get_by_role("button", name="Speichern", exact=True).click()
    expect(page.get_by_text("nur wenn „Gemeinsam mit anderen?“ ist „Ja“")).to_be_visible()

    add_question(page, "Zuwendung", "Berechneter Wert")
    page.get_by_label("Formel").fill("sum(ausgaben.betrag) * 80 %")
    page.get_by_role("button", name="Speichern", exact=True).click()
    page.get_by_role("button", name="Hoch Zuwendung").click()
    expect(page.locator(".outline__title").nth(2)).to_contain_text("Zuwendung")
    return page.url.split("#")[0]


def test_a_questionnaire_is_built_without_script_and_tried_out(officer: Callable[[bool], Page]) -> None:
    page = officer(False)
    address = build(page, "Bogen ohne Skript")

    page.get_by_role("link", name="Ausprobieren").click()
    expect(page.get_by_label("Partner")).to_have_count(0)
    page.get_by_label("Ja", exact=True).check()
    page.get_by_label("Posten, Zeile 1").fill("Personal")
    page.get_by_label("Betrag, Zeile 1").fill("1.000,50")
    page.get_by_role("button", name="Zeile hinzufügen").click()
    page.get_by_label("Betrag, Zeile 2").fill("viel")
    page.get_by_role("button", name="Speichern", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("„viel“ ist kein Betrag")
    page.get_by_label("Betrag, Zeile 2").fill("0,50")
    page.get_by_label("Partner").fill("Herdecke")
    page.get_by_role("button", name="Speichern und prüfen").click()
    expect(page.get_by_text("Es fehlt nichts: So könnte eingereicht werden.")).to_be_visible()
    expect(page.locator(".outcome__value")).to_contain_text("800,80 €")

    page.get_by_role("link", name="Prüfen und veröffentlichen").click()
    page.get_by_role("button", name="Fassung 1 veröffentlichen").click()
    expect(page.get_by_text("Der Fragebogen ist veröffentlicht.")).to_be_visible()
    expect(page.get_by_role("button", name="Hinzufügen zu")).to_have_count(0)

    watched = officer(True)
    watched.goto(address)
    good(watched, "published")
    watched.goto(f"{address}try/reading/")
    expect(watched.get_by_text("Herdecke")).to_be_visible()
    good(watched, "reading")


def test_the_page_follows_what_is_typed(officer: Callable[[bool], Page]) -> None:
    page = officer(True)
    build(page, "Bogen mit Skript")
    good(page, "outline")

    page.get_by_role("link", name="Ausprobieren").click()
    with only_own_requests(page):
        page.get_by_label("Ja", exact=True).check()
        expect(page.get_by_label("Partner")).to_be_visible()
        page.get_by_label("Nein", exact=True).check()
        expect(page.get_by_label("Partner")).to_have_count(0)
        page.get_by_label("Betrag, Zeile 1").fill("1.000,50")
        page.get_by_label("Betrag, Zeile 1").press("Tab")
        expect(page.locator(".outcome__value")).to_contain_text("800,40 €")
        expect(page.locator("tfoot")).to_contain_text("1.000,50 €")
        page.get_by_role("button", name="Zeile hinzufügen").click()
        page.get_by_label("Betrag, Zeile 2").fill("viel")
        page.get_by_label("Betrag, Zeile 2").press("Tab")
        expect(page.get_by_text("„viel“ ist kein Betrag").first).to_be_visible()
        expect(page.get_by_label("Betrag, Zeile 2")).to_have_attribute("aria-invalid", "true")
        page.get_by_role("button", name="Entfernen Zeile 2").click()
        expect(page.get_by_label("Betrag, Zeile 2")).to_have_count(0)
    good(page, "try")

    page.get_by_role("link", name="Fragen", exact=True).click()
    page.get_by_role("link", name="Ausgaben").click()
    page.get_by_label("Titel auf Deutsch").fill("Ausgaben und Einnahmen")
    expect(page.locator("#preview")).to_contain_text("Ausgaben und Einnahmen")
    good(page, "question")


def test_the_state_s_form_is_ready_to_use(officer: Callable[[bool], Page]) -> None:
    page = officer(True)
    page.goto("/questionnaires/new/")
    good(page)
    page.get_by_label("Titel auf Deutsch").fill("Antrag KOMM-IN Zukunft")
    page.get_by_label("dem Antragsformular nach dem Muster des Landes").check()
    page.get_by_role("button", name="Beginnen", exact=True).click()
    good(page, "application-outline")
    page.get_by_role("link", name="Ausprobieren").click()
    page.get_by_role("button", name="Speichern und prüfen").click()
    expect(page.get_by_role("alert")).to_contain_text("Bitte prüfen Sie")
    good(page, "application-try")
    page.get_by_role("link", name="Prüfen und veröffentlichen").click()
    good(page, "application-publish")
