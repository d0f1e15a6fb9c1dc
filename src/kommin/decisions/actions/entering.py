"""What every action about delivery shares: lock the case, judge the day, write the entry, follow with deadlines."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from kommin.cases.actions.stages import locked_case
from kommin.decisions import duties, queries
from kommin.decisions.delivered import Delivered
from kommin.decisions.errors import DecisionError
from kommin.decisions.frozen_law import restore_regime
from kommin.decisions.models import Decision, DeliveryEntry, DeliveryKind
from kommin.foundation.access import Actor, Rule, require
from kommin.foundation.audit import actions as audit
from kommin.foundation.ui.formatting import reader
from kommin.law.errors import LawError
from kommin.law.finality import final_from

LONGEST_NOTE = 2000
ACTION: Mapping[str, str] = {
    DeliveryKind.POSTED: "decisions.posted",
    DeliveryKind.OFFERED: "decisions.offered",
    DeliveryKind.RETRIEVED: "decisions.retrieved",
    DeliveryKind.RECEIVED: "decisions.receipt_proven",
    DeliveryKind.WAIVED: "decisions.waived",
    DeliveryKind.LAWSUIT: "decisions.lawsuit_filed",
    DeliveryKind.LAWSUIT_ENDED: "decisions.lawsuit_ended",
}


def locked_released(decision: Decision, rule: Rule, by: Actor) -> Decision:
    """A released decision; its case is locked until the transaction ends.

    Raises:
        NotAllowed: `rule` does not hold.
        DecisionError: it is not released.
    """
    case = locked_case(decision.case)
    row = queries.complete().get(pk=decision.pk)
    row.case = case
    require(rule, by=by, of=row)
    if not row.is_released:
        raise DecisionError(_("This decision is not released yet: there is nothing to deliver."))
    return row


def day_of(now: datetime | None) -> date:
    """The calendar day of the Land at a moment, this one if left out."""
    return timezone.localtime(now or timezone.now(), timezone.get_default_timezone()).date()


def enter(decision: Decision, kind: DeliveryKind, day: date, *, by: Actor, field: str, **more: Any) -> DeliveryEntry:
    """Write an entry of a locked decision. The same day twice is one entry.

    Args:
        field: the field of the form that holds the day, for the message.
        more: further fields of the entry.

    Raises:
        DecisionError: the day cannot be, contradicts another entry, or there is another entry of the kind.
    """
    refuse_impossible_day(decision, day, field=field)
    delivered = Delivered.of(decision)
    known = delivered.get(kind)
    if known is not None:
        if known.day == day:
            return known
        raise DecisionError(
            _("“%(what)s” is entered already, for %(day)s. If that is wrong, correct that entry.")
            % {"what": known.get_kind_display(), "day": reader().date(known.day)},
            field=field,
        )
    entry = DeliveryEntry(decision=decision, kind=kind, day=day, by_id=by.user_id, by_name=str(by)[:200], **more)
    return write(decision, entry, by=by, field=field)


def write(decision: Decision, entry: DeliveryEntry, *, by: Actor, field: str) -> DeliveryEntry:
    """Save an entry that fits with the others, move the deadlines, and record it.

    Raises:
        DecisionError: it contradicts another entry.
    """
    after = Delivered.among([*decision.delivery.all(), entry])
    refuse_contradiction(decision, after, field=field)
    entry.save(force_insert=True)
    duties.follow(decision, after)
    audit.record(
        action="decisions.delivery_corrected" if entry.corrects else ACTION[entry.kind], by=by, target=decision,
        case=decision.case.number, data=_recorded(entry), reason=entry.reason,
        personal={"note": entry.note} if entry.note else None,
    )  # fmt: skip
    return entry


def refuse_impossible_day(decision: Decision, day: date, *, field: str) -> None:
    """Nothing happens to a letter before it is decided, and nothing is entered ahead of its day."""
    if decision.decided_on is not None and day < decision.decided_on:
        raise DecisionError(
            _("This cannot have been before the decision, which is of %(day)s.")
            % {"day": reader().date(decision.decided_on)},
            field=field,
        )
    if day > day_of(None):
        raise DecisionError(_("This day lies in the future. Enter it when it has happened."), field=field)


def refuse_contradiction(decision: Decision, delivered: Delivered, *, field: str) -> None:
    """Ask the law whether the days can stand together."""
    if not delivered.is_announced:
        if delivered.resting_on_receipt:
            raise DecisionError(
                _("“%(what)s” needs a letter that was delivered: enter first how and when it was sent.")
                % {"what": delivered.resting_on_receipt[0].get_kind_display()},
                field=field,
            )
        return
    try:
        final_from(delivery=delivered.as_law, regime=restore_regime(decision.content))
    except LawError as error:
        raise DecisionError(reader().text(error.text), field=field) from error


def note_of(text: str, *, field: str = "note", needed: str = "") -> str:
    """A note without blanks around it.

    Raises:
        DecisionError: it is too long, or missing where `needed` says why it must not be.
    """
    text = text.strip()
    if needed and not text:
        raise DecisionError(needed, field=field)
    if len(text) > LONGEST_NOTE:
        raise DecisionError(_("Write at most 2,000 characters."), field=field)
    return text


def _recorded(entry: DeliveryEntry) -> dict[str, Any]:
    found: dict[str, Any] = {"what": entry.kind, "day": entry.day}
    if entry.corrects is not None:
        found |= {"before": entry.corrects.day, "taken_back": entry.withdrawn}
    more = {name: getattr(entry, name) for name in ("court", "reference", "outcome", "signed")}
    found |= {name: value for name, value in more.items() if value}
    if entry.file is not None:
        found["file"] = entry.file.sha256
    return found
