"""Release a decision: everything it brings about happens in one transaction, or nothing does."""

import hashlib
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kommin.cases.actions.ledger import Movement, write_entries
from kommin.cases.actions.stages import move_case
from kommin.cases.models import Case, EntryKind, Stage
from kommin.decisions import queries, rules
from kommin.decisions.actions.committing import commit
from kommin.decisions.actions.delivery import offer_in_portal
from kommin.decisions.actions.drafting import refuse_unless_possible
from kommin.decisions.actions.locking import locked_draft, note
from kommin.decisions.actions.numbering import next_number
from kommin.decisions.checking import lacking
from kommin.decisions.errors import DecisionError, FourEyesError, IncompleteDraftError, StaleDraftError
from kommin.decisions.freezing import content_of, goes_to_court_of_audit
from kommin.decisions.grounds import Grounds
from kommin.decisions.letter_seam import render_letter
from kommin.decisions.letters.codes import new_code
from kommin.decisions.means import differences
from kommin.decisions.models import (
    AWARDS,
    WROTE,
    Decision,
    DecisionDocument,
    DecisionState,
    DecisionStep,
    Kind,
    StepKind,
)
from kommin.examination.involved import examined_by
from kommin.foundation.access import Actor
from kommin.foundation.audit import actions as audit
from kommin.foundation.audit.canonical import canonical, digest

ENTRY: Mapping[str, EntryKind] = {
    Kind.AWARD: EntryKind.GRANTED,
    Kind.PARTIAL: EntryKind.GRANTED,
    Kind.CHANGE: EntryKind.CHANGED,
    Kind.REVOCATION: EntryKind.REVOKED,
    Kind.RENUNCIATION: EntryKind.WITHDRAWN,
}
DECIDES = (*AWARDS, Kind.REFUSAL)


@transaction.atomic
def release_decision(
    *, decision: Decision, revision: int, by: Actor, now: datetime | None = None, portal: bool = False,
    tell: bool = True,
) -> Decision:  # fmt: skip
    """Release what was handed over: from now on it stands. Released already, it is answered as it is.

    Args:
        revision: the one that was read; a draft that was changed since is not released.
        now: the moment of the decision; this one if left out.
        portal: whether the letter is offered in the portal at once; otherwise it is delivered by an action of its own.
        tell: whether the municipality is told of the offer now; many decisions at once tell it in one notice.

    Raises:
        FourEyesError: `by` has drafted it or examined the case.
        StaleDraftError: it was changed since it was handed over or read.
        IncompleteDraftError: something is missing, or a value of the law is not confirmed.
        MeansError: the means of a year do not suffice, or it is closed.
        DecisionError: it does not wait for release, or its letter cannot be made.
        NotAllowed: `by` may not release here.
    """
    if Decision.objects.filter(pk=decision.pk, state=DecisionState.RELEASED).exists():
        return queries.complete().get(pk=decision.pk)
    try:
        row = locked_draft(decision, rules.may_release, by)
    except DecisionError:
        released = queries.complete().filter(pk=decision.pk, state=DecisionState.RELEASED).first()
        if released is None:
            raise
        return released
    if row.state != DecisionState.HANDED_OVER or row.handed_revision != row.revision:
        raise StaleDraftError(_("This draft does not wait for release: it was changed or returned."))
    if revision != row.revision:
        raise StaleDraftError(
            _("Somebody has changed the draft since you opened it. Please read it again, then go on.")
        )
    refuse_same_eyes(row, by)
    refuse_unless_possible(row.case, Kind(row.kind))
    moment = now or timezone.now()
    day = timezone.localtime(moment, timezone.get_default_timezone()).date()
    grounds = Grounds(row.case, day)
    missing = lacking(row, grounds)
    if missing:
        raise IncompleteDraftError(_("Something is still missing."), missing)
    before = queries.in_force(row.case)
    changes = differences(row, before)
    commit(decision=row, differences=changes, day=day)
    _freeze(row, grounds, before=before, day=day, moment=moment, by=by)
    _write_document(row)
    _write_ledger(row, changes, day, by)
    _settle_case(row, by)
    note(row, StepKind.RELEASED, by)
    audit.record(
        action="decisions.released", by=by, target=row, case=row.case.number,
        data={
            "kind": row.kind, "number": row.number, "amount": row.amount, "before": row.amount_before,
            "years": row.amounts, "digest": row.digest, "document": row.document.sha256,
            "court_of_audit_copy": goes_to_court_of_audit(row, grounds),
        },
    )  # fmt: skip
    if portal:
        offer_in_portal(decision=row, by=by, now=moment, tell=tell)
    return row


def refuse_same_eyes(decision: Decision, by: Actor) -> None:
    """Four eyes: asked under the lock of the case, for persons in whatever role, and for commands too.

    Raises:
        FourEyesError: `by` is no person, has drafted the decision or has examined the case.
    """
    if not by.is_person or by.user_id is None:
        raise FourEyesError(_("A decision is released by a person."))
    wrote = set(DecisionStep.objects.filter(decision=decision, kind__in=WROTE).values_list("by_id", flat=True))
    if by.user_id in wrote | {decision.drafted_by_id, decision.handed_by_id}:
        raise FourEyesError(_("You have worked on this draft: somebody else has to release it (four eyes)."))
    if by.user_id in examined_by(decision.case):
        raise FourEyesError(_("You have examined this case: somebody else has to release the decision (four eyes)."))


def _freeze(
    row: Decision, grounds: Grounds, *, before: Mapping[int, Decimal], day: date, moment: datetime, by: Actor
) -> None:
    """Number and code last, then the content with them, then the row as it stays."""
    last = queries.last_of(row.case)
    row.position, row.predecessor = (last.position or 0) + 1 if last else 1, last
    row.decided_on, row.released_at = day, moment
    row.released_by_id, row.released_by_name = by.user_id, str(by)[:200]
    row.amount_before = sum(before.values(), Decimal("0.00"))
    if not row.has_amounts:
        row.amount = row.amount_before
    row.number, row.number_serial = next_number(row.authority_id, day.year)
    row.number_year, row.code = day.year, new_code()
    row.content = content_of(row, grounds, day=day, before=before, released_by=row.released_by_name)
    row.digest = digest(canonical(row.content))
    row.state = DecisionState.RELEASED
    row.save()


def _write_document(row: Decision) -> None:
    letter = render_letter(row)
    row.document = DecisionDocument.objects.create(
        decision=row, content=letter.content, sha256=hashlib.sha256(letter.content).hexdigest(), pages=letter.pages,
        template=letter.template[:200],
    )  # fmt: skip


def _write_ledger(row: Decision, differences: Mapping[int, Decimal], day: date, by: Actor) -> None:
    kind = ENTRY.get(row.kind)
    if kind is not None and differences:
        movements = [Movement(kind, amount, year, day) for year, amount in differences.items()]
        write_entries(case=row.case, movements=movements, source=f"decision:{row.pk}", by=by)


def _settle_case(row: Decision, by: Actor) -> None:
    case = row.case
    case.changed_at = timezone.now()
    fields = ["changed_at"]
    if row.kind in DECIDES:
        case.due_on, case.due_what = None, ""
        fields += ["due_on", "due_what"]
    Case.objects.filter(pk=case.pk).update(**{name: getattr(case, name) for name in fields})
    if row.kind in DECIDES:
        move_case(case=case, to=Stage.DECIDED, by=by)
