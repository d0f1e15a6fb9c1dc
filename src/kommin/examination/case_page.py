"""What this part of the room puts on the page of a case: sections, next steps, events. Registered in `apps.ready`."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from kommin.cases.content import OWNER
from kommin.cases.models import Case, Completeness, Stage
from kommin.cases.sections import (
    Event,
    NextStep,
    Section,
    register_events,
    register_next_steps,
    register_section,
)
from kommin.examination.dossier import MESSAGE_OWNER, REQUEST_OWNER
from kommin.examination.forms.checking import MessageForm, NoteForm
from kommin.examination.models import CheckEnd, CheckStep, Finding, InformationRequest, RequestState, Side
from kommin.examination.parts import ON_PAGE, parts_of
from kommin.examination.similar import earlier_grants
from kommin.examination.views.at_case import Reader, authority_of, here, new_mark, reader_of
from kommin.foundation.access import acting
from kommin.foundation.ui.formatting import reader
from kommin.people.models.dated import today

SOON = timedelta(days=3)


def figures(request: HttpRequest, case: Case) -> Mapping[str, Any] | None:
    """The amounts of the case; what was judged and proposed is for those inside."""
    return {"case": case, "who": reader_of(request, case)}


def check(request: HttpRequest, case: Case) -> Mapping[str, Any] | None:
    """Where the completeness check stands."""
    who = reader_of(request, case)
    if not who.inside or case.application is None:
        return None
    parts = parts_of(case)
    return {
        "case": case,
        "who": who,
        "counts": parts.checked.counts,
        "judged": parts.checked.judged,
        "steps": parts.checked.steps,
        "may_check": who.examines and case.stage in (Stage.RECEIVED, Stage.CHECKING, Stage.AWAITING),
        "may_reopen": who.examines and case.stage in (Stage.SCORING, Stage.ASSESSED),
    }


def requests(request: HttpRequest, case: Case) -> Mapping[str, Any] | None:
    """Every request for more with what became of it."""
    parts = parts_of(case)
    if not parts.requests:
        return None
    return {"case": case, "who": reader_of(request, case), "requests": parts.requests, "open": parts.open_request}


def documents(request: HttpRequest, case: Case) -> Mapping[str, Any] | None:
    """Application, attachments, what was handed in later."""
    if case.application is None:
        return None
    parts = parts_of(case)
    later = [
        (one, list(parts.files.get((REQUEST_OWNER, str(one.pk)), ())))
        for one in parts.requests
        if one.state == RequestState.ANSWERED
    ]
    return {
        "case": case,
        "who": reader_of(request, case),
        "submission": parts.submission,
        "files": parts.files.get((OWNER, str(case.application_id)), ()),
        "later": later,
    }


def messages(request: HttpRequest, case: Case) -> Mapping[str, Any] | None:
    """The latest messages and the form for the next."""
    parts, who = parts_of(case), reader_of(request, case)
    shown = parts.messages[:ON_PAGE]
    return {
        "case": case,
        "who": who,
        "messages_here": [(one, list(parts.files.get((MESSAGE_OWNER, str(one.pk)), ()))) for one in shown],
        "more": len(parts.messages) > ON_PAGE,
        "post_url": here("messages", case),
        "message_form": MessageForm(initial={"once": new_mark()}) if who.side else None,
        "to": case.applicant_name if who.side == Side.AUTHORITY else authority_of(case),
    }


def notes(request: HttpRequest, case: Case) -> Mapping[str, Any] | None:
    """What the authority notes for itself."""
    who = reader_of(request, case)
    if not who.inside:
        return None
    parts = parts_of(case)
    return {
        "case": case,
        "who": who,
        "notes": parts.notes[:ON_PAGE],
        "more": len(parts.notes) > ON_PAGE,
        "post_url": here("notes", case),
        "note_form": NoteForm(initial={"once": new_mark()}) if who.examines else None,
    }


def similar(request: HttpRequest, case: Case) -> Mapping[str, Any] | None:
    """What the municipality got before; similar projects elsewhere are fetched once somebody gets there."""
    if not reader_of(request, case).inside:
        return None
    return {"earlier": earlier_grants(case, acting(request)), "address": here("similar", case)}


def people(request: HttpRequest, case: Case) -> Mapping[str, Any] | None:
    """Who has to do with the case on both sides."""
    submission = parts_of(case).submission if case.application_id else None
    return {
        "case": case,
        "who": reader_of(request, case),
        "authority": authority_of(case),
        "contact": submission.content.get("applicant", {}) if submission else {},
        "sign_offs": submission.content.get("sign_offs", ()) if submission else (),
        "submitted_by": submission.by_name if submission else "",
        "partners": submission.content.get("partners", ()) if submission else (),
    }


SECTIONS = (
    Section("figures", gettext_lazy("Figures"), 100, "examination/case/figures.html", figures),
    Section("check", gettext_lazy("Completeness check"), 300, "examination/case/check.html", check),
    Section("requests", gettext_lazy("Requests for more"), 310, "examination/case/requests.html", requests),
    Section("documents", gettext_lazy("Application and documents"), 400, "examination/case/documents.html", documents),
    Section("messages", pgettext_lazy("part of a case", "Messages"), 500, "examination/case/messages.html", messages),
    Section("notes", gettext_lazy("Internal notes"), 550, "examination/case/notes.html", notes),
    Section("similar", gettext_lazy("Similar cases"), 600, "examination/similar/section.html", similar),
    Section("people", gettext_lazy("Who has to do with it"), 700, "examination/case/people.html", people),
)


def next_steps(request: HttpRequest, case: Case) -> Sequence[NextStep]:
    """What comes next until the scoring begins, and what waits to be read."""
    who = reader_of(request, case)
    found = [*_unread(case, who)]
    if case.application is not None:
        found += _inside_steps(case, who) if who.inside else _town_steps(case, who)
    return found


def _unread(case: Case, who: Reader) -> list[NextStep]:
    count = {Side.AUTHORITY: case.unread_authority, Side.APPLICANT: case.unread_applicant}.get(
        who.side or Side.AUTHORITY
    )
    if not count or who.side is None:
        return []
    text = ngettext("Read a new message", "Read %(count)s new messages", count) % {"count": count}
    return [NextStep(text, _("You"), url="#messages", urgent=True)]


def _inside_steps(case: Case, who: Reader) -> list[NextStep]:
    examiner = case.examiner_name or authority_of(case)
    url = here("check", case) if who.examines else ""
    if case.stage == Stage.RECEIVED:
        return [NextStep(_("Begin the completeness check"), examiner, url=url)]
    if case.stage == Stage.AWAITING:
        return _awaiting(case, who)
    if case.stage != Stage.CHECKING:
        return []
    if case.completeness == Completeness.ANSWERED:
        return [NextStep(_("Look at the answer of the municipality"), examiner, url=url, urgent=True)]
    return [NextStep(_("Go on with the completeness check"), examiner, url=url)]


def _awaiting(case: Case, who: Reader) -> list[NextStep]:
    one = parts_of(case).open_request
    if one is None:
        return []
    step = NextStep(_("Answer the request for more"), case.applicant_name, due=one.due_on)
    if one.due_on >= today():
        return [step]
    url = one.get_absolute_url() if who.examines else ""
    text = _("No answer in time: extend, remind, or go on without it")
    return [NextStep(text, case.examiner_name or authority_of(case), due=one.due_on, url=url, urgent=True)]


def _town_steps(case: Case, who: Reader) -> list[NextStep]:
    one = parts_of(case).open_request
    if one is not None:
        url = here("answer", case, round=one.round) if who.answers else one.get_absolute_url()
        urgent = one.due_on <= today() + SOON
        return [NextStep(_("Answer the request for more"), _("Your municipality") if who.answers else
                         case.applicant_name, due=one.due_on, url=url, urgent=urgent)]  # fmt: skip
    if case.is_undecided:
        return [NextStep(_("The authority examines the application. You need not do anything."), authority_of(case))]
    return []


def events(case: Case) -> Sequence[Event]:
    """What has happened until the scoring, told from the rows themselves."""
    parts = parts_of(case)
    found = _received(case)
    for one in parts.requests:
        url = one.get_absolute_url()
        day = reader().date(one.first_due_on)
        found.append(Event(one.sent_at, _("More was requested, to be answered by %(day)s") % {"day": day},
                           one.by_name, url))  # fmt: skip
        found += [
            Event(moved.at, _("The day was moved to %(day)s") % {"day": reader().date(moved.after)}, moved.by_name, url)
            for moved in parts.moves.get(one.pk, ())
        ]
        if one.answered_at:
            text = _("The municipality has answered, after the day") if one.late else _("The municipality has answered")
            found.append(Event(one.answered_at, text, one.answered_by_name, url))
        if one.withdrawn_at:
            found.append(Event(one.withdrawn_at, _("The request was withdrawn"), one.withdrawn_by_name, url))
    for step in parts.checked.steps:
        internal = step.kind != CheckEnd.COMPLETE
        found.append(Event(step.at, str(CheckEnd(step.kind).label), step.by_name, "#check" if internal else "",
                           internal=internal))  # fmt: skip
    return found


def _received(case: Case) -> list[Event]:
    application = case.application
    by = ""
    if application is not None and (submission := parts_of(case).submission) is not None:
        by = submission.by_name
    found = [Event(case.received_at, _("The application was received"), by)]
    if application is not None and application.withdrawn_at:
        text = _("The municipality has withdrawn the application: %(reason)s")
        found.append(Event(application.withdrawn_at, text % {"reason": application.withdrawn_reason}))
    return found


def checked_by(cases: Collection[int]) -> Iterable[tuple[int, int | None]]:
    """Whoever judged an item, ended the check or asked for more has examined the case (four eyes)."""
    rows = Finding.objects.filter(case__in=cases).order_by().values_list("case", "by_id")
    return rows.union(
        CheckStep.objects.filter(case__in=cases).order_by().values_list("case", "by_id"),
        InformationRequest.objects.filter(case__in=cases).order_by().values_list("case", "by_id"),
    )


def register() -> None:
    """Put all of this on the page of every case."""
    for section in SECTIONS:
        register_section(section)
    register_next_steps(next_steps)
    register_events(events)
