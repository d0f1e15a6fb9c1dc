"""What stands beside a release: who can be asked, what can be taken along, what it is about, what to read next."""

from collections import Counter
from collections.abc import Sequence
from hashlib import sha256
from typing import Any, Final

from django.core.cache import cache
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kommin.cases.models import Case
from kommin.portal import alike
from kommin.portal.archive import Contents, Listed, contents
from kommin.portal.finding.keeping import remembered
from kommin.portal.lines import ReleaseLine, lines_of
from kommin.portal.models import PressRelease
from kommin.portal.parts import Parts, is_draft, parts_of
from kommin.portal.places import Place, places_in
from kommin.register.maps.rendering import render_map
from kommin.register.models import Municipality, Register
from kommin.register.queries import home_register

FURTHER = 4
MOST_RELATED = 5
MAP_KEPT = 3600
POINTS_TOPIC, POINTS_PROGRAMME, POINTS_ALIKE = 10, 5, 15
"""What a shared topic and the programme count, and the most alike text; the others less."""
_MOST_NEAR: Final = 2 * MOST_RELATED


def beside(release: PressRelease) -> dict[str, Any]:
    """Everything the page shows besides the text; whatever has no content is empty and is not shown."""
    parts = parts_of(release)
    places, places_map = places_and_map(parts.places)
    related, further = what_to_read_next(release, parts)
    return {
        "opening": release.opening,
        "photos": parts.photos,
        "has_free_photos": any(photo.is_free for photo in parts.photos),
        "contacts": parts.contacts,
        "downloads": parts.downloads,
        "links": parts.links,
        "corrections": parts.corrections,
        "places": places,
        "places_map": places_map,
        "projects": public_projects(parts.projects),
        "topics": parts.topics,
        "related": related,
        "further": further,
        "texts_by_language": parts.texts_by_language,
    }


def what_to_read_next(release: PressRelease, parts: Parts) -> tuple[list[ReleaseLine], list[ReleaseLine]]:
    """Related releases and the latest others; none stands in both.

    Related are those chosen by hand, in their order, then what shares a topic, the programme or many words.
    """
    chosen = [number for number in parts.related if number != release.pk]
    known = contents(release.locale.language_code)
    near = (
        _near(release, parts, known)
        if is_draft(release)
        else remembered(("related", release.pk), lambda: _near(release, parts, known))
    )
    latest = [one.pk for one in known.listed[: FURTHER + MOST_RELATED + 1]]
    found = {line.pk: line for line in lines_of([*dict.fromkeys([*chosen, *near, *latest])])}
    related = [found[pk] for pk in dict.fromkeys([*chosen, *near]) if pk in found][:MOST_RELATED]
    shown = {release.pk, *(line.pk for line in related)}
    return related, [found[pk] for pk in latest if pk in found and pk not in shown][:FURTHER]


def _near(release: PressRelease, parts: Parts, known: Contents) -> list[int]:
    """Releases by what they share: each topic counts, the programme, and how alike the words are; best first."""
    own = known.by_number.get(release.pk)
    points_of = _alike(release, parts)
    if own is None:  # a draft: it has no place in the archive yet
        return list(points_of)[:_MOST_NEAR]
    key = ("sharing", release.locale.language_code, own.topic, own.programme)
    sharing = remembered(key, lambda: [one.pk for one in _sharing(known.listed, own)])
    candidates = [known.by_number[pk] for pk in {*sharing, *points_of} if pk in known.by_number and pk != release.pk]
    points = {one.pk: points_of[one.pk] + _shared(own, one) for one in candidates}
    return sorted(points, key=lambda pk: (-points[pk], known.place[pk]))[:_MOST_NEAR]


def _alike(release: PressRelease, parts: Parts) -> Counter[int]:
    """Points for the releases whose words are most like those of this one, the most alike first.

    They are found now for a draft, and for a release the clock has not come to yet.
    """
    keys = alike.most_alike(release) if parts.alike is None else parts.alike
    return Counter({key: POINTS_ALIKE * (alike.MOST - place) // alike.MOST for place, key in enumerate(keys)})


def _sharing(listed: list[Listed], own: Listed) -> list[Listed]:
    """Those that share most topics with one, the latest first; more than are shown, because it is among them itself."""
    having = [one for one in listed if not own.topic.isdisjoint(one.topic)]
    return sorted(having, key=lambda one: -_shared(own, one))[: _MOST_NEAR + 1]


def _shared(own: Listed, one: Listed) -> int:
    return POINTS_TOPIC * len(own.topic & one.topic) + POINTS_PROGRAMME * bool(own.programme & one.programme)


def public_projects(numbers: Sequence[str]) -> list[Case]:
    """The projects with these numbers, as long as they may be shown."""
    if not numbers:
        return []
    public = Case.objects.filter(number__in=numbers, is_public=True, project__is_public=True)
    return list(public.select_related("programme").order_by("number"))


def places_and_map(keys: Sequence[str]) -> tuple[list[Place], str]:
    """The places with these keys and the state with them marked, kept per register, places and language."""
    register = home_register() if keys else None
    if register is None:
        return [], ""
    named = "\n".join([str(register.pk), str(register.revision), get_language() or "", *sorted(keys)])
    place = f"portal-places:{sha256(named.encode()).hexdigest()}"
    known: tuple[list[Place], str] | None = cache.get(place)
    if known is None:
        places = places_in(register, keys)
        known = places, map_of(places, register) if places else ""
        cache.set(place, known, MAP_KEPT)
    return known


def map_of(places: list[Place], register: Register) -> str:
    """The state with places marked; a district stands for its municipalities."""
    marked = {one.key for one in places if not one.is_district}
    if districts := [one.key for one in places if one.is_district]:
        within = Municipality.objects.filter(register=register, valid_until=None, district__key__in=districts)
        marked.update(within.values_list("key", flat=True))
    return render_map(
        dict.fromkeys(marked, "here"), title=_("The places this is about"), register=register,
        categories=[("here", _("Concerned"))],
    )  # fmt: skip
