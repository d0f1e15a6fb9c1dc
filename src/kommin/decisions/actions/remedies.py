"""What the municipality does about a decision: give up legal remedies, or file a lawsuit."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kommin.decisions import rules
from kommin.decisions.actions.entering import day_of, enter, locked_released, note_of
from kommin.decisions.delivered import Delivered
from kommin.decisions.errors import DecisionError
from kommin.decisions.models import Decision, DeliveryEntry, DeliveryKind, Outcome
from kommin.foundation.access import Actor
from kommin.foundation.files.actions import Intake, store_upload
from kommin.foundation.files.actions.storing import Upload
from kommin.foundation.files.errors import FileRefused
from kommin.foundation.files.models import StoredFile
from kommin.foundation.notices.actions import notify

OWNER = "decisions.waiver"
"""Files of this type of owner are waivers; the owner's id is that of the decision."""
TAKES = frozenset({"pdf", "jpeg", "png"})
LONGEST_COURT, LONGEST_REFERENCE = 200, 120


@transaction.atomic
def record_waiver(*, decision: Decision, arrived_on: date, upload: Upload | None, by: Actor) -> DeliveryEntry:
    """Enter a waiver that was signed on paper: by the authority, or sent in by the municipality itself.

    Args:
        arrived_on: the day on which it reached the authority; what the municipality sends in arrives today.
        upload: the signed form. The authority may leave it out when it keeps the paper.

    Raises:
        DecisionError: the day cannot be, the file is missing or refused, or the decision was not delivered.
        NotAllowed: `by` neither works on the case nor acts for the municipality.
    """
    row = locked_released(decision, rules.may_enter_waiver, by)
    delivered = Delivered.of(row)
    known = delivered.get(DeliveryKind.WAIVED)
    if known is not None and known.day == arrived_on:
        return known
    if rules.may_retrieve.holds(by, row):
        if upload is None:
            raise DecisionError(_("Add the signed form, as PDF or picture."), field="upload")
        if not delivered.is_announced:
            raise DecisionError(_("You can only give up remedies against a decision that you have read."))
        if arrived_on != day_of(None):
            raise DecisionError(_("What you send in here arrives today."), field="arrived_on")
    file = _stored(row, upload, by) if upload is not None else None
    entry = enter(row, DeliveryKind.WAIVED, arrived_on, by=by, field="arrived_on", file=file)
    _tell_authority(row, by)
    return entry


@transaction.atomic
def sign_waiver(*, decision: Decision, by: Actor, now: datetime | None = None) -> DeliveryEntry:
    """Give up legal remedies in the portal, as the signatory of the municipality.

    Raises:
        DecisionError: the decision was not delivered, there is a lawsuit, or it is no person who signs.
        NotAllowed: `by` is not the signatory.
    """
    row = locked_released(decision, rules.may_sign_waiver, by)
    delivered = Delivered.of(row)
    known = delivered.get(DeliveryKind.WAIVED)
    if known is not None:
        return known
    if not by.is_person:
        raise DecisionError(_("A waiver is declared by a person."))
    if not delivered.is_announced:
        raise DecisionError(_("You can only give up remedies against a decision that you have read."))
    if DeliveryKind.LAWSUIT in delivered.entries:
        raise DecisionError(_("A lawsuit against this decision is entered. Withdraw it with the court instead."))
    entry = enter(row, DeliveryKind.WAIVED, day_of(now), by=by, field="day", signed=True)
    _tell_authority(row, by)
    return entry


@transaction.atomic
def record_lawsuit(*, decision: Decision, filed_on: date, court: str, reference: str, by: Actor) -> DeliveryEntry:
    """Enter a lawsuit against the decision: as long as it is open, the decision does not become final.

    Args:
        reference: the court's; may be unknown at first.

    Raises:
        DecisionError: the day cannot be, or no court is named.
        NotAllowed: `by` does not work on the case.
    """
    row = locked_released(decision, rules.may_deliver, by)
    court, reference = court.strip(), reference.strip()
    if not court:
        raise DecisionError(_("Name the court."), field="court")
    if len(court) > LONGEST_COURT:
        raise DecisionError(_("The name of the court has at most 200 characters."), field="court")
    if len(reference) > LONGEST_REFERENCE:
        raise DecisionError(_("The reference has at most 120 characters."), field="reference")
    return enter(row, DeliveryKind.LAWSUIT, filed_on, by=by, field="filed_on", court=court, reference=reference)


@transaction.atomic
def end_lawsuit(*, decision: Decision, ended_on: date, outcome: str, by: Actor, note: str = "") -> DeliveryEntry:
    """Enter the day on which the proceedings ended for good.

    Args:
        outcome: one of `Outcome`; after a successful lawsuit the decision does not become final.

    Raises:
        DecisionError: there is no lawsuit, the day cannot be, or the outcome is none of the known.
        NotAllowed: `by` does not work on the case.
    """
    row = locked_released(decision, rules.may_deliver, by)
    if DeliveryKind.LAWSUIT not in Delivered.of(row).entries:
        raise DecisionError(_("No lawsuit against this decision is entered."))
    if outcome not in Outcome.values:
        raise DecisionError(_("Say how the lawsuit ended."), field="outcome")
    note = note_of(note)
    return enter(row, DeliveryKind.LAWSUIT_ENDED, ended_on, by=by, field="ended_on", outcome=outcome, note=note)


def _stored(decision: Decision, upload: Upload, by: Actor) -> StoredFile:
    intake = Intake(kinds=TAKES, most=5)
    try:
        return store_upload(upload=upload, owner_type=OWNER, owner_id=decision.pk, by=by, intake=intake)
    except FileRefused as error:
        raise DecisionError(str(error), field="upload") from error


def _tell_authority(decision: Decision, by: Actor) -> None:
    """Whoever drafted the decision learns that the municipality has given up remedies: the grant may be paid."""
    told = {decision.drafted_by_id, decision.case.examiner_id} - {None, by.user_id}
    notify(
        recipients=[person for person in told if person is not None],
        kind="decisions.waived",
        title=lambda: _("Waiver of legal remedies on %(number)s") % {"number": decision.case.number},
        url=decision.get_absolute_url(),
        key=f"decisions.waived:{decision.pk}",
        context={"number": decision.case.number},
    )
