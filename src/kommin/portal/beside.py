"""What stands beside a release: who can be asked, what can be taken along, what it is about, what to read next."""

from collections import Counter
from typing import Any

from django.core.cache import cache
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kommin.cases.models import Case
from kommin.foundation.search import index
from kommin.portal.archive import contents
from kommin.portal.finding.indexing import RELEASE, scope_of, text_of
from kommin.portal.finding.keeping import remembered
from kommin.portal.models import PressRelease
from kommin.portal.places import Place, places_of
from kommin.portal.queries import releases
from kommin.register.maps.rendering import render_map
from kommin.register.models import Municipality, Register

FURTHER = 4
MOST_RELATED = 5
MAP_KEPT = 3600
MOST_ALIKE = 10
POINTS_TOPIC, POINTS_PROGRAMME, POINTS_ALIKE = 10, 5, 15
"""What a shared topic and the programme count, and the most alike text; the others less."""


def beside(release: PressRelease) -> dict[str, Any]:
    """Everything the page shows besides the text; whatever has no content is empty and is not shown."""
    language = release.locale.language_code
    places = places_of(row.key for row in release.places.all())
    related = related_releases(release)
    shown = {one.pk for one in related} | {release.pk}
    return {
        "photos": list(release.photos.select_related("image")),
        "contacts": [row.contact for row in release.contacts.select_related("contact")],
        "downloads": list(release.downloads.select_related("document")),
        "links": [row for row in release.links.select_related("page") if row.address or (row.page and row.page.live)],
        "corrections": list(release.corrections.all()),
        "places": places,
        "places_map": map_of(places),
        "projects": public_projects(release),
        "topics": sorted((topic for topic in release.topics.all() if topic.live), key=lambda topic: topic.title),
        "related": related,
        "further": [one for one in releases(language)[: FURTHER + len(shown)] if one.pk not in shown][:FURTHER],
    }


def related_releases(release: PressRelease) -> list[PressRelease]:
    """Those chosen by hand, in their order, then what shares a topic, the programme or many words; each once."""
    chosen = [row.other for row in release.related.select_related("other", "other__locale") if row.other.live]
    chosen = list({one.pk: one for one in chosen if one.pk != release.pk}.values())[:MOST_RELATED]
    if len(chosen) == MOST_RELATED:
        return chosen
    near = remembered(("related", release.pk, release.latest_revision_id), lambda: _near(release))
    wanted = [pk for pk in near if pk not in {one.pk for one in chosen}][: MOST_RELATED - len(chosen)]
    rows = PressRelease.objects.live().select_related("locale").in_bulk(wanted) if wanted else {}
    return chosen + [rows[pk] for pk in wanted if pk in rows]


def _near(release: PressRelease) -> list[int]:
    """Releases by what they share: each topic counts, the programme, and how alike the words are; best first."""
    language = release.locale.language_code
    listed = contents(language).listed
    own = next((one for one in listed if one.pk == release.pk), None)
    points: Counter[int] = Counter()
    alike = index.similar(
        title=release.title, text=text_of(release), kinds=[RELEASE], scopes=[scope_of(language)], public=True,
        language=language, without=[(RELEASE, str(release.pk))], limit=MOST_ALIKE,
    )  # fmt: skip
    for place, hit in enumerate(alike):
        points[int(hit.key)] += POINTS_ALIKE * (MOST_ALIKE - place) // MOST_ALIKE
    if own is not None:
        for one in listed:
            shared = POINTS_TOPIC * len(own.topic & one.topic)
            if shared or points[one.pk]:
                points[one.pk] += shared + POINTS_PROGRAMME * bool(own.programme & one.programme)
    order = {one.pk: place for place, one in enumerate(listed)}
    found = [pk for pk in points if pk != release.pk and points[pk] > 0 and pk in order]
    return sorted(found, key=lambda pk: (-points[pk], order[pk]))[: 2 * MOST_RELATED]


def public_projects(release: PressRelease) -> list[Case]:
    """The projects it names, as long as they may be shown."""
    numbers = [row.number for row in release.projects.all()]
    if not numbers:
        return []
    public = Case.objects.filter(number__in=numbers, is_public=True, project__is_public=True)
    return list(public.select_related("programme").order_by("number"))


def map_of(places: list[Place]) -> str:
    """The state with the places marked; a district stands for its municipalities. Kept per places and language."""
    register = Register.objects.filter(is_default=True).first() if places else None
    if register is None:
        return ""
    keys = sorted(place.key for place in places)
    place = f"portal-map:{register.pk}:{register.revision}:{get_language()}:{'.'.join(keys)}"[:240]
    drawn: str | None = cache.get(place)
    if drawn is None:
        towns = [one.key for one in places if not one.is_district]
        within = Municipality.objects.filter(
            register=register, valid_until=None, district__key__in=[one.key for one in places if one.is_district]
        )
        marked = {*towns, *within.values_list("key", flat=True)}
        drawn = render_map(
            dict.fromkeys(marked, "here"),
            title=_("The places this is about"),
            register=register,
            categories=[("here", _("Concerned"))],
        )
        cache.set(place, drawn, MAP_KEPT)
    return drawn
