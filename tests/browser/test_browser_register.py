"""The register in a real browser: search, filters, map by mouse and keys, downloads, accessibility on every page."""

import pytest
from playwright.sync_api import Browser, Page, expect

from browser.helpers import (
    SCHEMES,
    assert_accessible,
    assert_no_sideways_scrolling,
    assert_nothing_inline,
    only_own_requests,
    window,
)

PAGES = (
    "/municipalities/",
    "/municipalities/?q=Herford",
    "/municipalities/?q=Stadtwerke+Herten+GmbH",
    "/municipalities/05334004/",
    "/districts/05382/",
    "/municipalities/?district=05334&kind=gemeinde",
    "/en/districts/",
)


@pytest.mark.parametrize("address", PAGES)
def test_pages_break_no_rule_a_machine_can_check(page: Page, address: str) -> None:
    page.goto(address)
    for width in (320, 1280):
        for scheme in SCHEMES:
            with window(page, width=width, scheme=scheme):
                assert_accessible(page)
    assert_no_sideways_scrolling(page)


def test_the_page_is_sent_without_inline_code_and_asks_only_its_own_host(browser: Browser, live_demo: str) -> None:
    context = browser.new_context(base_url=live_demo, java_script_enabled=True)
    page = context.new_page()
    with only_own_requests(page):
        page.goto("/municipalities/05334004/")
        page.get_by_role("button", name="Vergrößern").click()
    context.close()
    plain = browser.new_context(base_url=live_demo, java_script_enabled=False).new_page()
    plain.goto("/municipalities/")
    expect(plain.locator(".map__area")).to_have_count(396)
    expect(plain.locator(".map__zoom")).to_have_count(0)
    plain.context.close()


def test_from_the_front_door_to_a_town_by_its_old_key(page: Page) -> None:
    page.goto("/")
    expect(page.locator(".map__area")).to_have_count(396)
    page.get_by_role("link", name="Kommunen", exact=True).first.click()
    page.get_by_label("Name oder Schlüssel").fill("05354004")
    page.get_by_label("Name oder Schlüssel").press("Enter")
    expect(page.get_by_text("früher Alsdorf (05354004)")).to_be_visible()
    page.get_by_role("link", name="Alsdorf", exact=True).click()
    page.wait_for_url("**/municipalities/05334004/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Alsdorf")


def test_a_doubtful_name_gives_a_choice(page: Page) -> None:
    page.goto("/municipalities/?q=Herford")
    expect(page.get_by_role("link", name="Herford", exact=True)).to_be_visible()
    expect(page.get_by_role("link", name="Kreis Herford", exact=True)).to_be_visible()


def test_filters_carry_over_to_the_download(page: Page) -> None:
    page.goto("/municipalities/")
    page.get_by_label("Kreis", exact=True).select_option("05334")
    page.get_by_label("Art", exact=True).select_option("gemeinde")
    page.get_by_role("button", name="Filter anwenden").click()
    expect(page.get_by_role("heading", name="2 Kommunen")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()
    text = download.value.path().read_text(encoding="utf-8")
    assert "Roetgen" in text
    assert len(text.splitlines()) == 3


def test_the_map_is_one_stop_for_the_keyboard_and_arrows_move_in_it(page: Page) -> None:
    page.goto("/municipalities/")
    page.locator(".map__area[tabindex='0']").focus()
    first = page.evaluate("() => document.activeElement.getAttribute('aria-label')")
    expect(page.locator(".map__tip")).to_have_text(first)
    page.keyboard.press("ArrowRight")
    second = page.evaluate("() => document.activeElement.getAttribute('aria-label')")
    assert second != first
    expect(page.locator(".map__area[tabindex='0']")).to_have_count(1)
    page.keyboard.press("+")
    expect(page.get_by_role("button", name="Verkleinern")).to_be_enabled()
    page.keyboard.press("0")
    expect(page.get_by_role("button", name="Verkleinern")).to_be_disabled()
    page.keyboard.press("Enter")
    page.wait_for_url("**/municipalities/0*/")
    expect(page.get_by_role("heading", level=1)).to_have_text(second.split(":")[0])


def test_pointing_at_an_area_names_it(page: Page) -> None:
    page.goto("/municipalities/")
    page.locator(".map__area[href='/municipalities/05315000/']").hover()
    expect(page.locator(".map__tip")).to_have_text("Köln: 1.084.831")


def test_the_page_as_sent_has_no_inline_code(browser: Browser, live_demo: str) -> None:
    plain = browser.new_context(base_url=live_demo, java_script_enabled=True)
    page = plain.new_page()
    page.route("**/*.js", lambda route: route.abort())
    page.goto("/districts/05382/")
    assert_nothing_inline(page)
    plain.close()
