"""What stands beside a release: who can be asked, what can be taken along, what it is about, what to read next."""

from typing import Any

from django.core.cache import cache
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kommin.cases.models import Case
from kommin.portal.models import PressRelease
from kommin.portal.places import Place, places_of
from kommin.portal.queries import releases
from kommin.register.maps.rendering import render_map
from kommin.register.models import Municipality, Register

FURTHER = 4
MOST_RELATED = 5
MAP_KEPT = 3600


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
    """Those chosen by hand, in their order, then the latest ones on the same topics."""
    chosen = [row.other for row in release.related.select_related("other", "other__locale") if row.other.live]
    keys = [topic.translation_key for topic in release.topics.all()]
    if len(chosen) >= MOST_RELATED or not keys:
        return chosen
    known = {release.pk, *(one.pk for one in chosen)}
    found = releases(release.locale.language_code).filter(topics__translation_key__in=keys).exclude(pk__in=known)
    return chosen + list(found.distinct()[: MOST_RELATED - len(chosen)])


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
