"""Asking for more: write the request, look at it before it goes out, read it, move its day, take it back."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kommin.cases.errors import CaseError
from kommin.cases.models import Case
from kommin.examination import rules
from kommin.examination.actions import requesting as actions
from kommin.examination.actions.requesting import Wanted
from kommin.examination.dossier import CaseDossier
from kommin.examination.forms.checking import ExtendForm, ReasonForm, RequestForm, usual_day
from kommin.examination.items import Item, check_items
from kommin.examination.models import ItemVerdict, RequestState
from kommin.examination.parts import parts_of
from kommin.examination.recipients import told_of_extension, told_of_request, told_of_withdrawn_request
from kommin.examination.views.at_case import (
    asked,
    authority_of,
    case_with_application,
    done,
    here,
    new_mark,
    reader_of,
    refused,
    request_of,
    trail,
)
from kommin.foundation.access import access, acting, found

ASKABLE = (ItemVerdict.MISSING, ItemVerdict.UNCLEAR)


@access(rules.may_examine, sees=rules.may_read_inside, of=case_with_application)
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, number: str) -> HttpResponse:
    """Write a request; the second step shows the letter and what goes to whom, and sends it."""
    row: Case = found(request)
    if open_one := parts_of(row).open_request:
        return HttpResponseRedirect(open_one.get_absolute_url())
    items = check_items(CaseDossier(row))
    form = RequestForm(request.POST or None, initial=_initial(row))
    if request.method != "POST" or "back" in request.POST or not form.is_valid():
        return _write(request, row, form, items)
    wanted = _wanted(request, form, items)
    if not wanted:
        form.add_error(None, _("Choose at least one thing that you ask for."))
        return _write(request, row, form, items)
    if "send" not in request.POST:
        return _preview(request, row, form, wanted, items)
    try:
        sent = actions.send_request(
            case=row, wanted=wanted, text=form.cleaned_data["text"], due_on=form.cleaned_data["due_on"],
            once=form.cleaned_data["once"], by=acting(request),
        )  # fmt: skip
    except CaseError as error:
        form.add_error(error.field if error.field in form.fields else None, str(error))
        return _write(request, row, form, items)
    return done(request, _("The request was sent."), sent.get_absolute_url())


def _initial(row: Case) -> dict[str, Any]:
    letter = _(
        "Dear Sir or Madam,\n\nthank you for your application “%(title)s” (%(number)s). We have checked whether it is "
        "complete. To go on we still need what is listed below.\n\nPlease answer in the portal. If you have questions, "
        "write to us in the case.\n\nKind regards"
    ) % {"title": row.title, "number": row.number}
    return {"due_on": usual_day(), "text": letter, "once": new_mark()}


def _write(request: HttpRequest, row: Case, form: RequestForm, items: dict[str, Item]) -> HttpResponse:
    posted = request.method == "POST"
    standing = {one.item: one for one in parts_of(row).findings}
    chosen = set(request.POST.getlist("item")) if posted else set()
    lines = []
    for key, item in items.items():
        finding = standing.get(key)
        said = finding.verdict if finding and not finding.outdated else ""
        if not item.can_be_requested:
            continue
        lines.append(
            {
                "item": item,
                "checked": key in chosen if posted else said in ASKABLE,
                "verdict": request.POST.get(f"verdict-{key}", "") if posted else said,
                "note": request.POST.get(f"note-{key}", "") if posted else (finding.note if finding else ""),
            }
        )
    lines.sort(key=lambda line: not line["checked"])
    context = {
        "case": row,
        "form": form,
        "lines": [line for line in lines if line["checked"]],
        "others": [line for line in lines if not line["checked"]],
        "channels": told_of_request(row),
        "trail": trail(row),
    }
    return render(request, "examination/requests/ask.html", context, status=422 if form.errors else 200)


def _wanted(request: HttpRequest, form: RequestForm, items: dict[str, Item]) -> list[Wanted]:
    found_ones = []
    for key in dict.fromkeys(request.POST.getlist("item")[:200]):
        if key not in items:
            continue
        verdict = request.POST.get(f"verdict-{key}", "")
        if verdict not in ASKABLE:
            verdict = ItemVerdict.UNCLEAR if items[key].is_fine else ItemVerdict.MISSING
        note = request.POST.get(f"note-{key}", "")[:4000]
        found_ones.append(Wanted(key, verdict, note, items[key].title))
    if form.cleaned_data["extra"]:
        found_ones.append(Wanted(note=form.cleaned_data["extra_note"], title=form.cleaned_data["extra"]))
    return found_ones


def _preview(
    request: HttpRequest, row: Case, form: RequestForm, wanted: list[Wanted], items: dict[str, Item]
) -> HttpResponse:
    labels = dict(zip(ItemVerdict.values, ItemVerdict.labels, strict=True))
    hidden = [(name, value) for name, values in request.POST.lists() for value in values]
    skipped = {"csrfmiddlewaretoken", "send", "preview", "back"}
    context = {
        "case": row,
        "form": form,
        "letter": {
            "house": authority_of(row), "by": str(acting(request)), "text": form.cleaned_data["text"],
            "due_on": form.cleaned_data["due_on"],
            "items": [{"title": one.title, "verdict": labels[one.verdict], "note": one.note} for one in wanted],
        },
        "channels": told_of_request(row),
        "hidden": [(name, value) for name, value in hidden if name not in skipped],
        "trail": trail(row),
    }  # fmt: skip
    return render(request, "examination/requests/preview.html", context)


@access(rules.may_read_case, of=request_of)
@require_safe
def show(request: HttpRequest, number: str, round: int) -> HttpResponse:  # noqa: A002
    """The letter of a request, what became of it, and what can be done now."""
    row: Case = found(request)
    one = asked(row)
    who = reader_of(request, row)
    is_open = one.state == RequestState.OPEN and row.stage == "awaiting"
    context = {
        "case": row,
        "one": one,
        "who": who,
        "is_open": is_open,
        "house": one.by_house or authority_of(row),
        "trail": trail(row),
    }
    return render(request, "examination/requests/show.html", context)


@access(rules.may_examine, sees=rules.may_read_case, of=request_of)
@require_http_methods(["GET", "HEAD", "POST"])
def extend(request: HttpRequest, number: str, round: int) -> HttpResponse:  # noqa: A002
    """Give more time."""
    row: Case = found(request)
    one = asked(row)
    form = ExtendForm(request.POST or None, initial={"due_on": usual_day()})
    if request.method == "POST" and form.is_valid():
        try:
            actions.extend_request(
                request=one, due_on=form.cleaned_data["due_on"], reason=form.cleaned_data["reason"], by=acting(request)
            )
        except CaseError as error:
            if error.field not in form.fields:
                return refused(request, error, one.get_absolute_url())
            form.add_error(error.field, str(error))
        else:
            return done(request, _("The day was moved, and the municipality is told."), one.get_absolute_url())
    context = {"case": row, "one": one, "form": form, "channels": told_of_extension(row), "trail": _below(row, one)}
    return render(request, "examination/requests/extend.html", context, status=422 if form.errors else 200)


@access(rules.may_examine, sees=rules.may_read_case, of=request_of)
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, number: str, round: int) -> HttpResponse:  # noqa: A002
    """Take the request back, or go on without an answer."""
    row: Case = found(request)
    one = asked(row)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.withdraw_request(request=one, reason=form.cleaned_data["reason"], by=acting(request))
        except CaseError as error:
            return refused(request, error, one.get_absolute_url())
        return done(request, _("The request was withdrawn, and the municipality is told."), here("check", row))
    channels = told_of_withdrawn_request(row)
    context = {"case": row, "one": one, "form": form, "channels": channels, "trail": _below(row, one)}
    return render(request, "examination/requests/withdraw.html", context, status=422 if form.errors else 200)


def _below(row: Case, one: Any) -> list[dict[str, str]]:
    return [*trail(row), {"label": _("Request %(round)s") % {"round": one.round}, "href": one.get_absolute_url()}]
