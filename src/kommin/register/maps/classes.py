"""Classes of values: which area gets which shade, and what the legend says."""

import itertools
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from kommin.foundation.ui.formatting import reader

Value = Decimal | int
_MOST_CLASSES = 5


@dataclass(frozen=True)
class MapClass:
    """One shade of a map.

    Attributes:
        shade: number of the shade, from 1 (faintest) to 5.
        label: what the legend says.
        count: how many areas have it.
    """

    shade: int
    label: str
    count: int


@dataclass(frozen=True)
class Classified:
    """Every area's shade, and the legend."""

    shades: Mapping[str, int]
    legend: Sequence[MapClass]


def by_value(values: Mapping[str, Value | None], breaks: Sequence[Value] | None = None, unit: str = "") -> Classified:
    """Sort values into classes.

    Args:
        values: None for an area without a figure.
        breaks: where the second and each further class begins; up to four. Without them, classes of about equally many
            areas are made, whose borders are values that occur.
        unit: follows the numbers of the legend.
    """
    known = {key: value for key, value in values.items() if value is not None}
    limits = sorted(set(breaks)) if breaks is not None else _quantiles(list(known.values()))
    if len(limits) >= _MOST_CLASSES:
        raise ValueError(limits)
    spread = _spread(len(limits) + 1)
    shades = {key: spread[sum(value >= limit for limit in limits)] for key, value in known.items()}
    counts = Counter(shades.values())
    labels = _labels(limits, unit, decimals_of(known.values()))
    legend = [MapClass(shade, label, counts[shade]) for shade, label in zip(spread, labels, strict=True)]
    return Classified(shades, legend)


def decimals_of(values: Iterable[Value | str | None]) -> int:
    """How many decimals all numbers of a map have: those of the most exact one, none where all are whole."""
    numbers = [Decimal(value) for value in values if isinstance(value, int | Decimal)]
    if all(number == number.to_integral_value() for number in numbers):
        return 0
    return max(-int(number.as_tuple().exponent) for number in numbers)


def by_category(values: Mapping[str, str], categories: Sequence[tuple[str, str]]) -> Classified:
    """Give each category its shade; `categories` are (value, label), the faintest first, five at most."""
    spread = _spread(len(categories))
    shade_of = {value: shade for shade, (value, _label) in zip(spread, categories, strict=True)}
    shades = {key: shade_of[value] for key, value in values.items() if value in shade_of}
    counts = Counter(shades.values())
    legend = [MapClass(shade_of[value], label, counts[shade_of[value]]) for value, label in categories]
    return Classified(shades, legend)


def _spread(classes: int) -> list[int]:
    """Shades as far apart as so many classes allow."""
    return {0: [], 1: [3], 2: [2, 5], 3: [1, 3, 5], 4: [1, 2, 4, 5], 5: [1, 2, 3, 4, 5]}[classes]


def _quantiles(values: list[Value]) -> list[Value]:
    ordered = sorted(values)
    different = sorted(set(ordered))
    if len(different) <= _MOST_CLASSES:
        return list(different[1:])
    limits = {ordered[len(ordered) * part // _MOST_CLASSES] for part in range(1, _MOST_CLASSES)}
    return sorted(limits - {different[0]})


def _labels(limits: Sequence[Value], unit: str, decimals: int) -> list[str]:
    def number(value: Value) -> str:
        return reader().number(value, decimals=decimals)

    def written(value: Value) -> str:
        return f"{number(value)} {unit}".strip()

    if not limits:
        return [_("all")]
    between = [
        _("%(least)s to under %(below)s") % {"least": number(least), "below": written(below)}
        for least, below in itertools.pairwise(limits)
    ]
    first = _("under %(below)s") % {"below": written(limits[0])}
    return [first, *between, _("%(least)s and more") % {"least": written(limits[-1])}]
