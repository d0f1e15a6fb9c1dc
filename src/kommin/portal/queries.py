"""Reads that pages of the portal share."""

from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date
from typing import Any, cast

from django.apps import apps
from django.core.cache import cache
from django.db.models import CharField, DateField, Exists, OuterRef, Q, QuerySet, UUIDField
from django.utils.translation import get_language
from wagtail.models import Page, Site

from kommin.foundation.prepared import Prepared
from kommin.people.models import Organisation
from kommin.portal.addresses import href, href_of
from kommin.portal.finding.keeping import remembered
from kommin.portal.models import (
    Contact,
    ContactPage,
    DownloadsPage,
    GoodPracticeIndexPage,
    GoodPracticePage,
    HomePage,
    PressRelease,
    Purpose,
    StandardPage,
    TopicIndexPage,
    TopicPage,
)
from kommin.portal.models.languages import OWN_NAMES, InLanguage
from kommin.programmes.models import Programme

FURTHER = 6
"""So many further releases stand below a text."""
FRONT_RELEASES = 4
OF_LATE = 30
"""Seconds for which pages of the house show what the footer held."""

_RELEASE_AT = Prepared(
    lambda given: (
        PressRelease.objects.live()
        .filter(slug=given.slug, date__gte=given.first, date__lte=given.last)
        .select_related("locale", "programme")
    ),
    slug=CharField(),
    first=DateField(),
    last=DateField(),
)
_VERSIONS = Prepared(
    lambda given: (
        Page.objects.live()
        .filter(translation_key=given.key)
        .order_by()
        .values_list("locale__language_code", "url_path")
    ),
    key=UUIDField(),
)


@dataclass(frozen=True, slots=True)
class Found:
    """The page at an address, or where the same text stands in the reader's language."""

    page: Page
    elsewhere: str = ""


def page_at(path: str, language: str) -> Found | None:
    """The live page at a path without language, such as `presse/2010/fachtagung/`.

    A page that has no version in the reader's language is shown in its own; one that has leads there.
    """
    roots = {root.root_path: root.language_code for root in Site.get_site_root_paths()}
    slug = path.strip("/").rpartition("/")[2]
    wanted = Page.objects.live().filter(slug=slug, url_path__in=[root + path for root in roots])
    found = {page.locale.language_code: page for page in wanted.select_related("locale")}
    if language in found:
        return Found(found[language].specific)
    for page in found.values():
        same = page.get_translations().live().filter(locale__language_code=language).first()
        return Found(page, href(same, language)) if same else Found(page.specific)
    return None


def release_at(year: int, slug: str, language: str) -> Found | None:
    """The live release of a year, as `page_at` finds pages, in one query."""
    if not MINYEAR <= year <= MAXYEAR:
        return None
    rows = _RELEASE_AT.rows(slug=slug, first=date(year, 1, 1), last=date(year, 12, 31))
    found = {row.locale.language_code: row for row in rows}
    if language in found:
        return Found(_with_names(found[language]))
    for release in map(_with_names, found.values()):
        same = release.get_translations().live().filter(locale__language_code=language).first()
        return Found(release, href(same, language)) if same else Found(release)
    return None


def _with_names(release: PressRelease) -> PressRelease:
    """The release with its sender, whose names are known without asking for them on each page."""
    pk = release.sender_id
    if pk is not None:
        release.sender = remembered(("sender", pk), lambda: _sender(pk))
    return release


def _sender(pk: int) -> Organisation:
    return Organisation.objects.prefetch_related("names").get(pk=pk)


def in_language(pages: QuerySet, language: str) -> QuerySet:
    """Each text once: in the reader's language where there is a live version, else as it is."""
    own = pages.model.objects.live().filter(locale__language_code=language, translation_key=OuterRef("translation_key"))
    return pages.filter(Q(locale__language_code=language) | ~Exists(own)).select_related("locale")


def releases(language: str) -> QuerySet:
    """The live releases for readers of a language, the latest first."""
    return in_language(PressRelease.objects.live(), language).order_by("-date", "-pk")


def trail(page: Page) -> list[dict[str, str]]:
    """The way to a page, without the front door and without itself."""
    if not page.depth or page.depth <= 3:
        return []
    return remembered(("trail", page.path[: -page.steplen], get_language()), lambda: _trail(page))


def _trail(page: Page) -> list[dict[str, str]]:
    above = page.get_ancestors().filter(depth__gt=2).live()
    return [{"label": one.title, "href": href(one)} for one in above]


def other_languages(page: InLanguage) -> list[dict[str, str]]:
    """Pages that say the same in a language beyond German and English, each with the language's own name."""
    groups = remembered(("other languages", get_language()), _other_languages)
    same = groups.get(page.says_the_same_as_id or page.pk, [])
    return [link for pk, link in same if pk != page.pk] if page.pk in {pk for pk, _link in same} else []


def _other_languages() -> dict[int, list[tuple[int, dict[str, str]]]]:
    """All pages that others say the same as, each with those others, by the number of that page."""
    groups: dict[int, list[tuple[str, int, dict[str, str]]]] = {}
    of = _languages_of(Q(says_the_same_as__isnull=False))
    originals = {original for _pk, original, *_rest in of}
    for pk, original, text, branch, path in {*of, *_languages_of(Q(pk__in=originals))}:
        code = text or branch
        link = {"code": code, "name": OWN_NAMES[code], "href": href_of(path)}
        for group in {original, pk} & originals:
            groups.setdefault(group, []).append((code, pk, link))
    return {pk: [row[1:] for row in sorted(group, key=lambda row: row[:2])] for pk, group in groups.items()}


def _languages_of(wanted: Q) -> list[tuple[Any, ...]]:
    columns = ("pk", "says_the_same_as_id", "text_language", "locale__language_code", "url_path")
    parts = [model.objects.live().filter(wanted).order_by().values_list(*columns) for model in _with_languages()]
    return list(parts[0].union(*parts[1:]))


def texts_by_language(page: Any) -> dict[str, str]:
    """Where the text of a page stands in German and in English, as far as it does."""
    if page.text_language:
        return {}
    same = _VERSIONS.rows(key=page.translation_key)
    return {code: href_of(path, code) for code, path in same}


def _with_languages() -> list[Any]:
    return [model for model in apps.get_app_config("portal").get_models() if issubclass(model, InLanguage)]


def home_page(language: str) -> HomePage | None:
    """The editors' part of the front door in a language."""
    return HomePage.objects.live().filter(locale__language_code=language).select_related("locale").first()


def front_door(home: HomePage | None, language: str = "") -> dict[str, Any]:
    """What the editors show at the front door; every part may be missing."""
    code = home.locale.language_code if home else language
    latest = list(releases(code)[: FRONT_RELEASES + 1])
    first = home.lead_release if home else None
    if first is None or not first.live:
        first = latest[0] if latest else None
    story = home.programme_story if home else None
    topics = [row.topic for row in home.topics.select_related("topic") if row.topic.live] if home else []
    return {
        "portal_home": home,
        "lead_release": first,
        "latest_releases": [one for one in latest if one != first][:FRONT_RELEASES],
        "front_topics": topics,
        "story": story if story and story.live else None,
        "front_pages": _front_pages(home) if home else [],
    }


def _front_pages(home: HomePage) -> list[dict[str, str]]:
    """The lists of the portal that have no place in the menu: topics, good practice, downloads."""
    models = (TopicIndexPage, GoodPracticeIndexPage, DownloadsPage)
    parts = [
        model.objects.child_of(home).live().order_by().values_list("path", "title", "url_path") for model in models
    ]
    rows = sorted(parts[0].union(*parts[1:]))
    return [{"label": title, "href": href_of(address)} for _path, title, address in rows]


def practice_of_topic(topic: TopicPage) -> QuerySet:
    """Examples on a topic."""
    found = GoodPracticePage.objects.live().filter(topics__translation_key=topic.translation_key)
    return in_language(found, topic.locale.language_code).order_by("title")


def practice_of_programme(programme: Programme, language: str) -> QuerySet:
    """Examples out of a programme."""
    found = GoodPracticePage.objects.live().filter(block__programme=programme)
    return in_language(found, language).order_by("title")


def written_to(page: Page) -> list[Contact]:
    """Whom readers can write to through the form of a page, in the order in which the page names them."""
    if isinstance(page, ContactPage):
        return [row.contact for row in page.entries.select_related("contact__locale") if row.contact.email]
    contact = page.form_contact if isinstance(page, StandardPage) else None
    return [contact] if contact is not None and contact.email else []


def footer_links(language: str) -> list[dict[str, str]]:
    """The standing pages with a purpose, in the order of purposes."""
    return remembered(("footer", language), lambda: _footer_links(language))


def footer_links_of_late(language: str) -> list[dict[str, str]]:
    """The same, up to half a minute old: for pages of the house, which ask nothing of the portal for it."""
    found = cache.get_or_set(f"footer-{language}", lambda: _footer_links(language), OF_LATE)
    return cast(list[dict[str, str]], found)


def _footer_links(language: str) -> list[dict[str, str]]:
    columns = ("purpose", "title", "url_path")
    parts = [
        in_language(model.objects.live().exclude(purpose=""), language).order_by().values_list(*columns)
        for model in (StandardPage, ContactPage, DownloadsPage)
    ]
    order = {purpose: number for number, purpose in enumerate(Purpose.values)}
    rows = sorted(parts[0].union(*parts[1:]), key=lambda row: (order[row[0]], row[1]))
    return [{"label": title, "href": href_of(path, language)} for _purpose, title, path in rows]
