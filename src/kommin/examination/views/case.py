"""The page of a case, and the application as examiners and auditors read it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kommin.cases.content import PLAN
from kommin.cases.models import Case, Stage
from kommin.cases.printing import print_application
from kommin.cases.sections import events_of, next_steps_for, sections_for
from kommin.examination import rules
from kommin.examination.actions.messaging import mark_read
from kommin.examination.changes import changes_of
from kommin.examination.dossier import CaseDossier
from kommin.examination.parts import parts_of
from kommin.examination.reading import reading_context
from kommin.examination.similar import earlier_grants, similar_elsewhere
from kommin.examination.stages import stage_for
from kommin.examination.views.at_case import case_of, case_with_application, reader_of, trail
from kommin.foundation.access import access, acting, found
from kommin.foundation.ui.formatting import reader

EVENTS_SHOWN = 12


@access(rules.may_read_case, of=case_of)
@require_safe
def case(request: HttpRequest, number: str) -> HttpResponse:
    """Everything about one case on one page: state, what comes next, figures, check, documents, messages, people."""
    row: Case = found(request)
    who = reader_of(request, row)
    unread = _unread(row, who.side)
    sections = [(section, dict(context)) for section, context in sections_for(request, row)]
    if unread and who.side is not None and request.method == "GET":
        mark_read(case=row, side=who.side, by=acting(request))
    events = events_of(row, internal=who.inside)
    steps = next_steps_for(request, row)
    context = {
        "case": row,
        "who": who,
        "stage": stage_for(row, inside=who.inside),
        "steps": steps,
        "contents": [(section.anchor, section.title) for section, _context in sections],
        "sections": sections,
        "events": [_line(event) for event in events[:EVENTS_SHOWN]],
        "earlier": [_line(event) for event in events[EVENTS_SHOWN:]],
        "withdrawn": row.stage == Stage.WITHDRAWN,
        "application": row.application,
        "trail": [] if who.inside else [{"label": _("Applications"), "href": reverse("cases:list")}],
    }
    return render(request, "examination/case/page.html", context)


def _unread(row: Case, side: str | None) -> int:
    return {"authority": row.unread_authority, "applicant": row.unread_applicant}.get(side or "", 0)


def _line(event: Any) -> dict[str, Any]:
    """One event as the timeline draws it."""
    return {
        "when": reader().moment(event.at),
        "title": event.text,
        "by": event.by,
        "href": event.url,
        "kind": "warning" if event.internal else "info",
        "text": _("internal") if event.internal else "",
    }


@access(rules.may_read_case, of=case_with_application)
@require_safe
def application(request: HttpRequest, number: str) -> HttpResponse:
    """The whole application as it reads now, with what has changed since it was submitted."""
    row: Case = found(request)
    dossier = CaseDossier(row)
    parts = parts_of(row)
    keys = {key for one in parts.supplements for key in one.changed}
    context = reading_context(dossier) | {
        "case": row,
        "application": row.application,
        "who": reader_of(request, row),
        "changes": changes_of(row, parts.supplements),
        "changed": keys,
        "plan_changed": any(key.startswith(PLAN) for key in keys),
        "submission": parts.submission,
        "supplements": parts.supplements,
        "trail": trail(row),
    }
    return render(request, "examination/reading/application.html", context)


@access(rules.may_read_case, of=case_with_application)
@require_safe
def printed(request: HttpRequest, number: str) -> HttpResponse:
    """The same as PDF."""
    row: Case = found(request)
    if row.application is None:
        raise AssertionError(number)
    read = reader()
    facts = [
        (_("Supplement %(round)s") % {"round": one.round}, f"{read.moment(one.received_at)}, {one.digest[:16]}")
        for one in parts_of(row).supplements
    ]
    document = print_application(row.application, dossier=CaseDossier(row), facts=facts)
    response = HttpResponse(document.content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{_("application")}-{number}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


@access(rules.may_read_inside, of=case_of)
@require_safe
def similar(request: HttpRequest, number: str) -> HttpResponse:
    """What the municipality got before, and similar projects elsewhere; only these as a part of the case's page."""
    row: Case = found(request)
    by = acting(request)
    context: dict[str, Any] = {"case": row, "elsewhere": similar_elsewhere(row, by)}
    if request.headers.get("HX-Request") == "true":
        return render(request, "examination/similar/elsewhere.html", context)
    context |= {"earlier": earlier_grants(row, by), "trail": trail(row)}
    return render(request, "examination/similar/page.html", context)
