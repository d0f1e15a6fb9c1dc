"""What a balance is computed from: sums by place, building block and year, up to a day."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Min, Q, QuerySet, Sum

from kommin.balance.models import Checkpoint, Revision, Step

PLACE = tuple[str, str, int]
"""Key and kind of an applicant, budget year of the first decision."""


@dataclass
class State:
    """Sums that can be added to. Numbers of projects and cents by place and by block, cents by year of the means."""

    places: dict[PLACE, list[int]] = field(default_factory=dict)
    blocks: dict[tuple[int | None, int], list[int]] = field(default_factory=dict)
    means: dict[int, list[int]] = field(default_factory=dict)
    days: int = 0
    timed: int = 0

    def add(self, rows: Iterable[tuple]) -> "State":
        """Add rows of (key, kind, year, block, means year, projects, cents, paid, returned, days, timed)."""
        for key, kind, year, block, means_year, projects, cents, paid, returned, days, timed in rows:
            _add(self.places.setdefault((key, kind, year), [0, 0]), projects, cents)
            _add(self.blocks.setdefault((block, year), [0, 0]), projects, cents)
            _add(self.means.setdefault(means_year, [0, 0, 0]), cents, paid, returned)
            self.days += days
            self.timed += timed
        return self

    def to_json(self) -> str:
        """Compact text; what is zero is left out."""
        return json.dumps(
            {
                "places": [[*key, *sums] for key, sums in self.places.items() if any(sums)],
                "blocks": [[*key, *sums] for key, sums in self.blocks.items() if any(sums)],
                "means": [[key, *sums] for key, sums in self.means.items() if any(sums)],
                "days": self.days,
                "timed": self.timed,
            },
            separators=(",", ":"),
        )

    @classmethod
    def from_json(cls, text: str) -> "State":
        data = json.loads(text)
        return cls(
            places={(key, kind, year): [projects, cents] for key, kind, year, projects, cents in data["places"]},
            blocks={(block, year): [projects, cents] for block, year, projects, cents in data["blocks"]},
            means={year: sums for year, *sums in data["means"]},
            days=data["days"],
            timed=data["timed"],
        )


def _add(sums: list[int], *more: int) -> None:
    for index, amount in enumerate(more):
        sums[index] += amount


def state_at(programme_id: int, day: date, *, block_id: int | None = None, checkpoints: bool = True) -> State:
    """The sums of all steps of a programme, or of one of its building blocks, up to a day.

    They begin at the last subtotal that holds; three queries.
    """
    steps = steps_of(programme_id, block_id).filter(day__lte=day)
    state = State()
    if checkpoints and (start := _valid_checkpoint(programme_id, block_id, day)):
        state = State.from_json(start.state)
        steps = steps.filter(day__gt=start.day)
    return state.add(grouped(steps))


def steps_of(programme_id: int, block_id: int | None = None) -> QuerySet[Step]:
    """The steps of a programme, or of one of its building blocks."""
    return Step.objects.filter(programme=programme_id) if block_id is None else Step.objects.filter(block=block_id)


def grouped(steps: QuerySet[Step]) -> Iterable[tuple]:
    """Steps summed as `State.add` takes them."""
    return (
        steps.order_by()
        .values_list("applicant_key", "applicant_kind", "year", "block_id", "means_year")
        .annotate(
            Sum("projects"), Sum("cents"), Sum("paid"), Sum("returned"), Sum("days"), Sum("timed"),
        )
        .iterator(chunk_size=5000)
    )  # fmt: skip


def _valid_checkpoint(programme_id: int, block_id: int | None, day: date) -> Checkpoint | None:
    stale = stale_from(programme_id)
    held = Q(day__lte=day) & (Q(day__lt=stale) if stale else Q())
    return Checkpoint.objects.filter(held, programme=programme_id, block=block_id).order_by("-day").first()


def stale_from(programme_id: int) -> date | None:
    """The first day whose subtotals may miss something."""
    revisions = Revision.objects.filter(programme=programme_id, open=True, stale_from__isnull=False)
    return revisions.aggregate(day=Min("stale_from"))["day"]
