"""Jobs: enqueued in a transaction, run once, tried again, given up, tried again by an operator."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from kommin.foundation.access import Actor, NotAllowed
from kommin.foundation.audit.models import Record
from kommin.foundation.runs.actions.jobs import (
    KILLED,
    MOST_ATTEMPTS,
    clear_done_jobs,
    hand_back_jobs,
    retry_dead_job,
    run_next_job,
    take_back_jobs,
)
from kommin.foundation.runs.errors import NothingToRetryError
from kommin.foundation.runs.models import Job
from runs.workshop import marks, tasks

OPERATOR = Actor.person(user_id=1, name="Olga", role="operator")


def make_all_due() -> None:
    Job.objects.update(run_after=timezone.now())


def test_a_job_runs_once(workshop):
    tasks.leave_mark.enqueue("here")
    assert run_next_job(holder="a")
    assert not run_next_job(holder="a")
    assert marks.counted() == {"here": 1}
    job = Job.objects.get()
    assert (job.state, job.attempts, job.lease_holder, job.lease_until) == ("done", 1, "", None)


def test_a_job_of_a_refused_transaction_never_was(workshop):
    def refused() -> None:
        tasks.leave_mark.enqueue("never")
        raise RuntimeError

    with pytest.raises(RuntimeError), transaction.atomic():
        refused()
    assert not run_next_job(holder="a")


def test_a_job_for_later_waits(workshop):
    tasks.leave_mark.using(run_after=timezone.now() + timedelta(hours=1)).enqueue("later")
    assert not run_next_job(holder="a")
    make_all_due()
    assert run_next_job(holder="a")


def test_urgent_jobs_come_first(workshop):
    tasks.leave_mark.enqueue("usual")
    tasks.leave_mark.using(priority=10).enqueue("urgent")
    run_next_job(holder="a")
    assert marks.counted() == {"urgent": 1}


def test_a_job_that_fails_is_tried_again_later_and_at_last_given_up(workshop):
    tasks.always_fails.enqueue()
    for attempt in range(1, MOST_ATTEMPTS + 1):
        assert run_next_job(holder="a")
        job = Job.objects.get()
        assert job.attempts == attempt
        assert job.run_after > timezone.now() or job.state == "dead"
        make_all_due()
    assert job.state == Job.State.DEAD
    assert "broken on purpose" in job.error
    assert not run_next_job(holder="a")


def test_an_operator_retries_what_was_given_up(workshop):
    tasks.always_fails.enqueue()
    Job.objects.update(state=Job.State.DEAD, attempts=MOST_ATTEMPTS)
    job = Job.objects.get()
    with pytest.raises(NotAllowed):
        retry_dead_job(job=job, by=Actor.person(user_id=2, name="Edda", role="editor"))
    retry_dead_job(job=job, by=OPERATOR)
    assert (job.state, job.attempts) == ("waiting", 0)
    assert Record.objects.filter(action="runs.job_retried").count() == 1
    with pytest.raises(NothingToRetryError):
        retry_dead_job(job=job, by=OPERATOR)


def test_jobs_of_killed_workers_come_back_until_they_have_killed_often_enough(workshop):
    tasks.leave_mark.enqueue("first")
    tasks.leave_mark.enqueue("deadly")
    ago = timezone.now() - timedelta(seconds=1)
    Job.objects.update(state="running", lease_holder="killed", lease_until=ago, attempts=1)
    deadly = Job.objects.get(arguments__args=["deadly"])
    Job.objects.filter(pk=deadly.pk).update(attempts=MOST_ATTEMPTS)
    assert take_back_jobs() == 1
    deadly.refresh_from_db()
    assert (deadly.state, deadly.error) == (Job.State.DEAD, KILLED)
    assert run_next_job(holder="b")
    assert marks.counted() == {"first": 1}


def test_what_a_living_worker_holds_is_left_alone(workshop):
    tasks.leave_mark.enqueue("busy")
    later = timezone.now() + timedelta(seconds=30)
    Job.objects.update(state="running", lease_holder="alive", lease_until=later, attempts=1)
    assert take_back_jobs() == 0
    assert not run_next_job(holder="b")


def test_a_handed_back_attempt_does_not_count(workshop):
    tasks.leave_mark.enqueue("x")
    Job.objects.update(state="running", lease_holder="w:0", lease_until=timezone.now(), attempts=1)
    hand_back_jobs(holders=["w:0", "w:1"])
    job = Job.objects.get()
    assert (job.state, job.attempts, job.lease_until) == ("waiting", 0, None)


def test_done_jobs_are_forgotten_after_a_week_and_dead_ones_never(workshop):
    for _ in range(3):
        tasks.leave_mark.enqueue("x")
    done, recent, dead = Job.objects.all()
    long_ago = timezone.now() - timedelta(days=8)
    Job.objects.filter(pk=done.pk).update(state="done", finished_at=long_ago)
    Job.objects.filter(pk=recent.pk).update(state="done", finished_at=timezone.now())
    Job.objects.filter(pk=dead.pk).update(state="dead", finished_at=long_ago)
    assert clear_done_jobs() == 1
    assert set(Job.objects.values_list("pk", flat=True)) == {recent.pk, dead.pk}


def test_the_command_lists_and_retries_the_dead(workshop, capsys):
    tasks.always_fails.enqueue()
    Job.objects.update(state=Job.State.DEAD, finished_at=timezone.now(), error="Traceback\nRuntimeError: broken")
    call_command("runs", "dead", "--lang", "en")
    assert "RuntimeError: broken" in capsys.readouterr().out
    job = Job.objects.get()
    call_command("runs", "retry", str(job.pk), "--lang", "en")
    job.refresh_from_db()
    assert job.state == Job.State.WAITING
