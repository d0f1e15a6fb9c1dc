"""What a person does with a run: start, stop, resume, try failed items again."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language

from kommin.foundation.access import Actor, require
from kommin.foundation.audit import actions as audit
from kommin.foundation.runs import registry
from kommin.foundation.runs.boards import board
from kommin.foundation.runs.errors import NothingToRetryError, WrongStateError
from kommin.foundation.runs.leases import released
from kommin.foundation.runs.models import Run, RunItem
from kommin.foundation.runs.rules import can_steer_run
from kommin.foundation.runs.words import Words, in_each_language

BATCH: Final = 1000


@dataclass(frozen=True)
class Item:
    """One thing a run works on: what a person calls it, and what the step needs to know, as JSON."""

    label: str
    payload: Mapping[str, Any] = field(default_factory=dict)


@transaction.atomic
def start_run(
    *,
    kind: str,
    title: Words,
    items: Iterable[Item],
    by: Actor,
    parameters: Mapping[str, Any] | None = None,
) -> Run:
    """Start work on many items; workers begin as soon as the caller's transaction is committed.

    Whether `by` may do the work itself is for the calling action to ask: it alone knows what the items mean.

    Args:
        kind: a name given to `register_run_kind`.
        title: what the list of runs shows.
        items: may be a generator; it is stored in batches.
        parameters: what the steps share, as JSON.

    Raises:
        UnknownRunKindError: no room has registered the kind.
    """
    registry.kind_named(kind)
    run = Run.objects.create(
        kind=kind,
        titles=in_each_language(title),
        parameters=dict(parameters or {}),
        started_by_id=by.user_id,
        language=get_language() or settings.LANGUAGE_CODE,
    )
    for batch in _batches(items):
        RunItem.objects.bulk_create(
            RunItem(run=run, number=run.total + offset, label=item.label[:300], payload=dict(item.payload))
            for offset, item in enumerate(batch, start=1)
        )
        run.total += len(batch)
    run.save(update_fields=["total"])
    _record("started", run, by)
    return run


def _batches(items: Iterable[Item]) -> Iterator[list[Item]]:
    rest = iter(items)
    while batch := list(islice(rest, BATCH)):
        yield batch


def stop_run(*, run: Run, by: Actor) -> Run:
    """Let no further item begin. Items at work are finished, those that are done stay done.

    Of kinds with phases the items at work are undone instead, whole: they are open again as if never begun.

    Raises:
        NotAllowed: `by` neither started the run nor is an operator.
        WrongStateError: the run is not running.
    """
    require(can_steer_run, by=by, of=run)
    with board().asking_to_stop(run.pk), transaction.atomic():  # on SQLite an item at work holds the lock asked for
        _change_state(run, before=Run.State.RUNNING, after=Run.State.STOPPED)
        _record("stopped", run, by)
    return run


@transaction.atomic
def resume_run(*, run: Run, by: Actor) -> Run:
    """Go on with what is open.

    Raises:
        NotAllowed: `by` neither started the run nor is an operator.
        WrongStateError: the run is not stopped.
    """
    require(can_steer_run, by=by, of=run)
    _change_state(run, before=Run.State.STOPPED, after=Run.State.RUNNING)
    _record("resumed", run, by)
    return run


@transaction.atomic
def retry_failed_items(*, run: Run, by: Actor) -> int:
    """Try the failed items again; the result file is made anew afterwards. Returns how many items.

    Raises:
        NotAllowed: `by` neither started the run nor is an operator.
        NothingToRetryError: no item failed.
    """
    require(can_steer_run, by=by, of=run)
    locked = Run.objects.select_for_update().get(pk=run.pk)
    retried = RunItem.objects.filter(run=locked, state=RunItem.State.FAILED).update(
        **released(state=RunItem.State.WAITING, attempts=0, error="", run_after=timezone.now())
    )
    if not retried:
        raise NothingToRetryError
    Run.objects.filter(pk=run.pk).update(state=Run.State.RUNNING, finished_at=None, error="")
    run.refresh_from_db()
    _record("retried", run, by)
    return retried


def _change_state(run: Run, *, before: Run.State, after: Run.State) -> None:
    if not Run.objects.filter(pk=run.pk, state=before).update(state=after, error=""):
        raise WrongStateError
    run.refresh_from_db()


def _record(event: str, run: Run, by: Actor) -> None:
    """One audit record for each thing a person does with a run; its title may name people, so its kind stands there."""
    kind = registry.kinds.get(run.kind)  # a room that was removed leaves its runs behind
    label = in_each_language(kind.label)[settings.LANGUAGE_CODE] if kind else run.kind
    audit.record(
        action=f"runs.{event}",
        by=by,
        target=audit.Target("run", str(run.pk), label),
        data={"kind": run.kind, "items": run.total},
    )
