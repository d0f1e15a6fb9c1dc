"""Keeping what public pages read in line with the ledger."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, timedelta
from itertools import groupby

from django.db import transaction
from django.db.models import Count, Max, Min
from django.utils import timezone
from django_tasks import task

from kommin.balance.indexing import index_case, index_programme
from kommin.balance.models import Checkpoint, Project, Revision, Step
from kommin.balance.rollup import derive, hold_off_writers
from kommin.balance.state import State, grouped, stale_from, steps_of
from kommin.cases.models import Case, LedgerEntry
from kommin.foundation.runs.models import Job
from kommin.programmes.models import BuildingBlock, Programme

STEPS_BETWEEN = 3_000
"""After so many steps a subtotal is kept, at the end of a day."""
KEPT_FOR = timedelta(hours=1)
FOLLOWED_AT_ONCE = 5_000
"""After so many entries of one transaction the balance follows in another."""
IN_CASE_OF_A_FAULT = timedelta(minutes=2)
_COUNTED_UNDER = ("block", "applicant_key", "applicant_kind", "year", "waited")
_put_off: ContextVar[frozenset[int]] = ContextVar("balance_put_off", default=frozenset())


def entries_written(case: Case, written: Sequence[LedgerEntry]) -> None:
    """Follow the ledger, in the transaction that wrote these entries; the case is locked by whoever wrote them."""
    if case.programme_id in _put_off.get():
        return
    counted = Project.objects.filter(pk=case.pk).values_list(*_COUNTED_UNDER)
    before = counted.first()
    derive(case_id=case.pk)
    stale: date | None = min(entry.effective_on for entry in written)
    if before != counted.first():  # also a payment that came before the grant that makes it count
        stale = Step.objects.filter(case=case).aggregate(day=Min("day"))["day"]
    Revision.objects.create(programme_id=case.programme_id, stale_from=stale)
    index_case(case)


def many_entries_written(programme: Programme, number: int) -> None:
    """Follow an import of many grants once: in the transaction that wrote them, or right after it for very many.

    Making everything derived of a programme anew takes as long as writing it, and on SQLite everybody waits meanwhile.
    Until it is done, pages show the figures from before.
    """
    if programme.pk in _put_off.get():
        return
    if number <= FOLLOWED_AT_ONCE:
        rebuild_figures(programme=programme)
        index_programme_later.enqueue(programme.pk)
        return
    in_case = rebuild_later.using(run_after=timezone.now() + IN_CASE_OF_A_FAULT).enqueue(programme.pk)
    transaction.on_commit(lambda: _rebuild_now(programme, in_case.id), robust=True)


def _rebuild_now(programme: Programme, in_case: str) -> None:
    """Right after the commit; the job that would do it if this process ended here is not needed any more."""
    with transaction.atomic():
        rebuild_figures(programme=programme)
        index_programme_later.enqueue(programme.pk)
        Job.objects.filter(pk=in_case, state=Job.State.WAITING).delete()


@task()
def rebuild_later(programme_id: int) -> None:
    """Make everything derived of a programme anew; safe twice."""
    rebuild(programme=Programme.objects.get(pk=programme_id))


@task()
def index_programme_later(programme_id: int) -> None:
    """Bring a programme's projects in line in the full-text index; safe twice."""
    index_programme(Programme.objects.get(pk=programme_id), advance=lambda _done: None)


@contextmanager
def rebuilt_afterwards(programme: Programme) -> Iterator[None]:
    """For imports of many grants, inside their transaction: follow the ledger once, at the end."""
    token = _put_off.set(_put_off.get() | {programme.pk})
    try:
        yield
    finally:
        _put_off.reset(token)
    rebuild(programme=programme)


def mark_changed(programme_id: int) -> None:
    """Tell kept pages that something other than figures has changed."""
    Revision.objects.create(programme_id=programme_id, stale_from=None)


def rebuild(*, programme: Programme, advance: Callable[[int], None] = lambda _done: None) -> int:
    """Make everything derived of a programme anew from the ledger; returns how many projects there are.

    Safe at any time and as often as wished: readers see the old or the new state, never something between.
    """
    rebuild_figures(programme=programme)
    index_programme(programme, advance=advance)
    return Project.objects.filter(programme=programme).count()


@transaction.atomic
def rebuild_figures(*, programme: Programme) -> None:
    """Make projects, steps and subtotals anew, not what can be searched. Whoever writes grants waits meanwhile."""
    hold_off_writers()
    seen = list(Revision.objects.filter(programme=programme, open=True).values_list("pk", flat=True))
    derive(programme_id=programme.pk)
    Checkpoint.objects.filter(programme=programme).delete()
    _subtotals(programme.pk)
    Revision.objects.create(programme=programme, stale_from=None, open=False)
    _close(seen)


def refresh(*, programme_id: int) -> None:
    """Make those subtotals anew that open revisions made doubtful or that are missing, and close these revisions.

    For the clock; safe twice.
    """
    with transaction.atomic():
        seen = list(Revision.objects.filter(programme=programme_id, open=True).values_list("pk", flat=True))
        if not seen:
            return
        stale = stale_from(programme_id)
        if stale is not None:
            Checkpoint.objects.filter(programme=programme_id, day__gte=stale).delete()
        _subtotals(programme_id)
        _close(seen)


def refresh_all() -> None:
    """Do so for every programme, and drop revisions long absorbed (the newest stays: kept pages are told by it)."""
    for number in Revision.objects.filter(open=True).values_list("programme", flat=True).distinct().order_by():
        refresh(programme_id=number)
    newest = Revision.objects.aggregate(newest=Max("pk"))["newest"]
    Revision.objects.filter(open=False, at__lt=timezone.now() - KEPT_FOR).exclude(pk=newest).delete()


def _close(revisions: list[int]) -> None:
    for start in range(0, len(revisions), 500):
        Revision.objects.filter(pk__in=revisions[start : start + 500]).update(open=False)


def _subtotals(programme_id: int) -> None:
    """Go on keeping subtotals of the programme and of each of its building blocks."""
    blocks = BuildingBlock.objects.filter(programme=programme_id).order_by("pk").values_list("pk", flat=True)
    for block_id in (None, *blocks):
        _subtotals_of(programme_id, block_id)


def _subtotals_of(programme_id: int, block_id: int | None) -> None:
    """Keep a subtotal whenever enough steps have come together since the last one."""
    after = Checkpoint.objects.filter(programme=programme_id, block=block_id).order_by("-day").first()
    state = State.from_json(after.state) if after else State()
    steps = steps_of(programme_id, block_id)
    if after:
        steps = steps.filter(day__gt=after.day)
    start = after.day if after else None
    per_day = steps.order_by("day").values_list("day").annotate(number=Count("pk"))
    for last in _ends_of_stretches(list(per_day)):
        stretch = steps.filter(day__lte=last)
        state.add(grouped(stretch.filter(day__gt=start) if start else stretch))
        Checkpoint.objects.create(programme_id=programme_id, block_id=block_id, day=last, state=state.to_json())
        start = last


def _ends_of_stretches(per_day: list[tuple[date, int]]) -> list[date]:
    total, stretches = 0, []
    for day, number in per_day:
        total += number
        stretches.append((total // STEPS_BETWEEN, day))
    whole = [min(day for _number, day in group) for _count, group in groupby(stretches, key=lambda pair: pair[0])]
    return whole[1:]  # the first day on which a further full number was reached
