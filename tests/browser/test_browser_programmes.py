"""A programme officer makes a programme and a call from nothing and publishes; a small town reads it and asks."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from browser.helpers import assert_accessible, assert_no_sideways_scrolling, assert_nothing_inline, only_own_requests

PASSWORD = "demo-foerderung-2026"
TODAY = datetime.now(ZoneInfo("Europe/Berlin")).date()
LONG = "Vielfaltsfördernde Nachbarschaftsbegegnungsstättenvernetzung in kreisangehörigen Kommunen"


@pytest.fixture
def visit(browser: Browser, live_demo: str) -> Iterator[Callable[[], Page]]:
    """Opens a new browser for one person."""
    opened: list[BrowserContext] = []

    def new() -> Page:
        opened.append(browser.new_context(base_url=live_demo, locale="de-DE", viewport={"width": 1280, "height": 900}))
        opened[-1].set_default_timeout(20_000)
        return opened[-1].new_page()

    yield new
    for context in opened:
        context.close()


def good(page: Page) -> None:
    assert_nothing_inline(page)
    assert_accessible(page)
    page.set_viewport_size({"width": 320, "height": 800})
    assert_accessible(page)
    assert_no_sideways_scrolling(page)
    page.set_viewport_size({"width": 1280, "height": 900})


def sign_in(page: Page, name: str) -> None:
    page.goto("/accounts/login/")
    page.get_by_role("link", name=name).click()
    page.locator("#sign-in").get_by_label("Passwort").fill(PASSWORD)
    page.locator("#sign-in").get_by_role("button", name="Anmelden").click()
    expect(page.get_by_text(name).first).to_be_visible()


def fill(page: Page, **values: str) -> None:
    for name, value in values.items():
        page.locator(f"main [name={name}]").fill(value)


def save(page: Page, label: str = "Speichern") -> None:
    page.get_by_role("main").get_by_role("button", name=label, exact=True).click()


def part(page: Page, name: str) -> None:
    page.get_by_role("table", name="Teile des Aufrufs").get_by_role("link", name=name, exact=True).click()


def test_from_nothing_to_a_published_call(visit: Callable[[], Page]) -> None:
    page = visit()
    sign_in(page, "Priya Programm")
    page.get_by_role("navigation").get_by_role("link", name="Programme", exact=True).first.click()
    good(page)
    page.get_by_role("link", name="Neues Programm").click()
    good(page)
    save(page)
    expect(page.get_by_role("alert").first).to_be_visible()
    fill(page, title_de=LONG, title_en="Neighbours", slug="nachbarn", text_de="Ziele", text_en="Aims")
    fill(page, valid_from=f"{TODAY.year}-01-01")
    save(page)
    expect(page.get_by_role("heading", level=1, name=LONG)).to_be_visible()
    good(page)  # empty lists

    page.get_by_role("link", name="Neuer Förderbaustein").click()
    fill(page, title_de="Begegnung", title_en="Encounter", code="begegnung")
    save(page)
    page.get_by_role("main").get_by_role("link", name="Neue Fassung").click()
    fill(page, title="Richtlinie Nachbarn", source="Erfunden", valid_from=f"{TODAY.year}-01-01")
    fill(page, minimum_grant="2.000")
    page.get_by_label("Kreisangehörige Stadt oder Gemeinde").check()
    page.get_by_label("Kreisfreie Stadt").check()
    page.locator("[name=clause_set]").select_option(index=1)
    save(page)
    good(page)
    page.get_by_role("link", name="Neue Finanzierungsregel").click()
    page.locator("[name=kind]").select_option("share")
    fill(page, rate="80", cap="40.000")
    save(page)
    page.get_by_role("link", name="Neue Kostenart").click()
    fill(page, title_de="Honorare", title_en="Fees")
    save(page)
    good(page)
    page.get_by_role("navigation", name="Brotkrumen").or_(page.locator("nav")).get_by_role(
        "link", name=LONG
    ).first.click()

    page.get_by_role("link", name="Neuer Aufruf").click()
    fill(page, title_de="Nachbarn 1", title_en="Neighbours 1", slug="nachbarn-1")
    save(page)
    expect(page.get_by_text("„Veröffentlichen“ ist jetzt nicht möglich")).to_be_visible()
    good(page)
    part(page, "Titel und Beschreibung")
    fill(page, text_de="Feste und Treffen.", text_en="Feasts and meetings.")
    save(page)
    part(page, "Öffnung und Frist")
    good(page)
    fill(page, opening_day=TODAY.isoformat(), opening_time="00:00")
    fill(page, closing_day=(TODAY + timedelta(days=40)).isoformat(), closing_time="23:59")
    save(page)
    part(page, "Ansprechperson und Mittel")
    fill(page, contact_name="Priya Programm", contact_phone="0211 1", budget="500.000")
    save(page)
    part(page, "Richtlinie und Förderbausteine")
    page.locator("[name=guideline]").select_option(index=1)
    page.get_by_label("Begegnung").check()
    save(page)
    part(page, "Fragen")
    page.locator("[name=questionnaire]").select_option(index=1)
    save(page)
    part(page, "Bewertungskriterien")
    fill(page, title_de="Wirkung", title_en="Effect", weight="100")
    save(page, "Hinzufügen")
    good(page)
    page.get_by_role("link", name="Nachbarn 1").first.click()
    part(page, "Werte des Rechts")
    good(page)
    page.locator("[name=shared_source]").fill("Erlass vom 1.6.2026")
    for box in page.get_by_role("checkbox").all():
        box.check()
    save(page, "Festhalten")
    page.get_by_role("button", name="Als geprüft kennzeichnen").click()
    good(page)
    page.get_by_role("button", name="Jetzt veröffentlichen").click()
    expect(page.get_by_text("Der Aufruf ist veröffentlicht.")).to_be_visible()
    good(page)

    reader = visit()
    reader.goto("/calls/")
    good(reader)
    with only_own_requests(reader):
        reader.get_by_role("link", name="Nachbarn 1").click()
    expect(reader.get_by_text("24:00 Uhr").first).to_be_visible()
    good(reader)
    reader.get_by_role("link", name="Alle Fragen des Formulars vorab lesen").click()
    good(reader)
    reader.go_back()
    with reader.expect_download() as download:
        reader.get_by_role("link", name="Frist für den Kalender").click()
    assert download.value.suggested_filename == "nachbarn-1.ics"
    reader.get_by_role("link", name="Dürfen wir, und wie viel?").click()
    reader.get_by_label("Kreisangehörige Stadt oder Gemeinde").check()
    fill(reader, expenditure="30.000")
    save(reader, "Prüfen")
    expect(reader.get_by_text("24.000,00 €").first).to_be_visible()
    good(reader)
    reader.get_by_label("Kreis", exact=True).check()
    save(reader, "Prüfen")
    expect(reader.get_by_text("Nein, nicht in diesem Aufruf")).to_be_visible()


def test_the_budget_officer_splits_means_and_is_told_when_it_is_too_much(visit: Callable[[], Page]) -> None:
    page = visit()
    sign_in(page, "Hannes Haushalt")
    page.goto("/ministry/programmes/komm-in-zukunft/means/")
    good(page)
    page.get_by_role("link", name="Verteilen").first.click()
    good(page)
    page.get_by_label("Barmittel").first.fill("99.000.000")
    save(page)
    expect(page.get_by_text("übersteigen die Barmittel").first).to_be_visible()
    good(page)
