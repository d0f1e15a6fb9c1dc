"""Leases: taken once, renewed while anything is in hand, even while the worker ends."""

import threading
from datetime import timedelta

import pytest
from django.db import connections
from django.utils import timezone

from kommin.foundation.runs import ending
from kommin.foundation.runs.leases import claim, expired, renew
from kommin.foundation.runs.models import Job
from kommin.foundation.runs.worker import Worker

LEASE = timedelta(seconds=30)


@pytest.fixture
def told_to_end():
    ending.request()
    yield
    ending._requested.clear()


def test_many_workers_take_many_rows_each_once(fresh_database):
    Job.objects.bulk_create(Job(function=f"x.{number}") for number in range(40))
    taken: list[str] = []

    def work(number: int) -> None:
        def note(job: Job) -> None:
            job.state = Job.State.RUNNING

        while job := claim(Job.objects.filter(state="waiting"), holder=f"worker {number}", lease=LEASE, change=note):
            taken.append(job.function)
        connections.close_all()

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    # PostgreSQL skips rows that another worker is just taking, so the last look may come too early for some
    while job := claim(
        Job.objects.filter(state="waiting"), holder="last", change=lambda job: setattr(job, "state", "running")
    ):
        taken.append(job.function)
    assert sorted(taken) == sorted(f"x.{number}" for number in range(40))


@pytest.mark.parametrize(
    ("until", "gone"),
    [(timedelta(seconds=-1), True), (timedelta(seconds=30), False), (timedelta(days=300), True)],
)
def test_when_a_lease_has_expired(db, until, gone):
    now = timezone.now()
    Job.objects.create(function="x", lease_until=now + until)
    assert Job.objects.filter(expired(now)).exists() is gone


def test_renewing_touches_only_one_s_own(db):
    before = timezone.now() + timedelta(seconds=5)
    for holder in ("mine", "other", ""):
        Job.objects.create(function=holder, lease_holder=holder, lease_until=before if holder else None)
    assert renew(Job.objects.all(), holders=["mine"], lease=LEASE) == 1
    assert set(Job.objects.filter(lease_until__gt=before).values_list("function", flat=True)) == {"mine"}


def test_a_worker_that_ends_keeps_its_leases_until_nothing_is_in_hand(fresh_database, told_to_end):
    worker = Worker(lease=timedelta(seconds=0.4))
    before = timezone.now()
    Job.objects.create(function="x", state="running", lease_holder=worker.holders[0], lease_until=before)
    heart = threading.Thread(target=worker._keep_alive)
    heart.start()
    for _attempt in range(600):
        if Job.objects.get().lease_until > before:
            break
        worker._nothing_in_hand.wait(0.05)
    worker._nothing_in_hand.set()
    heart.join()
    assert Job.objects.get().lease_until > before
