"""What an operator watches: all long work, the clock, the workers, and what was given up."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kommin.foundation.access import access
from kommin.foundation.runs import queries, registry
from kommin.foundation.runs.actions import jobs
from kommin.foundation.runs.errors import RunsError
from kommin.foundation.runs.models import Job, TickState, WorkerBeat
from kommin.foundation.runs.requests import GuardedRequest
from kommin.foundation.runs.rules import is_operator
from kommin.foundation.runs.views.own import PER_PAGE

SILENT_AFTER_SECONDS = 120


@require_safe
@access(is_operator)
def listing(request: GuardedRequest) -> HttpResponse:
    """Everybody's long work."""
    page = Paginator(queries.all_runs(), PER_PAGE).get_page(request.GET.get("page"))
    figures = queries.progress_of(page.object_list)
    rows = [(run, figures[run.pk]) for run in page.object_list]
    return render(request, "runs/all.html", {"page": page, "rows": rows})


@require_safe
@access(is_operator)
def clock(request: GuardedRequest) -> HttpResponse:
    """What the clock does and when, and which workers are alive."""
    now = timezone.now()
    ticks = [tick for tick in TickState.objects.all() if tick.name in registry.ticks]
    workers = [
        (worker, (now - worker.seen_at).total_seconds() < SILENT_AFTER_SECONDS) for worker in WorkerBeat.objects.all()
    ]
    context = {"ticks": ticks, "workers": workers, "anybody": any(alive for _worker, alive in workers)}
    return render(request, "runs/clock.html", context)


@require_safe
@access(is_operator)
def given_up(request: GuardedRequest) -> HttpResponse:
    """Jobs that failed too often."""
    page = Paginator(queries.dead_jobs(), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "runs/given_up.html", {"page": page})


def job_from_url(_request: HttpRequest, job_id: uuid.UUID) -> Job:
    """The job an address is about."""
    return get_object_or_404(Job, pk=job_id)


@require_POST
@access(is_operator, of=job_from_url)
def retry_job(request: GuardedRequest, **_address: Any) -> HttpResponse:
    """Let a job be tried again."""
    try:
        jobs.retry_dead_job(job=request.access_object, by=request.actor)
    except RunsError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The job waits for a worker again."))
    return redirect("runs:given_up")
