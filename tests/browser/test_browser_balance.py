"""The public balance as a journalist walks through it, with and without scripts."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from browser.helpers import (
    SCHEMES,
    assert_accessible,
    assert_no_sideways_scrolling,
    assert_nothing_inline,
    follow,
    only_own_requests,
    screenshots,
    window,
)

BASE = "/balance/komm-in-nrw/"
SENTENCE = (
    "Seit April 2005 haben 123 Kommunen und Kreise mit insgesamt 359 Projekten teilgenommen, davon 100 Städte und 23"
    " Kreise, in einem Umfang von rund 15 Millionen Euro."
)


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_from_the_sentence_to_the_project_behind_it(browser: Browser, live_demo: str, scripts: bool) -> None:
    context = browser.new_context(
        base_url=live_demo, locale="de-DE", viewport={"width": 1280, "height": 900}, java_script_enabled=scripts
    )
    context.set_default_timeout(15_000)
    page = context.new_page()
    with only_own_requests(page):
        _overview(page, scripts)
        _database(page, scripts)
        _map(page, scripts)
        _two_days(page, scripts)
        _publication(page, scripts)
    context.close()


def _overview(page: Page, scripts: bool) -> None:
    page.goto("/")
    follow(page.get_by_role("navigation").get_by_role("link", name="Bilanz", exact=True).first)
    follow(page.get_by_role("link", name="KOMM-IN NRW", exact=True).first)
    page.get_by_label("Zahlen zum Stichtag").fill("2010-10-27")
    follow(page.get_by_role("button", name="Stichtag anzeigen"))
    expect(page.locator(".balance-sentence")).to_have_text(SENTENCE)
    expect(page.get_by_text("Vorführdaten:").first).to_be_visible()
    page.locator(".key-figure", has_text="Bewilligt").first.get_by_text("So wird gezählt").click()
    expect(page.get_by_text("Die Summe dessen, was am gewählten Tag in Kraft war", exact=False).first).to_be_visible()
    _judge(page, scripts)


def _database(page: Page, scripts: bool) -> None:
    follow(page.get_by_role("link", name="Projekte", exact=True).first)
    expect(page).to_have_url(re.compile(r"as_of=2010-10-27$"))
    page.goto(f"{BASE}projects/")
    page.get_by_role("searchbox").fill("Kommune – lernen")
    follow(page.get_by_role("button", name="Suchen", exact=True))
    expect(page.locator(".hits h3").first).to_contain_text("Kommunen lernen voneinander")
    found = int(page.locator("#list").inner_text().split()[0])
    page.locator("summary", has_text="Jahr").first.click()
    choice = page.locator(".facet", has_text="Jahr").locator("li a").first
    counted = int(choice.locator(".facet__count").inner_text())
    assert counted <= found
    follow(choice)
    expect(page.locator("#list")).to_contain_text(f"{counted} Projekt")
    _judge(page, scripts)
    if scripts:
        screenshots(page, "balance-database")
    address = page.url
    follow(page.locator(".hits h3 a").first)
    expect(page.get_by_text("Dieses Projekt ist erfunden", exact=False)).to_be_visible()
    _judge(page, scripts)
    page.goto(address)
    follow(page.locator(".chosen").get_by_role("link", name="Alle entfernen"))
    expect(page.locator("#list")).to_have_text("455 Projekte")


def _map(page: Page, scripts: bool) -> None:
    follow(page.get_by_role("link", name="Karte", exact=True).first)
    expect(page.locator(".map__area")).to_have_count(396)
    slider = page.get_by_role("slider")
    if scripts:
        screenshots(page, "balance-map")
        slider.focus()
        with page.expect_navigation():
            slider.press("ArrowLeft")
        expect(page).to_have_url(re.compile(r"until=2011$"))
    else:
        slider.focus()
        slider.press("ArrowLeft")
        follow(page.get_by_role("button", name="Jahr anzeigen"))
    expect(page.get_by_text("Stand 31.12.2011: 421 Projekte", exact=False)).to_be_visible()
    follow(page.get_by_role("link", name="Kreise", exact=True))
    follow(page.get_by_role("link", name="Jahr der ersten Teilnahme", exact=True))
    expect(page.get_by_text("Stand 31.12.2011", exact=False).first).to_be_visible()
    _judge(page, scripts)


def _two_days(page: Page, scripts: bool) -> None:
    page.goto(BASE)
    follow(page.get_by_role("link", name="Vergleich", exact=True))
    page.get_by_label("Erster Tag").fill("2009-10-21")
    page.get_by_label("Zweiter Tag").fill("2010-10-27")
    follow(page.get_by_role("button", name="Vergleichen"))
    row = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name="Projekte", exact=True)).first
    expect(row).to_contain_text("287")
    expect(row).to_contain_text("359")
    expect(row).to_contain_text("+72")
    _judge(page, scripts)


def _publication(page: Page, scripts: bool) -> None:
    follow(page.get_by_role("link", name="Veröffentlicht", exact=True).first)
    follow(page.get_by_role("link", name="Bilanz zum 27. Oktober 2010", exact=False))
    expect(page.locator(".balance-sentence")).to_have_text(SENTENCE)
    changed = page.locator("tr", has=page.locator(".differs"))
    expect(changed).to_have_count(1)
    expect(changed).to_contain_text("1.240,50")
    _judge(page, scripts)


def _judge(page: Page, scripts: bool = True) -> None:
    """Rules that a machine can check, wide in the light and narrow in the dark; they need scripts themselves."""
    if not scripts:
        return
    for width, scheme in zip((1280, 320), SCHEMES, strict=True):
        with window(page, width=width, scheme=scheme):
            assert_accessible(page)
    assert_no_sideways_scrolling(page)
    assert_nothing_inline(page)


def test_a_question_without_answer_gets_a_page(page: Page) -> None:
    page.goto(f"{BASE}?as_of=1999-01-01")
    expect(page.get_by_role("heading", level=1)).to_have_text("Darauf gibt es keine Antwort")
    _judge(page)
    follow(page.get_by_role("link", name="Zu dieser Seite ohne diese Auswahl"))
    expect(page.get_by_role("heading", level=1)).to_have_text("KOMM-IN NRW")
    page.goto(f"{BASE}projects/?q=xyzzy")
    expect(page.get_by_text("Kein Projekt passt")).to_be_visible()
    _judge(page)
