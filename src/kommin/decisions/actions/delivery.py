"""Bring a letter to the municipality: by post, in the portal, and the proof of when it arrived (§ 41 VwVfG NRW)."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kommin.cases.queries import people_of
from kommin.decisions import rules
from kommin.decisions.actions.entering import day_of, enter, locked_released, note_of, write
from kommin.decisions.delivered import Delivered, is_offered, offered_until
from kommin.decisions.errors import DecisionError
from kommin.decisions.models import Decision, DeliveryEntry, DeliveryKind
from kommin.foundation.access import Actor
from kommin.foundation.notices.actions import notify
from kommin.foundation.ui.formatting import reader


@transaction.atomic
def send_by_post(*, decision: Decision, posted_on: date, by: Actor, tell: bool = True) -> DeliveryEntry:
    """Enter the day on which the letter was posted; the same day twice is one entry.

    Args:
        tell: whether the municipality gets a notice that the letter is on its way.

    Raises:
        DecisionError: the day cannot be, or the letter was posted or opened in the portal already.
        NotAllowed: `by` does not work on the case.
    """
    row = locked_released(decision, rules.may_deliver, by)
    retrieved = Delivered.of(row).day(DeliveryKind.RETRIEVED)
    if retrieved is not None and posted_on > retrieved:
        raise DecisionError(
            _("The municipality opened the letter in the portal on %(day)s: posting it afterwards changes nothing.")
            % {"day": reader().date(retrieved)},
            field="posted_on",
        )
    entry = enter(row, DeliveryKind.POSTED, posted_on, by=by, field="posted_on")
    if tell:
        _tell(row, "decisions.posted", entry)
    return entry


@transaction.atomic
def offer_in_portal(
    *, decision: Decision, by: Actor, now: datetime | None = None, tell: bool = True
) -> DeliveryEntry:  # fmt: skip
    """Have the letter wait in the portal until the municipality opens it; the notice starts the days it waits.

    An offer that is open is answered as it is; one that has run out can be made again.

    Args:
        now: the moment of the offer; this one if left out.
        tell: whether the municipality gets the notice now; several letters at once tell it in one of their own.

    Raises:
        DecisionError: nobody acts for the municipality in the portal, or the letter has arrived already.
        NotAllowed: `by` does not work on the case.
    """
    row = locked_released(decision, rules.may_deliver, by)
    delivered, day = Delivered.of(row), day_of(now)
    offered = delivered.get(DeliveryKind.OFFERED)
    if offered is not None and is_offered(row, delivered, day):
        return offered
    if delivered.is_announced:
        raise DecisionError(_("The letter has been sent already. The municipality can read it in the portal as well."))
    if not _retrievers(row):
        raise DecisionError(_("Nobody acts for this municipality in the portal: send the letter by post."))
    made = DeliveryEntry(
        decision=row, kind=DeliveryKind.OFFERED, day=day, by_id=by.user_id, by_name=str(by)[:200]
    )  # fmt: skip
    entry = write(row, made, by=by, field="channel")
    if tell:
        _tell(row, "decisions.released", entry)
    return entry


@transaction.atomic
def retrieve_in_portal(*, decision: Decision, by: Actor, now: datetime | None = None) -> DeliveryEntry:
    """Note that somebody who may act for the municipality has opened the letter. The first time counts.

    Raises:
        DecisionError: the letter does not wait in the portal (any more), or it is no person who opens it.
        NotAllowed: `by` does not act for the municipality.
    """
    row = locked_released(decision, rules.may_retrieve, by)
    delivered, day = Delivered.of(row), day_of(now)
    known = delivered.get(DeliveryKind.RETRIEVED)
    if known is not None:
        return known
    if not by.is_person:
        raise DecisionError(_("A letter is opened by a person."))
    if not is_offered(row, delivered, day):
        raise DecisionError(_not_offered(row, delivered))
    return enter(row, DeliveryKind.RETRIEVED, day, by=by, field="day")


@transaction.atomic
def prove_receipt(*, decision: Decision, received_on: date, note: str, by: Actor) -> DeliveryEntry:
    """Enter a receipt that is proven: later than the day by which a posted letter counts as received, or of a letter
    that was handed over or formally served.

    Args:
        note: how it is proven; has to be said.

    Raises:
        DecisionError: the day cannot be, or nothing is said of the proof.
        NotAllowed: `by` does not work on the case.
    """
    row = locked_released(decision, rules.may_deliver, by)
    note = note_of(note, needed=_("Say how the receipt is proven, for example by a signed receipt."))
    return enter(row, DeliveryKind.RECEIVED, received_on, by=by, field="received_on", note=note)


def _not_offered(decision: Decision, delivered: Delivered) -> str:
    until = offered_until(decision, delivered)
    if until is None:
        return _("This letter does not wait in the portal.")
    return _("The letter waited in the portal until %(day)s. The authority will send it again.") % {
        "day": reader().date(until)
    }


def _retrievers(decision: Decision) -> set[int]:
    house = decision.case.organisation_id
    return people_of(house, roles=rules.RETRIEVERS) if house is not None else set()


def _tell(decision: Decision, kind: str, entry: DeliveryEntry) -> None:
    """The notice that there is a decision: no more than that leaves the house."""
    case = decision.case
    if case.organisation_id is None:
        return
    notify(
        recipients=people_of(case.organisation_id),
        kind=kind,
        title=lambda: _("There is a decision on %(number)s") % {"number": case.number},
        url=decision.get_absolute_url(),
        key=f"{kind}:{decision.pk}:{entry.pk}",
        context={"number": case.number},
    )
