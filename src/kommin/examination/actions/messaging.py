"""Messages between municipality and authority, the mark that one was read, and notes that stay inside."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from kommin.cases.actions.stages import locked_case
from kommin.cases.models import Case
from kommin.examination import rules
from kommin.examination.dossier import MESSAGE_OWNER
from kommin.examination.errors import ExaminationError
from kommin.examination.models import LONGEST_TEXT, Message, Note, Side
from kommin.examination.recipients import people_of_side
from kommin.foundation.access import Actor, require
from kommin.foundation.audit import actions as audit
from kommin.foundation.files.actions import Intake, store_uploads
from kommin.foundation.files.actions.storing import Upload
from kommin.foundation.files.errors import FileRefused
from kommin.foundation.notices.actions import notify

MOST_FILES = 20


@transaction.atomic
def send_message(*, case: Case, side: Side, text: str, once: str, by: Actor, uploads: Sequence[Upload] = ()) -> Message:
    """Write to the other side. The same `once` sends once; a refused file keeps the whole message back.

    Raises:
        ExaminationError: the text is empty or too long, or a file is not taken.
        NotAllowed: `by` does not write for this side.
    """
    row = locked_case(case)
    require(rules.may_write_as[side], by=by, of=row)
    sent = Message.objects.filter(case=row, once=once).first()
    if sent is not None:
        return sent
    message = Message.objects.create(
        case=row, side=side, text=_text(text), files=len(uploads), once=once, by_id=by.user_id, by_name=str(by)[:200],
        by_house=by.organisation_name[:300],
    )  # fmt: skip
    stored = _stored(message, uploads, by)
    other = Side.APPLICANT if side == Side.AUTHORITY else Side.AUTHORITY
    counter = _counter(other)
    Case.objects.filter(pk=row.pk).update(**{counter: F(counter) + 1, "changed_at": timezone.now()})
    notify(
        recipients=[one.person for one in people_of_side(row, other) if one.person != by.user_id],
        kind="examination.message",
        title=lambda: _("New message on application %(number)s") % {"number": row.number},
        url=f"{row.get_absolute_url()}#messages",
        key=f"examination.message:{message.pk}",
        context={"number": row.number},
        organisation=row.authority_id,
    )
    audit.record(
        action="examination.message_sent", by=by, target=row, case=row.number,
        data={"message": message.pk, "side": str(side), "files": stored},
    )  # fmt: skip
    return message


@transaction.atomic
def mark_read(*, case: Case, side: Side, by: Actor) -> int:
    """Note that this side has opened what the other has written; returns how many messages were new.

    Raises:
        NotAllowed: `by` does not read for this side.
    """
    row = locked_case(case)
    require(rules.may_write_as[side], by=by, of=row)
    other = Side.APPLICANT if side == Side.AUTHORITY else Side.AUTHORITY
    new = list(Message.objects.filter(case=row, side=other, read_at__isnull=True).values_list("pk", flat=True))
    Case.objects.filter(pk=row.pk).update(**{_counter(side): 0})
    if new:
        Message.objects.filter(pk__in=new).update(read_at=timezone.now(), read_by_name=str(by)[:200])
        audit.record(
            action="examination.messages_read", by=by, target=row, case=row.number,
            data={"messages": sorted(new), "side": str(side)},
        )  # fmt: skip
    return len(new)


@transaction.atomic
def write_note(*, case: Case, text: str, once: str, by: Actor) -> Note:
    """Write down something for the authority alone. Nobody is told. The same `once` writes once.

    Raises:
        ExaminationError: the text is empty or too long.
        NotAllowed: `by` does not belong to the authority of the case.
    """
    row = locked_case(case)
    require(rules.may_write_notes, by=by, of=row)
    there = Note.objects.filter(case=row, once=once).first()
    if there is not None:
        return there
    note = Note.objects.create(case=row, text=_text(text), once=once, by_id=by.user_id, by_name=str(by)[:200])
    audit.record(action="examination.note_written", by=by, target=row, case=row.number, data={"note": note.pk})
    return note


def _text(text: str) -> str:
    text = text.strip()
    if not text:
        raise ExaminationError(_("Write something first."), field="text")
    if len(text) > LONGEST_TEXT:
        raise ExaminationError(_("The text has at most 10,000 characters."), field="text")
    return text


def _stored(message: Message, uploads: Sequence[Upload], by: Actor) -> list[str]:
    if not uploads:
        return []
    try:
        taken = store_uploads(
            uploads=uploads, owner_type=MESSAGE_OWNER, owner_id=message.pk, by=by, intake=Intake(most=MOST_FILES)
        )
    except FileRefused as error:
        raise ExaminationError(str(error), field="uploads") from error
    refusals = [f"{one.name}: {one.refusal}" for one in taken if one.refusal]
    if refusals:
        raise ExaminationError(
            " ".join([*refusals, _("Nothing was sent. Choose the files once more.")]), field="uploads"
        )
    return [str(one.stored.public_id) for one in taken if one.stored]


def _counter(side: str) -> str:
    return "unread_authority" if side == Side.AUTHORITY else "unread_applicant"
