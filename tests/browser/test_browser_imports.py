"""A programme officer moves in: a list of old grants, its doubts, its municipalities, its sums, and back out again."""

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, expect

from browser.helpers import (
    assert_accessible,
    assert_no_sideways_scrolling,
    assert_nothing_inline,
    follow,
    screenshots,
)

LIST = """Bewilligungen des Landes 1999;;;;
Gesamtsumme: 100.234,57 €;;;;

"Zuwendungs-
empfänger";Projekttitel;Bewilligte Zuwendung;Datum;Kategorie
Stadt Köln;Netzwerk Nachbarschaft;50.000,00 €;04.05.1999;Vernetzung
Herford;Was Menschen bewegt;1.234,567;1999-03-01;Sonstiges
Zwischensumme;;51.234,57;;
Caritasverband Köln e. V.;Hilfe im Viertel;40.000,00 EUR;5. Mai 1999;
Neustadt;Ein Ort ohne Eintrag im Verzeichnis;10.000,00;06.05.1999;
Stadt Köln;Netzwerk Nachbarschaft;-1.000,00;01.02.2000;Vernetzung
"""


@pytest.fixture
def officer(browser: Browser, live_demo: str) -> Iterator[Page]:
    """A browser in which the programme officer is signed in."""
    context = browser.new_context(base_url=live_demo, locale="de-DE", viewport={"width": 1280, "height": 900})
    context.set_default_timeout(30_000)
    page = context.new_page()
    page.goto("/accounts/login/")
    page.fill("input[name=login]", "priya.programm@example.org")
    page.fill("input[name=password]", settings.DEMO_PASSWORD)
    page.locator("main button[type=submit]").first.click()
    yield page
    context.close()


def good(page: Page, name: str) -> None:
    """Usable by everybody at both widths, nothing inline; a picture of it to look at."""
    assert_nothing_inline(page)
    assert_accessible(page)
    page.set_viewport_size({"width": 320, "height": 800})
    assert_accessible(page)
    assert_no_sideways_scrolling(page)
    page.set_viewport_size({"width": 1280, "height": 900})
    screenshots(page, f"imports-{name}")


def granted_in(page: Page) -> Decimal:
    """What the public balance of the programme says."""
    page.goto("/balance/komm-in-nrw/figures.json")
    return Decimal(json.loads(page.locator("body").inner_text())["granted_eur"])


def test_moving_in_and_out_again(officer: Page, tmp_path: Path) -> None:
    page = officer
    before = granted_in(page)
    file = tmp_path / "alte-liste.csv"
    file.write_bytes(LIST.encode("cp1252"))
    page.goto("/ministry/imports/")
    good(page, "home")
    follow(page.get_by_role("link", name="KOMM-IN NRW", exact=False).first)
    follow(page.get_by_role("link", name="Datei übernehmen").first)
    page.set_input_files("input[type=file]", str(file))
    page.get_by_label("Kontrollsumme").fill("100.234,57")
    good(page, "begin")
    follow(page.get_by_role("button", name="Datei lesen"))
    expect(page.get_by_role("heading", level=1, name="alte-liste.csv")).to_be_visible()
    expect(page.locator("main")).to_contain_text("passt")
    good(page, "prepared")
    tabs = {"Wie gelesen wird": "reading", "Zweifel": "doubts", "Zeilen": "rows", "Kommunen": "places"}
    for tab, name in tabs.items():
        follow(page.get_by_role("navigation", name="Teile der Übernahme").get_by_role("link", name=tab))
        good(page, name)
    herford = page.get_by_role("group", name="Herford")
    herford.locator("select").select_option(label="Kreis Herford (05758)")
    follow(page.get_by_role("button", name="Auswahl festhalten"))
    page.goto(page.url.split("places")[0].rstrip("/") + "/")
    follow(page.get_by_role("button", name="Laden, was bereit ist"))
    expect(page.locator("main")).to_contain_text("Geladen")
    good(page, "loaded")
    here = page.url
    loaded = granted_in(page) - before
    assert loaded in (Decimal("90234.57"), Decimal("100234.57"))
    page.goto(here)
    follow(page.get_by_role("link", name="Diese Übernahme zurücknehmen"))
    page.get_by_label("Grund").fill("Zur Probe geladen")
    good(page, "take-back")
    follow(page.get_by_role("button", name="Diese Übernahme zurücknehmen"))
    expect(page.locator("main")).to_contain_text("Zur Probe geladen")
    good(page, "taken-back")
    assert granted_in(page) == before


def test_a_large_file_is_read_and_loaded_in_the_background(officer: Page, tmp_path: Path) -> None:
    page = officer
    before = granted_in(page)
    file = tmp_path / "grosse-liste.csv"
    rows = "".join(f"Stadt Köln;Vorhaben {number};10,00;04.05.1998\n" for number in range(6_000))
    file.write_text(f"Stadt;Projekt;Bewilligt;Datum\n{rows}", encoding="utf-8")
    page.goto("/ministry/programmes/komm-in-nrw/imports/new")
    page.set_input_files("input[type=file]", str(file))
    follow(page.get_by_role("button", name="Datei lesen"))
    expect(page.locator("#import-work")).to_contain_text("Lesen von „grosse-liste.csv“")
    good(page, "reading-in-background")
    expect(page.get_by_role("button", name="Laden, was bereit ist")).to_be_visible(timeout=120_000)  # by itself
    follow(page.get_by_role("button", name="Laden, was bereit ist"))
    expect(page.get_by_role("link", name="Diese Übernahme zurücknehmen")).to_be_visible(timeout=120_000)
    here = page.url
    for _attempt in range(100):  # more than 5,000 entries: the balance follows right after the commit
        if granted_in(page) - before == Decimal("60000.00"):
            break
        page.wait_for_timeout(200)
    assert granted_in(page) - before == Decimal("60000.00")
    page.goto(here)
    follow(page.get_by_role("link", name="Diese Übernahme zurücknehmen"))
    page.get_by_label("Grund").fill("Zur Probe geladen")
    follow(page.get_by_role("button", name="Diese Übernahme zurücknehmen"))
    expect(page.locator("main")).to_contain_text("Zur Probe geladen")
