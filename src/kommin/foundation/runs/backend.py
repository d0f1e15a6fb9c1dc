"""`@task()` functions become rows of `Job`, which `kommin worker` runs.

django-tasks is the interface that libraries know (the CMS enqueues through it); the rows are the house's own because a
job needs a lease, a count of attempts and an end for those that fail for good.
"""

from typing import Any

from django.utils import timezone
from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import Task, TaskResult, TaskResultStatus
from django_tasks.signals import task_enqueued
from django_tasks.utils import normalize_json


class HouseBackend(BaseTaskBackend):
    """Stores what is enqueued, in the caller's transaction."""

    supports_defer = True
    supports_priority = True
    supports_async_task = True

    def enqueue(self, task: Task, args: Any, kwargs: Any) -> TaskResult:
        from kommin.foundation.runs.models import Job  # models are not loaded yet when settings name this class

        self.validate_task(task)
        job = Job.objects.create(
            function=task.module_path,
            arguments=normalize_json({"args": args, "kwargs": kwargs}),
            queue=task.queue_name,
            priority=task.priority,
            run_after=task.run_after or timezone.now(),
        )
        result: TaskResult = TaskResult(
            task=task,
            id=str(job.pk),
            status=TaskResultStatus.READY,
            enqueued_at=job.enqueued_at,
            started_at=None,
            finished_at=None,
            last_attempted_at=None,
            args=list(args),
            kwargs=dict(kwargs),
            backend=self.alias,
            errors=[],
            worker_ids=[],
        )
        task_enqueued.send(type(self), task_result=result)
        return result
