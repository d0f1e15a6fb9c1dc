"""Trying a questionnaire out with test answers, reading and printing it."""

from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kommin.foundation.access import access
from kommin.foundation.tables import write_csv, write_xlsx
from kommin.questionnaires import actions, exporting, queries, rules
from kommin.questionnaires.answering import Evaluation
from kommin.questionnaires.models import QuestionnaireVersion
from kommin.questionnaires.page import build_page, live_response, read_form
from kommin.questionnaires.page.reading import Read
from kommin.questionnaires.printing import print_answers, print_empty
from kommin.questionnaires.reading_view import reading_sections
from kommin.questionnaires.trial_files import LOOKUPS, file_id
from kommin.questionnaires.views.common import about, acting, done, frame, version_of


@access(rules.may_read, of=version_of)
@require_http_methods(["GET", "HEAD", "POST"])
def attempt(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole questionnaire with the reader's own test answers; posted from beside the editor, back to there."""
    version = about(request)
    beside = "beside" in request.POST
    here = version.get_absolute_url() if beside else reverse("questionnaires:try", args=[version.pk])
    if request.method == "POST":
        return _keep(request, version, here)
    sheet = queries.trial_of(version, acting(request))
    evaluation = sheet.evaluate(version.definition, LOOKUPS)
    page = build_page(
        evaluation,
        sheet.values,
        check="check" in request.GET,
        live_url=reverse("questionnaires:try_live", args=[version.pk]),
    )
    context = frame(request, version, "try") | {"page": page, "checked": "check" in request.GET}
    return render(request, "questionnaires/try.html", context)


def _keep(request: HttpRequest, version: QuestionnaireVersion, here: str) -> HttpResponse:
    stored = queries.trial_of(version, acting(request)).values
    read = read_form(version.definition, stored, request.POST, request.FILES, language=get_language() or "de")
    actions.save_trial(version=version, values=_with_files(version, read), by=acting(request))
    if read.only_rows:
        return HttpResponseRedirect(f"{here}#q-{read.only_rows}-box")
    return HttpResponseRedirect(f"{here}?check=1" if "check" in request.POST else here)


def _with_files(version: QuestionnaireVersion, read: Read) -> dict[str, Any]:
    """Test answers keep the name and size of a file; the file itself is thrown away."""
    values = dict(read.values)
    for key, uploads in read.uploads.items():
        ids = [file_id(upload.name or "", upload.size or 0) for upload in uploads[:50]]
        values[key] = list(dict.fromkeys([*values.get(key, []), *ids]))
    return values


@access(rules.may_read, of=version_of)
@require_POST
def live(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep the page in step while test answers are typed."""
    version = about(request)
    sheet = queries.trial_of(version, acting(request))
    return live_response(request, version.definition, sheet.values, lookups=LOOKUPS)


@access(rules.may_read, of=version_of)
@require_POST
def clear(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw the own test answers away."""
    version = about(request)
    actions.clear_trial(version=version, by=acting(request))
    return done(request, _("Your test answers are gone."), reverse("questionnaires:try", args=[version.pk]))


@access(rules.may_read, of=version_of)
@require_safe
def reading(request: HttpRequest, pk: int) -> HttpResponse:
    """The test answers as somebody reads them who examines an application."""
    version = about(request)
    evaluation = _evaluation(request, version)
    context = frame(request, version, "try") | {"sections": reading_sections(evaluation)}
    return render(request, "questionnaires/reading_page.html", context)


@access(rules.may_read, of=version_of)
@require_safe
def printed(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """The printed form, empty or with the own test answers."""
    version = about(request)
    footer = str(version)
    if what not in ("empty", "answers"):
        raise Http404
    if what == "empty":
        document = print_empty(version.definition, day=localdate(), footer=footer)
    else:
        document = print_answers(_evaluation(request, version), day=localdate(), footer=footer)
    response = HttpResponse(document.content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="questionnaire-{version.pk}-{what}.pdf"'
    return response


@access(rules.may_read, of=version_of)
@require_safe
def exported(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    """The own test answers as JSON, CSV or XLSX."""
    version = about(request)
    write = _WRITERS.get(form)
    if write is None:
        raise Http404
    response = write(version, _evaluation(request, version))
    response["Content-Disposition"] = f'attachment; filename="answers-{version.pk}.{form}"'
    return response


def _evaluation(request: HttpRequest, version: QuestionnaireVersion) -> Evaluation:
    return queries.trial_of(version, acting(request)).evaluate(version.definition, LOOKUPS)


def _json(_version: QuestionnaireVersion, evaluation: Evaluation) -> HttpResponse:
    return JsonResponse(exporting.export_json(evaluation), json_dumps_params={"indent": 1, "ensure_ascii": False})


def _titles(version: QuestionnaireVersion) -> list[str]:
    return [title for _name, title in exporting.columns(version.definition, get_language() or "de")]


def _csv(version: QuestionnaireVersion, evaluation: Evaluation) -> HttpResponse:
    pieces = write_csv(_titles(version), [exporting.flat_row(evaluation)])
    return HttpResponse("".join(pieces), content_type="text/csv; charset=utf-8")


def _xlsx(version: QuestionnaireVersion, evaluation: Evaluation) -> HttpResponse:
    target = BytesIO()
    write_xlsx(target, _titles(version), [exporting.flat_row(evaluation)], title=_("Answers"))
    return HttpResponse(
        target.getvalue(), content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    )


_WRITERS: Mapping[str, Callable[[QuestionnaireVersion, Evaluation], HttpResponse]] = {
    "json": _json,
    "csv": _csv,
    "xlsx": _xlsx,
}
