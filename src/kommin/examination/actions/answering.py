"""The municipality answers a request: saved as a draft by several people, handed in once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from kommin.cases.actions.opening import LONGEST_SORT_KEY
from kommin.cases.actions.stages import locked_case, move_case
from kommin.cases.actions.submitting import frozen
from kommin.cases.content import BLOCK, FROM, TITLE, UNTIL, day_in
from kommin.cases.finding import index_case
from kommin.cases.known import with_known
from kommin.cases.models import Case, Completeness, Stage, Supplement
from kommin.examination import rules
from kommin.examination.actions.guarding import refuse_ended
from kommin.examination.answer import DROPPED, REMARK, AnswerDossier
from kommin.examination.deadlines import settle_deadlines
from kommin.examination.dossier import REQUEST_OWNER
from kommin.examination.errors import ExaminationError, RequestClosedError
from kommin.examination.items import items_of_keys
from kommin.examination.models import Finding, InformationRequest, RequestState
from kommin.examination.recipients import desk_people
from kommin.foundation.access import Actor, require
from kommin.foundation.audit import actions as audit
from kommin.foundation.audit.canonical import canonical, digest
from kommin.foundation.files.actions import Intake, Taken, remove_file, store_uploads
from kommin.foundation.files.actions.storing import Upload
from kommin.foundation.files.errors import FileRefused
from kommin.foundation.files.models import StoredFile
from kommin.foundation.notices.actions import notify
from kommin.foundation.search.folding import sort_key
from kommin.programmes.models import BuildingBlock

LONGEST_REMARK = 4000
MOST_FILES = 50
EMPTY: tuple[Any, ...] = (None, "", [], {})


@dataclass(frozen=True)
class SavedAnswer:
    """What became of a save: the answer now, and the fields that a colleague changed meanwhile (theirs stay)."""

    answer: AnswerDossier
    changed: frozenset[str]
    clashes: frozenset[str] = frozenset()


@transaction.atomic
def save_answer(*, request: InformationRequest, fields: Mapping[str, Any], seen: int, by: Actor) -> SavedAnswer:
    """Save fields of the answer; a field that was not asked for refuses the whole save.

    Sent twice, the second time changes nothing.

    Args:
        fields: keys of the sheet with their values, None for empty; `remark/<item>` and `dropped/<file>` beside them.
        seen: the revision of the draft when the page was opened.

    Raises:
        ExaminationError: a field was not asked for, or a remark is too long.
        RequestClosedError: it was answered or withdrawn meanwhile.
        StateError: the application was withdrawn or the case decided.
        NotAllowed: `by` does not answer for the municipality.
    """
    row, open_one = _open(request, rules.may_answer, by)
    answer = AnswerDossier(open_one, row)
    if set(fields) - answer.allowed(fields):
        raise ExaminationError(_("Only what was asked for can be changed. Load the page again."))
    if any(len(str(value)) > LONGEST_REMARK for key, value in fields.items() if key.startswith(REMARK) and value):
        raise ExaminationError(_("A remark has at most 4,000 characters."))
    sheet = answer.sheet if answer.sheet.values else answer.sheet.saving(answer.stored)
    later = sheet.changed_since(max(seen, 1)) if seen < sheet.revision else set()
    clashes = {key for key in fields if key in later and not _alike(fields[key], sheet.values.get(key))}
    given = {key: value for key, value in fields.items() if key not in clashes}
    values = {key: value for key, value in {**sheet.values, **given}.items() if value not in EMPTY}
    saved = sheet.saving(_with_known(answer, values))
    if saved.revision == sheet.revision:
        return SavedAnswer(answer, frozenset(), frozenset(clashes))
    changed = frozenset(saved.changed_since(sheet.revision))
    _keep(open_one, saved.as_json(), by)
    audit.record(
        action="examination.answer_saved", by=by, target=row, case=row.number,
        data={"round": open_one.round, "fields": sorted(changed), "revision": saved.revision},
    )  # fmt: skip
    return SavedAnswer(AnswerDossier(open_one, row), changed, frozenset(clashes))


@transaction.atomic
def add_answer_files(
    *, request: InformationRequest, item: str, uploads: Iterable[Upload], by: Actor, intake: Intake | None = None
) -> list[Taken]:
    """Take files in for one item; one that is refused does not keep the others out. Nobody else sees them yet.

    Raises:
        ExaminationError: no files are asked for there, or too many come at once.
        RequestClosedError, StateError, NotAllowed: as for saving.
    """
    row, open_one = _open(request, rules.may_answer, by)
    if not AnswerDossier(open_one, row).takes_files([item]):
        raise ExaminationError(_("No files are asked for there."))
    try:
        taken = store_uploads(
            uploads=uploads, owner_type=REQUEST_OWNER, owner_id=open_one.pk, by=by, purpose=item[:60],
            intake=intake or Intake(most=MOST_FILES),
        )  # fmt: skip
    except FileRefused as error:
        raise ExaminationError(str(error)) from error
    stored = [str(one.stored.public_id) for one in taken if one.stored]
    if stored:
        InformationRequest.objects.filter(pk=open_one.pk).update(draft_at=timezone.now(), draft_by_name=str(by)[:200])
        audit.record(
            action="examination.answer_file_added", by=by, target=row, case=row.number,
            data={"round": open_one.round, "item": item, "files": stored},
        )  # fmt: skip
    return taken


@transaction.atomic
def remove_answer_file(*, request: InformationRequest, stored: StoredFile, by: Actor) -> None:
    """Take a file of the draft away again; removing it twice changes nothing.

    Raises:
        ExaminationError: it belongs to something else.
        RequestClosedError, StateError, NotAllowed: as for saving.
    """
    row, open_one = _open(request, rules.may_answer, by)
    if (stored.shelf.owner_type, stored.shelf.owner_id) != (REQUEST_OWNER, str(open_one.pk)):
        raise ExaminationError(_("This file belongs to something else."))
    if remove_file(stored=stored, by=by):
        audit.record(
            action="examination.answer_file_removed", by=by, target=row, case=row.number,
            data={"round": open_one.round, "item": stored.purpose, "file": str(stored.public_id)},
        )  # fmt: skip


@transaction.atomic
def hand_in_answer(*, request: InformationRequest, received: datetime, by: Actor) -> Supplement:
    """Hand the answer in: the whole application again, with its digest and the keys that changed. Twice is once.

    After the day that was set it is taken all the same, marked as late, as long as the request is open.

    Args:
        received: when the request reached the house (`programmes.timing.moment_received`).

    Raises:
        ExaminationError: something is neither given nor explained.
        RequestClosedError: the authority has withdrawn the request.
        StateError: the application was withdrawn or the case decided.
        NotAllowed: `by` does not hand in for the municipality.
    """
    row = _whole(request)
    require(rules.may_hand_in, by=by, of=row)
    now = InformationRequest.objects.select_related("supplement").get(pk=request.pk)
    if now.supplement is not None:
        return now.supplement
    _refuse_closed(now, row)
    answer = AnswerDossier(now, row)
    lacks = answer.lacks()
    if lacks:
        raise ExaminationError(" ".join(lack.text for lack in lacks[:5]))
    supplement = _supplement(answer, received, by)
    _close(answer, supplement, received, by)
    _carry_into_case(row, supplement, by)
    _outdate(row, answer, supplement)
    settle_deadlines(now)
    notify(
        recipients=[one.person for one in desk_people(row)],
        kind="examination.answered",
        title=lambda: _("Application %(number)s: the request was answered") % {"number": row.number},
        url=row.get_absolute_url(),
        key=f"examination.answered:{now.pk}",
        context={"number": row.number},
    )
    audit.record(
        action="examination.answer_handed_in", by=by, target=row, case=row.number,
        data={
            "round": now.round, "received": received, "late": now.late, "digest": supplement.digest,
            "changed": supplement.changed,
        },
    )  # fmt: skip
    return supplement


def is_late(request: InformationRequest, received: datetime) -> bool:
    """Whether what reached the house at this moment comes after the day that was set."""
    return timezone.localdate(received, timezone.get_default_timezone()) > request.due_on


def _supplement(answer: AnswerDossier, received: datetime, by: Actor) -> Supplement:
    case, request = answer.case, answer.request
    content = frozen(answer.dossier, answer.financing) | {
        "handed_in": {
            "round": request.round,
            "by": str(by)[:200],
            "role": by.role,
            "remarks": {item.item: answer.remark(item.item) for item in answer.items if answer.remark(item.item)},
        }
    }
    return Supplement.objects.create(
        case=case, round=case.supplements.count() + 1, content=content, changed=answer.changed_keys(),
        digest=digest(canonical(content)), received_at=received, by_id=by.user_id, by_name=str(by)[:200],
    )  # fmt: skip


def _close(answer: AnswerDossier, supplement: Supplement, received: datetime, by: Actor) -> None:
    request = answer.request
    request.state, request.supplement, request.answered_at = RequestState.ANSWERED, supplement, received
    request.answered_by_id, request.answered_by_name = by.user_id, str(by)[:200]
    request.late = is_late(request, received)
    request.save(update_fields=["state", "supplement", "answered_at", "answered_by_id", "answered_by_name", "late"])
    for item in answer.items:
        item.remark = answer.remark(item.item)
        item.save(update_fields=["remark"])


def _carry_into_case(row: Case, supplement: Supplement, by: Actor) -> None:
    """What lists show and sort by follows what the application says now."""
    values = supplement.content["values"]
    title = str(values.get(TITLE) or row.title)[:250]
    row.title, row.title_sort = title, sort_key(title)[:LONGEST_SORT_KEY]
    row.block = BuildingBlock.objects.filter(programme=row.programme_id, code=values.get(BLOCK) or "").first()
    row.starts_on, row.ends_on = day_in(values, FROM), day_in(values, UNTIL)
    row.applied = Decimal(supplement.content["grant"])
    row.completeness, row.due_on, row.due_what = Completeness.ANSWERED, None, ""
    row.save(
        update_fields=[
            "title", "title_sort", "block", "starts_on", "ends_on", "applied", "completeness", "due_on", "due_what",
        ]
    )  # fmt: skip
    index_case(row)
    if row.stage == Stage.AWAITING:
        move_case(case=row, to=Stage.CHECKING, by=by)


def _outdate(row: Case, answer: AnswerDossier, supplement: Supplement) -> None:
    """Whatever was asked for or has changed is to be looked at again."""
    items = answer.asked | items_of_keys(supplement.changed)
    Finding.objects.filter(case=row, item__in=items, outdated=False).update(outdated=True, stamp=F("stamp") + 1)


def _with_known(answer: AnswerDossier, values: Mapping[str, Any]) -> dict[str, Any]:
    dossier = answer.dossier
    return with_known(
        values, answer.values, definition=dossier.definition, content=dossier.call,
        applicant_key=dossier.application.applicant_key, master=dossier.master,
    )  # fmt: skip


def _keep(request: InformationRequest, draft: dict[str, Any], by: Actor) -> None:
    request.draft, request.draft_at, request.draft_by_name = draft, timezone.now(), str(by)[:200]
    request.save(update_fields=["draft", "draft_at", "draft_by_name"])


def _open(request: InformationRequest, rule: Any, by: Actor) -> tuple[Case, InformationRequest]:
    row = _whole(request)
    require(rule, by=by, of=row)
    now = InformationRequest.objects.get(pk=request.pk)
    _refuse_closed(now, row)
    now.case = row
    return row, now


def _refuse_closed(request: InformationRequest, row: Case) -> None:
    refuse_ended(row)
    if request.state == RequestState.ANSWERED:
        raise RequestClosedError(_("This request has been answered. What was handed in can no longer be changed."))
    if request.state == RequestState.WITHDRAWN or row.stage != Stage.AWAITING:
        raise RequestClosedError(_("The authority has withdrawn this request. Nothing has to be answered any more."))


def _whole(request: InformationRequest) -> Case:
    locked_case(request.case)
    return Case.objects.select_related(
        "programme", "call", "application__version", "application__call", "organisation__applicant"
    ).get(pk=request.case_id)


def _alike(one: Any, other: Any) -> bool:
    return one == other or (one in EMPTY and other in EMPTY)


__all__ = ["DROPPED", "add_answer_files", "hand_in_answer", "is_late", "remove_answer_file", "save_answer"]
