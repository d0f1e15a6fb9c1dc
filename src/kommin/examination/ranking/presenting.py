"""Rounds and scenarios as pages and files show them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kommin.cases.models import Case
from kommin.examination.models import ScenarioLine
from kommin.examination.ranking.engine import Why
from kommin.examination.ranking.means import Means
from kommin.people.queries import organisations
from kommin.programmes.models import BuildingBlock, Call
from kommin.register.models import District, Municipality

MOST_NAMES = 2000

WHY: Mapping[str, str | Promise] = {
    Why.AWARDED: gettext_lazy("award"),
    Why.BELOW_THRESHOLD: gettext_lazy("below the score asked for"),
    Why.BELOW_MINIMUM: gettext_lazy("not more than the minimum grant"),
    Why.NOTHING: gettext_lazy("nothing eligible"),
    Why.BEYOND_TOP: gettext_lazy("number of projects reached"),
    Why.BLOCK_FULL: gettext_lazy("building block full"),
    Why.NO_MEANS: gettext_lazy("means do not suffice"),
    Why.AFTER_END: gettext_lazy("means ended before"),
}


@dataclass(frozen=True)
class Place:
    """One case in the ranking."""

    case: Case
    place: int
    award: bool
    why: str
    amount: Decimal
    asked: Decimal
    score: Decimal | None
    years: Mapping[str, str]


@dataclass(frozen=True)
class Pot:
    """The means of one authority and year beside what a scenario takes."""

    authority: str
    year: int
    used: Decimal
    left: Decimal


@dataclass(frozen=True)
class Group:
    """A building block or a district in a scenario."""

    title: str
    ranked: int
    awarded: int
    amount: Decimal


def why_words(why: str) -> str:
    """Why a case is in or out, in the reader's words."""
    return str(WHY[Why(why)])


def places(lines: Iterable[ScenarioLine]) -> list[Place]:
    """Lines of a scenario that came with their cases."""
    return [
        Place(one.case, one.place, one.award, why_words(one.why), one.amount, one.asked, one.score, one.years)
        for one in lines
    ]


def authority_names(ids: Iterable[int | None]) -> dict[int, str]:
    """What authorities are called today."""
    wanted = {one for one in ids if one is not None}
    found = organisations().filter(pk__in=wanted)[:MOST_NAMES]
    return {house.pk: house.house_name or "" for house in found}  # type: ignore[attr-defined]


def block_names(call: Call) -> dict[str, str]:
    """What the building blocks of a round are called, by code."""
    return {block.code: block.title for block in BuildingBlock.objects.filter(calls=call).order_by("position", "pk")}


def district_names(keys: Iterable[str]) -> dict[str, str]:
    """What districts, and independent towns beside them, are called, by key."""
    wanted = {key for key in keys if key}
    rows = list(District.objects.filter(register__is_default=True, key__in=wanted).values_list("key", "name"))
    rows += Municipality.objects.filter(register__is_default=True, key__in=wanted).values_list("key", "name")
    return dict(rows[:MOST_NAMES])


def pots_shown(summary: Mapping[str, Any], names: Mapping[int, str]) -> list[Pot]:
    """The means of a scenario after its awards."""
    return [
        Pot(names.get(row["authority"], ""), row["year"], Decimal(row["used"]), Decimal(row["left"]))
        for row in summary.get("pots", [])
    ]


def groups_shown(entries: Mapping[str, Mapping[str, Any]], names: Mapping[str, str], nameless: str) -> list[Group]:
    """Building blocks or districts of a scenario by name."""
    return [
        Group(names.get(key, key) or nameless, row["ranked"], row["awarded"], Decimal(row["amount"]))
        for key, row in entries.items()
    ]


def means_rows(means: Sequence[Means], names: Mapping[int, str]) -> list[dict[str, Any]]:
    """The table of means: given, bound, reserved, free."""
    return [
        {
            "authority": names.get(one.authority, ""),
            "means": one,
            "kind": _("commitment authority") if one.is_commitment else _("cash"),
        }
        for one in means
    ]
