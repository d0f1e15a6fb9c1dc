"""A case moves from stage to stage; every move is in the audit record."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kommin.cases.errors import StateError
from kommin.cases.models import UNDECIDED, Case, Stage
from kommin.foundation.access import Actor
from kommin.foundation.audit import actions as audit

TRANSITIONS: dict[str, frozenset[str]] = {
    Stage.RECEIVED: frozenset({Stage.CHECKING, Stage.SCORING}),
    Stage.CHECKING: frozenset({Stage.AWAITING, Stage.SCORING, Stage.ASSESSED}),
    Stage.AWAITING: frozenset({Stage.CHECKING}),
    Stage.SCORING: frozenset({Stage.CHECKING, Stage.ASSESSED}),
    Stage.ASSESSED: frozenset({Stage.CHECKING, Stage.SCORING, Stage.PROPOSED}),
    Stage.PROPOSED: frozenset({Stage.CHECKING, Stage.SCORING, Stage.ASSESSED}),
    Stage.DECIDED: frozenset({Stage.CLOSED}),
    Stage.CLOSED: frozenset({Stage.DECIDED}),
    Stage.WITHDRAWN: frozenset(),
}
"""Beyond these, any undecided case can be decided or withdrawn."""


def locked_case(case: Case) -> Case:
    """The row, locked until the transaction ends; every action on a case begins with it."""
    return Case.objects.select_for_update(of=("self",), no_key=True).select_related("programme", "call").get(pk=case.pk)


def may_follow(before: str, after: str) -> bool:
    """Whether a case can go from one stage to the other."""
    if after in (Stage.DECIDED, Stage.WITHDRAWN) and before in UNDECIDED:
        return True
    return after in TRANSITIONS[before]


@transaction.atomic
def move_case(*, case: Case, to: Stage, by: Actor, reason: str = "") -> Case:
    """Move a locked case on. To the stage it is in already changes nothing. Rights are the calling action's business.

    Raises:
        StateError: a case cannot go from where it is to there.
    """
    if case.stage == to:
        return case
    if not may_follow(case.stage, to):
        raise StateError(
            _("The case is in the stage “%(now)s”; this cannot be done there.") % {"now": case.get_stage_display()}
        )
    before = case.stage
    case.stage, case.stage_since, case.changed_at = to, timezone.now(), timezone.now()
    case.save(update_fields=["stage", "stage_since", "changed_at"])
    audit.record(
        action="cases.stage_changed", by=by, target=case, case=case.number,
        data={"before": before, "after": str(to)}, reason=reason,
    )  # fmt: skip
    return case
