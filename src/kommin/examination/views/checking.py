"""The completeness check."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kommin.cases.errors import CaseError
from kommin.cases.models import Case, Stage
from kommin.examination import rules
from kommin.examination.actions import checking as actions
from kommin.examination.actions.checking import CHECKABLE, Judgement
from kommin.examination.changes import Change, changes_of
from kommin.examination.dossier import CaseDossier
from kommin.examination.forms.checking import ReasonForm
from kommin.examination.items import Group, check_groups
from kommin.examination.models import Finding, ItemVerdict
from kommin.examination.parts import parts_of
from kommin.examination.views.at_case import case_with_application, done, here, reader_of, refused, trail
from kommin.foundation.access import access, acting, found

SHOWN_LENGTH = 400


@access(rules.may_read_inside, of=case_with_application, post=rules.may_examine)
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, number: str) -> HttpResponse:
    """Go through everything that the call requires."""
    row: Case = found(request)
    if request.method == "POST":
        return _judge(request, row)
    return _page(request, row)


def _judge(request: HttpRequest, row: Case) -> HttpResponse:
    by, address = acting(request), here("check", row)
    try:
        judged = actions.judge_items(case=row, judgements=_read(request), by=by)
        if "fine" in request.POST:
            accepted = actions.accept_fine(case=row, by=by)
            messages.success(
                request, _("%(count)s items were accepted that look fine.") % {"count": len(accepted.saved)}
            )
    except CaseError as error:
        return refused(request, error, address)
    if judged.clashes:
        for clash in judged.clashes:
            messages.warning(
                request,
                _("%(name)s judged one item meanwhile (“%(verdict)s”). Theirs stays; please look at it again.")
                % {"name": clash.by_name, "verdict": clash.get_verdict_display()},
            )
        return HttpResponseRedirect(address)
    if "request" in request.POST:
        return HttpResponseRedirect(here("ask", row))
    if "finish" in request.POST:
        return HttpResponseRedirect(here("finish_check", row))
    return (
        done(request, _("Saved."), address)
        if judged.saved or "fine" not in request.POST
        else HttpResponseRedirect(address)
    )


def _read(request: HttpRequest) -> list[Judgement]:
    """What was posted, item by item; an item without a verdict was not judged."""
    found_ones = []
    for item in dict.fromkeys(request.POST.getlist("item")[:500]):
        verdict = request.POST.get(f"verdict-{item}", "")
        seen = request.POST.get(f"seen-{item}", "")
        if verdict:
            note = request.POST.get(f"note-{item}", "")
            found_ones.append(Judgement(item, verdict, note, int(seen) if seen.isdecimal() and len(seen) < 9 else 0))
    return found_ones


def _page(request: HttpRequest, row: Case) -> HttpResponse:
    dossier, parts = CaseDossier(row), parts_of(row)
    groups = check_groups(dossier)
    standing = {one.item: one for one in parts.findings}
    changed: dict[str, list[Change]] = {}
    for turn in changes_of(row, parts.supplements):
        for change in turn.changes:
            changed.setdefault(change.item, []).append(change)
    lines = [_group(group, standing, changed) for group in groups]
    who = reader_of(request, row)
    context = {
        "case": row,
        "application": row.application,
        "who": who,
        "groups": lines,
        "verdicts": list(zip(ItemVerdict.values, ItemVerdict.labels, strict=True)),
        "counts": parts.checked.counts,
        "to_judge": sum(line["open"] for group in lines for line in group["items"]),
        "fine": sum(line["open"] and line["item"].is_fine for group in lines for line in group["items"]),
        "open_request": parts.open_request,
        "may_judge": who.examines and row.stage in CHECKABLE,
        "may_finish": who.examines and row.stage in (Stage.RECEIVED, Stage.CHECKING),
        "may_reopen": who.examines and row.stage in (Stage.SCORING, Stage.ASSESSED),
        "trail": trail(row),
    }
    return render(request, "examination/checking/check.html", context)


def _group(group: Group, standing: dict[str, Finding], changed: dict[str, list[Change]]) -> dict[str, Any]:
    lines = []
    for item in group.items:
        finding = standing.get(item.key)
        lines.append(
            {
                "item": item,
                "finding": finding,
                "open": finding is None or finding.outdated,
                "verdict": finding.verdict if finding and not finding.outdated else "",
                "note": finding.note if finding else "",
                "seen": finding.stamp if finding else 0,
                "changes": changed.get(item.key, ()),
            }
        )
    return {
        "key": group.key,
        "title": group.title,
        "lang": group.lang,
        "items": lines,
        "open": sum(line["open"] for line in lines),
        "unfold": any(line["open"] or line["verdict"] != ItemVerdict.ACCEPTED for line in lines),
    }


@access(rules.may_examine, sees=rules.may_read_inside, of=case_with_application)
@require_http_methods(["GET", "HEAD", "POST"])
def finish(request: HttpRequest, number: str) -> HttpResponse:
    """End the check: complete, or incomplete with a reason."""
    row: Case = found(request)
    complete = request.POST.get("end") == "complete"
    form = ReasonForm(request.POST if request.method == "POST" and not complete else None)
    if request.method == "POST" and (complete or form.is_valid()):
        reason = "" if complete else form.cleaned_data["reason"]
        try:
            actions.finish_check(case=row, complete=complete, reason=reason, by=acting(request))
        except CaseError as error:
            return refused(request, error, here("finish_check", row))
        return done(request, _("The completeness check has ended."), row.get_absolute_url())
    lacking = [item for item in actions.open_items(row).values() if item.required]
    context = {"case": row, "form": form, "lacking": lacking, "trail": trail(row)}
    return render(request, "examination/checking/finish.html", context, status=422 if form.errors else 200)


@access(rules.may_examine, sees=rules.may_read_inside, of=case_with_application)
@require_http_methods(["GET", "HEAD", "POST"])
def reopen(request: HttpRequest, number: str) -> HttpResponse:
    """Go back to the check."""
    row: Case = found(request)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.reopen_check(case=row, reason=form.cleaned_data["reason"], by=acting(request))
        except CaseError as error:
            return refused(request, error, row.get_absolute_url())
        return done(request, _("The completeness check is open again."), here("check", row))
    context = {"case": row, "form": form, "trail": trail(row)}
    return render(request, "examination/checking/reopen.html", context, status=422 if form.errors else 200)
