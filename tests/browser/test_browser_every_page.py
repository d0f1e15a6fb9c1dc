"""Every page that people reach by links in the demonstration: accessible, narrow enough, and nothing inline.

Walks from the front page as a visitor and then as people of very different roles. Of each route one page is judged,
at the desk in light and on a small phone in the dark.
"""

from collections import deque
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.urls import Resolver404, resolve
from playwright.sync_api import Browser, Page

from browser.helpers import assert_accessible, assert_no_sideways_scrolling, assert_nothing_inline, window

WALKERS = {
    "visitor": (None, 12),
    "signatory": ("siglinde.probe@example.org", 20),
    "head": ("hedwig.leitner@example.org", 20),
    "programme officer": ("priya.programm@example.org", 30),
    "auditor": ("aurel.rechnung@example.org", 20),
    "operator": ("olga.betrieb@example.org", 24),
}
"""Who walks, and at least how many routes they must have reached: a broken menu may not make this test pass."""


@pytest.mark.parametrize("walker", WALKERS)
def test_every_page_on_the_way_is_accessible(walker: str, browser: Browser, live_demo: str) -> None:
    email, at_least = WALKERS[walker]
    context = browser.new_context(base_url=live_demo, locale="de-DE", viewport={"width": 1280, "height": 900})
    context.set_default_timeout(15_000)
    page = context.new_page()
    try:
        if email:
            _sign_in(page, email)
        judged = _walk(page, live_demo)
    finally:
        context.close()
    assert len(judged) >= at_least, sorted(judged)


def _walk(page: Page, address: str) -> set[str]:
    """Judge one page of each route that links lead to."""
    waiting, met, judged = deque(["/"]), {"/"}, set()
    while waiting:
        path = waiting.popleft()
        route = _route(path)
        if route is None or route in judged:
            continue
        answer = page.request.get(path)
        assert answer.status == 200, f"{path} is linked and answers {answer.status}"
        if "text/html" not in answer.headers["content-type"] or "content-disposition" in answer.headers:
            continue  # a file to save
        judged.add(route)
        page.goto(path, wait_until="load")
        _judge(page)
        for link in page.eval_on_selector_all(
            "a[href]", "links => links.map(link => new URL(link.getAttribute('href'), location).href)"
        ):
            parts = urlsplit(link)
            target = parts.path + (f"?{parts.query}" if parts.query else "")
            if link.startswith(address) and target not in met and not parts.path.startswith("/en/"):
                met.add(target)
                waiting.append(target)
    return judged


def _judge(page: Page) -> None:
    with window(page, width=1280, scheme="light"):
        assert_accessible(page)
    with window(page, width=320, scheme="dark"):
        assert_accessible(page)
    assert_no_sideways_scrolling(page)
    assert_nothing_inline(page)


def _route(path: str) -> str | None:
    """The name of the route; None for what is no page: files, calendars, sign-out."""
    parts = urlsplit(path)
    if "." in parts.path.rsplit("/", 1)[-1] or "logout" in parts.path or "download" in parts.path:
        return None
    try:
        return resolve(parts.path).view_name
    except Resolver404:
        return None


def _sign_in(page: Page, email: str) -> None:
    page.goto("/accounts/login/")
    page.fill("input[name=login]", email)
    page.fill("input[name=password]", settings.DEMO_PASSWORD)
    page.locator("main button[type=submit]").first.click()
    page.wait_for_url("**/")
