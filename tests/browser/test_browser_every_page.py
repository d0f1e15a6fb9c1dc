"""Every page that people reach by links in the demonstration: accessible, narrow enough, and nothing inline.

Walks from the front page as a visitor and then as people of very different roles. Of each route one page is judged,
at the desk in light and on a small phone in the dark; what everybody may read is judged as the visitor sees it.
"""

import re
from collections import deque
from html import unescape
from urllib.parse import urljoin, urlsplit

import pytest
from django.conf import settings
from django.urls import Resolver404, resolve
from playwright.sync_api import APIRequestContext, Browser, Error, Page

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
    outside = browser.new_context(base_url=live_demo, locale="de-DE")
    context.set_default_timeout(15_000)
    page = context.new_page()
    try:
        if email:
            _sign_in(page, email)
        walked = _walk(page, outside.request if email else None)
    finally:
        outside.close()
        context.close()
    assert len(walked) >= at_least, sorted(walked)


def _walk(page: Page, stranger: APIRequestContext | None) -> set[str]:
    """Judge one page of each route that links lead to; returns the routes that were met."""
    waiting, met, walked = deque(["/"]), {"/"}, set()
    while waiting:
        path = waiting.popleft()
        route = _route(path)
        if route is None or route in walked:
            continue
        html = _sent(page, path)
        if html is None:
            continue  # a file to save
        walked.add(route)
        if stranger is None or path == "/" or stranger.get(path, max_redirects=0).status != 200:
            _judge(page)
        for target in _links(html, path):
            if target not in met:
                met.add(target)
                waiting.append(target)
    return walked


def _sent(page: Page, path: str) -> str | None:
    """Open the page; returns what was sent, None for a file that is saved or opened by something else."""
    try:
        answer = page.goto(path, wait_until="load")
    except Error as error:
        if "Download is starting" not in error.message:
            raise
        return None
    assert answer is not None
    assert answer.status == 200, f"{path} is linked and answers {answer.status}"
    return answer.text() if "text/html" in answer.headers["content-type"] else None


def _links(html: str, path: str) -> list[str]:
    """Where the page's links lead inside the house, in their order; the other language is not walked."""
    here = [urljoin(path, unescape(link)) for link in re.findall(r'<a\b[^>]*\bhref="([^"]+)"', html)]
    return [link.partition("#")[0] for link in here if link.startswith("/") and not link.startswith(("//", "/en/"))]


def _judge(page: Page) -> None:
    assert_nothing_inline(page)
    with window(page, width=1280, scheme="light"):
        assert_accessible(page)
    with window(page, width=320, scheme="dark"):
        assert_accessible(page)
        assert_no_sideways_scrolling(page)


def _route(path: str) -> str | None:
    """The name of the route; None for what is no page: files, calendars, sign-out, the CMS with a look of its own.

    The editors' pages share one route: each address at the top stands for a kind of page, and so does what lies below.
    """
    parts = urlsplit(path)
    if "." in parts.path.rsplit("/", 1)[-1] or "logout" in parts.path or parts.path.startswith("/redaktion/"):
        return None
    try:
        route = resolve(parts.path).view_name
    except Resolver404:
        return None
    if route == "wagtail_serve":
        top, below = parts.path.strip("/").partition("/")[::2]
        return f"{route} {top}{'/…' if below else ''}"
    return None if "download" in parts.path else route


def _sign_in(page: Page, email: str) -> None:
    page.goto("/accounts/login/")
    page.fill("input[name=login]", email)
    page.fill("input[name=password]", settings.DEMO_PASSWORD)
    page.locator("main button[type=submit]").first.click()
    page.wait_for_url("**/")
