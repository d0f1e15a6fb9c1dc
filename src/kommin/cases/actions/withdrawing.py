"""Take an application back."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kommin.cases import queries, rules
from kommin.cases.actions.locking import locked
from kommin.cases.actions.stages import locked_case, move_case
from kommin.cases.deadlines import follow_draft
from kommin.cases.errors import CaseError
from kommin.cases.models import Application, Case, Stage, State
from kommin.foundation.access import Actor
from kommin.foundation.audit import actions as audit
from kommin.foundation.notices.actions import notify

LONGEST_REASON = 2000


@transaction.atomic
def withdraw_application(*, application: Application, reason: str, by: Actor) -> Application:
    """Withdraw a draft or a submitted application; everything stays readable. Twice is once.

    Raises:
        CaseError: no reason is given, or it is too long.
        NotAllowed: `by` is not the signatory.
        StateError: it has been decided; what was granted is given back by a change of the decision.
    """
    row = locked(application, rules.may_withdraw, by)
    if row.state == State.WITHDRAWN:
        return row
    reason = reason.strip()
    if not reason:
        raise CaseError(_("Say why you withdraw the application."), field="reason")
    if len(reason) > LONGEST_REASON:
        raise CaseError(_("The reason has at most 2,000 characters."), field="reason")
    before = row.state
    row.state, row.withdrawn_at, row.withdrawn_reason = State.WITHDRAWN, timezone.now(), reason
    row.save(update_fields=["state", "withdrawn_at", "withdrawn_reason"])
    follow_draft(row)
    case = Case.objects.filter(application=row).first()
    if case is not None:
        move_case(case=locked_case(case), to=Stage.WITHDRAWN, by=by, reason=reason)
    notify(
        recipients=queries.people_of(row.organisation_id) - {by.user_id or 0},
        kind="cases.withdrawn",
        title=lambda: _("Application %(number)s was withdrawn") % {"number": row.number},
        url=row.get_absolute_url(),
        key=f"cases.withdrawn:{row.pk}",
        context={"number": row.number},
    )
    audit.record(action="cases.withdrawn", by=by, target=row, case=row.number, data={"before": before}, reason=reason)
    return row
