"""Two people of a town fill an application in, one signs off, one submits; the receipt is verified."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page, expect

from browser.helpers import (
    assert_accessible,
    assert_no_sideways_scrolling,
    assert_nothing_inline,
    loaded,
    only_own_requests,
)

PASSWORD = "demo-foerderung-2026"
CALL = "/applications/new/zukunft-1/"


@contextmanager
def signed_in(browser: Browser, live_demo: str, who: str) -> Iterator[Page]:
    context = browser.new_context(base_url=live_demo, locale="de-DE", viewport={"width": 1280, "height": 900})
    context.set_default_timeout(20_000)
    page = context.new_page()
    page.goto("/accounts/login/")
    page.fill("input[name=login]", f"{who}@example.org")
    page.fill("input[name=password]", PASSWORD)
    page.locator("main button[type=submit]").first.click()
    page.wait_for_load_state()
    yield page
    context.close()


def fine(page: Page) -> None:
    assert_accessible(page)
    assert_nothing_inline(page)
    assert_no_sideways_scrolling(page)


def answer_the_rest(page: Page, address: str) -> None:
    """The parts that only the municipality knows."""
    page.goto(f"{address}questions/applicant/")
    page.locator("input[name=q-joint_project][value=no]").check()
    page.get_by_role("button", name="Speichern und weiter").click()
    page.locator("input[name=q-building_blocks]").first.check()
    page.fill("[name=q-summary]", "Neu Zugewanderte finden eine feste Ansprechperson.")
    page.get_by_role("button", name="Speichern und weiter").click()
    page.goto(f"{address}questions/reasons/")
    page.fill("[name=q-need]", "Es fehlen verlässliche Wege.")
    page.fill("[name=q-effect]", "Jede zweite Familie kennt eine Anlaufstelle.")
    page.get_by_role("button", name="Speichern und weiter").click()
    page.fill("[name=q-follow_up_costs]", "Keine.")
    supervision = loaded(page).locator("input[name=q-supervision]")
    if supervision.count():
        supervision.first.check()
    page.get_by_role("button", name="Speichern und weiter").click()
    page.locator("input[name=q-not_begun][value=yes]").check()
    page.locator("input[name=q-vat]").first.check()
    page.locator("input[name=q-true_and_complete][value=yes]").check()
    page.get_by_role("button", name="Speichern und weiter").click()


def test_from_the_first_word_to_the_receipt(browser: Browser, live_demo: str) -> None:
    with (
        signed_in(browser, live_demo, "anna.beispiel") as anna,
        signed_in(browser, live_demo, "kemal.muster") as kemal,
        signed_in(browser, live_demo, "siglinde.probe") as siglinde,
    ):
        with only_own_requests(anna):
            anna.goto(CALL)
            fine(anna)
        anna.fill("[name=title]", "Brücken in die Stadt")
        anna.locator("[name=block]").first.select_option(index=1)
        anna.locator("[name=copy]").select_option("")
        anna.locator("main form button[type=submit]").last.click()
        anna.wait_for_url(re.compile(r"/applications/2\d{3}-\d{5}/$"))
        address = re.sub(r"^https?://[^/]+", "", anna.url)
        fine(anna)

        anna.goto(f"{address}project/")
        anna.fill("[name=starts]", "2027-02-01")
        anna.fill("[name=ends]", "2027-12-31")
        anna.locator("[name=ends]").blur()
        expect(anna.locator("#saved-state")).to_contain_text("Gespeichert um")
        fine(anna)

        kemal.goto(f"{address}plan/")
        kemal.locator("table.plan-table").first.locator("input").first.fill("40.000")
        kemal.locator("table.plan-table").first.locator("input").nth(1).click()
        expect(kemal.locator("#plan-outcome")).to_contain_text("36.000,00")
        kemal.get_by_role("button", name="Zuwendung und Eigenmittel ausfüllen").click()
        expect(kemal.locator("#plan-outcome")).to_contain_text("Der Plan geht auf.")
        fine(kemal)

        answer_the_rest(anna, address)
        anna.goto(f"{address}documents/")
        pdf = siglinde.request.get("/applications/2026-00031/receipt.pdf").body()
        anna.set_input_files(
            "input[type=file]", {"name": "Beschluss.pdf", "mimeType": "application/pdf", "buffer": pdf}
        )
        anna.get_by_role("button", name="Hochladen").click()
        expect(anna.locator("main")).to_contain_text("Beschluss.pdf")
        fine(anna)

        for page in (kemal, siglinde):
            page.goto(address)
            expect(page.locator("main")).to_contain_text("Es fehlt nichts.")
            page.get_by_role("button", name="Freigeben", exact=True).click()
            expect(page.locator("main")).to_contain_text("Sie haben den Antrag freigegeben.")
        siglinde.get_by_role("link", name="Einreichen", exact=True).click()
        fine(siglinde)
        siglinde.get_by_role("button", name="Jetzt einreichen").click()
        expect(siglinde.locator("#receipt")).to_contain_text("Eingegangen")
        fine(siglinde)

        checksum = siglinde.locator("#receipt code").inner_text()
        receipt = siglinde.request.get(f"{address}receipt.pdf")
        assert receipt.body().startswith(b"%PDF")
        siglinde.goto(f"{address}verify/")
        siglinde.fill("[name=digest]", checksum)
        siglinde.get_by_role("button", name="Vergleichen").click()
        expect(siglinde.locator("main")).to_contain_text("Das ist die Prüfsumme dieses Antrags.")
        fine(siglinde)
        anna.goto(f"{address}read/")
        fine(anna)


def test_a_conflict_shows_both_versions_in_the_browser(browser: Browser, live_demo: str) -> None:
    with signed_in(browser, live_demo, "cem.beispiel") as one, signed_in(browser, live_demo, "petra.exempel") as two:
        one.goto(CALL)
        one.fill("[name=title]", "Zwei schreiben zugleich")
        one.locator("[name=block]").first.select_option(index=1)
        one.locator("[name=copy]").select_option("")
        one.locator("main form button[type=submit]").last.click()
        one.wait_for_url(re.compile(r"/applications/2\d{3}-\d{5}/$"))
        section = re.sub(r"^https?://[^/]+", "", one.url) + "questions/measure/"
        for page in (one, two):
            page.goto(section)
        one.fill("[name=q-summary]", "Erste Fassung")
        one.locator("[name=q-summary]").blur()
        expect(one.locator("#saved-state")).to_contain_text("Gespeichert um")
        two.fill("[name=q-summary]", "Zweite Fassung")
        two.locator("[name=q-summary]").blur()
        two.get_by_role("link", name="Beide Fassungen vergleichen").first.click()
        expect(two.locator("main")).to_contain_text("Erste Fassung")
        expect(two.locator("main")).to_contain_text("Zweite Fassung")
        fine(two)
