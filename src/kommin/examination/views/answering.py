"""The municipality answers a request: exactly what was asked can be changed."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kommin.cases.content import PLAN, answers_in
from kommin.cases.errors import CaseError
from kommin.cases.forms.drafting import AboutForm
from kommin.cases.models import Case
from kommin.cases.plan import UNITS, cells, understood
from kommin.cases.shares import share_cells
from kommin.examination import rules
from kommin.examination.actions import answering as actions
from kommin.examination.answer import DROPPED, REMARK, AnswerDossier
from kommin.examination.changes import between
from kommin.examination.items import ABOUT_ITEM, PLAN_ITEM, QUESTION
from kommin.examination.models import InformationRequest, RequestState
from kommin.examination.plan_form import plan_context
from kommin.examination.recipients import told_of_answer
from kommin.examination.views.at_case import asked, done, here, refused, request_of, trail
from kommin.foundation.access import access, acting, found
from kommin.foundation.files.actions import Intake, Taken
from kommin.foundation.files.kinds import kinds_of_endings
from kommin.foundation.files.queries import file_named
from kommin.programmes.timing import moment_received
from kommin.questionnaires.definition.questions import Files
from kommin.questionnaires.page import build_page, read_form
from kommin.questionnaires.page.boxes import Box

MEGABYTE = 1_000_000


@access(rules.may_answer, sees=rules.may_read_case, of=request_of)
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, number: str, round: int) -> HttpResponse:  # noqa: A002
    """Write the answer, save it, come back to it."""
    row: Case = found(request)
    one = asked(row)
    if one.state != RequestState.OPEN or row.stage != "awaiting":
        return HttpResponseRedirect(one.get_absolute_url())
    if request.method == "POST":
        return _save(request, row, one)
    return _page(request, AnswerDossier(one, row), check="check" in request.GET)


def _save(request: HttpRequest, row: Case, one: InformationRequest) -> HttpResponse:
    state = AnswerDossier(one, row)
    address = here("answer", row, round=one.round)
    try:
        fields, only_rows, refusals = _read(request, state)
        saved = actions.save_answer(request=one, fields=fields, seen=_seen(request), by=acting(request))
    except CaseError as error:
        return refused(request, error, one.get_absolute_url())
    for refusal in refusals:
        messages.error(request, refusal)
    if saved.clashes:
        messages.warning(
            request,
            _("A colleague has changed the same fields since you opened the page. Theirs stay, yours are shown below."),
        )
        return _page(request, saved.answer, clashes={key: fields[key] for key in saved.clashes})
    if only_rows:
        return HttpResponseRedirect(f"{address}#q-{only_rows}-box")
    if refusals:
        return HttpResponseRedirect(address)
    if "next" in request.POST:
        return HttpResponseRedirect(here("hand_in", row, round=one.round))
    return done(request, _("Saved. The authority sees nothing of it until you hand it in."), address)


def _read(request: HttpRequest, state: AnswerDossier) -> tuple[dict[str, Any], str, list[str]]:
    """The fields that stood on the page, whether only rows of a table were added, and files that were refused."""
    fields, only_rows, refusals = _read_questions(request, state)
    if ABOUT_ITEM in state.asked and "title" in request.POST:
        form = AboutForm(request.POST, content=state.dossier.call)
        form.is_valid()
        fields |= form.to_keep()
    if state.opens_plan:
        years = state.financing.plan.years
        names = [*cells(state.dossier.call, years), UNITS, *share_cells(state.dossier.parties)]
        fields |= {name: understood(request.POST[name]) for name in names if name in request.POST}
    for item in state.items:
        name = f"{REMARK}{item.item}"
        if name in request.POST:
            fields[name] = request.POST[name].strip().replace("\r\n", "\n") or None
        for stored in state.earlier.of_purpose(item.item):
            if f"listed-{stored.public_id}" in request.POST:
                fields[f"{DROPPED}{stored.public_id}"] = f"{DROPPED}{stored.public_id}" in request.POST or None
        uploads: list[Any] = request.FILES.getlist(f"file-{item.item}")
        if uploads:
            taken = actions.add_answer_files(request=state.request, item=item.item, uploads=uploads, by=acting(request))
            refusals += [f"{one.name}: {one.refusal}" for one in taken if one.refusal]
    return fields, only_rows, refusals


def _read_questions(request: HttpRequest, state: AnswerDossier) -> tuple[dict[str, Any], str, list[str]]:
    fields: dict[str, Any] = {}
    refusals: list[str] = []
    definition = state.dossier.definition
    read = read_form(definition, answers_in(state.values), request.POST, request.FILES, language=get_language() or "de")
    for key in read.asked & state.questions():
        fields[key] = read.values.get(key)
    for key, uploads in read.uploads.items():
        if key in fields:
            taken = _store(state, key, uploads, request)
            fields[key] = [*(fields[key] or []), *(str(one.stored.public_id) for one in taken if one.stored)] or None
            refusals += [f"{one.name}: {one.refusal}" for one in taken if one.refusal]
    return fields, read.only_rows, refusals


def _store(state: AnswerDossier, key: str, uploads: Any, request: HttpRequest) -> list[Taken]:
    question = state.dossier.definition.by_key[key]
    if not isinstance(question, Files):
        return []
    intake = Intake(
        kinds=kinds_of_endings(set(question.types)), largest=int(question.max_megabytes) * MEGABYTE, most=100
    )
    return actions.add_answer_files(
        request=state.request, item=f"{QUESTION}{key}", uploads=uploads, by=acting(request), intake=intake
    )


def _page(
    request: HttpRequest, state: AnswerDossier, *, check: bool = False, clashes: dict[str, Any] | None = None
) -> HttpResponse:
    dossier = state.dossier
    stored = answers_in({**state.values, **{key: value for key, value in (clashes or {}).items() if value is not None}})
    page = build_page(dossier.evaluation, stored, check=check)
    boxes = {box.key: box for section in page.sections for box in section.boxes}
    questions = state.questions()
    asked_ones = {item.item for item in state.items}
    follow_ups = [boxes[key] for key in boxes if key in questions and f"{QUESTION}{key}" not in asked_ones]
    values = {**state.values, **(clashes or {})}
    context = {
        "case": state.case,
        "one": state.request,
        "lines": [_line(item, state, boxes) for item in state.items],
        "follow_ups": [replace(box, shown=True) for box in follow_ups],
        "page": page,
        "about_form": AboutForm(
            content=dossier.call, check=check, initial={name: values.get(key) for name, key in AboutForm.KEYS.items()}
        ),
        "plan_moved": PLAN_ITEM not in asked_ones and state.opens_plan,
        "seen": state.sheet.revision,
        "clashes": sorted(clashes or ()),
        "may_hand_in": rules.may_hand_in.test(acting(request), state.case),
        "lacks": state.lacks() if check else [],
        "trail": [*trail(state.case), {"label": _("Request %(round)s") % {"round": state.request.round},
                                       "href": state.request.get_absolute_url()}],
    }  # fmt: skip
    if state.opens_plan:
        context |= plan_context(dossier, values)
    return render(request, "examination/requests/answer.html", context, status=409 if clashes else 200)


def _line(item: Any, state: AnswerDossier, boxes: dict[str, Box]) -> dict[str, Any]:
    key = item.item
    question = key.removeprefix(QUESTION) if key.startswith(QUESTION) else ""
    earlier = [] if question else state.earlier.of_purpose(key)
    return {
        "asked": item,
        "box": boxes.get(question) if question else None,
        "is_about": key == ABOUT_ITEM,
        "is_plan": key == PLAN_ITEM,
        "takes_files": bool(state.takes_files([key])) and not question,
        "earlier": [(stored, str(stored.public_id) in state.dropped) for stored in earlier],
        "new": [] if question else state.files_for(key),
        "remark": state.remark(key),
        "remark_name": f"{REMARK}{key}",
    }


@access(rules.may_answer, sees=rules.may_read_case, of=request_of)
@require_POST
def remove_file(request: HttpRequest, number: str, round: int, public_id: Any) -> HttpResponse:  # noqa: A002
    """Take a file of the draft away."""
    row: Case = found(request)
    one = asked(row)
    stored = file_named(public_id)
    if stored is None:
        raise Http404
    try:
        actions.remove_answer_file(request=one, stored=stored, by=acting(request))
    except CaseError as error:
        return refused(request, error, one.get_absolute_url())
    return done(request, _("The file was removed."), here("answer", row, round=one.round))


@access(rules.may_answer, sees=rules.may_read_case, of=request_of)
@require_http_methods(["GET", "HEAD", "POST"])
def hand_in(request: HttpRequest, number: str, round: int) -> HttpResponse:  # noqa: A002
    """Look at what has changed and at what goes to whom, then hand it in."""
    row: Case = found(request)
    one = asked(row)
    by, received = acting(request), moment_received(request)
    if request.method == "POST":
        try:
            actions.hand_in_answer(request=one, received=received, by=by)
        except CaseError as error:
            return refused(request, error, here("hand_in", row, round=one.round))
        return done(request, _("Your answer was handed in."), one.get_absolute_url())
    if one.state != RequestState.OPEN or row.stage != "awaiting":
        return HttpResponseRedirect(one.get_absolute_url())
    state = AnswerDossier(one, row)
    titles = {item.item: item.title for item in state.items}
    context = {
        "case": row,
        "one": one,
        "lacks": state.lacks(),
        "changes": between(state.earlier, state.dossier, state.changed_keys(), titles),
        "remarks": [(item.title, state.remark(item.item)) for item in state.items if state.remark(item.item)],
        "plan_changed": any(key.startswith(PLAN) for key in state.changed_keys()),
        "late": actions.is_late(one, received),
        "channels": told_of_answer(row),
        "may_hand_in": rules.may_hand_in.test(by, row),
        "why_not": rules.may_hand_in.explain(by, row),
        "trail": [*trail(row), {"label": _("Request %(round)s") % {"round": one.round},
                                "href": one.get_absolute_url()}],
    }  # fmt: skip
    return render(request, "examination/requests/hand_in.html", context)


def _seen(request: HttpRequest) -> int:
    text = request.POST.get("seen", "")
    return int(text) if text.isdecimal() and len(text) < 9 else 0
