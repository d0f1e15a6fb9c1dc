"""Pictures of pages at 390 and 1280 px, light and dark, into var/screenshots/ (git ignores it).

    .venv/bin/python tests/browser/shoot.py http://127.0.0.1:8000/ http://127.0.0.1:8000/styleguide/
    .venv/bin/python tests/browser/shoot.py --login anna.beispiel@example.org http://127.0.0.1:8000/profile/
    .venv/bin/python tests/browser/shoot.py --check http://127.0.0.1:8000/      also accessibility and reflow

Prints the path of every picture. With --check the exit code is 1 when a page breaks a rule.
"""

import argparse
import os
import re
import sys
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Page, sync_playwright

sys.path.insert(0, str(Path(__file__).parent))

from conftest import CHROMIUM, QUIET  # isort: skip
from helpers import SCHEMES, SCREENSHOTS, assert_no_sideways_scrolling, axe_violations, screenshots, window  # isort: skip


def main(argv: list[str] | None = None) -> int:
    """Take the pictures; 0 done, 1 a page breaks a rule, 2 bad input."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("urls", nargs="+", metavar="URL")
    parser.add_argument("--login", metavar="EMAIL", help="sign in first, at /accounts/login/ of the first address")
    parser.add_argument("--password", default="", help="the password for --login (default: the demonstration's)")
    parser.add_argument("--check", action="store_true", help="also check accessibility and reflow at 320 px")
    parser.add_argument("--folder", type=Path, default=SCREENSHOTS)
    options = parser.parse_args(argv)
    broken = 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        page = browser.new_context(locale="de-DE").new_page()
        if options.login:
            sign_in(page, options.urls[0], options.login, options.password or demo_password())
        for url in options.urls:
            answer = page.goto(url)
            if answer and answer.status >= 400:
                print(f"{url} answers {answer.status}", file=sys.stderr)
            for picture in screenshots(page, name_of(url), folder=options.folder):
                print(picture)
            if options.check:
                broken += check(page)
        browser.close()
    return 1 if broken else 0


def sign_in(page: Page, url: str, login: str, password: str) -> None:
    """Sign in at the house's own page."""
    parts = urlsplit(url)
    page.goto(f"{parts.scheme}://{parts.netloc}/accounts/login/")
    page.fill("input[name=login]", login)
    page.fill("input[name=password]", password)
    page.locator("main button[type=submit]").first.click()
    page.wait_for_load_state()


def demo_password() -> str:
    """The one password of all invented people."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kommin.site.settings")
    from django.conf import settings

    return str(settings.DEMO_PASSWORD)


def check(page: Page) -> int:
    """How many rules the page breaks, each printed."""
    found = []
    for width in (320, 1280):
        for scheme in SCHEMES:
            with window(page, width=width, scheme=scheme):
                found += [f"{width} px {scheme}: {line}" for line in axe_violations(page)]
    try:
        assert_no_sideways_scrolling(page)
    except AssertionError as error:
        found.append(str(error))
    for line in found:
        print(line, file=sys.stderr)
    return len(found)


def name_of(url: str) -> str:
    """A file name for an address: `/en/register/?q=x` becomes `en-register-q-x`."""
    parts = urlsplit(url)
    return re.sub(r"[^a-z0-9]+", "-", f"{parts.path}-{parts.query}".lower()).strip("-") or "home"


if __name__ == "__main__":
    raise SystemExit(main())
