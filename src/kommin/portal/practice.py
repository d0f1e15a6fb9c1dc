"""Good practice as readers look for it: by building block, size of the municipality, and problem."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kommin.balance.charts import size_label
from kommin.balance.geography import DISTRICTS, Geography, geography
from kommin.people.models.dated import today
from kommin.portal.models import GoodPracticeIndexPage, GoodPracticePage
from kommin.portal.places import places_of
from kommin.programmes.words import ApplicantKind
from kommin.register.kinds import SIZE_CLASSES

FACETS: Final[Mapping[str, str | Promise]] = {
    "block": _("Building block"),
    "size": _("Size"),
    "problem": _("Problem"),
}
_ORDER_OF_SIZES: Final = [DISTRICTS, *(size.code for size in SIZE_CLASSES)]


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a filter: how many examples it leaves, and the address that sets it or takes it away."""

    code: str
    label: str
    number: int
    href: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """A filter with its values."""

    name: str
    label: str | Promise
    choices: list[Choice]


@dataclass(frozen=True, slots=True)
class Example:
    """A page with what it is found by: code and label of each filter's values."""

    page: GoodPracticePage
    values: Mapping[str, Mapping[str, str]]

    def fits(self, wanted: Mapping[str, str], but: str = "") -> bool:
        return all(code in self.values[name] for name, code in wanted.items() if name != but)


def found(index: GoodPracticeIndexPage, asked: Mapping[str, str]) -> dict[str, Any]:
    """The examples that fit what the address asks for, with the filters; what no filter knows is passed over.

    A filter counts what is left by the others, so that no choice leads to an empty list.
    """
    examples = _examples(index)
    known = {name: {code for one in examples for code in one.values[name]} for name in FACETS}
    wanted = {name: asked[name] for name in FACETS if asked.get(name) in known[name]}
    fitting = [one.page for one in examples if one.fits(wanted)]
    facets = [Facet(name, label, _choices(name, examples, wanted)) for name, label in FACETS.items()]
    return {
        "examples": fitting,
        "facets": [facet for facet in facets if facet.choices],
        "filtered": bool(wanted),
        "total": len(examples),
    }


def pages_under(index: GoodPracticeIndexPage) -> QuerySet:
    """The examples of a list."""
    return GoodPracticePage.objects.child_of(index).live().select_related("block", "image").order_by("title")


def _examples(index: GoodPracticeIndexPage) -> list[Example]:
    places, day = geography(), today()
    pages = list(pages_under(index).prefetch_related("problem_items__tag"))
    named = {place.key: place for place in places_of(page.municipality for page in pages)}
    for page in pages:
        page.place = named.get(page.municipality)
    return [Example(page, _values(page, places, day)) for page in pages]


def _values(page: GoodPracticePage, places: Geography, day: date) -> dict[str, dict[str, str]]:
    block, size = page.block, _size(page, places, day)
    return {
        "block": {block.code: str(block.title)} if block else {},
        "size": {size: size_label(size)} if size else {},
        "problem": {item.tag.slug: item.tag.name for item in page.problem_items.all()},
    }


def _size(page: GoodPracticePage, places: Geography, day: date) -> str:
    place = places.place(page.municipality) if page.municipality else None
    if place is None:
        return ""
    return DISTRICTS if place.kind == ApplicantKind.DISTRICT else place.size_class(day)


def _choices(name: str, examples: list[Example], wanted: Mapping[str, str]) -> list[Choice]:
    labels: dict[str, str] = {}
    numbers: dict[str, int] = {}
    for example in examples:
        if example.fits(wanted, but=name):
            for code, label in example.values[name].items():
                labels[code] = label
                numbers[code] = numbers.get(code, 0) + 1
    codes = sorted(labels, key=_ORDER_OF_SIZES.index if name == "size" else lambda code: labels[code].casefold())
    return [_choice(name, code, labels[code], numbers[code], wanted) for code in codes]


def _choice(name: str, code: str, label: str, number: int, wanted: Mapping[str, str]) -> Choice:
    chosen = wanted.get(name) == code
    after = {each: wanted.get(each, "") for each in FACETS} | {name: "" if chosen else code}
    query = urlencode({each: value for each, value in after.items() if value})
    return Choice(code, label, number, f"?{query}" if query else "?", chosen)
