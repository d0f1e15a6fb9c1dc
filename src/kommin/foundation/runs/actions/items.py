"""What a worker does with the items of runs."""

import logging
from contextlib import ExitStack
from datetime import timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone, translation

from kommin.foundation.runs import progress, registry
from kommin.foundation.runs.actions.finishing import finish_if_complete
from kommin.foundation.runs.boards import board
from kommin.foundation.runs.errors import ItemRefusedError
from kommin.foundation.runs.faults import back_off, told_briefly
from kommin.foundation.runs.leases import DEFAULT_LEASE, claim, expired, released
from kommin.foundation.runs.models import Run, RunItem

logger = logging.getLogger(__name__)

MOST_ATTEMPTS: Final = 3
KILLED: Final = "WorkerKilled"
RUNS_AT_ONCE: Final = 20


class LeaseLostError(Exception):
    """Another worker has taken over the item, because this one paused for longer than its lease."""


def run_next_item(*, holder: str, lease: timedelta = DEFAULT_LEASE) -> bool:
    """Work on one item of a running run; False when there is none.

    Runs take turns: the one whose last item is longest ago comes first, so a small export does not wait for a mailing.
    """
    running = Run.objects.filter(state=Run.State.RUNNING).order_by("turn", "created_at")[:RUNS_AT_ONCE]
    for run in running:
        if board().asked_to_stop(run.pk):
            continue
        waiting = RunItem.objects.filter(run=run, state=RunItem.State.WAITING, run_after__lte=timezone.now()).order_by(
            "number"
        )
        item = claim(waiting, holder=holder, lease=lease, change=_mark_as_running)
        if item is not None:
            item.run = run
            _work_on(item)
            finish_if_complete(run.pk)
            return True
        if finish_if_complete(run.pk):
            return True
    return False


def _mark_as_running(item: RunItem) -> None:
    item.state = RunItem.State.RUNNING
    item.attempts += 1
    Run.objects.filter(pk=item.run_id).update(turn=timezone.now())


def _work_on(item: RunItem) -> None:
    with translation.override(item.run.language):
        try:
            _do(item)
        except LeaseLostError:
            logger.warning("Item %s of run %s was taken over by another worker.", item.number, item.run_id)
        except progress.StopAskedError:
            _mine(item).update(**released(state=RunItem.State.WAITING, attempts=F("attempts") - 1))
        except ItemRefusedError as error:
            _mine(item).update(**released(state=RunItem.State.FAILED, error=str(error)))
        except Exception as error:  # noqa: BLE001 - whatever a step raises must not end the worker
            _settle_failure(item, error)


def _do(item: RunItem) -> None:
    """The item's work and the mark that it is done, both or neither; what can be made ready before comes first."""
    kind = registry.kind_named(item.run.kind)
    with ExitStack() as stack:
        if kind.phases:
            stack.enter_context(progress.reporting(item))
        ready = [stack.enter_context(kind.prepare(item))] if kind.prepare else []
        with transaction.atomic():
            if not _mine(item).select_for_update().exists():
                raise LeaseLostError
            outcome: Any = kind.step(item, *ready)
            _mine(item).update(**released(state=RunItem.State.DONE, outcome=outcome, error=""))


def _mine(item: RunItem) -> QuerySet[RunItem]:
    return RunItem.objects.filter(pk=item.pk, lease_holder=item.lease_holder, state=RunItem.State.RUNNING)


def _settle_failure(item: RunItem, error: Exception) -> None:
    logger.warning("Item %s of run %s failed: %s", item.number, item.run_id, told_briefly(error), exc_info=error)
    if item.attempts >= MOST_ATTEMPTS:
        _mine(item).update(**released(state=RunItem.State.FAILED, error=told_briefly(error)))
    else:
        _mine(item).update(
            **released(
                state=RunItem.State.WAITING,
                run_after=timezone.now() + back_off(item.attempts),
                error=told_briefly(error),
            )
        )


def take_back_items() -> int:
    """Free the items of killed workers; one that was tried often enough has failed. Returns how many were freed."""
    lost = RunItem.objects.filter(expired(timezone.now()), state=RunItem.State.RUNNING)
    if not lost.exists():
        return 0
    with transaction.atomic():
        # A worker that works on one holds its row, and is alive: PostgreSQL would wait for it here.
        free = list(lost.select_for_update(skip_locked=True).values_list("pk", flat=True))
        found = RunItem.objects.filter(pk__in=free)
        found.filter(attempts__gte=MOST_ATTEMPTS).update(**released(state=RunItem.State.FAILED, error=KILLED))
        return found.filter(state=RunItem.State.RUNNING).update(**released(state=RunItem.State.WAITING))


def hand_back_items(*, holders: list[str]) -> None:
    """Free what a worker holds that must end now; the interrupted attempt does not count."""
    with transaction.atomic():
        held = RunItem.objects.filter(state=RunItem.State.RUNNING, lease_holder__in=holders)
        numbers = list(held.select_for_update(skip_locked=True).values_list("pk", flat=True))
        held.filter(pk__in=numbers).update(**released(state=RunItem.State.WAITING, attempts=F("attempts") - 1))
