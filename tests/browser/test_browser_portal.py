"""The portal as visitors use it: writing to the house with and without script, changing the language, right to left.

That every kind of page is accessible is shown by the visitor who walks all links (`test_browser_every_page.py`); here
are the states and pages that no German link leads to.
"""

import pytest
from playwright.sync_api import Browser, Page, expect

from browser.helpers import (
    assert_accessible,
    assert_no_sideways_scrolling,
    assert_nothing_inline,
    follow,
    only_own_requests,
    window,
)

WORDS = "Auf der Karte fehlt ein Text.\nKönnen Sie das ändern?"
STATEMENT = "/barrierefreiheit/"
SECONDS_OF_A_HUMAN = 3_000
ENGLISH = ("/en/", "/en/presse/", "/en/programme/", "/en/good-practice/", "/en/accessibility/")


def judge(page: Page) -> None:
    assert_nothing_inline(page)
    for width, scheme in ((320, "dark"), (1280, "light")):
        with window(page, width=width, scheme=scheme):
            assert_accessible(page)
    assert_no_sideways_scrolling(page)


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_barrier_is_reported_and_nothing_typed_is_lost(browser: Browser, live_demo: str, script: bool) -> None:
    context = browser.new_context(base_url=live_demo, locale="de-DE", java_script_enabled=script)
    context.set_default_timeout(15_000)
    page = context.new_page()
    page.goto(STATEMENT)
    page.get_by_label("Ihre Nachricht").fill(WORDS)
    page.get_by_label("Ihr Name").fill("Kim Beispiel")
    page.get_by_label("Ihre E-Mail-Adresse").fill("kim@")
    page.wait_for_timeout(SECONDS_OF_A_HUMAN)
    follow(page.get_by_role("button", name="Nachricht senden"))
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_label("Ihre Nachricht")).to_have_value(WORDS)
    if script:
        judge(page)
    page.get_by_label("Ihre E-Mail-Adresse").fill("kim@example.org")
    follow(page.get_by_role("button", name="Nachricht senden"))
    expect(page.get_by_role("heading", name="Ihre Nachricht ist abgeschickt")).to_be_visible()
    assert context.cookies() == []
    follow(page.get_by_role("main").get_by_role("link", name="Zurück zu"))
    assert page.url == live_demo + STATEMENT
    context.close()


def test_the_switch_leads_to_the_same_text_in_the_other_language(page: Page) -> None:
    page.goto("/gute-praxis/")
    follow(page.get_by_role("button", name="English"))
    assert page.url.endswith("/en/good-practice/")
    expect(page.get_by_role("heading", name="Good practice", level=1)).to_be_visible()
    follow(page.get_by_role("button", name="Deutsch"))
    assert page.url.endswith("/gute-praxis/")


def test_a_release_without_translation_says_so_in_the_english_house(page: Page) -> None:
    page.goto("/presse/")
    untranslated = page.locator("main .release-item__title a").evaluate_all("links => links.map(one => one.pathname)")
    page.goto("/en/presse/")
    for path in untranslated:
        page.goto(f"/en{path}")
        if page.url.endswith(f"/en{path}") and page.locator("main").get_attribute("lang") == "de":
            break
    expect(page.get_by_text("This page is only there in this language:")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_a_page_in_arabic_runs_from_the_right_within_the_german_house(page: Page) -> None:
    page.goto("/programm/")
    with only_own_requests(page):
        follow(page.get_by_role("navigation", name="Andere Sprachen").get_by_role("link", name="العربية"))
        main = page.locator("main")
        expect(main).to_have_attribute("dir", "rtl")
        expect(main).to_have_attribute("lang", "ar")
        expect(page.locator("html")).to_have_attribute("lang", "de")
        judge(page)
    heading, room = main.locator("h1").bounding_box(), main.bounding_box()
    assert heading
    assert room
    assert abs(heading["x"] + heading["width"] - room["x"] - room["width"]) < abs(heading["x"] - room["x"]) + 1
    assert page.locator("main h1").evaluate("one => getComputedStyle(one).textAlign") in {"start", "right"}
    expect(page.get_by_role("navigation", name="Andere Sprachen").get_by_role("link", name="Türkçe")).to_be_visible()


@pytest.mark.parametrize("path", ENGLISH)
def test_english_pages_are_accessible_and_english(page: Page, path: str) -> None:
    page.goto(path)
    expect(page.locator("html")).to_have_attribute("lang", "en")
    judge(page)


def test_examples_are_found_by_building_block_and_the_choice_is_taken_back(page: Page) -> None:
    page.goto("/gute-praxis/")
    items = page.locator(".practice-item")
    all_of_them = items.count()
    filters = page.get_by_role("navigation", name="Filter")
    follow(filters.get_by_role("link").first)
    assert 0 < items.count() < all_of_them
    assert "block=" in page.url
    judge(page)
    follow(filters.locator("[aria-current]"))
    assert items.count() == all_of_them
