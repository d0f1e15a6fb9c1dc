"""Ticks: one worker runs what is due, a broken one stops nobody, a killed one is run again."""

import threading
from datetime import timedelta

import pytest
from django.db import connections
from django.utils import timezone

from kommin.foundation.runs import registry
from kommin.foundation.runs.actions.ticks import hand_back_ticks, prepare_ticks, run_due_tick
from kommin.foundation.runs.clock import Every
from kommin.foundation.runs.models import TickState
from kommin.foundation.runs.registry import Tick, tick


@pytest.fixture
def only_tick(monkeypatch):
    """A clock with one tick; returns the list of its calls."""
    calls: list[str] = []
    one = Tick("test.one", Every(timedelta(hours=1)), lambda: calls.append("ran"))
    monkeypatch.setattr(registry, "ticks", {"test.one": one})
    return calls


def replace_tick(monkeypatch, run):
    monkeypatch.setattr(registry, "ticks", {"test.one": Tick("test.one", Every(timedelta(hours=1)), run)})


def test_two_workers_at_the_same_tick(fresh_database, only_tick):
    prepare_ticks()
    start = threading.Barrier(4)

    def work(number: int) -> None:
        start.wait()
        run_due_tick(holder=f"worker {number}")
        connections.close_all()

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert only_tick == ["ran"]
    state = TickState.objects.get(name="test.one")
    assert (state.lease_holder, state.lease_until, state.failures) == ("", None, 0)


def test_preparing_twice_keeps_the_time(db, only_tick):
    prepare_ticks()
    assert run_due_tick(holder="a")
    prepare_ticks()
    assert not run_due_tick(holder="a")
    assert only_tick == ["ran"]


def test_a_tick_of_a_killed_worker_is_run_again_when_its_lease_ends(db, only_tick):
    prepare_ticks()
    now = timezone.now()
    TickState.objects.update(lease_holder="killed", lease_until=now + timedelta(seconds=30))
    assert not run_due_tick(holder="other")
    TickState.objects.update(lease_until=now - timedelta(seconds=1))
    assert run_due_tick(holder="other")
    assert only_tick == ["ran"]


def test_a_lease_from_the_future_does_not_block_for_ever(db, only_tick):
    prepare_ticks()
    TickState.objects.update(lease_holder="killed", lease_until=timezone.now() + timedelta(days=300))
    assert run_due_tick(holder="other")


def test_a_broken_tick_is_noted_and_tried_again_soon(db, monkeypatch):
    def broken() -> None:
        raise RuntimeError("no paper")

    replace_tick(monkeypatch, broken)
    prepare_ticks()
    assert run_due_tick(holder="a")
    state = TickState.objects.get(name="test.one")
    assert state.failures == 1
    assert "no paper" in state.error
    assert state.next_due < timezone.now() + timedelta(minutes=1)

    replace_tick(monkeypatch, lambda: None)
    TickState.objects.update(next_due=timezone.now())
    assert run_due_tick(holder="a")
    state.refresh_from_db()
    assert (state.failures, state.error) == (0, "")
    assert state.next_due > timezone.now() + timedelta(minutes=50)


def test_a_worker_that_must_end_leaves_the_tick_due(db, monkeypatch):
    def interrupted() -> None:
        hand_back_ticks(holders=["a"])

    replace_tick(monkeypatch, interrupted)
    prepare_ticks()
    run_due_tick(holder="a")
    assert TickState.objects.get(name="test.one").next_due <= timezone.now()


@pytest.mark.parametrize("options", [{}, {"every": timedelta(hours=1), "at": timezone.now().time()}])
def test_a_tick_needs_one_kind_of_time(options):
    with pytest.raises(ValueError, match="either"):
        tick(name="test.wrong", **options)


def test_the_house_has_its_ticks():
    assert {"audit.seal", "runs.take_back", "runs.sessions", "notices.outbox", "notices.remind"} <= set(registry.ticks)
