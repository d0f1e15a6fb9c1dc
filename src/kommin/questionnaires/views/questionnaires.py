"""Questionnaires of an organisation: the list, beginning one, its versions."""

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kommin.foundation.access import access, public
from kommin.foundation.ui.formatting import reader
from kommin.law.texts import Text
from kommin.people.models import Organisation
from kommin.questionnaires import actions, queries, rules
from kommin.questionnaires.definition import Definition, DefinitionError, load_json, schema
from kommin.questionnaires.errors import QuestionnaireError
from kommin.questionnaires.forms.texts import ImportForm, NewQuestionnaireForm
from kommin.questionnaires.models import QuestionnaireVersion
from kommin.questionnaires.shipped import application_form
from kommin.questionnaires.views.common import PER_PAGE, about, acting, done, questionnaire_of


@access(rules.may_open_the_room)
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """The questionnaires of the own organisation (all of them for the court of audit)."""
    actor = acting(request)
    page = Paginator(queries.questionnaires_for(actor), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "may_create": rules.edits_questionnaires.holds(actor),
        "is_auditor": rules.is_auditor.holds(actor),
    }
    return render(request, "questionnaires/list.html", context)


@access(rules.edits_questionnaires)
@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """Begin a questionnaire: empty, from the shipped application form, or from a file."""
    from_file = request.method == "POST" and "file" in request.FILES
    form = NewQuestionnaireForm(request.POST if request.method == "POST" and not from_file else None)
    file_form = ImportForm(request.POST, request.FILES) if from_file else ImportForm()
    form_in_use: forms.Form = file_form if from_file else form
    if request.method == "POST" and form_in_use.is_valid():
        version = _begin(request, form, file_form, from_file=from_file)
        if version:
            return done(request, _("The questionnaire is begun."), version.get_absolute_url())
    return render(request, "questionnaires/create.html", {"form": form, "file_form": file_form})


def _begin(
    request: HttpRequest, form: NewQuestionnaireForm, file_form: ImportForm, *, from_file: bool
) -> QuestionnaireVersion | None:
    actor = acting(request)
    organisation = get_object_or_404(Organisation, pk=actor.organisation_id)
    try:
        if from_file:
            definition: Definition | None = load_json(file_form.cleaned_data["file"].read())
            return actions.create_questionnaire(organisation=organisation, definition=definition, by=actor)
        definition = application_form() if form.cleaned_data["start"] == "application" else None
        return actions.create_questionnaire(
            organisation=organisation, title=form.cleaned_data["title"], definition=definition, by=actor
        )
    except DefinitionError as error:
        say_lines(file_form, error)
    except QuestionnaireError as error:
        (file_form if from_file else form).add_error(None, str(error))
    return None


def say_lines(form: forms.Form, error: DefinitionError) -> None:
    """Show where a file is wrong, each line with its place."""
    for path, text in error.lines[:10]:
        sentence = reader().text(Text("{path}: {text}", path=path, text=text)) if path else reader().text(text)
        form.add_error("file", sentence)


@access(rules.may_read, of=questionnaire_of)
@require_safe
def versions(request: HttpRequest, pk: int) -> HttpResponse:
    """A questionnaire with its versions."""
    questionnaire = about(request)
    found = questionnaire.versions.select_related("changed_by", "published_by", "based_on").defer("content")
    rows = list(found.order_by("-number")[:200])
    may_edit = rules.may_edit.holds(acting(request), questionnaire)
    context = {
        "questionnaire": questionnaire,
        "versions": rows,
        "may_begin": may_edit and bool(rows) and not rows[0].is_draft,
        "trail": [{"label": _("Questionnaires"), "href": reverse("questionnaires:list")}],
    }
    return render(request, "questionnaires/versions.html", context)


@access(rules.may_edit, of=questionnaire_of, sees=rules.may_read)
@require_POST
def begin_version(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin a new version from the one published last."""
    questionnaire = about(request)
    try:
        version = actions.derive_version(questionnaire=questionnaire, by=acting(request))
    except QuestionnaireError as error:
        messages.error(request, str(error))
        return HttpResponseRedirect(questionnaire.get_absolute_url())
    return HttpResponseRedirect(version.get_absolute_url())


@public
@require_safe
@cache_control(max_age=3600)
def json_schema(request: HttpRequest) -> HttpResponse:
    """The JSON Schema of definitions, at an address that stays."""
    address = request.build_absolute_uri(reverse("questionnaires:schema"))
    response = JsonResponse(schema(address), json_dumps_params={"indent": 1, "ensure_ascii": False})
    response["Content-Type"] = "application/schema+json"
    response["Access-Control-Allow-Origin"] = "*"
    return response
