"""How far an item is inside its transaction is seen outside; stopping undoes it whole."""

import threading
import time
from collections.abc import Callable

import pytest
from django.db import connection, connections

from kommin.foundation.access import Actor
from kommin.foundation.runs import progress
from kommin.foundation.runs.actions import runs as actions
from kommin.foundation.runs.actions.items import run_next_item
from kommin.foundation.runs.actions.runs import Item, start_run
from kommin.foundation.runs.boards import SILENT_AFTER, Note, board
from kommin.foundation.runs.inside import Inside, inside_of
from kommin.foundation.runs.models import Run, RunItem
from kommin.foundation.runs.registry import kinds, register_run_kind
from runs.workshop import marks

BY = Actor.command("test")
PATIENCE = 60.0


def long_kind(step: Callable[[RunItem], object], **more: object) -> Run:
    register_run_kind("workshop.long", label="Long", step=step, phases={"write": "Writing"}, unit="Dinge", **more)
    return start_run(kind="workshop.long", title="Long", items=[Item("all")], by=BY)


@pytest.fixture(autouse=True)
def _forget_the_kind():
    yield
    kinds.pop("workshop.long", None)


def elsewhere(work: Callable[[], object]) -> threading.Thread:
    """Do something with another connection, as another process would."""

    def run() -> None:
        try:
            work()
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def test_what_an_open_transaction_has_done_is_seen_from_outside(real_workshop: None) -> None:
    seen: list[Inside | None] = []

    def look() -> None:
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end and not (seen and seen[-1] and seen[-1].done == 12_000):
            seen.append(inside_of(Run.objects.get()))
            time.sleep(0.02)

    def step(item: RunItem) -> None:
        marks.mark("begun")
        reporter = progress.of(item)
        reporter.phase("write", total=50_000)
        reporter.advance(12_000)
        elsewhere(look).join()

    run = long_kind(step)
    assert run_next_item(holder="a")
    assert seen[-1] == Inside("Writing", 12_000, 50_000, "12.000 von 50.000 Dinge")
    run.refresh_from_db()
    assert (run.state, inside_of(run)) == ("finished", None)
    assert not board().notes([RunItem.objects.get().pk])


def test_stopping_undoes_what_is_at_work_and_it_can_be_resumed(real_workshop: None) -> None:
    stopping: list[threading.Thread] = []

    def step(item: RunItem) -> None:
        marks.mark("done")
        if stopping:
            return
        run = Run.objects.get()
        stopping.append(elsewhere(lambda: actions.stop_run(run=run, by=BY)))
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            progress.of(item).advance(1)
            time.sleep(0.01)

    run = long_kind(step)
    assert run_next_item(holder="a")
    stopping[0].join()
    run.refresh_from_db()
    item = run.items.get()
    assert (run.state, item.state, item.attempts, item.lease_holder) == ("stopped", "waiting", 0, "")
    assert marks.counted() == {}
    assert not run_next_item(holder="a")
    actions.resume_run(run=run, by=BY)
    assert run_next_item(holder="a")
    assert marks.counted() == {"done": 1}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("holder", "age", "heard_of"), [("a", 0.0, True), ("a", SILENT_AFTER + 1, False), ("another", 0.0, False)]
)
def test_what_a_killed_worker_left_is_not_shown_as_alive(holder: str, age: float, heard_of: bool) -> None:
    run = long_kind(lambda _item: None)
    item = run.items.get()
    RunItem.objects.update(state="running", lease_holder="a")
    Run.objects.update(turn="2020-01-01T00:00:00Z")
    run.refresh_from_db()
    board().write(item.pk, Note(holder, time.time() - age, "write", 3, 10))
    try:
        inside = inside_of(run)
    finally:
        board().clear(item.pk)
    assert inside is not None
    assert (inside.is_heard_of, inside.done) == (heard_of, 3 if heard_of else None)


@pytest.mark.django_db
def test_what_is_prepared_before_the_transaction_is_handed_to_the_step() -> None:
    from contextlib import contextmanager

    found: list[object] = []

    @contextmanager
    def prepare(item: RunItem):
        found.append(("outside", len(connection.savepoint_ids)))
        yield item.label.upper()
        found.append("tidied")

    def step(_item: RunItem, ready: str) -> None:
        found.append((ready, len(connection.savepoint_ids)))

    long_kind(step, prepare=prepare)
    run_next_item(holder="a")
    (_outside, before), (ready, within), tidied = found  # type: ignore[misc]
    assert (ready, within, tidied) == ("ALL", before + 1, "tidied")


def test_progress_that_cannot_be_told_ends_no_work(real_workshop: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: object) -> None:
        raise OSError("no room on the disk")

    monkeypatch.setattr("kommin.foundation.runs.boards.FileBoard.write", broken)
    monkeypatch.setattr("kommin.foundation.runs.boards.RowBoard.write", broken)
    long_kind(lambda item: (progress.of(item).phase("write", 2), marks.mark("done")))
    run_next_item(holder="a")
    assert marks.counted() == {"done": 1}
