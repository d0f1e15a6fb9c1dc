"""From a proposal to a final decision: a round is drafted by one person and released by another, the municipality opens
its letter and gives up legal remedies."""

import re
from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from browser.helpers import assert_accessible, assert_no_sideways_scrolling, assert_nothing_inline, follow

ROUND = "/decisions/rounds/zukunft-1/"
PATIENCE = 60_000


@pytest.fixture
def visit(browser: Browser, own_demo: str) -> Iterator[Callable[[str], Page]]:
    """Opens a browser of its own for one person, signed in."""
    opened: list[BrowserContext] = []

    def new(who: str) -> Page:
        opened.append(browser.new_context(base_url=own_demo, locale="de-DE", viewport={"width": 1280, "height": 900}))
        opened[-1].set_default_timeout(30_000)
        page = opened[-1].new_page()
        page.goto("/accounts/login/")
        page.fill("input[name=login]", f"{who}@example.org")
        page.fill("input[name=password]", settings.DEMO_PASSWORD)
        follow(page.locator("main button[type=submit]").first)
        return page

    yield new
    for context in opened:
        context.close()


def good(page: Page) -> None:
    assert_nothing_inline(page)
    assert_accessible(page)
    assert_no_sideways_scrolling(page)


def button(page: Page, name: str | re.Pattern[str]) -> Locator:
    return page.get_by_role("main").get_by_role("button", name=name)


def link(page: Page, name: str | re.Pattern[str]) -> Locator:
    return page.get_by_role("main").get_by_role("link", name=name).first


def finished(page: Page) -> None:
    """The page of long work moves by itself until everything is done, and nothing has failed."""
    expect(page.locator("#run-progress")).to_contain_text("beendet", timeout=PATIENCE)
    expect(page.get_by_role("heading", name="Was fehlgeschlagen ist")).to_have_count(0)
    good(page)


def test_from_the_proposal_to_a_final_decision(visit: Callable[[str], Page]) -> None:
    caseworker = visit("karla.rheinisch")
    caseworker.goto("/decisions/")
    follow(link(caseworker, "Runden entscheiden"))
    good(caseworker)
    follow(link(caseworker, re.compile("Erster Aufruf")))
    good(caseworker)
    follow(link(caseworker, "Entwürfe ansehen"))
    good(caseworker)
    assert not caseworker.get_by_role("heading", name="Was nicht möglich ist und warum").count()
    follow(button(caseworker, re.compile(r"^\d+ Fälle entwerfen und übergeben$")))
    finished(caseworker)

    head = visit("ute.vorstand")
    head.goto(ROUND)
    follow(link(head, "Ansehen, was wartet"))
    good(head)
    expect(head.get_by_role("table", name="Summen je Haushaltsjahr und freie Mittel")).to_be_visible()
    head.get_by_label(re.compile("^Sofort im Portal")).check()
    follow(button(head, re.compile(r"^\d+ Entscheidungen freigeben$")))
    finished(head)
    head.goto("/decisions/?state=released")
    row = head.get_by_role("row").filter(has_text="Stadt Köln").filter(has_text="ewilligung").first
    address = row.get_by_role("link").first.get_attribute("href") or ""

    signatory = visit("juergen.vorlage")
    signatory.goto(address)
    good(signatory)
    follow(link(signatory, "Bescheid abrufen"))
    good(signatory)
    follow(button(signatory, "Bescheid jetzt abrufen"))
    good(signatory)
    follow(link(signatory, "Auf Rechtsbehelfe verzichten"))
    good(signatory)
    for box in signatory.get_by_role("main").get_by_role("checkbox").all():
        box.check()
    follow(button(signatory, "Jetzt auf Rechtsbehelfe verzichten"))
    expect(signatory.get_by_role("heading", name="Zustellung und Bestandskraft")).to_be_visible()
    good(signatory)

    head.goto(address)
    expect(head.get_by_role("main")).to_contain_text("Bestandskräftig")
    head.goto("/budget/komm-in-zukunft/")
    good(head)
    follow(head.get_by_role("main").locator("a[href*='#commitments']").first)
    good(head)
