"""What a worker and an operator do with jobs."""

import logging
from datetime import timedelta
from typing import Final

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks.base import Task, TaskContext, TaskResult, TaskResultStatus

from kommin.foundation.access import Actor, require
from kommin.foundation.audit import actions as audit
from kommin.foundation.runs.errors import NothingToRetryError
from kommin.foundation.runs.faults import back_off, told_briefly, told_in_full
from kommin.foundation.runs.leases import DEFAULT_LEASE, claim, expired, released
from kommin.foundation.runs.models import Job
from kommin.foundation.runs.rules import is_operator

logger = logging.getLogger(__name__)

MOST_ATTEMPTS: Final = 5
KEEP_DONE: Final = timedelta(days=7)
KILLED: Final = "The worker was killed while this job ran, each time it was tried."


def run_next_job(*, holder: str, lease: timedelta = DEFAULT_LEASE) -> bool:
    """Take the next waiting job and run it; False when none is due."""
    candidates = Job.objects.filter(state=Job.State.WAITING, run_after__lte=timezone.now())
    job = claim(candidates, holder=holder, lease=lease, change=_mark_as_running)
    if job is None:
        return False
    try:
        _call(job)
    except Exception as error:  # noqa: BLE001 - whatever a job raises must not end the worker
        _settle_failure(job, error)
    else:
        _mine(job).update(**released(state=Job.State.DONE, finished_at=timezone.now(), error=""))
    return True


def _mark_as_running(job: Job) -> None:
    job.state = Job.State.RUNNING
    job.started_at = timezone.now()
    job.attempts += 1


def _mine(job: Job) -> QuerySet[Job]:
    """The job, if this worker still holds it: after a long pause another may have taken it over."""
    return Job.objects.filter(pk=job.pk, lease_holder=job.lease_holder, state=Job.State.RUNNING)


def _call(job: Job) -> None:
    task = import_string(job.function)
    if not isinstance(task, Task):
        raise TypeError(f"{job.function} is not a task")
    arguments, keywords = job.arguments["args"], job.arguments["kwargs"]
    if task.takes_context:
        task.call(TaskContext(task_result=_as_result(job, task)), *arguments, **keywords)
    else:
        task.call(*arguments, **keywords)


def _as_result(job: Job, task: Task) -> TaskResult:
    return TaskResult(
        task=task,
        id=str(job.pk),
        status=TaskResultStatus.RUNNING,
        enqueued_at=job.enqueued_at,
        started_at=job.started_at,
        finished_at=None,
        last_attempted_at=job.started_at,
        args=job.arguments["args"],
        kwargs=job.arguments["kwargs"],
        backend=task.backend,
        errors=[],
        worker_ids=[job.lease_holder] * job.attempts,
    )


def _settle_failure(job: Job, error: Exception) -> None:
    logger.warning("Job %s failed (attempt %d): %s", job, job.attempts, told_briefly(error), exc_info=error)
    changes = {"error": told_in_full(error)}
    if job.attempts >= MOST_ATTEMPTS:
        _mine(job).update(**released(state=Job.State.DEAD, finished_at=timezone.now(), **changes))
    else:
        _mine(job).update(
            **released(state=Job.State.WAITING, run_after=timezone.now() + back_off(job.attempts), **changes)
        )


def take_back_jobs() -> int:
    """Free the jobs of killed workers; one that was tried often enough is given up. Returns how many were freed."""
    lost = Job.objects.filter(expired(timezone.now()), state=Job.State.RUNNING)
    if not lost.exists():
        return 0
    with transaction.atomic():
        given_up = lost.filter(attempts__gte=MOST_ATTEMPTS).update(
            **released(state=Job.State.DEAD, finished_at=timezone.now(), error=KILLED)
        )
        freed = lost.update(**released(state=Job.State.WAITING))
    logger.warning("Took back %d jobs of killed workers, gave up %d.", freed, given_up)
    return freed


def hand_back_jobs(*, holders: list[str]) -> None:
    """Free what a worker holds that must end now; the interrupted attempt does not count."""
    Job.objects.filter(state=Job.State.RUNNING, lease_holder__in=holders).update(
        **released(state=Job.State.WAITING, attempts=F("attempts") - 1)
    )


@transaction.atomic
def retry_dead_job(*, job: Job, by: Actor) -> Job:
    """Let a job that was given up be tried again from the start.

    Raises:
        NotAllowed: `by` is no operator.
        NothingToRetryError: the job was not given up.
    """
    require(is_operator, by=by)
    changed = Job.objects.filter(pk=job.pk, state=Job.State.DEAD).update(
        **released(state=Job.State.WAITING, attempts=0, run_after=timezone.now(), finished_at=None)
    )
    if not changed:
        raise NothingToRetryError
    audit.record(action="runs.job_retried", by=by, target=audit.Target("job", str(job.pk), job.function))
    job.refresh_from_db()
    return job


def clear_done_jobs() -> int:
    """Delete jobs done a week ago; jobs that were given up stay until somebody decides about them."""
    deleted, _by_model = Job.objects.filter(state=Job.State.DONE, finished_at__lt=timezone.now() - KEEP_DONE).delete()
    return deleted
