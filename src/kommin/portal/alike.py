"""Releases whose words are most like those of another.

Comparing takes longer than all the rest of a page. So it is done when a release is published; those it is like are then
looked at again by the clock, because they may be more like it than what they named so far.
"""

from datetime import timedelta
from typing import Any, Final

from django.db.models import F
from django.utils import timezone
from wagtail.models import Page

from kommin.foundation.search import index
from kommin.portal.finding.indexing import RELEASE, scope_of, text_of
from kommin.portal.models import AlikeReleases, PressRelease

MOST: Final = 10
LOOKED_AT_AGAIN: Final = timedelta(days=90)


def most_alike(release: PressRelease) -> list[int]:
    """The keys of the releases with the most alike words, found now: of a draft too."""
    language = release.locale.language_code
    asked = index.Likeness(
        title=release.title, text=text_of(release), kinds=[RELEASE], scopes=[scope_of(language)], public=True,
        language=language, without=[(RELEASE, str(release.pk))], limit=MOST,
    )  # fmt: skip
    return [int(key) for key in index.similar_keys(asked)]


def note_page(instance: Page, **_: Any) -> None:
    """Receiver of `page_published`: look for what is like a release, and have those looked at again."""
    release = instance.specific
    if isinstance(release, PressRelease):
        _keep([(release, others := most_alike(release))])
        AlikeReleases.objects.filter(release__in=others).update(looked_at=None)


def keep_up(most: int) -> int:
    """Look at some releases that nobody has looked at yet, whose neighbours have changed, or long ago; how many."""
    live = PressRelease.objects.live().select_related("locale").order_by("-date", "-pk")
    new = list(live.filter(alikereleases=None)[:most])
    before = AlikeReleases.objects.order_by(F("looked_at").asc(nulls_first=True), "pk")
    due = before.exclude(looked_at__gte=timezone.now() - LOOKED_AT_AGAIN).filter(release__live=True)
    again = live.filter(pk__in=list(due.values_list("release", flat=True)[: most - len(new)]))
    releases = [*new, *again]
    _keep([(release, most_alike(release)) for release in releases])
    return len(releases)


def _keep(found: list[tuple[PressRelease, list[int]]]) -> None:
    now = timezone.now()
    AlikeReleases.objects.bulk_create(
        [AlikeReleases(release=release, others=others, looked_at=now) for release, others in found],
        update_conflicts=True, unique_fields=["release"], update_fields=["others", "looked_at"],
    )  # fmt: skip
