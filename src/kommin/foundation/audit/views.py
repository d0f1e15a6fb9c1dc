"""Pages for auditors and operators."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kommin.foundation.access import access, found
from kommin.foundation.audit import queries
from kommin.foundation.audit.forms import RecordFilterForm
from kommin.foundation.audit.models import Record
from kommin.foundation.audit.rules import is_auditor_or_operator

PER_PAGE = 50


def record_from_url(_request: HttpRequest, pk: int) -> Record:
    """The record of an address."""
    return get_object_or_404(Record.objects.select_related("personal"), pk=pk)


@access(is_auditor_or_operator)
@require_safe
def records(request: HttpRequest) -> HttpResponse:
    """All records, narrowed by what the reader looks for, the latest first."""
    form = RecordFilterForm(request.GET)
    chosen = queries.records(form.wanted()) if form.is_valid() else Record.objects.none()
    paginator = queries.RecordPaginator(chosen, PER_PAGE)
    page = paginator.get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "cut": paginator.is_cut, "most": queries.MOST_COUNTED}
    return render(request, "audit/records.html", context)


@access(is_auditor_or_operator, of=record_from_url)
@require_safe
def record(request: HttpRequest, pk: int) -> HttpResponse:  # noqa: ARG001 - part of the address
    """One record with its place in its chain."""
    row: Record = found(request)
    personal = getattr(row, "personal", None)
    context = {
        "record": row,
        "links": queries.links_of(row),
        "data": _lines(row.hashed()["data"]),
        "personal": personal,
        "personal_data": _lines(personal.data) if personal and not personal.erased_at else [],
    }
    return render(request, "audit/record.html", context)


def _lines(data: object, path: str = "") -> list[tuple[str, str]]:
    """Structured data as lines a person can read: where it stands, and what it says."""
    if isinstance(data, dict):
        return [line for key, value in data.items() for line in _lines(value, f"{path} › {key}" if path else key)]
    if isinstance(data, list) and any(isinstance(item, dict | list) for item in data):
        return [line for number, item in enumerate(data, 1) for line in _lines(item, f"{path} {number}")]
    return [(path, _words(data))]


def _words(value: object) -> str:
    match value:
        case None | "":
            return "–"
        case bool():
            return _("yes") if value else _("no")
        case list():
            return ", ".join(_words(item) for item in value) or "–"
    return str(value)
