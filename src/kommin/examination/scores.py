"""How points become a score: plain functions on the criteria as they were frozen with the call.

A criterion has a weight in percent and most points; the score is the weighted share of the points reached, from 0 to
100. Several examiners count alike: their mean per criterion. Fractions until the end, rounded once.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

from kommin.foundation.audit.canonical import canonical, digest, plain
from kommin.law.derivation import Derived, Fact, Input, Step
from kommin.law.money import round_cents
from kommin.law.texts import Number, Percent, Text, four_decimals
from kommin.law.texts import gettext_noop as _
from kommin.programmes.frozen import Entry, Said

HALF = Fraction(1, 2)
Points = Mapping[int, Decimal]
"""Points by the id of the criterion."""


@dataclass(frozen=True)
class Criteria:
    """The criteria of one version of a call, in order."""

    entries: tuple[Entry, ...]

    @property
    def digest(self) -> str:
        """What a score is bound to: the same criteria in another version have the same digest."""
        return digest(canonical(self.frozen))

    @property
    def frozen(self) -> list[dict[str, Any]]:
        """Plain data to keep with a score."""
        return [
            {
                "id": one.id,
                "title": {"de": one.title.de, "en": one.title.en},
                "text": {"de": one.text.de, "en": one.text.en},
                "weight": one.weight,
                "most_points": one.most_points,
            }
            for one in self.entries
        ]

    @classmethod
    def thaw(cls, frozen: Iterable[Mapping[str, Any]]) -> "Criteria":
        """The criteria that were kept with a score."""
        return cls(
            tuple(Entry(**dict(row) | {"title": Said(**row["title"]), "text": Said(**row["text"])}) for row in frozen)
        )

    def __bool__(self) -> bool:
        return bool(self.entries)


@dataclass(frozen=True)
class Spread:
    """How far the points of one criterion lie apart."""

    criterion: Entry
    least: Decimal
    most: Decimal
    is_large: bool

    @property
    def distance(self) -> Decimal:
        return self.most - self.least


@dataclass(frozen=True)
class Score(Derived):
    """A score in percent of what can be reached."""

    value: Decimal

    def facts(self) -> Mapping[str, Fact]:
        return {"score": Fact(Text(_("Score")), Number(self.value))}


def understood_points(typed: object, most: int) -> Decimal | None:
    """Points as typed, in halves from 0 to `most`; None for nothing typed.

    Raises:
        ValueError: they are no points.
    """
    text = str(typed if typed is not None else "").strip().replace(",", ".")
    if not text:
        return None
    try:
        points = Decimal(text)
    except InvalidOperation:
        raise ValueError(text) from None
    if not points.is_finite() or not 0 <= points <= most or Fraction(points) % HALF:
        raise ValueError(text)
    return points.quantize(Decimal("0.1"))


def points_in(kept: Mapping[str, Mapping[str, Any]]) -> dict[int, Decimal]:
    """The points in what a sheet or a consensus keeps."""
    return {int(key): Decimal(line["points"]) for key, line in kept.items() if line.get("points") not in (None, "")}


def missing_points(criteria: Criteria, points: Points) -> list[Entry]:
    """The criteria without points."""
    return [one for one in criteria.entries if one.id not in points]


def spreads(criteria: Criteria, given: Sequence[Points], *, percent: int) -> list[Spread]:
    """How far apart the examiners are, criterion by criterion; large from `percent` of the most points on."""
    found = []
    for one in criteria.entries:
        points = [each[one.id] for each in given if one.id in each]
        if points:
            least, most = min(points), max(points)
            large = len(points) > 1 and (most - least) * 100 >= percent * one.most_points
            found.append(Spread(one, least, most, large))
    return found


def needs_consensus(criteria: Criteria, given: Sequence[Points], *, percent: int) -> bool:
    """Whether the examiners are too far apart in any criterion."""
    return any(each.is_large for each in spreads(criteria, given, percent=percent))


def score(criteria: Criteria, given: Sequence[Points]) -> Score:
    """The score of one examiner, of a common score, or the mean of several, with its derivation.

    Raises:
        ValueError: nobody has given points, or a criterion lacks them.
    """
    if not given or not criteria or any(missing_points(criteria, each) for each in given):
        raise ValueError("points are missing")
    whole = sum(one.weight for one in criteria.entries)
    exact, steps = Fraction(0), []
    for one in criteria.entries:
        reached = sum((Fraction(each[one.id]) for each in given), Fraction(0)) / len(given)
        part = reached / one.most_points * Fraction(one.weight, whole) * 100
        exact += part
        steps.append(_step(one, [each[one.id] for each in given], reached, part))
    value = round_cents(exact)
    steps.append(
        Step(
            "sum",
            Text(_("The parts of all criteria added up, rounded once.")),
            "",
            Number(value),
            (Input("exact", Text(_("Before rounding")), Number(four_decimals(exact))),),
        )
    )
    return Score(value, steps=tuple(steps))


def _step(one: Entry, points: Sequence[Decimal], reached: Fraction, part: Fraction) -> Step:
    inputs = [Input(f"points{place}", Text(_("Points")), Number(each)) for place, each in enumerate(points, 1)]
    if len(points) > 1:
        inputs.append(Input("mean", Text(_("Mean")), Number(four_decimals(reached))))
    return Step(
        f"criterion-{one.id}",
        Text(
            _("{criterion}: {reached} of {most} points, weight {weight}."),
            criterion=str(one.title),
            reached=Number(four_decimals(reached)),
            most=Number(Decimal(one.most_points)),
            weight=Percent(Decimal(one.weight)),
        ),
        "",
        Number(four_decimals(part)),
        tuple(inputs),
    )


def kept_points(points: Mapping[int, Decimal | None], words: Mapping[int, str], *, word: str) -> dict[str, Any]:
    """What a sheet (word “comment”) or a consensus (word “reason”) keeps."""
    kept = {str(key): {"points": points.get(key), word: words.get(key, "").strip()} for key in {*points, *words}}
    written = plain({key: line for key, line in kept.items() if line["points"] is not None or line[word]})
    if not isinstance(written, dict):
        raise TypeError(type(written).__name__)
    return written
