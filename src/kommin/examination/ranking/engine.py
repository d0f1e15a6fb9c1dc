"""What-if: who is in, who is out and with how much, by rules and means. Pure: plain rows in, plain rows out.

The order of steps is fixed, so that rules combine in one way only:

1. Cases are ranked by score, the highest first; a tie goes to the one received earlier, then to the lower number.
2. Every amount is cut by the percentage, rounded once (`law.money.round_cents`); its years keep their proportions.
3. Out are cases below the threshold, and those whose amount is not more than the minimum grant.
4. With “at least one per district”, the best case of each district comes before all others, in the same order.
5. In this order each case is awarded unless the number of projects is reached, its building block is full, or the
   means of its authority do not suffice in every budget year. Where later cases may not overtake, the first case of an
   authority for which the means do not suffice ends the awards of that authority.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from kommin.law.money import ZERO, round_cents

Pot = tuple[int | None, int]
"""An authority's number and a budget year."""


class Why(StrEnum):
    """Why a case is in or out."""

    AWARDED = "awarded"
    BELOW_THRESHOLD = "below_threshold"
    BELOW_MINIMUM = "below_minimum"
    NOTHING = "nothing"
    BEYOND_TOP = "beyond_top"
    BLOCK_FULL = "block_full"
    NO_MEANS = "no_means"
    AFTER_END = "after_end"


@dataclass(frozen=True)
class Row:
    """One case as the engine sees it; `years` is the grant per budget year, whole cents."""

    id: int
    number: str
    authority: int | None
    district: str
    block: str
    score: Decimal | None
    received_at: datetime
    years: Mapping[int, Decimal]

    @property
    def amount(self) -> Decimal:
        return sum(self.years.values(), ZERO)


@dataclass(frozen=True)
class BlockLimit:
    """At most so many projects and so much money for one building block."""

    block: str
    most_cases: int | None = None
    most_amount: Decimal | None = None


@dataclass(frozen=True)
class Rules:
    """What a scenario tries; empty rules award down the ranking until the means end."""

    top: int | None = None
    threshold: Decimal | None = None
    cut: Decimal = ZERO
    per_district: bool = False
    blocks: tuple[BlockLimit, ...] = ()
    overtake: bool = False


@dataclass(frozen=True)
class Line:
    """What becomes of one case; `place` counts from 1 in the ranking, not in the order of awarding."""

    row: Row
    place: int
    award: bool
    why: Why
    years: Mapping[int, Decimal]

    @property
    def amount(self) -> Decimal:
        return sum(self.years.values(), ZERO)


@dataclass(frozen=True)
class Result:
    """All lines in the order of the ranking, and what is left of each pot."""

    lines: Sequence[Line]
    left: Mapping[Pot, Decimal]

    @property
    def awarded(self) -> list[Line]:
        return [line for line in self.lines if line.award]

    @property
    def total(self) -> Decimal:
        return sum((line.amount for line in self.awarded), ZERO)


def ranked(rows: Iterable[Row]) -> list[Row]:
    """The ranking; a case without a score comes after all others."""
    return sorted(rows, key=lambda row: (-(row.score if row.score is not None else -1), row.received_at, row.number))


def compute(rows: Iterable[Row], rules: Rules, means: Mapping[Pot, Decimal], minimum: Decimal | None = None) -> Result:
    """Try the rules. A pot that is not named in `means` is empty."""
    order = ranked(rows)
    round_ = _Round(rules, means, minimum)
    verdicts = {row.id: round_.try_out(row) for row in _in_turn(order, round_)}
    lines = [
        Line(row, place, verdicts[row.id] is Why.AWARDED, verdicts[row.id],
             round_.cut_years(row) if verdicts[row.id] is Why.AWARDED else {})
        for place, row in enumerate(order, 1)
    ]  # fmt: skip
    return Result(lines, dict(round_.left))


def cut(years: Mapping[int, Decimal], percent: Decimal) -> dict[int, Decimal]:
    """Amounts less a percentage: the whole is rounded once, the years share what is left of it without a cent's loss.

    Rounding the running sum keeps every year between nothing and what it was.
    """
    keep = (100 - Fraction(percent)) / 100
    running, before, found = Fraction(0), ZERO, {}
    for year in sorted(years):
        running += Fraction(years[year]) * keep
        until = round_cents(running)
        found[year], before = until - before, until
    return found


@dataclass
class _Round:
    """The state of one computation."""

    rules: Rules
    means: Mapping[Pot, Decimal]
    minimum: Decimal | None
    left: dict[Pot, Decimal] = field(init=False)
    count: int = 0
    block_cases: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    block_amounts: dict[str, Decimal] = field(default_factory=lambda: defaultdict(lambda: ZERO))
    ended: set[int | None] = field(default_factory=set)
    _cut: dict[int, dict[int, Decimal]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.left = dict(self.means)
        self._limits = {limit.block: limit for limit in self.rules.blocks}

    def cut_years(self, row: Row) -> dict[int, Decimal]:
        if row.id not in self._cut:
            self._cut[row.id] = cut(row.years, self.rules.cut) if self.rules.cut else dict(row.years)
        return self._cut[row.id]

    def excluded(self, row: Row) -> Why | None:
        """Why a case takes no part, whatever the others do."""
        amount = sum(self.cut_years(row).values(), ZERO)
        if self.rules.threshold is not None and (row.score is None or row.score < self.rules.threshold):
            return Why.BELOW_THRESHOLD
        if amount <= 0:
            return Why.NOTHING
        if self.minimum is not None and amount <= self.minimum:
            return Why.BELOW_MINIMUM
        return None

    def try_out(self, row: Row) -> Why:
        """Award the case if it can be, and book it."""
        refused = self.excluded(row) or self._refused(row)
        if refused is not None:
            return refused
        years = self.cut_years(row)
        for year, amount in years.items():
            if amount:
                self.left[row.authority, year] -= amount
        self.count += 1
        self.block_cases[row.block] += 1
        self.block_amounts[row.block] += sum(years.values(), ZERO)
        return Why.AWARDED

    def _refused(self, row: Row) -> Why | None:
        if self.rules.top is not None and self.count >= self.rules.top:
            return Why.BEYOND_TOP
        if self._block_is_full(row):
            return Why.BLOCK_FULL
        if row.authority in self.ended:
            return Why.AFTER_END
        years = self.cut_years(row)
        if any(amount > self.left.get((row.authority, year), ZERO) for year, amount in years.items() if amount):
            if not self.rules.overtake:
                self.ended.add(row.authority)
            return Why.NO_MEANS
        return None

    def _block_is_full(self, row: Row) -> bool:
        limit = self._limits.get(row.block)
        if limit is None:
            return False
        if limit.most_cases is not None and self.block_cases[row.block] >= limit.most_cases:
            return True
        wanted = self.block_amounts[row.block] + sum(self.cut_years(row).values(), ZERO)
        return limit.most_amount is not None and wanted > limit.most_amount


def _in_turn(order: Sequence[Row], round_: _Round) -> list[Row]:
    """The order of awarding: the best of each district first where the rules want that."""
    if not round_.rules.per_district:
        return list(order)
    seen: set[str] = set()
    first, rest = [], []
    for row in order:
        if row.district and row.district not in seen and round_.excluded(row) is None:
            seen.add(row.district)
            first.append(row)
        else:
            rest.append(row)
    return [*first, *rest]
