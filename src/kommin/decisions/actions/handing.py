"""Hand a draft over for release, and give it back."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kommin.decisions import queries, rules
from kommin.decisions.actions.drafting import refuse_unless_possible
from kommin.decisions.actions.locking import LONGEST_COMMENT, locked_draft, note, void_hand_over
from kommin.decisions.checking import lacking
from kommin.decisions.errors import DecisionError, IncompleteDraftError
from kommin.decisions.models import Decision, DecisionState, Kind, StepKind
from kommin.foundation.access import Actor
from kommin.foundation.audit import actions as audit
from kommin.foundation.notices.actions import notify


@transaction.atomic
def hand_over(*, decision: Decision, revision: int, by: Actor, comment: str = "", tell: bool = True) -> Decision:
    """Hand the draft over for release as it stands in `revision`; the same twice is one.

    Args:
        tell: whether heads get a notice; many decisions at once tell them in one of their own.

    Raises:
        IncompleteDraftError: something is missing.
        StaleDraftError: somebody has changed it since.
        NotAllowed: `by` does not work on the case.
    """
    row = locked_draft(decision, rules.may_draft, by, revision=revision)
    if row.state == DecisionState.HANDED_OVER:
        return row
    if not by.is_person:
        raise DecisionError(_("Somebody has to stand up for a draft: a person hands it over."))
    refuse_unless_possible(row.case, Kind(row.kind))
    missing = lacking(row)
    if missing:
        raise IncompleteDraftError(_("Something is still missing."), missing)
    row.state, row.handed_revision, row.handed_at = DecisionState.HANDED_OVER, row.revision, timezone.now()
    row.handed_by_id, row.handed_by_name = by.user_id, str(by)[:200]
    row.returned_comment = ""
    row.save()
    note(row, StepKind.HANDED_OVER, by, comment.strip()[:LONGEST_COMMENT])
    if tell:
        notify(
            recipients=queries.heads_of(row.authority_id) - {by.user_id or 0},
            kind="decisions.to_release",
            title=lambda: _("Decision on %(number)s waits for release") % {"number": row.case.number},
            url=row.get_absolute_url(),
            key=f"decisions.to_release:{row.pk}:{row.revision}",
            context={"number": row.case.number},
        )
    audit.record(
        action="decisions.handed_over", by=by, target=row, case=row.case.number,
        data={"revision": row.revision, "amount": row.amount}, reason=comment.strip()[:LONGEST_COMMENT],
    )  # fmt: skip
    return row


@transaction.atomic
def return_draft(*, decision: Decision, comment: str, by: Actor) -> Decision:
    """Give a draft that was handed over back to whoever wrote it, with what is to be changed.

    Raises:
        DecisionError: it was not handed over, or there is no comment.
        NotAllowed: `by` may not release here.
    """
    row = locked_draft(decision, rules.may_release, by)
    comment = comment.strip()
    if row.state != DecisionState.HANDED_OVER:
        raise DecisionError(_("This draft does not wait for release."))
    if not comment:
        raise DecisionError(_("Say what is to be changed."), field="comment")
    if len(comment) > LONGEST_COMMENT:
        raise DecisionError(_("The comment has at most 2,000 characters."), field="comment")
    told = {person for person in (row.drafted_by_id, row.handed_by_id) if person} - {by.user_id or 0}
    void_hand_over(row)
    row.returned_comment = comment
    row.save()
    note(row, StepKind.RETURNED, by, comment)
    steps = row.steps.count()
    notify(
        recipients=told,
        kind="decisions.returned",
        title=lambda: _("Draft on %(number)s was returned") % {"number": row.case.number},
        url=row.get_absolute_url(),
        key=f"decisions.returned:{row.pk}:{steps}",
        context={"number": row.case.number},
    )
    audit.record(action="decisions.returned", by=by, target=row, case=row.case.number,
                 data={"revision": row.revision}, reason=comment)  # fmt: skip
    return row
