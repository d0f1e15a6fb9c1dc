"""The press desk of the demonstration stands in the house: complete, linked, and the same after a second run."""

import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client, override_settings
from pytest_django.plugin import DjangoDbBlocker
from wagtail.models import Page, Revision

from databases import DatabaseTemplate
from kommin.demo import history, people, programmes
from kommin.demo.press import drawing, loading
from kommin.demo.press.drawing import Picture
from kommin.demo.press.reading import Photo, read
from kommin.foundation.access import Actor
from kommin.foundation.audit.models import Record
from kommin.portal.addresses import href
from kommin.portal.models import GoodPracticePage, PressRelease, StandardPage
from kommin.register.actions.loading import load_register
from portal.making import picture

pytestmark = pytest.mark.once
HREF = re.compile(r'href="(/[^"#?]*)')


def small(photo: Photo) -> Picture:
    """Drawing is tried elsewhere; a small picture takes its place."""
    return Picture(f"{photo.id}.png", picture(), 64, 48)


@pytest.fixture(scope="module")
def desk(
    database_template: DatabaseTemplate,
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Path]:
    """A database of this file's own with history and press desk in it."""
    files = tmp_path_factory.mktemp("press")
    with (
        django_db_blocker.unblock(), database_template.clone_in_use(), override_settings(MEDIA_ROOT=files),
        pytest.MonkeyPatch.context() as patch,
    ):  # fmt: skip
        patch.setattr(drawing, "draw", small)
        load_register(by=Actor.clock())
        people.load()
        programmes._former(people.MINISTRY_OF_2005)
        history.load()
        loading.load()
        yield files


def state() -> tuple[list[tuple[int, str]], int]:
    return list(Page.objects.order_by("pk").values_list("pk", "url_path")), Revision.objects.count()


def test_everything_written_is_published_under_its_day(desk: Path) -> None:
    written = read()
    german = PressRelease.objects.live().filter(locale__language_code="de")
    assert german.count() == len(written.releases)
    assert PressRelease.objects.live().filter(locale__language_code="en").count() == sum(
        "en" in release.texts for release in written.releases
    )
    assert GoodPracticePage.objects.live().count() == 2 * len(written.practice)
    bilanz = german.get(date="2010-10-27")
    assert bilanz.first_published_at.date() == bilanz.date
    assert bilanz.opening.startswith("Das Ministerium für Arbeit, Integration und Soziales")
    assert german.get(date="2005-04-05").opening.startswith("Das Ministerium für Gesundheit, Soziales")
    assert not Page.objects.filter(live=False).exists()


def test_every_release_was_written_by_one_person_and_released_by_another(desk: Path) -> None:
    releases = PressRelease.objects.live()
    ways = releases.filter(owner__email=loading.EDITOR, desk__approved_by__email=loading.HEAD)
    assert ways.count() == releases.count()
    bilanz = ways.get(date="2010-10-27", locale__language_code="de")
    assert bilanz.desk.approved == bilanz.live_revision_id
    assert bilanz.desk.approved_at == bilanz.first_published_at
    kept = Record.objects.filter(action="portal.published_as_of", object_id=str(bilanz.pk))
    assert kept.count() == 1


def test_every_page_opens_and_links_lead_somewhere(desk: Path) -> None:
    browser = Client()
    pages = [*Page.objects.live().filter(depth__gt=2).select_related("locale")]
    told: dict[str, str] = {}
    for page in pages:
        address = href(page, page.locale.language_code)
        answer = browser.get(address)
        assert answer.status_code == 200, address
        main = answer.content.decode().partition("<main")[2].partition("</main>")[0]
        told |= dict.fromkeys(HREF.findall(main), address)
    broken = {}
    for link, where in told.items():
        with closing(browser.head(link, follow=True)) as answer:
            if answer.status_code != 200:
                broken[link] = where
    assert len(told) > 200
    assert broken == {}


def test_pages_in_further_languages_are_found_from_the_story_and_run_their_way(desk: Path) -> None:
    arabic, turkish = (StandardPage.objects.get(text_language=code) for code in ("ar", "tr"))
    story = Client().get("/programm/").content.decode()
    assert href(arabic, "de") in story
    assert href(turkish, "de") in story
    assert 'lang="ar" dir="rtl"' in Client().get(href(arabic, "de")).content.decode()


def test_a_second_run_changes_nothing(desk: Path) -> None:
    before = state()
    files = sorted(path.name for path in desk.rglob("*"))
    loading.load()
    assert state() == before
    assert sorted(path.name for path in desk.rglob("*")) == files
    assert desk == settings.MEDIA_ROOT
