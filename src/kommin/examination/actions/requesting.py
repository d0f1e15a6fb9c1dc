"""Ask the municipality for more, give it more time, take the request back."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from kommin.cases.actions.stages import move_case
from kommin.cases.models import Case, Completeness, Stage
from kommin.examination import rules
from kommin.examination.actions.checking import CHECKABLE
from kommin.examination.actions.guarding import examined
from kommin.examination.deadlines import note_deadlines, settle_deadlines
from kommin.examination.dossier import CaseDossier
from kommin.examination.errors import ExaminationError, RequestClosedError
from kommin.examination.items import EXTRA, check_items, title_of
from kommin.examination.models import Extension, InformationRequest, ItemVerdict, RequestedItem, RequestState
from kommin.examination.recipients import town_people
from kommin.foundation.access import Actor
from kommin.foundation.audit import actions as audit
from kommin.foundation.notices.actions import notify
from kommin.foundation.runs.words import in_each_language
from kommin.people.models.dated import today

LONGEST_LETTER = 10_000
LONGEST_TITLE = 300
MOST_ITEMS = 100
DUE_WHAT = gettext_noop("Answer of the municipality")


@dataclass(frozen=True)
class Wanted:
    """One thing to ask for: an item of the check, or something else with a title."""

    item: str = ""
    verdict: str = ItemVerdict.MISSING
    note: str = ""
    title: str = ""


@transaction.atomic
def send_request(
    *, case: Case, wanted: Sequence[Wanted], text: str, due_on: date, once: str, by: Actor
) -> InformationRequest:
    """Ask for more by a day: letter, list, deadline, notice. The same `once` sends once.

    Raises:
        ExaminationError: nothing is asked for, the letter is empty or too long, or the day is not in the future.
        StateError: the case is not in its completeness check, or a request is open already.
        NotAllowed: `by` does not examine it.
    """
    row = examined(case, rules.may_examine, by)
    sent = InformationRequest.objects.filter(case=row, once=once).first()
    if sent is not None:
        return sent
    row = examined(row, rules.may_examine, by, stages=CHECKABLE)
    if InformationRequest.objects.filter(case=row, state=RequestState.OPEN).exists():
        raise ExaminationError(_("A request is open already. Extend it or withdraw it before you send another."))
    text = text.strip()
    _sound(text, due_on, wanted)
    request = InformationRequest.objects.create(
        case=row, round=row.requests.count() + 1, text=text, due_on=due_on, first_due_on=due_on, once=once,
        by_id=by.user_id, by_name=str(by)[:200], by_house=by.organisation_name[:300],
    )  # fmt: skip
    RequestedItem.objects.bulk_create(_items(row, request, wanted))
    if row.stage == Stage.RECEIVED:
        move_case(case=row, to=Stage.CHECKING, by=by)
    row.completeness, row.due_on, row.due_what = Completeness.WAITING, due_on, DUE_WHAT
    row.save(update_fields=["completeness", "due_on", "due_what"])
    move_case(case=row, to=Stage.AWAITING, by=by)
    request.case = row
    note_deadlines(request)
    notify(
        recipients=[one.person for one in town_people(row)],
        kind="examination.requested",
        title=lambda: _("Application %(number)s: more is needed") % {"number": row.number},
        url=request.get_absolute_url(),
        key=f"examination.requested:{request.pk}",
        context={"number": row.number, "due": due_on},
        organisation=row.authority_id,
    )
    audit.record(
        action="examination.requested", by=by, target=row, case=row.number,
        data={"round": request.round, "due": due_on, "items": [one.item or one.title for one in wanted]},
    )  # fmt: skip
    return request


@transaction.atomic
def extend_request(*, request: InformationRequest, due_on: date, reason: str, by: Actor) -> InformationRequest:
    """Give the municipality until a later day. To the day that holds already changes nothing.

    Raises:
        ExaminationError: the day is not later than the one that holds, or lies in the past.
        RequestClosedError: it was answered or withdrawn meanwhile.
        StateError, NotAllowed: as for sending.
    """
    row, open_one = _open(request, by)
    if due_on == open_one.due_on:
        return open_one
    if due_on < open_one.due_on or due_on <= today():
        raise ExaminationError(_("The new day must be later than the present one, and in the future."), field="due_on")
    before = open_one.due_on
    Extension.objects.create(
        request=open_one, before=before, after=due_on, reason=reason.strip()[:LONGEST_LETTER], by_id=by.user_id,
        by_name=str(by)[:200],
    )  # fmt: skip
    open_one.due_on = row.due_on = due_on
    open_one.save(update_fields=["due_on"])
    row.changed_at = timezone.now()
    row.save(update_fields=["due_on", "changed_at"])
    note_deadlines(open_one)
    _tell_of_change(row, open_one, f"until-{due_on}")
    audit.record(
        action="examination.request_extended", by=by, target=row, case=row.number,
        data={"round": open_one.round, "before": before, "after": due_on}, reason=reason.strip()[:LONGEST_LETTER],
    )  # fmt: skip
    return open_one


@transaction.atomic
def withdraw_request(*, request: InformationRequest, reason: str, by: Actor) -> InformationRequest:
    """Take a request back, or go on without an answer. What the municipality had begun to write is kept, unread.

    Raises:
        ExaminationError: the reason is missing.
        RequestClosedError: it was answered or withdrawn meanwhile.
        StateError, NotAllowed: as for sending.
    """
    row, open_one = _open(request, by)
    reason = reason.strip()[:LONGEST_LETTER]
    if not reason:
        raise ExaminationError(_("Say why the request is withdrawn."), field="reason")
    open_one.state, open_one.withdrawn_at = RequestState.WITHDRAWN, timezone.now()
    open_one.withdrawn_by_name, open_one.withdrawn_reason = str(by)[:200], reason
    open_one.save(update_fields=["state", "withdrawn_at", "withdrawn_by_name", "withdrawn_reason"])
    row.completeness, row.due_on, row.due_what = Completeness.OPEN, None, ""
    row.save(update_fields=["completeness", "due_on", "due_what"])
    move_case(case=row, to=Stage.CHECKING, by=by)
    settle_deadlines(open_one)
    _tell_of_change(row, open_one, "withdrawn")
    audit.record(
        action="examination.request_withdrawn", by=by, target=row, case=row.number, data={"round": open_one.round},
        reason=reason,
    )  # fmt: skip
    return open_one


def _sound(text: str, due_on: date, wanted: Collection[Wanted]) -> None:
    if not wanted:
        raise ExaminationError(_("Choose at least one thing that you ask for."))
    if len(wanted) > MOST_ITEMS:
        raise ExaminationError(_("At most 100 things can be asked for at once."))
    if not text:
        raise ExaminationError(_("Write a letter to the municipality."), field="text")
    if len(text) > LONGEST_LETTER:
        raise ExaminationError(_("The letter has at most 10,000 characters."), field="text")
    if due_on <= today():
        raise ExaminationError(_("The day must lie in the future."), field="due_on")


def _items(row: Case, request: InformationRequest, wanted: Collection[Wanted]) -> list[RequestedItem]:
    whole = Case.objects.select_related("application__version", "application__call").get(pk=row.pk)
    dossier = CaseDossier(whole)
    known = check_items(dossier)
    found: list[RequestedItem] = []
    extras = 0
    for one in wanted:
        if one.item:
            item = known.get(one.item)
            if item is None:
                raise ExaminationError(_("The check has no such item any more. Load the page again."))
            if not item.can_be_requested:
                raise ExaminationError(
                    _("“%(item)s” cannot be mended in the portal. Ask for it in a message.") % {"item": item.title}
                )
            key, titles = one.item, in_each_language(lambda key=one.item: title_of(key, dossier))  # type: ignore[misc]
        else:
            extras += 1
            title = one.title.strip()[:LONGEST_TITLE]
            if not title:
                raise ExaminationError(_("Say what else you ask for."), field="extra")
            key, titles = f"{EXTRA}{extras}", in_each_language(title)
        found.append(
            RequestedItem(request=request, item=key, titles=titles, verdict=one.verdict, note=one.note.strip())
        )
    return found


def _open(request: InformationRequest, by: Actor) -> tuple[Case, InformationRequest]:
    """The locked case and the request as it stands now."""
    row = examined(request.case, rules.may_examine, by)
    now = InformationRequest.objects.get(pk=request.pk)
    if now.state != RequestState.OPEN:
        raise RequestClosedError(_("This request has been answered or withdrawn meanwhile."))
    now.case = row
    return row, now


def _tell_of_change(row: Case, request: InformationRequest, mark: str) -> None:
    notify(
        recipients=[one.person for one in town_people(row)],
        kind="examination.request_changed",
        title=lambda: _("Application %(number)s: the request has changed") % {"number": row.number},
        url=request.get_absolute_url(),
        key=f"examination.request_changed:{request.pk}:{mark}",
        context={"number": row.number},
        organisation=row.authority_id,
    )


__all__ = ["DUE_WHAT", "Wanted", "extend_request", "send_request", "withdraw_request"]
