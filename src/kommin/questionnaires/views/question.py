"""Editing one question, with its preview beside."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kommin.foundation.access import access
from kommin.foundation.ui.formatting import reader
from kommin.questionnaires import editing, queries, rules
from kommin.questionnaires.actions import Edit
from kommin.questionnaires.answering import evaluate
from kommin.questionnaires.definition import Definition, problems
from kommin.questionnaires.definition.dependencies import circles
from kommin.questionnaires.definition.questions import AnyQuestion, Calculated, MoneyAmount, Number, Scale, Table
from kommin.questionnaires.forms.conditions import earlier, known_values, lines_for
from kommin.questionnaires.forms.questions import (
    KIND_LABELS,
    LIST_TITLES,
    QuestionForm,
    all_valid,
    lists_for,
    read_lists,
)
from kommin.questionnaires.models import QuestionnaireVersion
from kommin.questionnaires.page import build_page
from kommin.questionnaires.trial_files import LOOKUPS
from kommin.questionnaires.views import building
from kommin.questionnaires.views.common import about, acting, frame, version_of
from kommin.questionnaires.wording import condition_in_words


class _Parts:
    """The forms of one question: its own fields, its lists, its condition."""

    def __init__(self, version: QuestionnaireVersion, question: AnyQuestion, data: Any) -> None:
        self.definition, self.question = version.definition, question
        base = version.based_on.definition if version.based_on else None
        has_predecessor = base is not None and question.key in base.by_key
        self.form = QuestionForm(data, question=question, has_predecessor=has_predecessor)
        self.lists = lists_for(question, data)
        self.lines = lines_for(self.definition, question.only_if, before=question.key, data=data)
        self.drop = data is not None and "drop_condition" in data

    @property
    def line_forms(self) -> list[Any]:
        """Every line of the lists and of the condition, for the summary of errors."""
        formsets = [*self.lists.values(), *([self.lines] if self.lines is not None else [])]
        return [form for formset in formsets for form in formset.forms if form.is_bound and form.errors]

    def build(self) -> AnyQuestion | None:
        """The question as the forms say; None when one of them is wrong."""
        parts = [self.form, *self.lists.values(), *([self.lines] if self.lines is not None else [])]
        if not all_valid(parts):
            return None
        kept = None if self.drop else self.question.only_if
        condition = kept if self.lines is None else self.lines.condition()
        built = self.form.build(read_lists(self.lists), condition)
        if isinstance(built, Calculated):
            self._check_formula(built)
        return built if not self.form.errors else None

    def _check_formula(self, question: Calculated) -> None:
        changed = editing.set_question(self.definition, question.key, question)
        for problem in problems(changed):
            if problem.question == question.key and problem.path.endswith(".formula"):
                self.form.add_error("formula", reader().text(problem.text))
        if question.key in circles(changed):
            self.form.add_error("formula", _("The figure would need its own result, directly or around corners."))


@access(rules.may_read, of=version_of, post=rules.may_edit)
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """One question: its texts, limits, choices and condition."""
    version = about(request)
    if refused := building.closed(request, version):
        return refused
    found = version.definition.by_key.get(key)
    if found is None:
        return building.gone(request, version)
    parts = _Parts(version, found, request.POST or None)
    seen = request.POST.get("seen") or editing.part_print(version.definition, key)
    if request.method == "POST":
        saved = _saved(request, version, parts, seen)
        if saved:
            return saved
    context = frame(request, version, "") | {
        "parts": parts,
        "form": parts.form,
        "lines": parts.lines,
        "lists": [(name, LIST_TITLES[found.kind, name], formset) for name, formset in parts.lists.items()],
        "question": found,
        "kind": KIND_LABELS[found.kind],
        "seen": seen,
        "condition": condition_in_words(found.only_if, version.definition),
        "proposals": known_values(earlier(version.definition, key)),
        "names": formula_names(version.definition, key) if isinstance(found, Calculated) else [],
        **_preview(request, version, found),
    }
    return render(request, "questionnaires/question.html", context)


def _saved(request: HttpRequest, version: QuestionnaireVersion, parts: _Parts, seen: str) -> HttpResponse | None:
    built = parts.build()
    if built is None:
        return None
    key = built.key
    edit = Edit(
        name="question_changed",
        change=lambda stored: editing.set_question(stored, key, built),
        part=key,
        seen=seen,
        data={"question": key},
    )
    response = building.save(request, version, edit, parts.form, _("The question is saved."))
    if response and "stay" in request.POST:
        return HttpResponseRedirect(reverse("questionnaires:question", args=[version.pk, key]))
    return response


@access(rules.may_edit, of=version_of, sees=rules.may_read)
@require_POST
def preview(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """The whole form with the question as it would look now; stores nothing."""
    version = about(request)
    found = version.definition.by_key.get(key)
    built = _Parts(version, found, request.POST).build() if found else None
    context = _preview(request, version, built) if built else {}
    return render(request, "questionnaires/preview.html", context)


def _preview(request: HttpRequest, version: QuestionnaireVersion, question: AnyQuestion) -> dict[str, Any]:
    alone = question.model_copy(update={"only_if": None})
    definition = editing.set_question(version.definition, question.key, alone)
    section = definition.section_of[question.key]
    shown = definition.model_copy(
        update={
            "sections": [
                one.model_copy(update={"only_if": None}) if one is section else one for one in definition.sections
            ]
        }
    )
    sheet = queries.trial_of(version, acting(request))
    evaluation = evaluate(Definition.model_construct(**shown.__dict__), sheet.values, LOOKUPS)
    return {
        "page": build_page(evaluation, sheet.values, is_preview=True),
        "edited": question.key,
        "preview_condition": condition_in_words(question.only_if, version.definition),
    }


def formula_names(definition: Definition, key: str) -> list[tuple[str, str]]:
    """What a formula can use: the word to write and what it means."""
    names: list[tuple[str, str]] = []
    for other in definition.by_key.values():
        title = other.title.de
        if other.key == key:
            continue
        if isinstance(other, Number | MoneyAmount | Scale | Calculated):
            names.append((other.key, title))
        elif isinstance(other, Table):
            names += [
                (
                    f"sum({other.key}.{column.key})",
                    _("Sum of “%(column)s” in “%(table)s”") % {"column": column.title.de, "table": title},
                )
                for column in other.columns
                if column.kind in ("number", "money")
            ]
            names.append((f"count({other.key})", _("Number of rows in “%(table)s”") % {"table": title}))
    return names
