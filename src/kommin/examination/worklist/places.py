"""Regions and districts by name, for filters and columns; they change once in years, so they are remembered."""

from django.core.cache import cache

from kommin.register.models import District, Region

KEPT = 600


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
        today = {"register__is_default": True, "valid_until": None}
        known = (
            list(Region.objects.filter(**today).order_by("sort_key").values_list("key", "name")),
            list(District.objects.filter(**today).order_by("sort_key").values_list("key", "name")),
        )
        cache.set("worklist-places", known, KEPT)
    return known
