"""Reads of long work that pages and commands share."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from kommin.foundation.runs.models import Job, Run, RunItem


@dataclass(frozen=True)
class Counted:
    """How many items of a run are in which state."""

    total: int
    done: int
    failed: int
    running: int

    @property
    def open(self) -> int:
        return self.total - self.done - self.failed

    @property
    def percent(self) -> int:
        """How much is behind us, failed items included; 100 only when nothing is open."""
        return 100 if not self.open else min(99, (self.done + self.failed) * 100 // self.total)


def count_items(runs: Iterable[uuid.UUID]) -> dict[uuid.UUID, Counted]:
    """The present figures of several runs, in one query."""
    wanted = list(runs)
    state = RunItem.State
    rows = (
        RunItem.objects.filter(run__in=wanted)
        .order_by()
        .values("run")
        .annotate(
            total=Count("pk"),
            done=Count("pk", filter=Q(state=state.DONE)),
            failed=Count("pk", filter=Q(state=state.FAILED)),
            running=Count("pk", filter=Q(state=state.RUNNING)),
        )
    )
    found = {row["run"]: Counted(row["total"], row["done"], row["failed"], row["running"]) for row in rows}
    return {run: found.get(run, Counted(0, 0, 0, 0)) for run in wanted}


def progress_of(runs: Iterable[Run]) -> dict[uuid.UUID, Counted]:
    """The figures of each run: kept ones where it has finished, counted ones where it is still under way."""
    listed = list(runs)
    moving = [run.pk for run in listed if run.state != Run.State.FINISHED]
    figures = count_items(moving) if moving else {}
    for run in listed:
        if run.pk not in figures:
            figures[run.pk] = Counted(run.total, run.done, run.failed, 0)
    return figures


def runs_of(user_id: int) -> QuerySet[Run]:
    """The runs a person started, newest first."""
    return Run.objects.filter(started_by=user_id).select_related("started_by")


def all_runs() -> QuerySet[Run]:
    """Every run, newest first."""
    return Run.objects.select_related("started_by")


def failed_items(run: Run) -> QuerySet[RunItem]:
    """The items of a run that failed, in their order."""
    return run.items.filter(state=RunItem.State.FAILED).order_by("number")


def dead_jobs() -> QuerySet[Job]:
    """The jobs that were given up, newest first."""
    return Job.objects.filter(state=Job.State.DEAD).order_by("-finished_at")
