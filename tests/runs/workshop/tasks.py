import time

from django_tasks import task

from runs.workshop.marks import mark


@task()
def leave_mark(what: str) -> None:
    mark(what)


@task()
def always_fails() -> None:
    raise RuntimeError("broken on purpose")


@task()
def mark_then_sleep(seconds: float) -> None:
    mark("begun")
    time.sleep(seconds)
    mark("ended")
