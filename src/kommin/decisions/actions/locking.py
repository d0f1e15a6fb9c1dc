"""Locks in one order: the case, then the decision, then shares of appropriations, then the series of numbers."""

from django.utils import timezone
from django.utils.translation import gettext as _

from kommin.cases.actions.stages import locked_case
from kommin.decisions.errors import DecisionError, StaleDraftError
from kommin.decisions.models import Decision, DecisionState, DecisionStep, StepKind
from kommin.foundation.access import Actor, Rule, require

LONGEST_COMMENT = 2000


def locked_draft(decision: Decision, rule: Rule, by: Actor, *, revision: int | None = None) -> Decision:
    """A draft, locked together with its case until the transaction ends.

    Raises:
        NotAllowed: `rule` does not hold.
        DecisionError: it is released or discarded.
        StaleDraftError: its revision is another one than the caller has read.
    """
    case = locked_case(decision.case)
    row = Decision.objects.select_for_update(of=("self",)).select_related("authority").get(pk=decision.pk)
    row.case = case
    require(rule, by=by, of=row)
    if not row.is_open:
        raise DecisionError(
            _("This decision is released; it is altered by a further decision.")
            if row.is_released
            else _("This draft was discarded.")
        )
    if revision is not None and revision != row.revision:
        raise StaleDraftError(
            _("Somebody has changed the draft since you opened it. Please read it again, then go on.")
        )
    return row


def note(decision: Decision, kind: StepKind, by: Actor, comment: str = "") -> None:
    """Write down what was done with the draft, and by whom."""
    DecisionStep.objects.create(
        decision=decision, kind=kind, revision=decision.revision, by_id=by.user_id, by_name=str(by)[:200],
        comment=comment,
    )  # fmt: skip


def void_hand_over(decision: Decision) -> bool:
    """A changed draft is a draft again. Returns whether it had been handed over."""
    handed = decision.state == DecisionState.HANDED_OVER
    decision.state, decision.handed_revision, decision.handed_at = DecisionState.DRAFT, None, None
    decision.handed_by, decision.handed_by_name = None, ""
    decision.changed_at = timezone.now()
    return handed
