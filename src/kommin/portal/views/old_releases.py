"""Taking over old releases in the browser: list, sending a file, preview, reading, topics, release, taking back."""

import json
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kommin.foundation.access import access, acting, found
from kommin.foundation.runs.models import Run
from kommin.foundation.tables import write_csv
from kommin.portal import rules
from kommin.portal.actions.taking_over import begin_import, change_import, discard_import, release_import
from kommin.portal.actions.taking_over.reversing import obstacles, take_back_later
from kommin.portal.forms.old_releases import FIELD_LABELS, BeginForm, ReadingForm, TakeBackForm, TopicsForm, label_of
from kommin.portal.models import EntryChange, ReleaseImport
from kommin.portal.old_releases.errors import OldReleasesError
from kommin.portal.taking_over import queries, showing
from kommin.portal.taking_over.drafting import LIMITS
from kommin.portal.taking_over.errors import ReleaseImportError

FORM = require_http_methods(["GET", "HEAD", "POST"])
PER_PAGE = 25
REFUSALS = (ReleaseImportError, OldReleasesError)


def import_of(_request: HttpRequest, pk: int | str, **_rest: object) -> ReleaseImport:
    return get_object_or_404(ReleaseImport.objects.defer("content"), pk=pk)


@access(rules.may_take_over)
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """All imports, the latest first."""
    return render(request, "portal/imports/list.html", {"page": _page(request, queries.imports())})


@access(rules.may_take_over)
@FORM
def begin(request: HttpRequest) -> HttpResponse:
    """Send a file; it is read at once, and nothing is published."""
    form = BeginForm(request.POST or None, request.FILES or None)
    made: list[ReleaseImport] = []

    def act() -> None:
        given = form.cleaned_data
        with TemporaryDirectory() as folder:
            made.append(
                begin_import(
                    content=given["file"].read(LIMITS.bytes + 1), file_name=given["file"].name, by=acting(request),
                    source=given["source"], language=given["language"], files=form.archive(Path(folder)),
                )
            )  # fmt: skip

    if request.method == "POST" and _attempt(form, act):
        return HttpResponseRedirect(made[0].get_absolute_url())
    context = {"form": form, "trail": _trail(), "cancel": reverse("portal:imports"), "sources": queries.sources()}
    return render(request, "portal/imports/begin.html", context)


@access(rules.may_take_over, of=import_of)
@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """What the file holds, what is doubtful, and what loading would do or has done."""
    row: ReleaseImport = found(request)
    change = request.GET.get("change", "")
    change = change if change in EntryChange.values else ""
    doubtful = request.GET.get("doubts") == "1"
    page = _page(request, queries.entries_of(row, change=change, doubts=doubtful).defer(None))
    for entry in page:
        entry.shown = [(label_of(one.place), one) for one in entry.told]
        entry.drafted = showing.drafted(entry, row.language)
        entry.beside = sorted(filter(None, entry.files.values()))
    may_release = rules.may_release_import.holds(acting(request), row)
    context = _frame(request, row, "import") | {
        "page": page,
        "counts": row.summary.get("counts", {}),
        "doubts_by_kind": showing.by_kind(row.doubts),
        "changes": EntryChange.choices,
        "change": change,
        "doubtful": doubtful,
        "mapping": [(FIELD_LABELS[name], ", ".join(names)) for name, names in row.given.fields.items()],
        "may_release": may_release,
        "reasons": rules.may_release_import.explain(acting(request), row),
        "nothing": [_("Everything in the file is here already or held back.")],
        "may_take_back": rules.may_take_back_import.holds(acting(request), row),
        "obstacles": obstacles(row),
    }
    return render(request, "portal/imports/detail.html", context)


@access(rules.may_take_over, of=import_of)
@FORM
def reading(request: HttpRequest, pk: int) -> HttpResponse:
    """Which field of the file is what."""
    row: ReleaseImport = found(request)
    form = ReadingForm(request.POST or None, of=row)

    def act() -> None:
        language = form.cleaned_data["language"]
        change_import(release_import=row, by=acting(request), mapping=form.as_mapping(), language=language,
                      revision=_revision(request))  # fmt: skip

    if request.method == "POST" and _attempt(form, act):
        return _go_on(request, _("The file was read again."), row.get_absolute_url())
    return render(request, "portal/imports/reading.html", _frame(request, row, "import_reading") | {"form": form})


@access(rules.may_take_over, of=import_of)
@FORM
def topics(request: HttpRequest, pk: int) -> HttpResponse:
    """Which of our topics each old topic is."""
    row: ReleaseImport = found(request)
    form = TopicsForm(request.POST or None, of=row)

    def act() -> None:
        change_import(release_import=row, by=acting(request), topics=form.chosen(), revision=_revision(request))

    if request.method == "POST" and _attempt(form, act):
        return _go_on(request, _("The topics are kept."), row.get_absolute_url())
    return render(request, "portal/imports/topics.html", _frame(request, row, "import_topics") | {"form": form})


@access(rules.may_take_over, of=import_of)
@require_safe
def report(request: HttpRequest, pk: str, file_format: str) -> HttpResponse | StreamingHttpResponse:
    """The report of doubts, to be kept."""
    row: ReleaseImport = found(request)
    stem = _("old-releases")
    name = f'attachment; filename="{stem}-{row.pk}.{file_format}"'
    if file_format == "json":
        content = json.dumps(queries.report(row), ensure_ascii=False, indent=2)
        return HttpResponse(content, content_type="application/json", headers={"Content-Disposition": name})
    columns = [_("Entry"), _("Mark"), _("Headline"), _("Field"), _("Doubt"), _("What is said"), _("To be looked at")]
    answer = StreamingHttpResponse(write_csv(columns, queries.report_rows(row)), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = name
    return answer


@access(rules.may_release_import, of=import_of, sees=rules.may_take_over)
@require_POST
def release(request: HttpRequest, pk: int) -> HttpResponse:
    """Let it be loaded, as long work with progress."""
    row: ReleaseImport = found(request)
    try:
        run = release_import(release_import=row, by=acting(request), revision=_revision(request))
    except REFUSALS as error:
        messages.error(request, str(error))
        return HttpResponseRedirect(row.get_absolute_url())
    return HttpResponseRedirect(reverse("runs:show", args=[run.pk]))


@access(rules.may_take_over, of=import_of)
@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Put an import aside."""
    row: ReleaseImport = found(request)
    try:
        discard_import(release_import=row, by=acting(request))
    except REFUSALS as error:
        messages.error(request, str(error))
        return HttpResponseRedirect(row.get_absolute_url())
    return _go_on(request, _("The import is discarded; nothing of it was published."), row.get_absolute_url())


@access(rules.may_take_back_import, of=import_of, sees=rules.may_take_over)
@FORM
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo an import whole, as long work with progress."""
    row: ReleaseImport = found(request)
    form = TakeBackForm(request.POST or None)
    runs: list[Run] = []

    def act() -> None:
        reason = form.cleaned_data["reason"]
        runs.append(take_back_later(release_import=row, reason=reason, by=acting(request)))

    if request.method == "POST" and _attempt(form, act):
        return HttpResponseRedirect(reverse("runs:show", args=[runs[0].pk]))
    context = _frame(request, row, "import") | {"form": form, "obstacles": obstacles(row)}
    return render(request, "portal/imports/take_back.html", context)


# ---- shared


def _page(request: HttpRequest, rows: Any) -> Page[Any]:
    return Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))


def _attempt(form: forms.Form, act: Callable[[], Any]) -> bool:
    """Run an action for a valid form; a refusal is shown above it."""
    if not form.is_valid():
        return False
    try:
        act()
    except REFUSALS as error:
        form.add_error(None, str(error))
        return False
    return True


def _go_on(request: HttpRequest, sentence: str, to: str) -> HttpResponse:
    messages.success(request, sentence)
    return HttpResponseRedirect(to)


def _revision(request: HttpRequest) -> int | None:
    posted = request.POST.get("revision", "")
    return int(posted) if posted.isascii() and posted.isdigit() and len(posted) < 10 else None


def _trail() -> list[dict[str, str]]:
    return [{"label": _("Old releases"), "href": reverse("portal:imports")}]


def _frame(request: HttpRequest, row: ReleaseImport, current: str) -> dict[str, Any]:
    """What every page of an import shows."""
    pages = {"import": _("Preview") if row.is_open else _("Result")}
    if row.is_open:
        pages["import_reading"] = _("How it is read")
        if row.topics:
            pages["import_topics"] = _("Topics")
    tabs = [
        {"label": label, "href": reverse(f"portal:{name}", args=[row.pk]), "current": current == name}
        for name, label in pages.items()
    ]
    return {"row": row, "tabs": tabs if len(tabs) > 1 else [], "trail": _trail(), "revision": row.revision}
