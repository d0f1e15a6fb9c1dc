"""Checking and publishing a version, comparing it with the one before, and its file."""

import json

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from kommin.foundation.access import access
from kommin.foundation.ui.formatting import reader
from kommin.questionnaires import actions, rules
from kommin.questionnaires.definition import ChangeKind, Definition, DefinitionError, Problem, compare, dump, problems
from kommin.questionnaires.errors import NotReady, QuestionnaireError
from kommin.questionnaires.forms.texts import ImportForm
from kommin.questionnaires.models import QuestionnaireVersion
from kommin.questionnaires.views.building import closed
from kommin.questionnaires.views.common import about, acting, done, frame, stamp_of, version_of
from kommin.questionnaires.views.questionnaires import say_lines

MOST_HINTS = 50


@access(rules.may_read, of=version_of, post=rules.may_edit)
@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """What is still missing, and the button that publishes."""
    version = about(request)
    if request.method == "POST":
        response = _publish(request, version)
        if response:
            return response
        version = version_of(request, pk)
    found = problems(version.definition)
    context = frame(request, version, "publish") | {
        "errors": [_line(version, one) for one in found if one.level == "error"],
        "hints": [_line(version, one) for one in found if one.level == "hint"][:MOST_HINTS],
        "count": len(version.definition.by_key),
    }
    return render(request, "questionnaires/publish.html", context)


def _publish(request: HttpRequest, version: QuestionnaireVersion) -> HttpResponse | None:
    try:
        actions.publish_version(version=version, stamp=stamp_of(request.POST), by=acting(request))
    except NotReady:
        return None  # the page lists what is missing
    except QuestionnaireError as error:
        messages.error(request, str(error))
        return None
    return done(request, _("The questionnaire is published. Calls can use it now."), version.get_absolute_url())


def _line(version: QuestionnaireVersion, problem: Problem) -> dict[str, str]:
    definition = version.definition
    question = definition.by_key.get(problem.question)
    section = next((one for one in definition.sections if one.key == problem.section), None)
    if question:
        place, address = (
            question.title.de or question.key,
            reverse("questionnaires:question", args=[version.pk, question.key]),
        )
    elif section:
        place, address = (
            section.title.de or section.key,
            reverse("questionnaires:section", args=[version.pk, section.key]),
        )
    else:
        name = "texts" if problem.path.startswith(("title", "introduction")) else "version"
        place, address = _("Questionnaire"), reverse(f"questionnaires:{name}", args=[version.pk])
    return {"place": place, "text": reader().text(problem.text), "href": address}


FIELDS = {
    "title": gettext_lazy("title"),
    "help": gettext_lazy("help"),
    "required": gettext_lazy("has to be answered"),
    "only_if": gettext_lazy("condition"),
    "section": gettext_lazy("moved to another section"),
    "kind": gettext_lazy("kind"),
    "choices": gettext_lazy("choices"),
    "columns": gettext_lazy("columns"),
    "rows": gettext_lazy("rows"),
    "formula": gettext_lazy("formula"),
}


@access(rules.may_read, of=version_of)
@require_safe
def changes(request: HttpRequest, pk: int) -> HttpResponse:
    """What differs from the version before, and what has to be answered again."""
    version = about(request)
    old = version.based_on.definition if version.based_on else Definition()
    found = compare(old, version.definition) if version.based_on else []
    labels = {ChangeKind.ADDED: _("new"), ChangeKind.REMOVED: _("removed"), ChangeKind.CHANGED: _("changed")}
    context = frame(request, version, "changes") | {
        "changes": [
            {
                "title": change.question.title.de,
                "kind": labels[change.kind],
                "fields": ", ".join(dict.fromkeys(str(FIELDS.get(name, _("limits"))) for name in change.fields)),
                "again": [reader().text(text) for text in change.again],
            }
            for change in found
        ]
    }
    return render(request, "questionnaires/changes.html", context)


@access(rules.may_read, of=version_of)
@require_safe
def export(request: HttpRequest, pk: int) -> HttpResponse:
    """The definition as a file."""
    version = about(request)
    text = json.dumps(dump(version.definition), ensure_ascii=False, indent=1)
    response = HttpResponse(f"{text}\n", content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="questionnaire-{version.pk}.json"'
    return response


@access(rules.may_read, of=version_of, post=rules.may_edit)
@require_http_methods(["GET", "HEAD", "POST"])
def import_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Replace a draft by a file."""
    version = about(request)
    if refused := closed(request, version):
        return refused
    form = ImportForm(request.POST, request.FILES) if request.method == "POST" else ImportForm()
    if request.method == "POST" and form.is_valid():
        try:
            actions.import_definition(
                version=version,
                stamp=stamp_of(request.POST),
                text=form.cleaned_data["file"].read(),
                by=acting(request),
            )
        except DefinitionError as error:
            say_lines(form, error)
        except QuestionnaireError as error:
            form.add_error(None, str(error))
        else:
            return HttpResponseRedirect(version.get_absolute_url())
    return render(request, "questionnaires/import.html", frame(request, version, "") | {"form": form})
