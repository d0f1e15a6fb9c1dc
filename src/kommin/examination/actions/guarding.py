"""What every action of an examiner begins with."""

from collections.abc import Collection

from django.utils.translation import gettext as _
from rules import Predicate

from kommin.cases.actions.stages import locked_case
from kommin.cases.errors import StateError
from kommin.cases.models import Case, Stage
from kommin.foundation.access import Actor, require


def examined(case: Case, rule: Predicate, by: Actor, *, stages: Collection[str] = ()) -> Case:
    """The case, locked, if `by` may do this with it and it is in one of these stages (any undecided one by default).

    Raises:
        NotAllowed: the rule does not hold.
        StateError: it was withdrawn or decided, or is in another stage.
    """
    row = locked_case(case)
    require(rule, by=by, of=row)
    refuse_ended(row)
    if stages and row.stage not in stages:
        raise StateError(
            _("The case is in the stage “%(now)s”; this cannot be done there.") % {"now": row.get_stage_display()}
        )
    return row


def refuse_ended(case: Case) -> None:
    """Refuse what cannot be done with a case that has come to its end.

    Raises:
        StateError: it was withdrawn or decided.
    """
    if case.stage == Stage.WITHDRAWN:
        raise StateError(_("The municipality has withdrawn this application. Nothing more is to be done here."))
    if not case.is_undecided:
        raise StateError(_("This case has been decided. The examination cannot be changed any more."))
