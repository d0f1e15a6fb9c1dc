"""The completeness check: judge items, accept what is fine, end the check, open it again."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kommin.cases.actions.stages import move_case
from kommin.cases.errors import StateError
from kommin.cases.models import Case, Completeness, Stage
from kommin.examination import rules
from kommin.examination.actions.guarding import examined
from kommin.examination.dossier import CaseDossier
from kommin.examination.errors import ExaminationError
from kommin.examination.items import Item, check_items
from kommin.examination.models import CheckEnd, CheckStep, Finding, ItemVerdict
from kommin.foundation.access import Actor
from kommin.foundation.audit import actions as audit

LONGEST_NOTE = 4000
CHECKABLE = (Stage.RECEIVED, Stage.CHECKING, Stage.AWAITING)


@dataclass(frozen=True)
class Judgement:
    """What somebody says about an item. `seen` is the stamp of the finding when the page was opened, 0 for none."""

    item: str
    verdict: str
    note: str = ""
    seen: int = 0


@dataclass(frozen=True)
class Judged:
    """What became of it: what was written, and where a colleague had judged otherwise meanwhile (theirs stays)."""

    saved: Sequence[str]
    clashes: Sequence[Finding] = ()


@transaction.atomic
def judge_items(*, case: Case, judgements: Collection[Judgement], by: Actor) -> Judged:
    """Write down what was found of several items. Sent twice, the second time changes nothing.

    Where somebody else has judged an item since the page was opened, theirs stays and is returned as a clash.

    Raises:
        ExaminationError: there is no such item, or something missing or unclear has no note.
        StateError: the case is not in its completeness check.
        NotAllowed: `by` does not examine it.
    """
    row = examined(case, rules.may_examine, by, stages=CHECKABLE)
    if not judgements:
        return Judged(())
    known = check_items(CaseDossier(_whole(row)))
    for one in judgements:
        _sound(one, known)
    return _write(row, judgements, by)


@transaction.atomic
def accept_fine(*, case: Case, by: Actor) -> Judged:
    """Accept at once whatever the house finds nothing wrong with and nobody has judged (anew) yet.

    Raises:
        StateError, NotAllowed: as for judging.
    """
    row = examined(case, rules.may_examine, by, stages=CHECKABLE)
    standing = {one.item: one for one in Finding.objects.filter(case=row)}
    fine = [
        Judgement(key, ItemVerdict.ACCEPTED, seen=standing[key].stamp if key in standing else 0)
        for key, item in check_items(CaseDossier(_whole(row))).items()
        if item.is_fine and (key not in standing or standing[key].outdated)
    ]
    return _write(row, fine, by)


@transaction.atomic
def finish_check(*, case: Case, complete: bool, reason: str, by: Actor) -> Case:
    """End the check and hand the case on to scoring.

    As complete when every required item is accepted; as incomplete with a reason, when more will not come.

    Raises:
        ExaminationError: a required item is not accepted yet, or the reason is missing.
        StateError: the case is not in its completeness check, or the municipality is still asked for something.
        NotAllowed: `by` does not examine it.
    """
    row = examined(case, rules.may_examine, by, stages=(Stage.RECEIVED, Stage.CHECKING))
    reason = reason.strip()[:LONGEST_NOTE]
    if complete:
        lacking = [item.title for item in open_items(row).values() if item.required]
        if lacking:
            raise ExaminationError(
                _("These items are not accepted yet: %(items)s.") % {"items": ", ".join(lacking[:5])}
            )
    elif not reason:
        raise ExaminationError(_("Say what is missing and why you go on without it."), field="reason")
    kind = CheckEnd.COMPLETE if complete else CheckEnd.INCOMPLETE
    if row.stage == Stage.RECEIVED:
        move_case(case=row, to=Stage.CHECKING, by=by)
    row.completeness = Completeness.COMPLETE if complete else Completeness.INCOMPLETE
    row.save(update_fields=["completeness"])
    move_case(case=row, to=Stage.SCORING, by=by)
    _step(row, kind, reason, by)
    return row


@transaction.atomic
def reopen_check(*, case: Case, reason: str, by: Actor) -> Case:
    """Go back to the completeness check, because something has to be asked for after all.

    Raises:
        ExaminationError: the reason is missing.
        StateError: the case is not between the check and a proposal.
        NotAllowed: `by` does not examine it.
    """
    row = examined(case, rules.may_examine, by, stages=(Stage.SCORING, Stage.ASSESSED))
    reason = reason.strip()[:LONGEST_NOTE]
    if not reason:
        raise ExaminationError(_("Say why the check has to be opened again."), field="reason")
    row.completeness = Completeness.OPEN
    row.save(update_fields=["completeness"])
    move_case(case=row, to=Stage.CHECKING, by=by, reason=reason)
    _step(row, CheckEnd.REOPENED, reason, by)
    return row


def open_items(case: Case) -> Mapping[str, Item]:
    """The items nobody has accepted in their present form, by key."""
    accepted = set(
        Finding.objects.filter(case=case, verdict=ItemVerdict.ACCEPTED, outdated=False).values_list("item", flat=True)
    )
    return {key: item for key, item in check_items(CaseDossier(_whole(case))).items() if key not in accepted}


def _sound(one: Judgement, known: Collection[str]) -> None:
    if one.item not in known:
        raise ExaminationError(_("The check has no such item any more. Load the page again."))
    if one.verdict not in ItemVerdict.values:
        raise ExaminationError(_("Choose accepted, missing or unclear."))
    if len(one.note) > LONGEST_NOTE:
        raise ExaminationError(_("A note has at most 4,000 characters."), field=one.item)


def _write(row: Case, judgements: Collection[Judgement], by: Actor) -> Judged:
    standing = {one.item: one for one in Finding.objects.filter(case=row)}
    fresh: list[Finding] = []
    changed: list[Finding] = []
    clashes: list[Finding] = []
    now = timezone.now()
    for one in judgements:
        there, note = standing.get(one.item), one.note.strip()
        if there is not None and (there.verdict, there.note, there.outdated) == (one.verdict, note, False):
            continue
        if there is not None and there.stamp != one.seen:
            clashes.append(there)
            continue
        finding = there or Finding(case=row, item=one.item, stamp=0)
        finding.verdict, finding.note, finding.outdated, finding.stamp = one.verdict, note, False, finding.stamp + 1
        finding.at, finding.by_id, finding.by_name = now, by.user_id, str(by)[:200]
        (changed if there is not None else fresh).append(finding)
    Finding.objects.bulk_create(fresh)
    Finding.objects.bulk_update(changed, ["verdict", "note", "outdated", "stamp", "at", "by_id", "by_name"])
    saved = [one.item for one in (*fresh, *changed)]
    if not saved:
        return Judged((), clashes)
    if row.stage == Stage.RECEIVED:
        move_case(case=row, to=Stage.CHECKING, by=by)
    Case.objects.filter(pk=row.pk).update(changed_at=now)
    given = {one.item: one.verdict for one in judgements if one.item in set(saved)}
    audit.record(
        action="examination.items_judged", by=by, target=row, case=row.number,
        data={verdict: sorted(key for key, said in given.items() if said == verdict) for verdict in ItemVerdict.values},
    )  # fmt: skip
    return Judged(saved, clashes)


def _step(row: Case, kind: CheckEnd, reason: str, by: Actor) -> None:
    CheckStep.objects.create(case=row, kind=kind, reason=reason, by_id=by.user_id, by_name=str(by)[:200])
    audit.record(
        action="examination.check_reopened" if kind == CheckEnd.REOPENED else "examination.check_finished",
        by=by, target=row, case=row.number, data={"end": str(kind)}, reason=reason,
    )  # fmt: skip


def _whole(case: Case) -> Case:
    """The case with its application, as the dossier reads it.

    Raises:
        StateError: it is a grant of earlier years and has none.
    """
    found = Case.objects.select_related("application__version", "application__call").get(pk=case.pk)
    if found.application is None:
        raise StateError(_("This grant was taken over from earlier years; there is no application to check."))
    return found
