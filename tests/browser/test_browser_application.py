"""The whole way: a programme officer makes a programme, a form and a call from nothing and publishes; two people of a
town fill the application in at the same time, sign, and submit; the receipt is verified with what was downloaded."""

import hashlib
import io
import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pypdf import PdfReader

from browser.helpers import (
    assert_accessible,
    assert_no_sideways_scrolling,
    assert_nothing_inline,
    follow,
    only_own_requests,
)

PASSWORD = "demo-foerderung-2026"
TODAY = datetime.now(ZoneInfo("Europe/Berlin")).date()
YEAR = TODAY.year + 1
LONG = "Vielfaltsfördernde Nachbarschaftsbegegnungsstättenvernetzung in kreisangehörigen Kommunen"
OPEN_CALL = "/applications/new/zukunft-1/"
APPLICATION = re.compile(r"/applications/2\d{3}-\d{5}/$")


@pytest.fixture
def visit(browser: Browser, live_demo: str) -> Iterator[Callable[[str], Page]]:
    """Opens a new browser for one person, signed in; for a visitor without a name."""
    opened: list[BrowserContext] = []

    def new(who: str = "") -> Page:
        opened.append(browser.new_context(base_url=live_demo, locale="de-DE", viewport={"width": 1280, "height": 900}))
        opened[-1].set_default_timeout(20_000)
        page = opened[-1].new_page()
        if who:
            page.goto("/accounts/login/")
            page.fill("input[name=login]", f"{who}@example.org")
            page.fill("input[name=password]", PASSWORD)
            follow(page.locator("main button[type=submit]").first)
            expect(page.locator("header").get_by_text(who.split(".")[0].title()).first).to_be_attached()
        return page

    yield new
    for context in opened:
        context.close()


def good(page: Page) -> None:
    assert_nothing_inline(page)
    assert_accessible(page)
    assert_no_sideways_scrolling(page)


def fill(page: Page, **values: str) -> None:
    for name, value in values.items():
        page.locator(f"main [name={name}]").fill(value)


def save(page: Page, label: str = "Speichern") -> None:
    follow(page.get_by_role("main").get_by_role("button", name=label, exact=True))


def go(page: Page, name: str) -> None:
    follow(page.get_by_role("main").get_by_role("link", name=name, exact=True).first)


def part(page: Page, name: str) -> None:
    follow(page.get_by_role("table", name="Teile des Aufrufs").get_by_role("link", name=name, exact=True))


def make_form(page: Page) -> None:
    """A questionnaire of two questions; the whole form stands beside the editing."""
    page.goto("/questionnaires/")
    go(page, "Neuer Fragebogen")
    page.get_by_label("Titel auf Deutsch").fill("Antrag Nachbarn")
    save(page, "Beginnen")
    page.get_by_label("Neuer Abschnitt").fill("Vorhaben")
    save(page, "Abschnitt hinzufügen")
    for title, kind in (("Ziel", "Langer Text"), ("Feste im Jahr", "Zahl")):
        page.get_by_label("Neue Frage", exact=True).fill(title)
        page.get_by_label("Art", exact=True).select_option(label=kind)
        follow(page.get_by_role("button", name="Hinzufügen zu"))
        page.get_by_label("Muss beantwortet werden").check()
        page.locator("main [name=title_de]").fill(f"{title} des Vorhabens")
        expect(page.locator("#preview")).to_contain_text(f"{title} des Vorhabens")
        save(page)
    beside = page.get_by_role("complementary", name="Vorschau des ganzen Formulars")
    beside.get_by_label("Feste im Jahr des Vorhabens").fill("viele")
    beside.get_by_label("Feste im Jahr des Vorhabens").press("Tab")
    expect(beside.get_by_label("Feste im Jahr des Vorhabens")).to_have_attribute("aria-invalid", "true")
    good(page)
    go(page, "Prüfen und veröffentlichen")
    save(page, "Fassung 1 veröffentlichen")
    expect(page.get_by_text("Der Fragebogen ist veröffentlicht.")).to_be_visible()


def make_programme(page: Page) -> None:
    page.goto("/ministry/programmes/")
    good(page)
    go(page, "Neues Programm")
    save(page)
    expect(page.get_by_role("alert").first).to_be_visible()
    fill(page, title_de=LONG, title_en="Neighbours", slug="nachbarn", text_de="Ziele", text_en="Aims")
    fill(page, valid_from=f"{TODAY.year}-01-01")
    save(page)
    expect(page.get_by_role("heading", level=1, name=LONG)).to_be_visible()
    good(page)  # empty lists
    go(page, "Neuer Förderbaustein")
    fill(page, title_de="Begegnung", title_en="Encounter", code="begegnung")
    save(page)
    go(page, "Neue Fassung")
    fill(page, title="Richtlinie Nachbarn", source="Erfunden", valid_from=f"{TODAY.year}-01-01", minimum_grant="2.000")
    page.get_by_label("Kreisangehörige Stadt oder Gemeinde").check()
    page.get_by_label("Kreisfreie Stadt").check()
    page.get_by_label("Unterschrift auf Papier").check()
    page.locator("[name=clause_set]").select_option(index=1)
    save(page)
    good(page)
    go(page, "Neue Finanzierungsregel")
    page.locator("[name=kind]").select_option("share")
    fill(page, rate="80", cap="40.000")
    save(page)
    go(page, "Neue Kostenart")
    fill(page, title_de="Honorare", title_en="Fees")
    save(page)
    good(page)


def make_means(page: Page) -> None:
    """The budget officer enters what the year has and splits it over the authorities."""
    page.goto("/ministry/programmes/nachbarn/means/")
    go(page, "Neuer Haushaltsansatz")
    fill(page, year=str(YEAR), chapter="07 080", title="633 11", cash="900.000", commitment="0")
    save(page)
    follow(page.get_by_role("link", name="Verteilen").first)
    page.get_by_label("Barmittel").first.fill("1.900.000")
    save(page)
    expect(page.get_by_text("übersteigen die Barmittel").first).to_be_visible()
    page.get_by_label("Barmittel").first.fill("500.000")
    save(page)
    expect(page.get_by_role("main")).to_contain_text("500.000,00")
    good(page)


def make_call(page: Page) -> None:
    page.goto("/ministry/programmes/nachbarn/")
    go(page, "Neuer Aufruf")
    fill(page, title_de="Nachbarn 1", title_en="Neighbours 1", slug="nachbarn-1")
    save(page)
    expect(page.get_by_text("„Veröffentlichen“ ist jetzt nicht möglich")).to_be_visible()
    good(page)
    part(page, "Titel und Beschreibung")
    fill(page, text_de="Feste und Treffen.", text_en="Feasts and meetings.")
    save(page)
    part(page, "Öffnung und Frist")
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
    form = page.locator("[name=questionnaire] option", has_text="Antrag Nachbarn").get_attribute("value")
    page.locator("[name=questionnaire]").select_option(value=form)
    save(page)
    part(page, "Bewertungskriterien")
    fill(page, title_de="Wirkung", title_en="Effect", weight="100")
    save(page, "Hinzufügen")
    follow(page.get_by_role("link", name="Nachbarn 1").first)
    part(page, "Werte des Rechts")
    good(page)
    page.locator("[name=shared_source]").fill("Erlass vom 1.6.2026")
    for box in page.get_by_role("checkbox").all():
        box.check()
    save(page, "Festhalten")
    save(page, "Als geprüft kennzeichnen")
    save(page, "Jetzt veröffentlichen")
    expect(page.get_by_text("Der Aufruf ist veröffentlicht.")).to_be_visible()
    good(page)


def read_as_a_visitor(page: Page) -> None:
    page.goto("/calls/")
    with only_own_requests(page):
        follow(page.get_by_role("link", name="Nachbarn 1"))
    expect(page.get_by_text("24:00 Uhr").first).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text("ausgedruckt, unterschrieben und eingescannt")
    good(page)
    go(page, "Alle Fragen des Formulars vorab lesen")
    good(page)
    page.go_back()
    with page.expect_download() as download:
        page.get_by_role("link", name="Frist für den Kalender").click()
    assert download.value.suggested_filename == "nachbarn-1.ics"
    go(page, "Dürfen wir, und wie viel?")
    page.get_by_label("Kreisfreie Stadt").check()
    fill(page, expenditure="30.000")
    save(page, "Prüfen")
    expect(page.get_by_text("24.000,00 €").first).to_be_visible()
    good(page)
    page.get_by_label("Kreis", exact=True).check()
    save(page, "Prüfen")
    expect(page.get_by_text("Nein, nicht in diesem Aufruf")).to_be_visible()


def begin(page: Page, address: str, title: str) -> str:
    """Begin an application; the way to it, without the host."""
    page.goto(address)
    page.fill("[name=title]", title)
    if page.locator("[name=copy]").count():
        page.locator("[name=copy]").select_option("")
    page.locator("[name=block]").first.select_option(index=page.locator("[name=block] option").count() - 1)
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_url(APPLICATION)
    return re.sub(r"^https?://[^/]+", "", page.url)


def to_write(page: Page, address: str) -> None:
    """Open a page that saves while one types; nobody types before it is ready."""
    page.goto(address)
    page.wait_for_function("() => window.htmx")


def fill_together(anna: Page, kemal: Page, address: str) -> None:
    """Both have the draft open; what one writes is not lost by what the other saves."""
    to_write(anna, f"{address}project/")
    anna.fill("[name=starts]", f"{YEAR}-12-01")
    anna.fill("[name=ends]", f"{YEAR}-01-31")
    anna.locator("[name=ends]").blur()
    expect(anna.locator("[name=ends]")).to_have_attribute("aria-invalid", "true")
    expect(anna.locator("main")).to_contain_text("Das Vorhaben endet, bevor es beginnt.")
    good(anna)
    anna.fill("[name=starts]", f"{YEAR}-01-15")
    anna.locator("[name=starts]").blur()
    expect(anna.locator("[aria-invalid=true]")).to_have_count(0)
    expect(anna.locator("#saved-state")).to_contain_text("Gespeichert um")

    to_write(kemal, f"{address}plan/")
    to_write(anna, f"{address}questions/vorhaben/")
    cost = kemal.locator("table.plan-table").first.locator("input").first
    cost.fill("vierzig")
    cost.blur()
    expect(cost).to_have_attribute("aria-invalid", "true")
    expect(kemal.locator(".cell-error").first).to_contain_text("„vierzig“ ist kein Betrag")
    anna.get_by_label("Ziel des Vorhabens").fill("Nachbarinnen und Nachbarn kennen sich.")
    anna.get_by_label("Ziel des Vorhabens").blur()
    expect(anna.locator("#saved-state")).to_contain_text("Gespeichert um")
    cost.fill("40.000")
    cost.blur()
    expect(cost).not_to_have_attribute("aria-invalid", "true")
    expect(kemal.locator("#plan-outcome")).to_contain_text("32.000,00")
    save(kemal, "Zuwendung und Eigenmittel ausfüllen")
    expect(kemal.locator("#plan-outcome")).to_contain_text("Der Plan geht auf.")
    good(kemal)
    anna.get_by_label("Feste im Jahr des Vorhabens").fill("6")
    save(anna, "Speichern und weiter")
    anna.goto(address)
    expect(anna.locator("main")).to_contain_text("Es fehlt nichts.")
    good(anna)


def sign_on_paper(anna: Page, address: str) -> None:
    """Print, sign, scan, add."""
    paper = anna.request.get(f"{address}application.pdf").body()
    assert "Unterschrift, Dienstsiegel" in PdfReader(io.BytesIO(paper)).pages[-1].extract_text()
    anna.goto(f"{address}documents/")
    anna.locator("[name=purpose]").select_option(label="Scan des unterschriebenen Antrags")
    anna.set_input_files(
        "input[type=file]", {"name": "Unterschrieben.pdf", "mimeType": "application/pdf", "buffer": paper}
    )
    save(anna, "Hochladen")
    expect(anna.locator("#signed")).to_contain_text("Unterschrieben.pdf")
    good(anna)


def verify(page: Page, address: str) -> None:
    """The checksum on the page, in the receipt and of the downloaded file are one."""
    shown = page.locator("#receipt code").inner_text()
    receipt = PdfReader(io.BytesIO(page.request.get(f"{address}receipt.pdf").body()))
    printed = re.sub(r"\s", "", "".join(sheet.extract_text() for sheet in receipt.pages))
    handed_in = page.request.get(f"{address}submission.json").body()
    assert hashlib.sha256(handed_in).hexdigest() == shown
    assert shown in printed
    assert b"Nachbarinnen und Nachbarn kennen sich." in handed_in
    page.goto(f"{address}verify/")
    page.fill("[name=digest]", shown)
    save(page, "Vergleichen")
    expect(page.locator("main")).to_contain_text("Das ist die Prüfsumme dieses Antrags.")
    good(page)


def test_from_nothing_to_the_verified_receipt(visit: Callable[..., Page]) -> None:
    officer = visit("priya.programm")
    make_form(officer)
    make_programme(officer)
    make_means(visit("hannes.haushalt"))
    make_call(officer)
    read_as_a_visitor(visit())

    anna, kemal, siglinde = visit("anna.beispiel"), visit("kemal.muster"), visit("siglinde.probe")
    address = begin(anna, "/applications/new/nachbarn-1/", "Brücken in die Stadt")
    good(anna)
    fill_together(anna, kemal, address)
    for page in (kemal, siglinde):
        page.goto(address)
        save(page, "Freigeben")
        expect(page.locator("main")).to_contain_text("Sie haben den Antrag freigegeben.")
    expect(siglinde.locator("main")).to_contain_text("Der Scan des unterschriebenen Antrags fehlt")
    good(siglinde)
    sign_on_paper(anna, address)
    siglinde.goto(address)
    go(siglinde, "Einreichen")
    good(siglinde)
    save(siglinde, "Jetzt einreichen")
    expect(siglinde.locator("#receipt")).to_contain_text("Eingegangen")
    good(siglinde)
    verify(siglinde, address)
    anna.goto(f"{address}read/")
    good(anna)


def test_a_conflict_shows_both_versions_in_the_browser(visit: Callable[..., Page]) -> None:
    one, two = visit("cem.beispiel"), visit("petra.exempel")
    section = begin(one, OPEN_CALL, "Zwei schreiben zugleich") + "questions/measure/"
    for page in (one, two):
        to_write(page, section)
    one.fill("[name=q-summary]", "Erste Fassung")
    one.locator("[name=q-summary]").blur()
    expect(one.locator("#saved-state")).to_contain_text("Gespeichert um")
    two.fill("[name=q-summary]", "Zweite Fassung")
    two.locator("[name=q-summary]").blur()
    follow(two.get_by_role("link", name="Beide Fassungen vergleichen").first)
    expect(two.locator("main")).to_contain_text("Erste Fassung")
    expect(two.locator("main")).to_contain_text("Zweite Fassung")
    good(two)
