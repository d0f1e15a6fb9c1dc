"""Deadlines, the bell, mail settings, mail texts and long work, as people meet them in the demonstration."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, expect

from browser.helpers import assert_accessible, assert_no_sideways_scrolling, in_menu, only_own_requests, window
from kommin.foundation.notices.texts import text_named
from kommin.foundation.notices.writing import sample_of

SEED = """
from datetime import timedelta
from django.contrib.auth import get_user_model
from kommin.foundation.notices.actions import notify, upsert_deadline
from kommin.foundation.notices.models.deadline import today
from kommin.foundation.runs.models import Run, RunItem
for email, role in (("siglinde.probe@example.org", "signatory"), ("olga.betrieb@example.org", "operator")):
    person = get_user_model().objects.get(email=email)
    house = person.memberships.get().organisation_id
    dues = [(-12, "Verwendungsnachweis einreichen", False), (1, "Siegel bestellen", True), (80, "Zweckbindung", False)]
    for number, (days, title, by_hand) in enumerate(dues):
        upsert_deadline(key=f"browser:{email}:{number}", due=today() + timedelta(days=days), title=title,
                        source="ANBest-G 7.1", url="/deadlines/", organisation=house, role=role, by_hand=by_hand)
    notify(recipients=[person.pk], kind="notices.deadline", title="Frist: Verwendungsnachweis einreichen",
           url="/deadlines/", key="browser:1", context={"due": today()})
    run = Run.objects.create(kind="browser.export", titles={"de": "Export der Gemeinden", "en": "Export"},
                             started_by=person, total=40, state="stopped")
    RunItem.objects.bulk_create([
        RunItem(run=run, number=n, label=f"Gemeinde {n}", state="done" if n < 20 else "failed" if n < 23 else "waiting",
                error="Die Gemeinde hat keinen Schlüssel." if 20 <= n < 23 else "") for n in range(40)])
"""


@pytest.fixture(scope="module")
def seeded(demo_home: Path, live_demo: str) -> str:
    """Something to see for a signatory and for an operator."""
    keep = {name: value for name, value in os.environ.items() if not name.startswith(("KOMMIN_", "DJANGO_"))}
    done = subprocess.run(
        [sys.executable, "-m", "kommin", "shell", "-v0", "-c", SEED],
        env=keep | {"KOMMIN_HOME": str(demo_home), "KOMMIN_DEMO": "true"}, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return live_demo


def sign_in(browser: Browser, address: str, email: str) -> Page:
    context = browser.new_context(base_url=address, locale="de-DE", viewport={"width": 1280, "height": 900})
    context.set_default_timeout(15_000)
    page = context.new_page()
    page.goto("/accounts/login/")
    page.fill("input[name=login]", email)
    page.fill("input[name=password]", settings.DEMO_PASSWORD)
    page.locator("main button[type=submit]").first.click()
    expect(page.get_by_role("link", name="Hinweise")).to_be_visible()
    return page


@pytest.fixture
def signatory(browser: Browser, seeded: str) -> Page:
    return sign_in(browser, seeded, "siglinde.probe@example.org")


@pytest.fixture
def operator(browser: Browser, seeded: str) -> Page:
    return sign_in(browser, seeded, "olga.betrieb@example.org")


def assert_good(page: Page) -> None:
    """Accessible wide in light and narrow in dark, and no sideways scrolling at 320 px."""
    for width, scheme in ((390, "dark"), (1280, "light")):
        with window(page, width=width, scheme=scheme):
            assert_accessible(page)
    assert_no_sideways_scrolling(page)


def test_the_deadline_list(signatory: Page):
    signatory.goto("/")
    with only_own_requests(signatory):
        signatory.get_by_role("link", name="Fristen").first.click()
    overdue = signatory.get_by_role("row").filter(has_text="Verwendungsnachweis einreichen")
    expect(overdue).to_contain_text("seit 12 Tagen überfällig")
    expect(overdue).to_contain_text("ANBest-G 7.1")
    assert_good(signatory)
    by_hand = signatory.get_by_role("row").filter(has_text="Siegel bestellen")
    by_hand.get_by_role("button", name="Erledigt").click()
    expect(signatory.get_by_text("Abgehakt.")).to_be_visible()
    expect(signatory.get_by_text("Siegel bestellen")).to_have_count(0)
    signatory.get_by_role("link", name="in den letzten drei Monaten erledigt").click()
    expect(signatory.get_by_text("Siegel bestellen")).to_be_visible()
    signatory.get_by_role("link", name="Stadt Hagen").click()
    expect(signatory.get_by_role("columnheader", name="Wer")).to_be_visible()
    assert_good(signatory)


def test_an_organisation_s_reminders(signatory: Page):
    signatory.goto("/deadlines/reminders/")
    signatory.get_by_label("So viele Tage vorher erinnern").fill("viel")
    signatory.get_by_role("button", name="Speichern").click()
    expect(signatory.get_by_role("alert")).to_contain_text("Schreiben Sie ganze Zahlen")
    assert_good(signatory)
    signatory.get_by_label("So viele Tage vorher erinnern").fill("30, 7")
    signatory.get_by_role("button", name="Speichern").click()
    expect(signatory.get_by_text("Gespeichert.")).to_be_visible()


def unread(page: Page) -> int:
    """The number on the bell."""
    told = page.locator(".bell .kern-sr-only").inner_text() if page.locator(".bell .kern-sr-only").count() else ""
    numbers = re.findall(r"\d+", told)
    return int(numbers[0]) if numbers else int("ungelesen" in told)


def test_the_bell_leads_to_the_thing_by_one_click(signatory: Page):
    signatory.goto("/")
    before = unread(signatory)
    assert before >= 1
    signatory.get_by_role("link", name="Hinweise").click()
    assert_good(signatory)
    signatory.get_by_role("link", name="Frist: Verwendungsnachweis einreichen").click()
    expect(signatory.get_by_role("heading", name="Fristen", level=1)).to_be_visible()
    assert unread(signatory) == before - 1


def test_mail_settings_and_the_calendar(signatory: Page):
    signatory.goto("/notices/")
    signatory.get_by_role("link", name="Maileinstellungen").click()
    signatory.get_by_label("Einmal am Tag, morgens").check()
    signatory.get_by_role("button", name="Speichern").click()
    expect(signatory.get_by_label("Einmal am Tag, morgens")).to_be_checked()
    signatory.get_by_role("button", name="Adresse erstellen").click()
    address = signatory.locator("#calendar-address").inner_text()
    assert_good(signatory)
    path = "/calendar/" + address.partition("/calendar/")[2]
    calendar = signatory.context.browser.new_context(base_url=signatory.url.partition("/notices")[0]).request.get(path)
    assert calendar.headers["content-type"].startswith("text/calendar")
    assert "Überfällig: Verwendungsnachweis einreichen" in calendar.text()
    signatory.get_by_role("button", name="Abschalten").click()
    assert signatory.request.get(path).status == 404


def test_a_mail_text_is_edited_tried_and_read_in_the_mailbox(operator: Page):
    operator.goto("/mails/")
    assert_good(operator)
    operator.get_by_role("row").filter(has_text="Beendeter Sammelvorgang").get_by_role("link", name="Deutsch").click()
    operator.get_by_label("Betreff").fill("Fertig, {nmae}")
    operator.get_by_role("button", name="Speichern").click()
    expect(operator.get_by_role("alert")).to_contain_text("{nmae} ist kein Platzhalter dieser E-Mail")
    assert_good(operator)
    operator.get_by_label("Betreff").fill("Fertig, {name}")
    operator.get_by_role("button", name="Vorschau").click()
    expect(operator.get_by_text("Fertig, Kim Beispiel")).to_be_visible()
    operator.get_by_role("button", name="Testmail an mich").click()
    expect(operator.get_by_text("Eine Testmail geht an olga.betrieb@example.org")).to_be_visible()
    in_menu(operator, "Postfach").click()
    for _attempt in range(60):
        if operator.get_by_role("link", name="[Test] Fertig, Kim Beispiel").count():
            break
        operator.wait_for_timeout(500)
        operator.reload()
    assert_good(operator)
    operator.get_by_role("link", name="[Test] Fertig, Kim Beispiel").click()
    expect(operator.get_by_role("main")).to_contain_text("olga.betrieb@example.org")
    assert_good(operator)


@pytest.mark.parametrize("language", ["de", "en"])
def test_mails_are_accessible_too(page: Page, language: str):
    text = text_named("notices.digest")
    page.set_content(sample_of(text, text.subject[language], text.body[language], language=language).html)
    assert_good(page)


def test_long_work_shows_how_far_it_is(signatory: Page):
    signatory.goto("/runs/")
    assert_good(signatory)
    signatory.get_by_role("link", name="Export der Gemeinden").click()
    expect(signatory.get_by_role("progressbar")).to_have_attribute("value", "23")
    expect(signatory.get_by_role("row").filter(has_text="Gemeinde 20")).to_contain_text("keinen Schlüssel")
    assert_good(signatory)
    signatory.get_by_role("button", name="Fortsetzen").click()
    expect(signatory.get_by_role("button", name="Anhalten")).to_be_visible()
    signatory.get_by_role("button", name="Anhalten").click()
    expect(signatory.get_by_role("button", name="Fortsetzen")).to_be_visible()


@pytest.mark.parametrize("path", ["/runs/all/", "/runs/clock/", "/runs/given-up/", "/mails/stuck/"])
def test_what_an_operator_watches(operator: Page, path: str):
    operator.goto(path)
    expect(operator.get_by_role("heading", level=1)).to_be_visible()
    assert_good(operator)
