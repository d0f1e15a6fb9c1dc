"""A morning with the work list: search, filter, choose columns, keep a view, assign cases, take the file along."""

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, expect

from browser.helpers import (
    assert_accessible,
    assert_no_sideways_scrolling,
    assert_nothing_inline,
    follow,
    only_own_requests,
    window,
)


def good(page: Page) -> None:
    """Usable by everybody, wide and on a phone, in light and dark, without a line of inline code."""
    assert_nothing_inline(page)
    assert_accessible(page)
    with window(page, width=390, scheme="dark"):
        assert_accessible(page)
    assert_no_sideways_scrolling(page)


def test_a_head_finds_keeps_assigns_and_exports(browser: Browser, own_demo: str) -> None:
    context = browser.new_context(base_url=own_demo, locale="de-DE", viewport={"width": 1280, "height": 900})
    context.set_default_timeout(15_000)
    page = context.new_page()
    page.goto("/accounts/login/")
    page.fill("input[name=login]", "hedwig.leitner@example.org")
    page.fill("input[name=password]", settings.DEMO_PASSWORD)
    follow(page.locator("main button[type=submit]").first)
    page.goto("/cases/")
    with only_own_requests(page):
        good(page)
        _find(page)
        _keep(page)
        _assign(page)
    _export(page)
    context.close()


def _find(page: Page) -> None:
    page.goto("/cases/?tab=unassigned")
    waiting = page.locator("table.worklist tbody tr").count()
    assert waiting > 1
    page.get_by_label("Suche").fill("Vereine")
    page.get_by_text("Weitere Filter und Reihenfolge").click()
    page.get_by_label("Beantragt ab").fill("viel")
    follow(page.get_by_role("button", name="Zeigen"))
    expect(page.get_by_label("Beantragt ab")).to_have_attribute("aria-invalid", "true")
    good(page)
    page.get_by_label("Beantragt ab").fill("1.000")
    follow(page.get_by_role("button", name="Zeigen"))
    assert 0 < page.locator("table.worklist tbody tr").count() < waiting
    follow(page.get_by_role("link", name="Filter entfernen: Suche: Vereine"))
    expect(page.locator("table.worklist tbody tr")).to_have_count(waiting)


def _keep(page: Page) -> None:
    follow(page.get_by_role("link", name="Spalten wählen"))
    page.get_by_label("Eingegangen", exact=True).check()
    follow(page.get_by_role("button", name="Diese Spalten zeigen"))
    expect(page.get_by_role("columnheader", name="Eingegangen")).to_be_visible()
    follow(page.get_by_role("link", name="Diese Ansicht speichern"))
    page.get_by_label("Name der Ansicht").fill("Wartet auf eine Person")
    follow(page.get_by_role("button", name="Ansicht speichern"))
    expect(page.get_by_role("link", name="Wartet auf eine Person")).to_have_attribute("aria-current", "true")
    follow(page.get_by_role("link", name="Alle Ansichten").first)
    good(page)
    follow(page.get_by_role("link", name="Wartet auf eine Person"))


def _assign(page: Page) -> None:
    waiting = page.locator("table.worklist tbody tr").count()
    page.get_by_label("Alle auf dieser Seite markieren").check()
    page.locator("input[name=case]").first.uncheck()
    follow(page.get_by_role("button", name="Markierte Fälle zuweisen"))
    good(page)
    page.get_by_label("Eine Person").check()
    page.get_by_label("Person", exact=True).select_option(label=_choice(page, "Carla Sach"))
    follow(page.get_by_role("button", name="Vorschau"))
    expect(page.get_by_role("heading", name="Was geht an wen")).to_be_visible()
    good(page)
    follow(page.get_by_role("button", name="ändern").first)
    expect(page.get_by_text("neu zugewiesen")).to_be_visible()
    assert page.locator("table.worklist tbody tr").count() < waiting
    page.goto("/cases/rules/")
    good(page)


def _choice(page: Page, name: str) -> str:
    return str(page.locator("select[name=to] option", has_text=name).inner_text())


def _export(page: Page) -> None:
    page.goto("/cases/?tab=all")
    with page.expect_download() as coming:
        page.get_by_role("link", name="XLSX").click()
    assert coming.value.suggested_filename.startswith("Arbeitsliste-")


pytestmark = pytest.mark.browser
