"""Kinds of places and classes of size, with the words readers see."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

OWN_DISTRICT = "kreisfreie_stadt"
"""Kind of a city that belongs to no district."""

_KINDS: dict[str, str | Promise] = {
    OWN_DISTRICT: _("City without a district"),
    "stadt": pgettext_lazy("kind of municipality", "Town"),
    "gemeinde": pgettext_lazy("kind of municipality", "Municipality"),
    "kreis": pgettext_lazy("kind of district", "District"),
    "landkreis": pgettext_lazy("kind of district", "District"),
    "staedteregion": _("City region"),
    "markt": _("Market town"),
    "gemeindefreies_gebiet": _("Area without a municipality"),
    "regionalverband": _("Regional association"),
}


def kind_label(kind: str) -> str:
    """What readers call a kind; a kind of another register is shown as that register writes it."""
    return str(_KINDS.get(kind, kind))


@dataclass(frozen=True, slots=True)
class SizeClass:
    """Municipalities from `least` to below `below` inhabitants."""

    code: str
    label: str | Promise
    least: int
    below: int | None


SIZE_CLASSES = (
    SizeClass("under-5000", _("under 5,000 inhabitants"), 0, 5_000),
    SizeClass("5000-20000", _("5,000 to under 20,000"), 5_000, 20_000),
    SizeClass("20000-100000", _("20,000 to under 100,000"), 20_000, 100_000),
    SizeClass("100000", _("100,000 and more"), 100_000, None),
)
