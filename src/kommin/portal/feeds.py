"""Releases for feed readers, and all pages for search engines."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import urlsplit

from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from wagtail.models import Page

from kommin.foundation.notices.writing import absolute, base_url
from kommin.portal.addresses import href
from kommin.portal.archive import contents
from kommin.portal.models import PressRelease
from kommin.portal.queries import releases

MOST: Final = 30
MOST_IN_SITEMAP: Final = 50_000
"""The format's own bound."""
_NO_RELEASE_YET: Final = datetime(2005, 1, 1, tzinfo=UTC)


class _Feed(Atom1Feed):
    """A feed without releases has a moment that stays the same, so that readers do not fetch it again and again."""

    def latest_post_date(self) -> datetime:
        return max((item["updateddate"] for item in self.items), default=_NO_RELEASE_YET)


def feed(language: str, *, address: str, page: str, about: str = "", **narrowed: Any) -> str:
    """The latest releases for readers of a language as Atom, narrowed to some by a filter.

    Args:
        address: of the feed itself, without host.
        page: where people read the same.
        about: name of the topic or sender.
    """
    found = releases(language).filter(**narrowed).distinct().select_related("locale", "sender")
    rows = list(found.prefetch_related("sender__names", "topics")[:MOST])
    title = _("Press releases: %(about)s") % {"about": about} if about else _("Press releases")
    made = _Feed(
        title=f"{title} – KOMM-IN", link=full(page), feed_url=full(address), feed_guid=guid(address), language=language,
        description=_("The latest press releases of the portal"), author_name="KOMM-IN",
    )  # fmt: skip
    for release in rows:
        _add(made, release, language)
    text: str = made.writeString("utf-8")
    return text


def _add(made: Atom1Feed, release: PressRelease, language: str) -> None:
    published = release.first_published_at or datetime.combine(release.date, datetime.min.time(), UTC)
    made.add_item(
        title=release.title,
        link=full(href(release, language)),
        description=release.lead or release.subheadline,
        unique_id=guid(f"/p/{release.pk}"),
        pubdate=published,
        updateddate=max(published, release.last_published_at or published),
        author_name=release.sender.name_on(release.date) if release.sender else "KOMM-IN",
        categories=sorted(topic.title for topic in release.topics.all() if topic.live),
    )


def full(path: str) -> str:
    """An address with its host, as the settings name it."""
    return absolute(path)


def guid(path: str) -> str:
    """A name that stays when headline, day and address change."""
    return f"tag:{urlsplit(base_url()).hostname},2005:{path}"


def name_of(language: str, facet: str, key: str) -> str | None:
    """What a topic or sender is called, None if the archive has none of that kind."""
    known = contents(language)
    return known.names[facet].get(known.also.get(key, key))


def pages_for_search_engines() -> Iterable[dict[str, Any]]:
    """Each published page under its canonical address, with the versions in other languages."""
    rows = (
        Page.objects.live().filter(depth__gt=1).order_by("path").select_related("locale")
        .only("url_path", "translation_key", "last_published_at", "locale__language_code", "depth")
    )[:MOST_IN_SITEMAP]  # fmt: skip
    versions: dict[Any, list[tuple[str, str]]] = {}
    for page in rows:
        code = page.locale.language_code
        versions.setdefault(page.translation_key, []).append((code, full(href(page, code))))
    for page in rows:
        same = versions[page.translation_key]
        yield {
            "href": full(href(page, page.locale.language_code)), "changed": page.last_published_at,
            "versions": same if len(same) > 1 else [],
        }  # fmt: skip
