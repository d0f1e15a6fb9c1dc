"""The calculators in a real browser: a journey without a mouse, accessibility, reflow, both languages."""

import pytest
from playwright.sync_api import Page, expect

from browser.helpers import (
    assert_accessible,
    assert_no_sideways_scrolling,
    assert_nothing_inline,
    only_own_requests,
    window,
)

PAGES = [
    "/law/",
    "/law/grant/?kind=fixed",
    "/law/grant/?kind=share&rate=80&eligible=49.500&planned_eligible=50.000",
    "/law/late-use/?amount=30000&paid=2026-02-02&uses=x",
    "/law/words/?amount=999.999.999.777,77",
    "/law/regimes/?all=1",
    "/en/law/interest/?amount=24000&start=2026-05-01&repaid=2026-10-01",
]


@pytest.mark.parametrize("address", PAGES)
def test_every_state_is_accessible_and_narrow(page: Page, address: str) -> None:
    with only_own_requests(page):
        page.goto(address)
    assert_nothing_inline(page)
    for scheme in ("light", "dark"):
        with window(page, width=320, scheme=scheme):
            assert_accessible(page)
    assert_accessible(page)
    assert_no_sideways_scrolling(page)


def test_from_the_overview_to_a_result_that_can_be_passed_on(page: Page) -> None:
    page.goto("/law/")
    page.get_by_role("link", name="Zuwendung", exact=True).click()
    page.get_by_label("Fördersatz").fill("80")
    page.get_by_label("Zuwendungsfähige Ausgaben").first.fill("61.234,00")
    page.get_by_label("Höchstbetrag").fill("viel")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("„viel“ ist kein Betrag.")
    page.get_by_label("Höchstbetrag").fill("48.987,20")
    page.get_by_role("button", name="Berechnen").click()
    expect(page.get_by_label("Ergebnis").first).to_contain_text("48.987,20\u00a0€")
    expect(page.get_by_role("list", name="So kommt das Ergebnis zustande")).to_contain_text("Nr. 2 VVG")
    page.goto(page.url)
    expect(page.get_by_label("Höchstbetrag")).to_have_value("48.987,20")
    page.get_by_role("button", name="English").click()
    expect(page.get_by_label("Result").first).to_contain_text("€48,987.20")
