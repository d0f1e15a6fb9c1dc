"""A person's own long work: how far it is, stop, resume, the result."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.files.storage import default_storage
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from kommin.foundation.access import Actor, access, signed_in
from kommin.foundation.runs import queries, registry
from kommin.foundation.runs.actions import runs
from kommin.foundation.runs.errors import RunsError
from kommin.foundation.runs.inside import inside_of
from kommin.foundation.runs.models import Run
from kommin.foundation.runs.requests import GuardedRequest
from kommin.foundation.runs.rules import can_steer_run, is_operator

PER_PAGE = 50
FAILED_SHOWN = 100


def run_from_url(_request: HttpRequest, run_id: uuid.UUID) -> Run:
    """The run an address is about."""
    return get_object_or_404(Run.objects.select_related("started_by"), pk=run_id)


@require_safe
@signed_in
def listing(request: GuardedRequest) -> HttpResponse:
    """Everything one has started oneself."""
    page = Paginator(queries.runs_of(request.user.pk), PER_PAGE).get_page(request.GET.get("page"))
    figures = queries.progress_of(page.object_list)
    rows = [(run, figures[run.pk]) for run in page.object_list]
    context = {"page": page, "rows": rows, "operator": is_operator.holds(request.actor)}
    return render(request, "runs/list.html", context)


@require_safe
@access(can_steer_run, of=run_from_url)
def show(request: GuardedRequest, **_address: Any) -> HttpResponse:
    """One run with its progress."""
    return render(request, "runs/show.html", _context(request.access_object))


@require_safe
@access(can_steer_run, of=run_from_url)
def progress(request: GuardedRequest, **_address: Any) -> HttpResponse:
    """The part of the page that changes, for the page that asks again every few seconds."""
    return render(request, "runs/_progress.html", _context(request.access_object))


def _context(run: Run) -> dict[str, object]:
    counted = queries.progress_of([run])[run.pk]
    kind = registry.kinds.get(run.kind)
    return {
        "run": run,
        "kind": kind.label if kind else run.kind,
        "about": kind.about(run) if kind and kind.about else "",
        "inside": inside_of(run),
        "single": bool(kind and kind.phases) and counted.total == 1,
        "counted": counted,
        "behind": counted.done + counted.failed,
        "failed": list(queries.failed_items(run)[:FAILED_SHOWN]) if counted.failed else [],
    }


@require_POST
@access(can_steer_run, of=run_from_url)
def stop(request: GuardedRequest, **_address: Any) -> HttpResponse:
    """Let no further item begin."""
    kind = registry.kinds.get(request.access_object.kind)
    whole = _("Stopped. What had been begun is undone whole; nothing was changed.")
    return _steer(request, runs.stop_run, whole if kind and kind.phases else _("Stopped. What is done stays done."))


@require_POST
@access(can_steer_run, of=run_from_url)
def resume(request: GuardedRequest, **_address: Any) -> HttpResponse:
    """Go on."""
    return _steer(request, runs.resume_run, _("It goes on."))


@require_POST
@access(can_steer_run, of=run_from_url)
def retry(request: GuardedRequest, **_address: Any) -> HttpResponse:
    """Try what failed again."""

    def retry_all(*, run: Run, by: Actor) -> Run:
        number = runs.retry_failed_items(run=run, by=by)
        told = ngettext("%(number)d item is tried again.", "%(number)d items are tried again.", number)
        messages.success(request, told % {"number": number})
        return run

    return _steer(request, retry_all, "")


def _steer(request: GuardedRequest, action: Callable[..., Run], told: str) -> HttpResponse:
    run: Run = request.access_object
    try:
        action(run=run, by=request.actor)
    except RunsError as error:
        messages.error(request, str(error))
    else:
        if told:
            messages.success(request, told)
    return redirect("runs:show", run_id=run.pk)


@require_safe
@access(can_steer_run, of=run_from_url)
def result(request: GuardedRequest, **_address: Any) -> FileResponse:
    """What the run made, as a download."""
    run: Run = request.access_object
    if not run.result_file or not default_storage.exists(run.result_file):
        raise Http404
    response = FileResponse(
        default_storage.open(run.result_file), as_attachment=True, filename=run.result_name,
        content_type=run.result_type or "application/octet-stream",
    )  # fmt: skip
    response["Cache-Control"] = "private, no-store"
    return response
