"""Correct an entry about delivery: the wrong one stays, a further one says what is right and why."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from kommin.decisions import rules
from kommin.decisions.actions.entering import locked_released, note_of, refuse_impossible_day, write
from kommin.decisions.delivered import Delivered
from kommin.decisions.errors import DecisionError
from kommin.decisions.models import DeliveryEntry, DeliveryKind
from kommin.foundation.access import Actor

MADE_BY_THE_HOUSE = (DeliveryKind.OFFERED, DeliveryKind.RETRIEVED)


@transaction.atomic
def correct_entry(*, entry: DeliveryEntry, day: date | None, reason: str, by: Actor) -> DeliveryEntry:
    """Give an entry another day, or take it back altogether.

    Args:
        day: the right day; None takes the entry back.

    Raises:
        DecisionError: there is no reason, the entry was corrected already, it is one that the house itself made, or
            what remains would contradict itself.
        NotAllowed: `by` does not work on the case.
    """
    row = locked_released(entry.decision, rules.may_deliver, by)
    known = DeliveryEntry.objects.select_related("file").get(pk=entry.pk, decision=row)
    reason = note_of(reason, field="reason", needed=_("Say what was wrong."))
    if known.withdrawn or DeliveryEntry.objects.filter(corrects=known).exists():
        raise DecisionError(_("This entry has been corrected already. Correct the latest one."))
    refuse_uncorrectable(known, day)
    if day is not None:
        refuse_impossible_day(row, day, field="day")
    made = DeliveryEntry(
        decision=row, kind=known.kind, day=day or known.day, note=known.note, court=known.court,
        reference=known.reference, outcome=known.outcome, file=known.file, corrects=known, withdrawn=day is None,
        reason=reason, by_id=by.user_id, by_name=str(by)[:200],
    )  # fmt: skip
    return write(row, made, by=by, field="day")


def refuse_uncorrectable(entry: DeliveryEntry, day: date | None) -> None:
    """What the house saw itself is no mistake: only an offer that nobody has taken can be taken back.

    Raises:
        DecisionError: the entry cannot be corrected in this way.
    """
    if entry.signed:
        raise DecisionError(_("The municipality has signed this waiver in the portal; it cannot be corrected here."))
    if entry.kind not in MADE_BY_THE_HOUSE:
        return
    if entry.kind == DeliveryKind.RETRIEVED:
        raise DecisionError(_("The municipality opened the letter itself; that cannot be corrected here."))
    if day is not None:
        raise DecisionError(_("The day on which the letter was offered cannot be changed; take the offer back."))
    if DeliveryKind.RETRIEVED in Delivered.of(entry.decision).entries:
        raise DecisionError(_("The municipality has opened the letter; the offer cannot be taken back any more."))
