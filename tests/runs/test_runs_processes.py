"""Real workers, killed at random moments: nothing is lost, nothing is done twice."""

import random

import pytest

from kommin.foundation.access import Actor
from kommin.foundation.runs.actions.runs import Item, start_run
from kommin.foundation.runs.models import Job, Run, TickState, WorkerBeat
from runs.processes import wait_until, workers
from runs.workshop import marks, tasks

pytestmark = pytest.mark.process

ITEMS = 300
KILLS = 4


def test_items_survive_workers_killed_at_random_moments(real_workshop, tmp_path):
    items = [Item(f"Number {number}", {"slow": True}) for number in range(1, ITEMS + 1)]
    run = start_run(kind="workshop.stroke", title="Strokes", items=items, by=Actor.command("test"))
    for number in range(20):
        tasks.leave_mark.enqueue(f"job {number}")

    def marked() -> int:
        return len(marks.counted())

    with workers(tmp_path) as crew:
        crew.start()
        crew.start()
        for kill in range(1, KILLS + 1):
            enough = random.randint(marked(), max(marked(), kill * ITEMS // (KILLS + 2)))
            wait_until(lambda enough=enough: marked() >= enough, "progress", tmp_path / "worker.log")
            crew.kill(random.choice(crew.alive))
            crew.start()
        wait_until(
            lambda: (
                Run.objects.get(pk=run.pk).state == Run.State.FINISHED
                and not Job.objects.exclude(state=Job.State.DONE).exists()
            ),
            "the end of the run",
            tmp_path / "worker.log",
        )
    counts = marks.counted()
    assert {what: n for what, n in counts.items() if what.startswith("item")} == {
        f"item {number}": 1 for number in range(1, ITEMS + 1)
    }
    assert {f"job {number}" for number in range(20)} <= set(counts)
    run.refresh_from_db()
    assert (run.done, run.failed) == (ITEMS, 0)


def test_a_worker_told_to_end_finishes_what_it_has_in_hand(real_workshop, tmp_path):
    tasks.mark_then_sleep.enqueue(1.5)
    with workers(tmp_path) as crew:
        worker = crew.start()
        wait_until(lambda: "begun" in marks.counted(), "the job’s beginning", tmp_path / "worker.log")
        assert crew.end(worker) == 0
        assert marks.counted() == {"begun": 1, "ended": 1}
        assert Job.objects.get().state == Job.State.DONE
        assert not WorkerBeat.objects.filter(name__contains=f":{worker.pid}:").exists()
        assert not TickState.objects.filter(lease_holder__contains=f":{worker.pid}:").exists()


def test_a_worker_that_cannot_finish_in_time_hands_back(real_workshop, tmp_path):
    tasks.mark_then_sleep.enqueue(120)
    with workers(tmp_path) as crew:
        worker = crew.start("--grace", "0")
        wait_until(lambda: "begun" in marks.counted(), "the job’s beginning", tmp_path / "worker.log")
        assert crew.end(worker) == 0
    job = Job.objects.get()
    assert (job.state, job.attempts, job.lease_holder) == (Job.State.WAITING, 0, "")


def test_a_living_worker_keeps_a_job_longer_than_its_lease(real_workshop, tmp_path):
    """Leases last two seconds here; the job lasts five, and a second worker stands by."""
    tasks.mark_then_sleep.enqueue(5)
    with workers(tmp_path) as crew:
        crew.start()
        crew.start()
        wait_until(lambda: "ended" in marks.counted(), "the job’s end", tmp_path / "worker.log")
        wait_until(lambda: Job.objects.get().state == Job.State.DONE, "the mark", tmp_path / "worker.log")
    assert marks.counted() == {"begun": 1, "ended": 1}
