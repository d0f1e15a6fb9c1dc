"""Runs: each item once, refusals told, stop and resume, the result, who may see it."""

import json
import uuid
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from kommin.foundation.access import Actor, NotAllowed
from kommin.foundation.audit.models import Record
from kommin.foundation.runs.actions import runs as actions
from kommin.foundation.runs.actions.items import MOST_ATTEMPTS, hand_back_items, run_next_item, take_back_items
from kommin.foundation.runs.actions.runs import Item, start_run
from kommin.foundation.runs.errors import NothingToRetryError, WrongStateError
from kommin.foundation.runs.models import Run, RunItem
from kommin.foundation.runs.queries import progress_of
from kommin.foundation.runs.registry import UnknownRunKindError
from runs.workshop import marks

BY = Actor.command("test")


def start(kind: str = "workshop.stroke", items: int = 3, by: Actor = BY, **more) -> Run:
    return start_run(
        kind=kind, title="Strokes", items=(Item(f"Number {n}") for n in range(1, items + 1)), by=by, **more
    )


def work_off() -> None:
    while run_next_item(holder="a"):
        RunItem.objects.filter(state="waiting").update(run_after=timezone.now())


def state_of(run: Run) -> tuple[str, int, int]:
    run.refresh_from_db()
    return run.state, run.done, run.failed


def test_every_item_once_then_the_result(workshop):
    run = start(items=3)
    work_off()
    assert marks.counted() == {"item 1": 1, "item 2": 1, "item 3": 1}
    assert state_of(run) == ("finished", 3, 0)
    assert run.result_name == "strokes.csv"


def test_a_run_without_items_finishes(workshop):
    run = start(items=0)
    work_off()
    assert state_of(run) == ("finished", 0, 0)


def test_an_unknown_kind_is_refused(workshop):
    with pytest.raises(UnknownRunKindError):
        start(kind="workshop.nonsense")
    assert not Run.objects.exists()


def test_a_run_of_a_room_that_was_removed_can_be_stopped_and_its_items_fail(workshop):
    run = start(items=1)
    Run.objects.update(kind="removed.room")
    actions.stop_run(run=run, by=BY)
    actions.resume_run(run=run, by=BY)
    for _ in range(MOST_ATTEMPTS):
        run_next_item(holder="a")
        RunItem.objects.filter(state="waiting").update(run_after=timezone.now())
    run.refresh_from_db()
    assert (run.items.get().state, run.state) == ("failed", "stopped")
    assert "UnknownRunKindError" in run.error


def test_a_refused_item_is_told_and_not_tried_again(workshop):
    run = start("workshop.even", items=4)
    work_off()
    assert state_of(run) == ("finished", 2, 2)
    refused = run.items.filter(state="failed")
    assert [(item.error, item.attempts) for item in refused] == [("Number 1 is odd.", 1), ("Number 3 is odd.", 1)]


def test_what_a_failing_step_wrote_is_taken_back(workshop):
    run = start("workshop.broken", items=1)
    work_off()
    assert marks.counted() == {}
    assert state_of(run) == ("finished", 0, 1)
    item = run.items.get()
    assert (item.attempts, item.error) == (MOST_ATTEMPTS, "RuntimeError: broken on purpose")


def test_an_item_taken_over_by_another_worker_is_not_done_by_the_first(workshop, monkeypatch):
    """The first worker paused for longer than its lease; when it wakes up, the item is somebody else's."""
    run = start(items=1)
    from kommin.foundation.runs.actions import items as module

    original = module._do

    def woken_too_late(item: RunItem) -> None:
        RunItem.objects.filter(pk=item.pk).update(lease_holder="other")
        original(item)

    monkeypatch.setattr(module, "_do", woken_too_late)
    assert run_next_item(holder="a")
    assert marks.counted() == {}
    assert run.items.get().lease_holder == "other"


def test_items_of_killed_workers_come_back_but_not_for_ever(workshop):
    run = start(items=2)
    ago = timezone.now() - timedelta(seconds=1)
    run.items.update(state="running", lease_holder="killed", lease_until=ago, attempts=1)
    run.items.filter(number=2).update(attempts=MOST_ATTEMPTS)
    assert take_back_items() == 1
    work_off()
    assert state_of(run) == ("finished", 1, 1)


def test_handing_back_does_not_count_as_an_attempt(workshop):
    run = start(items=1)
    run.items.update(state="running", lease_holder="w:0", lease_until=timezone.now(), attempts=1)
    hand_back_items(holders=["w:0"])
    assert run.items.values_list("state", "attempts").get() == ("waiting", 0)


def test_stop_and_resume(workshop):
    run = start(items=3)
    run_next_item(holder="a")
    actions.stop_run(run=run, by=BY)
    assert not run_next_item(holder="a")
    with pytest.raises(WrongStateError):
        actions.stop_run(run=run, by=BY)
    actions.resume_run(run=run, by=BY)
    work_off()
    assert state_of(run) == ("finished", 3, 0)
    assert marks.counted() == {"item 1": 1, "item 2": 1, "item 3": 1}
    with pytest.raises(WrongStateError):
        actions.resume_run(run=run, by=BY)
    assert list(Record.objects.order_by("pk").values_list("action", flat=True)) == [
        "runs.started", "runs.stopped", "runs.resumed",
    ]  # fmt: skip


def test_failed_items_are_tried_again_and_done_ones_are_not(workshop):
    run = start("workshop.even", items=2)
    work_off()
    run.items.filter(number=1).update(number=4)
    assert actions.retry_failed_items(run=run, by=BY) == 1
    work_off()
    assert marks.counted() == {"item 2": 1, "item 4": 1}
    assert state_of(run) == ("finished", 2, 0)
    with pytest.raises(NothingToRetryError):
        actions.retry_failed_items(run=run, by=BY)


def test_a_result_that_cannot_be_made_stops_the_run_and_resuming_makes_it(workshop):
    run = start("workshop.unfinished", items=1)
    work_off()
    run.refresh_from_db()
    assert (run.state, run.error, run.result_file) == ("stopped", "RuntimeError: no paper", "")
    Run.objects.update(parameters={"mended": True})
    actions.resume_run(run=run, by=BY)
    work_off()
    assert state_of(run) == ("finished", 1, 0)
    assert marks.counted() == {"item 1": 1}


def test_a_small_run_does_not_wait_for_a_large_one(workshop):
    large, small = start(items=50), start(items=2)
    for _ in range(6):
        run_next_item(holder="a")
    assert state_of(small) == ("finished", 2, 0)
    assert progress_of([large])[large.pk].done >= 3


def test_strangers_can_neither_stop_nor_retry(workshop):
    run = start()
    stranger = Actor.person(user_id=4711, name="Edda", role="editor")
    for action in (actions.stop_run, actions.resume_run, actions.retry_failed_items):
        with pytest.raises(NotAllowed):
            action(run=run, by=stranger)
    actions.stop_run(run=run, by=Actor.person(user_id=1, name="Olga", role="operator"))


def test_the_title_is_kept_in_both_languages(workshop):
    from django.utils import translation
    from django.utils.translation import gettext

    run = start_run(kind="workshop.stroke", title=lambda: gettext("Monday"), items=[], by=BY)
    assert run.titles == {"de": "Montag", "en": "Monday"}
    with translation.override("en"):
        assert run.title == "Monday"


def test_the_command_shows_stops_resumes(workshop, capsys):
    run = start("workshop.even", items=2)
    call_command("runs", "stop", str(run.pk), "--json")
    assert json.loads(capsys.readouterr().out) == {"id": str(run.pk), "state": "stopped"}
    call_command("runs", "resume", str(run.pk), "--json")
    capsys.readouterr()
    work_off()
    call_command("runs", "list", "--all", "--json")
    (listed,) = json.loads(capsys.readouterr().out)
    assert (listed["done"], listed["failed"], listed["total"], listed["state"]) == (1, 1, 2, "finished")
    call_command("runs", "show", str(run.pk), "--json")
    assert json.loads(capsys.readouterr().out)["failed_items"] == [
        {"number": 1, "label": "Number 1", "error": "Number 1 is odd."}
    ]
    call_command("runs", "retry", str(run.pk), "--json")
    assert json.loads(capsys.readouterr().out)["items"] == 1


@pytest.mark.parametrize("words", [["show", "nonsense"], ["stop", str(uuid.uuid4())], ["list", "--limit", "0"]])
def test_the_command_says_what_is_wrong(workshop, words):
    with pytest.raises(CommandError) as refused:
        call_command("runs", *words)
    assert refused.value.returncode == 2
