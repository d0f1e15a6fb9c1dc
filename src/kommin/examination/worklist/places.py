"""Regions, districts and authorities by name, for filters and columns; they change rarely, so they are remembered."""

from django.core.cache import cache

from kommin.people.models import Kind, Organisation
from kommin.people.models.dated import today
from kommin.people.standing import name_in_force
from kommin.register.models import District, Region

KEPT = 600
AUTHORITIES_KEPT = 60


def place_names() -> dict[str, str]:
    """The name of every region and district of the default register, the regions first, in German order."""
    return dict(regions()) | dict(districts())


def regions() -> list[tuple[str, str]]:
    """Key and name of the regions of today."""
    return _places()[0]


def districts() -> list[tuple[str, str]]:
    """Key and name of the districts of today."""
    return _places()[1]


def _places() -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    known: tuple[list[tuple[str, str]], list[tuple[str, str]]] | None = cache.get("worklist-places")
    if known is None:
        now = {"register__is_default": True, "valid_until": None}
        known = (
            list(Region.objects.filter(**now).order_by("sort_key").values_list("key", "name")),
            list(District.objects.filter(**now).order_by("sort_key").values_list("key", "name")),
        )
        cache.set("worklist-places", known, KEPT)
    return known


def authority_mark(authority: int | None) -> str:
    """Under what an authority stands among the names; no key of a place looks like it."""
    return f"authority:{authority}"


def authority_names() -> dict[str, str]:
    """The granting authorities by their name of today, in its order, under `authority_mark`."""
    known: dict[str, str] | None = cache.get("worklist-authorities")
    if known is None:
        rows = Organisation.objects.filter(kind=Kind.GRANTING_AUTHORITY).annotate(
            house_name=name_in_force(today(), "pk")
        )
        pairs = rows.order_by("house_name", "pk").values_list("pk", "house_name")
        known = {authority_mark(pk): name or str(pk) for pk, name in pairs}
        cache.set("worklist-authorities", known, AUTHORITIES_KEPT)
    return known
