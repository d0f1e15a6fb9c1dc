"""Puts the press desk into the house: topics, pages, good practice and all releases, in both languages.

First every page is made as a draft, so that links know where they lead; then each is filled and published the way
editors do it. What is there stays as it is: a second run changes nothing.
"""

from django.db import transaction
from django.db.models import QuerySet
from wagtail.models import Locale
from wagtail.search import index
from wagtail.signal_handlers import disable_reference_index_auto_update

from kommin.demo.history import SLUG
from kommin.demo.press import media
from kommin.demo.press.pages import PageLoader
from kommin.demo.press.practice import PracticeLoader
from kommin.demo.press.reading import read
from kommin.demo.press.releases import ReleaseLoader
from kommin.demo.press.tree import Shelf
from kommin.foundation.runs.models import Job
from kommin.people.models import User
from kommin.portal.models import GoodPracticePage, PressRelease
from kommin.programmes.models import Programme

EDITOR = "rosa.redaktion@example.org"
HEAD = "peer.presse@example.org"


@transaction.atomic
def load() -> None:
    """Put everything in place. All or nothing, so that an interrupted run leaves no half of a portal."""
    desk = read()
    if _is_complete(len(desk.releases), len(desk.practice)):
        return
    waiting = list(_index_jobs().values_list("pk", flat=True))
    locales = {language: Locale.objects.get(language_code=language) for language in media.LANGUAGES}
    shelf = Shelf(
        desk=desk, locales=locales, programme=Programme.objects.get(slug=SLUG), images=media.load_images(desk),
        documents=media.load_documents(desk), contacts=media.load_contacts(desk, locales),
        editor=User.objects.get(email=EDITOR), head=User.objects.get(email=HEAD),
    )  # fmt: skip
    loaders = (PageLoader(shelf), PracticeLoader(shelf), ReleaseLoader(shelf))
    with disable_reference_index_auto_update():  # publishing a page brings it up to date
        for loader in loaders:
            loader.make_drafts()
        for loader in loaders:
            loader.fill()
    _index_once(shelf)
    _index_jobs().exclude(pk__in=waiting).delete()


def _is_complete(releases: int, practice: int) -> bool:
    """Whether an earlier run has put everything in place; editors may since have changed any of it."""
    german = {"locale__language_code": "de"}
    return (
        PressRelease.objects.filter(**german).count() >= releases
        and GoodPracticePage.objects.filter(**german).count() >= practice
    )


def _index_jobs() -> QuerySet[Job]:
    """Jobs in which the CMS brings its search up to date."""
    return Job.objects.filter(function__startswith="modelsearch.")


def _index_once(shelf: Shelf) -> None:
    """Index for the press desk's search here and now, each page once instead of at each of its steps."""
    for page in shelf.pages.values():
        index.insert_or_update_object(page)
