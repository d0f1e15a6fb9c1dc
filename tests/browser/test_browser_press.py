"""A release with every block: written, handed over, released by a second person under embargo, shown on time."""

import os
import subprocess
import sys
from pathlib import Path

from django.conf import settings
from playwright.sync_api import Browser, Locator, Page, expect

from browser.helpers import assert_accessible, assert_no_sideways_scrolling, follow, only_own_requests, window

TITLE = "Bilanz der Lotsendienste"
EDITOR, HEAD = "rosa.redaktion@example.org", "peer.presse@example.org"
FIELDS = {
    "kicker": "Integration vor Ort", "title": TITLE, "subheadline": "Was gelungen ist und was nicht",
    "place": "Bochum", "lead": "Alle Lotsinnen waren da.", "sender_line": "Das Land teilt mit:",
}  # fmt: skip
WORD = """<p class="MsoNormal" style="margin:0cm"><b><span style="font-family:Arial">Die Kom\u00admunen</span></b>
erhalten Mittel.<o:p></o:p></p>"""
SHOWN = (
    *FIELDS.values(), "Die Kommunen", "erhalten Mittel.", "Was geschah", "Das ist gelungen.", "Mina Muster",
    "Ministerin", "4711", "Menschen im Saal", "Erster Schritt", "Ein Bild im Text", "Zahlen nach Jahren",
    "Im Jahr 2009", "Seite der Fachstelle", "Pressekontakt", "Pressefotos", "Ein Foto für die Presse", "Downloads",
    "Links zum Thema", "Fachstelle", "Themen", "Programm", "Köln", "Auf der Karte", "Verwandte Mitteilungen",
    "Weitere Mitteilungen", "Ein Name war falsch.", "freigegeben",
)  # fmt: skip
CLOCK = """
from datetime import timedelta
from django.utils import timezone
from wagtail.models import Revision
for one in Revision.objects.filter(approved_go_live_at__isnull=False):
    moment = timezone.now().replace(second=0, microsecond=0) - timedelta(minutes=1)
    one.content["go_live_at"], one.approved_go_live_at = moment.isoformat(), moment
    one.save(update_fields=["content", "approved_go_live_at"])
from kommin.portal.actions.clock import follow_the_clock
follow_the_clock()
"""
"""The embargo's minute has come; the house's own clock may find it first, which is the same."""


def at_the_machine(home: Path, code: str) -> None:
    keep = {name: value for name, value in os.environ.items() if not name.startswith(("KOMMIN_", "DJANGO_"))}
    done = subprocess.run(
        [sys.executable, "-m", "kommin", "shell", "-v0", "-c", code],
        env=keep | {"KOMMIN_HOME": str(home), "KOMMIN_DEMO": "true"}, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def visitor_of(browser: Browser, address: str) -> Page:
    context = browser.new_context(base_url=address, locale="de-DE", viewport={"width": 1280, "height": 900})
    context.set_default_timeout(60_000)
    return context.new_page()


def sign_in(browser: Browser, address: str, email: str) -> Page:
    page = visitor_of(browser, address)
    page.goto("/accounts/login/")
    page.fill("input[name=login]", email)
    page.fill("input[name=password]", settings.DEMO_PASSWORD)
    follow(page.locator("main button[type=submit]").first)
    return page


def assert_good(page: Page, within: str | None = ".desk") -> None:
    """Our part of the desk's pages, wide in light and narrow in dark."""
    for width, scheme in ((390, "dark"), (1280, "light")):
        with window(page, width=width, scheme=scheme):
            assert_accessible(page, within=within)


class Block:
    """One block of the text, in the order in which it was put in."""

    def __init__(self, page: Page, number: int, label: str) -> None:
        self.page, self.name = page, f"body-{number}-value"
        page.locator("#panel-child-text-body-content .c-sf-add-button").last.click()
        page.get_by_role("option", name=label, exact=True).click()

    def fill(self, **values: str) -> None:
        for name, value in values.items():
            self.page.locator(f"[name='{self.name}-{name.replace('__', '-')}']").fill(value)

    def rich(self, name: str = "") -> Locator:
        field = self.page.locator(f"[name='{self.name}{name}']")
        return field.locator("xpath=..").get_by_role("textbox")


def choose(page: Page, opener: Locator, words: str = "") -> None:
    """Pick something in a window of the CMS: the first that holds the words."""
    opener.click()
    if words:
        page.locator(".modal-body input[name=q]").fill(words)
    choices = page.locator(".modal-body [data-chooser-modal-choice], .modal-body a.choose-page")
    (choices.filter(has_text=words) if words else choices).first.click()
    expect(page.locator(".modal-body")).to_have_count(0)


def paste(field: Locator, html: str) -> None:
    """What the word processor has left in the clipboard."""
    page = field.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    field.click()
    page.evaluate(
        "html => navigator.clipboard.write([new ClipboardItem({'text/html': new Blob([html], {type: 'text/html'})})])",
        html,
    )
    field.press("Control+v")
    expect(field).to_contain_text("Kommunen")


def write_text(page: Page) -> None:
    for name, value in FIELDS.items():
        page.locator(f"[name={name}]").fill(value)
    paste(Block(page, 0, "Absatz").rich(), WORD)
    Block(page, 1, "Überschrift").fill(text="Was geschah")
    Block(page, 2, "Zitat").fill(text="Das ist gelungen.", person="Mina Muster", office="Ministerin")
    Block(page, 3, "Kennzahlen").fill(figures__0__value__value="4711", figures__0__value__label="Menschen im Saal")
    Block(page, 4, "Liste").rich("-points-0-value").type("Erster Schritt")
    image = Block(page, 5, "Bild")
    choose(page, page.locator("[id='body-5-value-image-chooser'] [data-chooser-action-choose]").first)
    image.fill(alt_text="Was das Bild zeigt", caption="Ein Bild im Text")
    Block(page, 6, "Links").fill(
        links__0__value__text="Seite der Fachstelle", links__0__value__address="https://fachstelle.example.org/a"
    )
    table = Block(page, 7, "Tabelle")
    for number, kind in enumerate(("Text", "Zahl")):
        page.locator(".typed-table-block [data-append-column]").click()
        page.locator(".add-column-menu").get_by_role("button", name=kind, exact=True).click()
        table.fill(**{f"column__{number}__heading": kind})
    table.fill(caption="Zahlen nach Jahren", cell__0__0="Im Jahr 2009", cell__0__1="87")
    page.locator("#id_corrections-ADD").click()
    page.locator("#id_corrections-0-text").fill("Ein Name war falsch.")


def write_beside(page: Page) -> None:
    page.get_by_role("tab", name="Neben dem Text").click()
    page.locator("#id_contacts-ADD").click()
    choose(page, page.locator("#id_contacts-0-contact-chooser [data-chooser-action-choose]").first)
    page.locator("#id_photos-ADD").click()
    choose(page, page.locator("#id_photos-0-image-chooser [data-chooser-action-choose]").first)
    page.locator("#id_photos-0-alt_text").fill("Was das Foto zeigt")
    page.locator("#id_photos-0-caption").fill("Ein Foto für die Presse")
    page.locator("#id_downloads-ADD").click()
    choose(page, page.locator("#id_downloads-0-document-chooser [data-chooser-action-choose]").first)
    page.locator("#id_links-ADD").click()
    page.locator("#id_links-0-text").fill("Fachstelle")
    page.locator("#id_links-0-address").fill("https://fachstelle.example.org/")
    page.locator("[name=mail_text]").fill("Die Bilanz der Lotsendienste liegt vor.")


def write_about(page: Page) -> None:
    page.get_by_role("tab", name="Worum es geht").click()
    page.locator("[name=topics]").first.check()
    page.locator("[name=programme]").select_option(index=1)
    page.locator("#id_places-ADD").click()
    page.locator("#id_places-0-key").fill("Köln")


def save(page: Page) -> None:
    follow(page.get_by_role("button", name="Entwurf speichern"))


def write(page: Page) -> int:
    """A new release with every block, in the CMS's own editor; returns its number."""
    page.goto("/redaktion/")
    expect(page.get_by_role("heading", name="Ihre Entwürfe")).to_be_visible()
    assert_good(page, within=None)
    follow(page.get_by_role("link", name="Mitteilung schreiben", exact=True))
    write_text(page)
    write_beside(page)
    write_about(page)
    save(page)
    assert_good(page, within="#page-edit-form")
    page.get_by_role("button", name="Mehr Aktionen").click()
    follow(page.get_by_role("link", name="Prüfen und freigeben"))
    return int(page.url.rstrip("/").rsplit("/", 1)[1])


def hand_over(page: Page) -> None:
    assert_good(page)
    expect(page.get_by_text("Es gibt keine englische Fassung.")).to_be_visible()
    page.get_by_label("Hinweis für die Freigabe").fill("Bitte bis zehn Uhr.")
    follow(page.get_by_role("button", name="Zur Freigabe übergeben"))
    expect(page.get_by_text("Wer freigeben kann, ist benachrichtigt.")).to_be_visible()
    expect(page.get_by_role("button", name="Freigeben", exact=True)).to_have_count(0)


def release(page: Page) -> None:
    """The second person: an embargo in the past is asked back, one to come is taken."""
    page.goto("/redaktion/")
    follow(page.locator(".desk").get_by_role("link", name=TITLE))
    expect(page.get_by_text("Bitte bis zehn Uhr.").first).to_be_visible()
    page.get_by_label("Sperrfrist bis").fill("2001-01-01T10:00")
    follow(page.get_by_role("button", name="Freigeben", exact=True))
    expect(page.get_by_role("alert")).to_contain_text("bereits vorbei")
    assert_good(page)
    page.get_by_label("Sperrfrist bis").fill("2090-01-01T10:00")
    follow(page.get_by_role("button", name="Freigeben", exact=True))
    expect(page.get_by_text("gesperrt bis").first).to_be_visible()
    assert_good(page)


def assert_nowhere(page: Page, number: int) -> None:
    answer = page.goto(f"/p/{number}/")
    assert answer is not None
    assert answer.status == 404
    for address in ("/presse/", "/suche/?q=Lotsendienste"):
        page.goto(address)
        expect(page.locator("main").get_by_text(TITLE)).to_have_count(0)


def assert_whole(page: Page, number: int) -> None:
    """Every block stands on the public page."""
    answer = page.goto(f"/p/{number}/")
    assert answer is not None
    assert answer.status == 200
    for words in SHOWN:
        expect(page.locator("main").get_by_text(words).first).to_be_visible()
    for width, scheme in ((390, "dark"), (1280, "light")):
        with window(page, width=width, scheme=scheme):
            assert_accessible(page)
    assert_no_sideways_scrolling(page)


def send_back(page: Page) -> None:
    """The second person wants something else first."""
    page.goto("/redaktion/")
    follow(page.locator(".desk").get_by_role("link", name=TITLE))
    page.locator("[aria-labelledby=step-send_back] textarea").fill("Der Ort fehlt in der Einleitung.")
    follow(page.get_by_role("button", name="Zurückgeben", exact=True))
    expect(page.get_by_text("Zurückgegeben. Wer geschrieben hat, ist benachrichtigt.")).to_be_visible()


def mend(page: Page, number: int, lead: str) -> None:
    """Write another lead and hand the release over again."""
    page.goto(f"/redaktion/pages/{number}/edit/")
    page.locator("[name=lead]").fill(lead)
    save(page)
    page.goto(f"/redaktion/mitteilung/{number}/")
    follow(page.get_by_role("button", name="Zur Freigabe übergeben"))


def release_again(page: Page, visitor: Page, number: int) -> None:
    """A changed version is compared, waits for its own embargo, and is public once that is lifted."""
    page.goto(f"/redaktion/mitteilung/{number}/")
    follow(page.get_by_role("link", name="Mit der letzten Freigabe vergleichen"))
    expect(page.locator(".comparison .addition").first).to_contain_text("Bochum")
    page.goto(f"/redaktion/mitteilung/{number}/")
    page.get_by_label("Sperrfrist bis").fill("2090-01-01T10:00")
    follow(page.get_by_role("button", name="Freigeben", exact=True))
    visitor.goto(f"/p/{number}/")
    expect(visitor.locator("main").get_by_text("in Bochum da")).to_have_count(0)
    assert_good(page)
    follow(page.get_by_role("button", name="Jetzt veröffentlichen"))
    expect(page.get_by_text("Die Sperrfrist ist aufgehoben")).to_be_visible()
    visitor.goto(f"/p/{number}/")
    expect(visitor.locator("main").get_by_text("in Bochum da")).to_be_visible()


def withdraw(page: Page, visitor: Page, number: int) -> None:
    """What was wrong is gone for the next reader, and its address says so."""
    address = visitor.url
    page.goto(f"/redaktion/mitteilung/{number}/")
    page.locator("[aria-labelledby=step-withdraw] textarea").fill("Die Zahlen waren falsch.")
    follow(page.get_by_role("button", name="Zurückziehen", exact=True))
    expect(page.get_by_text("Zurückgezogen. An ihrer Adresse steht das ab jetzt.")).to_be_visible()
    assert_good(page)
    answer = visitor.goto(address)
    assert answer is not None
    assert answer.status == 410
    expect(visitor.locator("main").get_by_text("in Bochum da")).to_have_count(0)
    assert_accessible(visitor)
    visitor.goto("/presse/")
    expect(visitor.locator("main").get_by_text(TITLE)).to_have_count(0)


def journey(browser: Browser, address: str, home: Path) -> None:
    """From the first word to the public, and out of it again."""
    editor = sign_in(browser, address, EDITOR)
    with only_own_requests(editor):
        number = write(editor)
        hand_over(editor)
    head = sign_in(browser, address, HEAD)
    send_back(head)
    editor.goto("/redaktion/")
    expect(editor.get_by_text("Der Ort fehlt in der Einleitung.").first).to_be_visible()
    mend(editor, number, "Alle Lotsinnen waren da.")
    release(head)
    visitor = visitor_of(browser, address)
    assert_nowhere(visitor, number)
    at_the_machine(home, CLOCK)
    assert_whole(visitor, number)
    mend(editor, number, "Alle Lotsinnen waren in Bochum da.")
    release_again(head, visitor, number)
    withdraw(head, visitor, number)


def test_a_release_goes_its_way(browser: Browser, own_demo: str, tmp_path: Path):
    journey(browser, own_demo, tmp_path / "var")
