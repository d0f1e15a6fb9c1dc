"""A release with every block: written, handed over, released by a second person under embargo, shown on time."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, expect

from browser.helpers import assert_accessible, assert_no_sideways_scrolling, follow, only_own_requests, window

TITLE = "Bilanz der Lotsendienste"
TESTS = Path(__file__).parents[1]

SEED = f"""
import sys
sys.path.insert(0, {str(TESTS)!r})
from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model
from kommin.people.models import Membership, Role
from kommin.portal.models import PressRelease, PressPhoto, ReleaseContact, ReleaseDownload, ReleaseLink, ReleasePlace
from kommin.portal.models import CorrectionNotice, RelatedRelease
from kommin.people.models.dated import today
from portal import making
User = get_user_model()
head = User.objects.get(email="peer.presse@example.org")
editor = User.objects.create_user("edda.entwurf@example.org", {settings.DEMO_PASSWORD!r}, name="Edda Entwurf")
EmailAddress.objects.create(user=editor, email=editor.email, verified=True, primary=True)
Membership.objects.create(person=editor, organisation=head.memberships.first().organisation, role=Role.PRESS_EDITOR)
release = PressRelease(title={TITLE!r}, slug="bilanz-der-lotsendienste", kicker="Integration", place="Bochum",
    subheadline="Was gelungen ist", date=today(), lead="Alle waren da.", sender_line="Das Land teilt mit:",
    mail_text="Kurz.", body=making.body_with(making.make_image("Saal")))
release.contacts = [ReleaseContact(contact=making.make_contact(email="presse@example.org"))]
release.photos = [PressPhoto(image=making.make_image(free_for_press=True))]
release.downloads = [ReleaseDownload(document=making.make_document("Tabelle zur Bilanz"))]
release.links = [ReleaseLink(text="Fachstelle", address="https://fachstelle.example.org/")]
release.places = [ReleasePlace(key="05315000")]
release.related = [RelatedRelease(other=making.make_release("Ausgesucht"))]
release.corrections = [CorrectionNotice(day=today(), text="Ein Name war falsch.")]
release.topics = [making.make_topic("Lotsendienste", slug="lotsendienste")]
made = making.put(making.archive(), release, live=False)
made.get_latest_revision_as_object().save_revision(user=editor)
print("release", made.pk)
"""

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


def at_the_machine(home: Path, code: str) -> str:
    keep = {name: value for name, value in os.environ.items() if not name.startswith(("KOMMIN_", "DJANGO_"))}
    done = subprocess.run(
        [sys.executable, "-m", "kommin", "shell", "-v0", "-c", code],
        env=keep | {"KOMMIN_HOME": str(home), "KOMMIN_DEMO": "true"}, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def sign_in(browser: Browser, address: str, email: str) -> Page:
    context = browser.new_context(base_url=address, locale="de-DE", viewport={"width": 1280, "height": 900})
    context.set_default_timeout(15_000)
    page = context.new_page()
    page.goto("/accounts/login/")
    page.fill("input[name=login]", email)
    page.fill("input[name=password]", settings.DEMO_PASSWORD)
    follow(page.locator("main button[type=submit]").first)
    return page


def assert_good(page: Page) -> None:
    """Our part of the desk's pages, wide in light and narrow in dark."""
    for width, scheme in ((390, "dark"), (1280, "light")):
        with window(page, width=width, scheme=scheme):
            assert_accessible(page, within=".desk")


def journey(browser: Browser, address: str, home: Path) -> None:
    """From the text to the public."""
    number = at_the_machine(home, SEED).split()[-1]
    editor = sign_in(browser, address, "edda.entwurf@example.org")
    visitor = browser.new_context(base_url=address, locale="de-DE").new_page()
    with only_own_requests(editor):
        editor.goto("/redaktion/")
        expect(editor.get_by_role("heading", name="Ihre Entwürfe")).to_be_visible()
        assert_good(editor)
        editor.goto(f"/redaktion/mitteilung/{number}/")
    assert_good(editor)
    expect(editor.get_by_text("Es gibt keine englische Fassung.")).to_be_visible()
    editor.get_by_label("Hinweis für die Freigabe").fill("Bitte bis zehn Uhr.")
    follow(editor.get_by_role("button", name="Zur Freigabe übergeben"))
    expect(editor.get_by_text("Wer freigeben kann, ist benachrichtigt.")).to_be_visible()
    expect(editor.get_by_role("button", name="Freigeben", exact=True)).to_have_count(0)

    head = sign_in(browser, address, "peer.presse@example.org")
    head.goto("/redaktion/")
    follow(head.locator(".desk").get_by_role("link", name=TITLE))
    expect(head.get_by_text("Bitte bis zehn Uhr.").first).to_be_visible()
    head.get_by_label("Sperrfrist bis").fill("2001-01-01T10:00")
    follow(head.get_by_role("button", name="Freigeben", exact=True))
    expect(head.get_by_role("alert")).to_contain_text("bereits vorbei")
    assert_good(head)
    head.get_by_label("Sperrfrist bis").fill("2090-01-01T10:00")
    follow(head.get_by_role("button", name="Freigeben", exact=True))
    expect(head.get_by_text("gesperrt bis").first).to_be_visible()
    assert_good(head)

    assert visitor.goto(f"/p/{number}/").status == 404
    visitor.goto("/presse/")
    expect(visitor.get_by_text(TITLE)).to_have_count(0)
    at_the_machine(home, CLOCK)
    assert visitor.goto(f"/p/{number}/").status == 200
    for words in (
        "Integration", TITLE, "Was gelungen ist", "Bochum", "Alle waren da.", "Das Land teilt mit:", "Mina Muster",
        "4711", "Weitermachen", "Voller Saal", "Zahlen nach Jahren", "Paula Probe", "Frei für die Presse",
        "Tabelle zur Bilanz", "Fachstelle", "Lotsendienste", "Ausgesucht", "Ein Name war falsch.", "freigegeben",
    ):  # fmt: skip
        expect(visitor.locator("main").get_by_text(words).first).to_be_visible()
    for width, scheme in ((390, "dark"), (1280, "light")):
        with window(visitor, width=width, scheme=scheme):
            assert_accessible(visitor)
    assert_no_sideways_scrolling(visitor)


@pytest.mark.usefixtures("own_demo")
def test_a_release_goes_its_way(browser: Browser, own_demo: str, tmp_path: Path):
    journey(browser, own_demo, tmp_path / "var")
