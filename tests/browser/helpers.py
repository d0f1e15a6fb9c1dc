"""What every browser test asks of a page: accessibility, reflow, and pictures to look at."""

import hashlib
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page

ROOT = Path(__file__).parents[2]
SCREENSHOTS = ROOT / "var" / "screenshots"
AXE = ROOT / "tests" / "vendor" / "axe.min.js"
AXE_SHA256 = "29348999450cdf2849a8e70b7912fc2da85a849da39c0d0d5394f51d4a9ed95c"
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
WIDTHS = (390, 1280)
SCHEMES = ("light", "dark")


def loaded(page: Page) -> Page:
    """The page with all that was sent: a click returns as soon as the next page begins, when it may still be empty."""
    page.wait_for_load_state()
    return page


def follow(link: Locator) -> None:
    """Click what leads to another page and wait until that page is there."""
    with link.page.expect_navigation():
        link.click()


def in_menu(page: Page, name: str) -> Locator:
    """A link of the main navigation, also where it stands behind “More”."""
    link = page.get_by_role("navigation", name="Hauptnavigation").get_by_role("link", name=name, exact=True)
    more = page.locator(".site-nav__more > summary")
    if not link.is_visible() and more.is_visible():
        more.click()
    return link


@cache
def axe_source() -> str:
    source = AXE.read_bytes()
    assert hashlib.sha256(source).hexdigest() == AXE_SHA256, "tests/vendor/axe.min.js is not the file it should be"
    return source.decode()


def axe_violations(page: Page, *, within: str | None = None) -> list[str]:
    """What breaks a machine-checkable rule of WCAG 2.0, 2.1 or 2.2 at A or AA, one readable line for each element.

    The rules run inside the page through the browser's own protocol, so the strict content policy stays in force.
    """
    if not loaded(page).evaluate("() => Boolean(window.axe)"):
        session = page.context.new_cdp_session(page)  # a whole script is compiled once for all pages of the process
        session.send("Runtime.evaluate", {"expression": axe_source()})
        session.detach()
    result: dict[str, Any] = page.evaluate(
        "([within, tags]) => axe.run(within ? document.querySelector(within) : document,"
        " {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations'],"
        " rules: {'target-size': {enabled: true}}})",
        [within, WCAG],
    )
    return [
        f"{rule['id']}: {rule['help']}\n    {node['html'][:200]}\n    {_why(node)}"
        for rule in result["violations"]
        for node in rule["nodes"]
    ]


def assert_accessible(page: Page, *, within: str | None = None) -> None:
    """Fails with every violation named, the address and the window in front."""
    violations = axe_violations(page, within=within)
    size = page.viewport_size or {}
    assert not violations, f"{page.url} at {size.get('width')} px:\n" + "\n".join(violations)


def assert_no_sideways_scrolling(page: Page, *, width: int = 320) -> None:
    """WCAG 1.4.10: at 320 px a page scrolls in one direction only. Names the elements that stick out."""
    before = loaded(page).viewport_size or {}
    narrow = before.get("width") == width
    if not narrow:
        page.set_viewport_size({"width": width, "height": 800})
    try:
        wide = page.evaluate(_STICKS_OUT)
    finally:
        if before and not narrow:
            page.set_viewport_size({"width": before["width"], "height": before["height"]})
    assert not wide, f"{page.url} scrolls sideways at {width} px: {json.dumps(wide[:8], ensure_ascii=False, indent=1)}"


def assert_nothing_inline(page: Page) -> None:
    """The strict policy forbids inline styles and scripts; the page as it was sent must hold none."""
    found = loaded(page).evaluate(
        "() => [...document.querySelectorAll('[style], style, script:not([src]), [onclick], [onchange], [onsubmit]')]"
        ".filter(e => !['application/json', 'application/ld+json'].includes(e.type))"
        ".map(e => e.outerHTML.slice(0, 200))"
    )
    assert not found, f"{page.url} holds inline code: {found}"


@contextmanager
def only_own_requests(page: Page) -> Iterator[None]:
    """Fails when the page asks another host for anything, or the content policy refused something."""
    seen: list[str] = []
    page.on("request", lambda request: seen.append(request.url))
    refused: list[str] = []
    page.on(
        "console", lambda message: refused.append(message.text) if "Content Security Policy" in message.text else None
    )
    yield
    own = re.match(r"https?://[^/]+", page.url)
    strangers = [
        url for url in seen if not url.startswith(("data:", "blob:")) and own and not url.startswith(own.group())
    ]
    assert not strangers, f"{page.url} asks other hosts: {strangers}"
    assert not refused, f"{page.url}: {refused}"


@contextmanager
def window(page: Page, *, width: int, scheme: str) -> Iterator[Page]:
    """The page in a window of this width, on a device set to light or dark."""
    before = page.viewport_size
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    try:
        yield page
    finally:
        page.emulate_media(color_scheme=None)
        if before:
            page.set_viewport_size(before)


def screenshots(page: Page, name: str, *, folder: Path = SCREENSHOTS) -> list[Path]:
    """The whole page at 390 and 1280 px, light and dark, as `var/screenshots/<name>-390-light.png` and so on."""
    folder.mkdir(parents=True, exist_ok=True)
    loaded(page)
    taken = []
    for width in WIDTHS:
        for scheme in SCHEMES:
            target = folder / f"{name}-{width}-{scheme}.png"
            with window(page, width=width, scheme=scheme):
                page.screenshot(path=target, full_page=True, animations="disabled")
            taken.append(target)
    return taken


def _why(node: dict[str, Any]) -> str:
    return " ".join(str(node.get("failureSummary", "")).split())


_STICKS_OUT = """() => {
  const room = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= room) return [];
  const scrolls = e => {
    for (let p = e.parentElement; p; p = p.parentElement)
      if (['auto', 'scroll', 'hidden', 'clip'].includes(getComputedStyle(p).overflowX)) return true;
    return false;
  };
  return [...document.body.querySelectorAll('*')]
    .filter(e => e.getBoundingClientRect().right > room + 1 && !scrolls(e))
    .map(e => ({element: e.outerHTML.slice(0, 120), right: Math.round(e.getBoundingClientRect().right)}))
    .concat([{element: 'document', right: document.documentElement.scrollWidth}]);
}"""
