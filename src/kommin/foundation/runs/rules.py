"""Who may see and steer long work."""

from django.utils.translation import gettext_lazy as _

from kommin.foundation.access import Actor, has_role, rule
from kommin.foundation.runs.models import Run

OPERATOR = "operator"

is_operator = has_role(OPERATOR)


@rule(_("Only the person who started this, or an operator, may see and steer it."))
def started_it(actor: Actor, run: Run | None) -> bool:
    return run is not None and actor.is_person and run.started_by_id == actor.user_id


can_steer_run = started_it | is_operator
