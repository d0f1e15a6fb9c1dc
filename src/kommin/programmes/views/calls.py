"""Preparing a call: a task list, and one simple form for each part."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kommin.foundation.access import access
from kommin.law.errors import LawError
from kommin.programmes import actions, rules
from kommin.programmes.forms.calls import DatesForm, LegalValuesForm, QuestionsForm, RulesForm
from kommin.programmes.forms.rows import PART_FORMS, CallContactForm, CallForm, CallTextsForm, initial_of, watched
from kommin.programmes.legal import legal_values, regime_of
from kommin.programmes.models import Call, CallState, Criterion, Programme
from kommin.programmes.tasks_of_call import state_of
from kommin.programmes.views.common import (
    about,
    act_or_say,
    acting,
    attempt,
    call_of,
    done,
    form_page,
    programme_of,
    trail_of,
)
from kommin.programmes.views.programmes import FORM
from kommin.regimes.queries import regime_book
from kommin.regimes.reading import said

MAY_EDIT: dict[str, Any] = {"of": call_of, "sees": rules.may_read_programme}


def part_titles() -> dict[str, tuple[str, str]]:
    """Heading of the page, and of the form that adds a row."""
    return {
        "documents": (_("Documents to enclose"), _("Add a document")),
        "criteria": (_("Scoring criteria"), _("Add a criterion")),
        "timetable": (_("Timetable"), _("Add a date")),
    }


@access(rules.may_edit_programme, of=programme_of, sees=rules.may_read_programme)
@FORM
def create(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin to prepare a call."""
    programme: Programme = about(request)
    form = CallForm(request.POST or None)
    made: list[Call] = []
    if request.method == "POST" and attempt(
        form, lambda: made.append(actions.create_call(programme=programme, by=acting(request), **form.cleaned_data))
    ):
        return done(request, _("The call is there. The list shows what is still missing."), _address(made[0]))
    return form_page(request, form, title=_("New call"), trail=trail_of(programme))


@access(rules.may_read_programme, of=call_of)
@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The task list of a call, its state, and what can be done next."""
    call: Call = about(request)
    context = {
        "call": call,
        "trail": trail_of(call.programme),
        "may_edit": rules.may_edit_programme.holds(acting(request), call),
        "versions": call.versions.defer("content")[:50],
        "state": state_of(call, acting(request)),
    }
    return render(request, "programmes/call.html", context)


@access(rules.may_edit_programme, **MAY_EDIT)
@FORM
def texts(request: HttpRequest, pk: int) -> HttpResponse:
    """Titles and description."""
    call: Call = about(request)
    form = watched(CallTextsForm(request.POST or None, initial=initial_of(call, CallTextsForm)), call)
    return _edit(request, form, _("Title and description"))


@access(rules.may_edit_programme, **MAY_EDIT)
@FORM
def contact(request: HttpRequest, pk: int) -> HttpResponse:
    """Contact person and budget."""
    call = about(request)
    form = watched(CallContactForm(request.POST or None, initial=initial_of(call, CallContactForm)), call)
    return _edit(request, form, _("Contact and budget"))


@access(rules.may_edit_programme, **MAY_EDIT)
@FORM
def dates(request: HttpRequest, pk: int) -> HttpResponse:
    """Opening and deadline."""
    call: Call = about(request)
    form = DatesForm(request.POST or None, call=call)
    if request.method == "POST" and attempt(
        form, lambda: actions.change_call(call=call, by=acting(request), **form.values())
    ):
        return done(request, _("Saved."), _address(call))
    return form_page(request, form, title=_("Opening and deadline"), trail=trail_of(call))


@access(rules.may_edit_programme, **MAY_EDIT)
@FORM
def rules_of_call(request: HttpRequest, pk: int) -> HttpResponse:
    """Version of the guideline and building blocks."""
    return _edit(request, RulesForm(request.POST or None, call=about(request)), _("Guideline and building blocks"))


@access(rules.may_edit_programme, **MAY_EDIT)
@FORM
def questions(request: HttpRequest, pk: int) -> HttpResponse:
    """Which published questionnaire applicants answer."""
    call: Call = about(request)
    form = QuestionsForm(request.POST or None, call=call)
    empty = not form.fields["questionnaire"].queryset.exists()  # type: ignore[attr-defined]
    if empty:
        return render(request, "programmes/no_questions.html", {"call": call, "trail": trail_of(call)})
    lead = _("Only published versions can be chosen; a later version is chosen here again.")
    return _edit(request, form, _("Questions"), lead=lead)


@access(rules.may_read_programme, of=call_of, post=rules.may_edit_programme)
@FORM
def parts(request: HttpRequest, pk: int, part: str) -> HttpResponse:
    """Documents, criteria or timetable: the rows, and a form that adds one."""
    call: Call = about(request)
    model, form_class = PART_FORMS[part]
    rows = list(model._default_manager.filter(call=call))  # noqa: SLF001 - documented by Django
    initial = {"position": len(rows) + 1, "required": True, "most_points": 5}
    form = form_class(request.POST or None, initial=initial)
    row = model(call=call)
    if request.method == "POST" and attempt(
        form,
        lambda: actions.save_call_part(part=row, by=acting(request), **form.cleaned_data),  # type: ignore[arg-type]
    ):
        return done(request, _("Added."), reverse("programmes:call_parts", args=[call.pk, part]))
    title, add_title = part_titles()[part]
    context = {
        "call": call, "trail": trail_of(call), "part": part, "title": title, "add_title": add_title, "rows": rows,
        "form": form, "may_edit": rules.may_edit_programme.holds(acting(request), call),
        "total": sum(row.weight for row in rows if isinstance(row, Criterion)),
    }  # fmt: skip
    return render(request, "programmes/parts.html", context)


@access(rules.may_edit_programme, **MAY_EDIT)
@FORM
def edit_part(request: HttpRequest, pk: int, part: str, row_id: int) -> HttpResponse:
    """Change one document, criterion or date."""
    call: Call = about(request)
    model, form_class = PART_FORMS[part]
    row = get_object_or_404(model, call=call, pk=row_id)
    form = watched(form_class(request.POST or None, initial=initial_of(row, form_class)), row)
    back = reverse("programmes:call_parts", args=[call.pk, part])
    if request.method == "POST" and attempt(
        form,
        lambda: actions.save_call_part(part=row, by=acting(request), **form.cleaned_data),  # type: ignore[arg-type]
    ):
        return done(request, _("Saved."), back)
    trail = [*trail_of(call), {"label": part_titles()[part][0], "href": back}]
    remove = reverse("programmes:call_part_remove", args=[call.pk, part, row_id])
    return form_page(request, form, title=str(row), trail=trail, remove=remove)


@access(rules.may_edit_programme, **MAY_EDIT)
@require_POST
def remove_part(request: HttpRequest, pk: int, part: str, row_id: int) -> HttpResponse:
    """Take one document, criterion or date away."""
    call: Call = about(request)
    row = get_object_or_404(PART_FORMS[part][0], call=call, pk=row_id)
    return act_or_say(
        request,
        lambda: actions.remove_call_part(part=row, by=acting(request)),  # type: ignore[arg-type]
        sentence=_("Removed."),
        to=reverse("programmes:call_parts", args=[call.pk, part]),
    )


@access(rules.may_edit_programme, **MAY_EDIT)
@FORM
def law(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm the values of the law that nobody has confirmed."""
    call: Call = about(request)
    try:
        values, regime = legal_values(call, regime_book()), regime_of(call, regime_book())
    except LawError as error:
        raise Http404(said(error)) from error
    form = LegalValuesForm(request.POST or None, values=values)
    if request.method == "POST" and attempt(form, lambda: _judge(call, form, request)):
        return done(request, _("What you said is recorded with your name."), _address(call))
    context = {"call": call, "trail": trail_of(call), "form": form, "regime": regime, "values": values}
    return render(request, "programmes/law.html", context)


def _judge(call: Call, form: LegalValuesForm, request: HttpRequest) -> None:
    sayings = {name: actions.Saying(*said_) for name, said_ in form.sayings().items()}
    actions.judge_legal_values(call=call, sayings=sayings, by=acting(request))


def _edit(request: HttpRequest, form: forms.Form, title: str, **more: Any) -> HttpResponse:
    """A form whose fields are fields of the call."""
    call: Call = about(request)
    if request.method == "POST" and attempt(
        form, lambda: actions.change_call(call=call, by=acting(request), **form.cleaned_data)
    ):
        return done(request, _("Saved."), _address(call))
    if call.state == CallState.CLOSED and request.method != "POST":
        more.setdefault("lead", _("The call is closed; nothing of it can be changed."))
    return form_page(request, form, title=title, trail=trail_of(call), **more)


def _address(call: Call) -> str:
    return reverse("programmes:call", args=[call.pk])
