"""Giving files out."""

from uuid import UUID

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kommin.foundation.access import access
from kommin.foundation.files import queries, rules
from kommin.foundation.files.models import StoredFile

SANDBOX = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


def file_of(_request: HttpRequest, public_id: UUID) -> StoredFile:
    """The file an address is about."""
    stored = queries.file_named(public_id)
    if stored is None:
        raise Http404
    return stored


@access(rules.may_read_file, of=file_of)
@require_safe
def download(request: HttpRequest, public_id: UUID) -> HttpResponseBase:  # noqa: ARG001 - the rule has found it
    """The content, to be saved; `?show=1` shows an image in the browser, shut off from everything else."""
    stored: StoredFile = request.access_object  # type: ignore[attr-defined]
    if not stored.is_ready:
        return render(request, "files/quarantine.html", {"stored": stored}, status=409)
    return respond(stored, show=request.GET.get("show") == "1")


def respond(stored: StoredFile, *, show: bool = False) -> HttpResponseBase:
    """The answer that carries a file, for rooms that have checked the permission themselves.

    Raises:
        Http404: its content is gone.
    """
    if not stored.is_ready or not stored.path:
        raise Http404
    try:
        content = default_storage.open(stored.path)
    except FileNotFoundError:
        raise Http404 from None
    shown = show and stored.file_kind.shown_in_browser
    response = FileResponse(
        content, as_attachment=not shown, filename=stored.name, content_type=stored.file_kind.content_type
    )
    response["Content-Security-Policy"] = SANDBOX
    response["Cache-Control"] = "private, no-store"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["X-Content-Type-Options"] = "nosniff"
    return response
