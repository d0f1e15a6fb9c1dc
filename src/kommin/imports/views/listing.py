"""Imports of a programme: the list, beginning one, its reconciliation, its rows, its export."""

from io import BytesIO
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kommin.foundation.access import access, acting, found
from kommin.foundation.tables import write_csv, write_xlsx
from kommin.imports import exports, queries, rules
from kommin.imports.actions.background import begin_or_start
from kommin.imports.actions.preparing import remembered, source_named
from kommin.imports.actions.reversing import obstacles
from kommin.imports.core.mapping import Mapping
from kommin.imports.core.preparing import LIMITS
from kommin.imports.forms import BeginForm
from kommin.imports.forms.deciding import occurring
from kommin.imports.models import GrantImport
from kommin.imports.presenting import controls_of, doubts_of, kinds_of, reasons_against, states, sums_of, work_of
from kommin.imports.views.common import FORM, attempt, frame, import_of, page_of, programme_of, trail
from kommin.programmes.models import Programme
from kommin.programmes.queries import programmes_for


@access(rules.may_open_the_room)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The programmes into which old grants can be taken over."""
    return render(request, "imports/home.html", {"page": page_of(request, programmes_for(acting(request)))})


@access(rules.may_read_imports, of=programme_of)
@require_safe
def listing(request: HttpRequest, slug: str) -> HttpResponse:
    """All imports of a programme, the latest first."""
    programme: Programme = found(request)
    context = {
        "programme": programme,
        "trail": trail(programme, to_list=False),
        "page": page_of(request, queries.imports_of(programme)),
        "may_import": rules.may_import.holds(acting(request), programme),
    }
    return render(request, "imports/list.html", context)


@access(rules.may_import, of=programme_of, sees=rules.may_read_imports)
@FORM
def begin(request: HttpRequest, slug: str) -> HttpResponse:
    """Take a file in; it is read at once, or by the worker if it is large. Nothing counts yet."""
    programme: Programme = found(request)
    form = BeginForm(request.POST or None, request.FILES or None)
    made: list[GrantImport] = []

    def act() -> None:
        given = form.cleaned_data
        made.append(
            begin_or_start(
                programme=programme, content=given["file"].read(LIMITS.bytes + 1), file_name=given["file"].name,
                by=acting(request), source=given["source"].strip(), control_total=given["control_total"],
                register=given.get("register"), given=_in_currency(programme, given),
            )
        )  # fmt: skip

    if request.method == "POST" and attempt(form, act):
        return HttpResponseRedirect(made[0].get_absolute_url())
    context = {"form": form, "programme": programme, "trail": trail(programme),
               "cancel": reverse("imports:list", args=[programme.slug])}  # fmt: skip
    return render(request, "imports/begin.html", context)


def _in_currency(programme: Programme, given: dict[str, Any]) -> Mapping | None:
    """What is remembered of the source, in the currency that was named; None leaves all to what is remembered."""
    if not given.get("currency"):
        return None
    known = remembered(programme, given["source"].strip() or source_named(given["file"].name))
    return known.with_(currency=given["currency"])


@access(rules.may_read_imports, of=import_of)
@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """What the file says and what would be, or was, loaded: to the cent."""
    row: GrantImport = found(request)
    context = frame(request, row, "detail") | {
        "sums": sums_of(row),
        "controls": controls_of(row),
        "doubts": doubts_of(row),
        "kinds": kinds_of(row),
        "reasons": reasons_against(row),
        "obstacles": obstacles(row) if row.state == "loaded" else [],
        "counts": row.summary.get("counts", {}),
        **work_of(row, acting(request)),
    }
    return render(request, "imports/detail.html", context)


@access(rules.may_read_imports, of=import_of)
@require_safe
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """How far reading or loading is, for the page that asks again; once it has ended, the page is to be loaded anew."""
    row: GrantImport = found(request)
    context = {"row": row, **work_of(row, acting(request))}
    answer = render(request, "imports/includes/work.html", context)
    if not row.is_at_work:
        answer["HX-Refresh"] = "true"
    return answer


@access(rules.may_read_imports, of=import_of)
@require_safe
def rows(request: HttpRequest, pk: int) -> HttpResponse:
    """The rows of the file with what was understood and what is doubtful."""
    row: GrantImport = found(request)
    state, kind = request.GET.get("state", ""), request.GET.get("kind", "")
    state = state if state in states() else ""
    kind = kind if kind in occurring(row) else ""
    listed = queries.rows_with(row, state=state, kind=kind).select_related("case")
    filters: dict[str, Any] = {"states": states(), "kinds": kinds_of(row), "state": state, "kind": kind}
    context = frame(request, row, "rows") | filters | {"page": page_of(request, listed)}
    return render(request, "imports/rows.html", context)


@access(rules.may_read_imports, of=import_of)
@require_safe
def export(request: HttpRequest, pk: str, file_format: str) -> HttpResponse | StreamingHttpResponse:
    """What was taken over, as a file that reads back to the same figures."""
    row: GrantImport = found(request)
    name = f'attachment; filename="{_("old-grants")}-{row.pk}.{file_format}"'
    if file_format == "csv":
        content = write_csv(exports.COLUMNS, exports.rows_of(row))
        answer = StreamingHttpResponse(content, content_type="text/csv; charset=utf-8")
        answer["Content-Disposition"] = name
        return answer
    buffer = BytesIO()
    write_xlsx(buffer, exports.COLUMNS, exports.rows_of(row), title=row.source)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return HttpResponse(buffer.getvalue(), content_type=kind, headers={"Content-Disposition": name})
