"""The editor: sections and questions of a version."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kommin.foundation.access import access
from kommin.questionnaires import actions, editing, queries, rules
from kommin.questionnaires.actions import Edit
from kommin.questionnaires.definition import Definition, Section, Words, problems
from kommin.questionnaires.errors import EditConflict, QuestionnaireError
from kommin.questionnaires.forms.conditions import earlier, known_values, lines_for
from kommin.questionnaires.forms.questions import KIND_LABELS, NewQuestionForm
from kommin.questionnaires.forms.texts import SectionForm, TextsForm
from kommin.questionnaires.models import QuestionnaireVersion
from kommin.questionnaires.page import build_page
from kommin.questionnaires.page.boxes import Page
from kommin.questionnaires.trial_files import LOOKUPS
from kommin.questionnaires.views.common import about, acting, done, frame, may_edit, version_of
from kommin.questionnaires.wording import condition_in_words


@access(rules.may_read, of=version_of)
@require_safe
def outline(request: HttpRequest, pk: int) -> HttpResponse:
    """All sections and questions of a version, with what can be done to them."""
    version = about(request)
    context = frame(request, version, "version") | {
        "page": whole_form(request, version) if may_edit(request, version) else None,
        "sections": _sections(version.definition),
        "kinds": list(KIND_LABELS.items()),
        "introduction": version.definition.introduction,
    }
    return render(request, "questionnaires/outline.html", context)


def whole_form(request: HttpRequest, version: QuestionnaireVersion) -> Page:
    """The form as applicants see it, with the reader's own test answers, to stand beside the editing."""
    sheet = queries.trial_of(version, acting(request))
    live_url = reverse("questionnaires:try_live", args=[version.pk])
    return build_page(sheet.evaluate(version.definition, LOOKUPS), sheet.values, live_url=live_url)


def _sections(definition: Definition) -> list[dict[str, Any]]:
    faulty: dict[str, int] = {}
    for problem in problems(definition):
        if problem.level == "error":
            place = problem.question or f"section:{problem.section}"
            faulty[place] = faulty.get(place, 0) + 1
    return [
        {
            "section": section,
            "print": editing.part_print(definition, f"section:{section.key}"),
            "faults": faulty.get(f"section:{section.key}", 0),
            "condition": condition_in_words(section.only_if, definition),
            "first": index == 0,
            "last": index == len(definition.sections) - 1,
            "questions": [
                {
                    "question": question,
                    "kind": KIND_LABELS[question.kind],
                    "print": editing.part_print(definition, question.key),
                    "faults": faulty.get(question.key, 0),
                    "condition": condition_in_words(question.only_if, definition),
                    "first": index == 0 and place == 0,
                    "last": index == len(definition.sections) - 1 and place == len(section.questions) - 1,
                }
                for place, question in enumerate(section.questions)
            ],
        }
        for index, section in enumerate(definition.sections)
    ]


@access(rules.may_read, of=version_of, post=rules.may_edit)
@require_http_methods(["GET", "HEAD", "POST"])
def texts(request: HttpRequest, pk: int) -> HttpResponse:
    """The questionnaire's title and introduction."""
    version = about(request)
    if refused := closed(request, version):
        return refused
    definition = version.definition
    initial = TextsForm.initial_words(title=definition.title, introduction=definition.introduction)
    form = TextsForm(request.POST or None, initial=initial)
    seen = request.POST.get("seen") or editing.part_print(definition, "")
    if request.method == "POST" and form.is_valid():
        title, introduction = form.words("title"), form.words("introduction")
        edit = Edit(
            name="texts_changed",
            change=lambda stored: editing.set_texts(stored, title=title, introduction=introduction),
            seen=seen,
        )
        if saved := save(request, version, edit, form, _("The texts are saved.")):
            return saved
    context = frame(request, version, "") | {"form": form, "seen": seen, "heading": _("Title and introduction")}
    return render(request, "questionnaires/texts.html", context)


@access(rules.may_read, of=version_of, post=rules.may_edit)
@require_http_methods(["GET", "HEAD", "POST"])
def section(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """A section's texts and when it is shown."""
    version = about(request)
    if refused := closed(request, version):
        return refused
    definition = version.definition
    found = editing.find(definition, f"section:{key}")
    if not isinstance(found, Section):
        return gone(request, version)
    first = found.questions[0].key if found.questions else _first_after(definition, found)
    form = SectionForm(request.POST or None, initial=SectionForm.initial_words(title=found.title, help=found.help))
    lines = lines_for(definition, found.only_if, before=first, data=request.POST or None)
    seen = request.POST.get("seen") or editing.part_print(definition, f"section:{key}")
    if request.method == "POST" and all([form.is_valid(), lines is None or lines.is_valid()]):
        keep = lines is None and "drop_condition" not in request.POST
        condition = found.only_if if keep else lines.condition() if lines else None
        changed = Section(key=key, title=form.words("title"), help=form.words("help"), only_if=condition)
        edit = Edit(
            name="section_changed",
            change=lambda stored: editing.set_section(stored, key, changed),
            part=f"section:{key}",
            seen=seen,
            data={"section": key},
        )
        if saved := save(request, version, edit, form, _("The section is saved.")):
            return saved
    context = frame(request, version, "") | {
        "form": form,
        "lines": lines,
        "condition": condition_in_words(found.only_if, definition),
        "proposals": known_values(earlier(definition, first)),
        "seen": seen,
        "heading": _("Section “%(title)s”") % {"title": found.title.de},
    }
    return render(request, "questionnaires/section.html", context)


def _first_after(definition: Definition, section: Section) -> str:
    """The first question that follows an empty section; none when it is the last."""
    for other in definition.sections[definition.sections.index(section) + 1 :]:
        if other.questions:
            return other.questions[0].key
    return ""


@access(rules.may_edit, of=version_of, sees=rules.may_read)
@require_POST
def arrange(request: HttpRequest, pk: int) -> HttpResponse:
    """What the buttons of the outline do: add, move, copy and remove sections and questions."""
    version = about(request)
    back = version.get_absolute_url()
    do, _colon, rest = request.POST.get("do", "").partition(" ")
    part, _space, seen = rest.partition(" ")
    try:
        if do == "add_section":
            return _add_section(request, version, back)
        if do == "add_question":
            return _add_question(request, version, part, back)
        if do == "remove" and "sure" not in request.POST:
            return _ask(request, version, part, seen)
        edit = _moving(do, part, seen)
        actions.edit_definition(version=version, edit=edit, by=acting(request))
    except QuestionnaireError as error:
        messages.error(request, str(error))
        return HttpResponseRedirect(back)
    place = "" if do == "remove" else f"#{part.replace(':', '-')}"
    return HttpResponseRedirect(f"{back}{place}")


def _moving(do: str, part: str, seen: str) -> Edit:
    is_section = part.startswith("section:")
    key = part.removeprefix("section:")
    step = {"up": -1, "down": 1}.get(do)
    kind = "section" if is_section else "question"
    if step is not None:
        move = editing.move_section if is_section else editing.move_question
        return Edit(name=f"{kind}_moved", change=lambda stored: move(stored, key, step), data={kind: key, "by": step})
    if do == "copy" and is_section:
        return Edit(name="section_copied", change=lambda stored: editing.copy_section(stored, key), data={kind: key})
    if do == "copy":
        return Edit(
            name="question_copied", change=lambda stored: editing.copy_question(stored, key)[0], data={kind: key}
        )
    if do == "remove":
        remove = editing.remove_section if is_section else editing.remove_question
        return Edit(
            name=f"{kind}_removed",
            change=lambda stored: remove(stored, key),
            part=part,
            seen=seen or "-",
            data={kind: key},
        )
    raise Http404


def _add_section(request: HttpRequest, version: QuestionnaireVersion, back: str) -> HttpResponse:
    title = request.POST.get("section_title", "").strip()[:1000]
    if not title:
        messages.error(request, _("Give the section a title."))
        return HttpResponseRedirect(f"{back}#new-section")
    edit = Edit(name="section_added", change=lambda stored: editing.add_section(stored, title=Words(de=title)))
    actions.edit_definition(version=version, edit=edit, by=acting(request))
    return HttpResponseRedirect(f"{back}#new-section")


def _add_question(request: HttpRequest, version: QuestionnaireVersion, part: str, back: str) -> HttpResponse:
    key = part.removeprefix("section:")
    data = {"title": request.POST.get(f"title-{key}", ""), "kind": request.POST.get(f"kind-{key}", "")}
    form = NewQuestionForm(data)
    if not form.is_valid():
        messages.error(request, _("Write the question and choose its kind."))
        return HttpResponseRedirect(f"{back}#section-{key}")
    made: list[str] = []

    def change(stored: Definition) -> Definition:
        title = Words(de=form.cleaned_data["title"])
        changed, new = editing.add_question(stored, key, kind=form.cleaned_data["kind"], title=title)
        made.append(new)
        return changed

    edit = Edit(name="question_added", change=change, data={"section": key})
    actions.edit_definition(version=version, edit=edit, by=acting(request))
    return HttpResponseRedirect(reverse("questionnaires:question", args=[version.pk, made[0]]))


def _ask(request: HttpRequest, version: QuestionnaireVersion, part: str, seen: str) -> HttpResponse:
    found = editing.find(version.definition, part)
    if found is None:
        return gone(request, version)
    context = frame(request, version, "") | {"part": part, "seen": seen, "found": found}
    context["questions"] = found.questions if isinstance(found, Section) else []
    return render(request, "questionnaires/remove.html", context)


def closed(request: HttpRequest, version: QuestionnaireVersion) -> HttpResponse | None:
    """Published versions, and versions one may only read, have no forms."""
    if may_edit(request, version):
        return None
    if not version.is_draft:
        messages.info(request, _("This version is published and cannot be changed. Begin a new version."))
    return HttpResponseRedirect(version.get_absolute_url())


def gone(request: HttpRequest, version: QuestionnaireVersion) -> HttpResponse:
    messages.error(request, _("This part is no longer there. Somebody removed it in the meantime."))
    return HttpResponseRedirect(version.get_absolute_url())


def save(
    request: HttpRequest, version: QuestionnaireVersion, edit: Edit, form: Any, sentence: str
) -> HttpResponse | None:
    """Save an edit; None with the reason on the form when it is refused."""
    try:
        actions.edit_definition(version=version, edit=edit, by=acting(request))
    except EditConflict as error:
        form.add_error(None, str(error))
        form.conflict = True
        return None
    except QuestionnaireError as error:
        form.add_error(None, str(error))
        return None
    return done(request, sentence, f"{version.get_absolute_url()}#{edit.part.replace(':', '-')}")
