"""The ticks of the house itself."""

from datetime import time, timedelta

from django.contrib.sessions.models import Session
from django.utils import timezone

from kommin.foundation.audit.actions import seal
from kommin.foundation.runs.actions.clearing import clear_old_runs
from kommin.foundation.runs.actions.items import take_back_items
from kommin.foundation.runs.actions.jobs import clear_done_jobs, take_back_jobs
from kommin.foundation.runs.actions.workers import clear_silent_workers
from kommin.foundation.runs.registry import tick


@tick(name="runs.take_back", every=timedelta(seconds=10))
def take_back_from_killed_workers() -> None:
    """Free what killed workers held."""
    take_back_jobs()
    take_back_items()


@tick(name="audit.seal", every=timedelta(minutes=1))
def seal_audit_records() -> None:
    """Chain what was recorded since the last seal."""
    seal(timezone.now())


@tick(name="runs.clear", at=time(3, 40))
def clear_old_work() -> None:
    """Delete jobs and runs done long ago and workers not seen for a day."""
    clear_done_jobs()
    clear_old_runs()
    clear_silent_workers()


@tick(name="runs.sessions", at=time(3, 50))
def clear_expired_sessions() -> None:
    """Delete sessions that have ended."""
    Session.objects.filter(expire_date__lt=timezone.now()).delete()
