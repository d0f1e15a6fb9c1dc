"""The look in a real browser: accessibility, reflow, keyboard, kept choices, and nothing asked of other hosts."""

import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from browser.helpers import (
    SCHEMES,
    assert_accessible,
    assert_no_sideways_scrolling,
    assert_nothing_inline,
    axe_violations,
    only_own_requests,
    window,
)

GUIDE = "/styleguide/"


@pytest.mark.parametrize("address", [GUIDE, "/en/styleguide/", "/nirgends/"])
def test_pages_break_no_rule_a_machine_can_check(page: Page, address: str) -> None:
    page.goto(address)
    for width in (320, 1280):
        for scheme in SCHEMES:
            with window(page, width=width, scheme=scheme):
                assert_accessible(page)
    assert_no_sideways_scrolling(page)
    assert_nothing_inline(page)


def test_the_rules_do_find_what_is_wrong(page: Page) -> None:
    page.goto(GUIDE)
    page.evaluate(
        "() => { const main = document.querySelector('main');"
        " main.insertAdjacentHTML('beforeend', '<img src=\"/static/ui/icon.svg\"><input>');"
        " main.insertAdjacentHTML('beforeend', '<p class=\"pale\">zu blass</p>');"
        " main.querySelector('.pale').style.color = '#eee'; }"
    )
    rules = {line.split(":")[0] for line in axe_violations(page)}
    assert {"image-alt", "label", "color-contrast"} <= rules
    page.evaluate("() => document.querySelector('main').insertAdjacentHTML('beforeend', '<pre>' + 'x'.repeat(999))")
    with pytest.raises(AssertionError, match="sideways"):
        assert_no_sideways_scrolling(page)


SLOW_PAGE = b"<!doctype html><html lang=de><title>Langsam</title><main><h1>Langsam</h1><input></main></html>"


class SlowHouse(BaseHTTPRequestHandler):
    """A front page with a link to a page whose first byte comes long after its head."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        if self.path == "/":
            self.wfile.write(b"<a href='/slow'>Weiter</a>")
        else:
            self.wfile.flush()
            time.sleep(0.5)
            self.wfile.write(SLOW_PAGE)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def test_a_page_is_judged_when_all_of_it_is_there(page: Page) -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), SlowHouse) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        page.goto(f"http://127.0.0.1:{server.server_port}/")
        page.get_by_role("link", name="Weiter").click()
        found = axe_violations(page)
        server.shutdown()
    assert [line.split(":")[0] for line in found] == ["label"]


def test_a_chosen_theme_is_accessible_whatever_the_device_says(page: Page) -> None:
    page.goto(GUIDE)
    for name, wrong in (("Dunkel", "light"), ("Hell", "dark")):
        with window(page, width=1280, scheme=wrong):
            page.get_by_role("button", name=name, exact=True).click()
            expect(page.get_by_role("button", name=name, exact=True)).to_have_attribute("aria-pressed", "true")
            assert page.url.endswith(GUIDE)
            assert_accessible(page)
            background = page.evaluate("() => getComputedStyle(document.body).backgroundColor")
            dark = background == page.evaluate(
                "() => { const probe = document.body.appendChild(document.createElement('i'));"
                " probe.style.color = 'var(--kern-color-black)'; return getComputedStyle(probe).color; }"
            )
            assert dark is (name == "Dunkel")


def test_nothing_is_asked_of_other_hosts(page: Page) -> None:
    with only_own_requests(page):
        page.goto(GUIDE)
        page.wait_for_load_state("networkidle")
    fonts = page.evaluate("() => document.fonts.ready.then(() => document.fonts.check('16px \"Fira Sans\"', 'Köln'))")
    assert fonts


def test_htmx_comes_only_where_a_page_uses_it_and_stays_within_the_policy(page: Page) -> None:
    page.goto("/nirgends/")
    assert page.evaluate("() => typeof htmx") == "undefined"

    def with_a_part(route: Route) -> None:
        answer = route.fetch()
        part = '<p hx-get="/nirgends/" hx-trigger="load" hx-select="nav" hx-swap="outerHTML">…</p></main>'
        route.fulfill(response=answer, body=answer.text().replace("</main>", part))

    page.route("**/styleguide/?part", with_a_part)
    page.route(
        "**/nirgends/", lambda route: route.fulfill(body='<nav aria-label="Nachgeladen"><a href="/">x</a></nav>')
    )
    with only_own_requests(page):
        page.goto("/styleguide/?part")
        expect(page.get_by_role("navigation", name="Nachgeladen")).to_be_visible()


def test_the_keyboard_skips_to_the_content_and_shows_where_it_is(page: Page) -> None:
    page.goto("/nirgends/")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Zum Inhalt springen")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.goto("/nirgends/")
    for _stop in range(8):
        page.keyboard.press("Tab")
        outline = page.evaluate(
            "() => { const style = getComputedStyle(document.activeElement);"
            " return [style.outlineStyle, parseFloat(style.outlineWidth)]; }"
        )
        assert outline[0] != "none", page.evaluate("() => document.activeElement.outerHTML")
        assert outline[1] >= 2


def test_the_language_is_switched_on_the_page_and_kept(page: Page) -> None:
    page.goto("/styleguide/?q=K%C3%B6ln")
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", level=1, name="Style guide")).to_be_visible()
    assert page.url.endswith("/en/styleguide/?q=K%C3%B6ln")
    page.get_by_role("link", name="KOMM-IN").first.click()
    assert page.url.endswith("/en/")
    page.goto("/en/styleguide/")
    page.get_by_role("button", name="Deutsch").click()
    expect(page.locator("html")).to_have_attribute("lang", "de")


def test_the_menu_of_a_phone_opens_with_and_without_script(browser: Browser, live_demo: str) -> None:
    for script in (True, False):
        context = browser.new_context(
            base_url=live_demo, viewport={"width": 390, "height": 800}, java_script_enabled=script, locale="de-DE"
        )
        page = context.new_page()
        page.goto("/nirgends/")
        navigation = page.get_by_role("navigation", name="Hauptnavigation")
        expect(navigation).to_be_hidden()
        page.get_by_role("button", name="Menü", exact=True).click()
        expect(navigation).to_be_visible()
        if script:
            assert_accessible(page)
        page.get_by_role("button", name="Menü schließen").click()
        expect(navigation).to_be_hidden()
        context.close()


def test_a_refused_form_is_read_first_and_leads_to_its_fields(page: Page) -> None:
    page.goto(GUIDE)
    expect(page.get_by_role("alert").first).to_be_focused()
    page.get_by_role("link", name="Beantragte Zuwendung: ").click()
    expect(page.locator("#id_refused-amount")).to_be_focused()


def test_a_dialog_asks_before_something_final(page: Page) -> None:
    page.goto(GUIDE)
    page.locator("a[data-dialog=really]").click()
    dialog = page.get_by_role("dialog", name="Antrag zurückziehen?")
    expect(dialog).to_be_visible()
    assert_accessible(page)
    dialog.get_by_role("button", name="Abbrechen").click()
    expect(dialog).to_be_hidden()


def test_tables_are_cards_on_a_phone_and_stay_tables_for_screen_readers(page: Page) -> None:
    page.goto(GUIDE)
    table = page.get_by_role("table", name="Kommunen")
    with window(page, width=390, scheme="light"):
        expect(table.get_by_role("row").nth(1)).to_be_visible()
        expect(table.get_by_role("rowheader").first).to_have_text("Hagen, Stadt der FernUniversität")
        assert table.get_by_role("cell").count() == 15, "four rows of four cells; an empty one is left out of its card"
        assert table.evaluate("table => getComputedStyle(table.querySelector('tbody tr')).display") == "block"


def test_paper_shows_the_content_without_the_controls(page: Page) -> None:
    page.goto(GUIDE)
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_role("button", name="Filter anwenden")).to_be_hidden()
    expect(page.get_by_role("contentinfo")).to_be_hidden()
