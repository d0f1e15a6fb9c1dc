"""Enter points, hand them in, take them back; and what follows for the case.

Every action locks the case first, so two examiners who hand in at once come one after the other, and the second sees
that all have scored.
"""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kommin.cases.actions.stages import locked_case, move_case
from kommin.cases.models import UNDECIDED, Case, Stage
from kommin.cases.queries import latest_version
from kommin.examination import rules
from kommin.examination.actions.proposing import end_proposal
from kommin.examination.blindness import Standing, current_criteria, persons_of, rules_of, standing_of
from kommin.examination.errors import ScoringError
from kommin.examination.models import (
    AmountJudgement,
    Basis,
    Consensus,
    ConsensusState,
    Scorer,
    ScoreResult,
    ScoreSheet,
)
from kommin.examination.scores import (
    Criteria,
    Points,
    kept_points,
    missing_points,
    needs_consensus,
    points_in,
    score,
    understood_points,
)
from kommin.foundation.access import Actor, NotAllowed, require
from kommin.foundation.audit import actions as audit
from kommin.programmes.frozen import thaw

BEGINNING = (Stage.RECEIVED, Stage.CHECKING)
TAKING_BACK = (Stage.SCORING, Stage.ASSESSED)
Typed = Mapping[int, Mapping[str, Any]]
"""What was typed: by the id of a criterion, `points` and `comment`."""


@transaction.atomic
def begin_scoring(*, case: Case, by: Actor) -> Case:
    """Open a received or checked case for scoring.

    Raises:
        StateError: it cannot be scored in its stage.
        NotAllowed: `by` does not examine this case.
    """
    row = locked_case(case)
    require(rules.may_examine, by=by, of=row)
    return move_case(case=row, to=Stage.SCORING, by=by)


@transaction.atomic
def save_scores(
    *, scorer: Scorer, typed: Typed, comment: str, by: Actor, stamp: int | None = None, page: str = ""
) -> ScoreSheet:
    """Keep a draft of one's points. Nobody else sees it.

    Args:
        stamp: that of the draft when the page was opened; another one means that it was changed elsewhere since.
        page: the open page's own mark; what it saved itself is no change elsewhere.

    Raises:
        ScoringError: not open for scoring, handed in already, changed elsewhere, or no points.
        NotAllowed: it is somebody else's sheet, or a conflict of interest.
    """
    case, criteria = _open_for(scorer, by)
    sheet = _draft(scorer, case, criteria)
    _refuse_elsewhere(sheet, stamp, page)
    _write(sheet, criteria, typed, comment)
    sheet.save()
    audit.record(
        action="examination.scores_drafted", by=by, target=scorer, case=case.number, data={"draft": sheet.stamp}
    )
    return sheet


@transaction.atomic
def hand_in_scores(
    *, scorer: Scorer, typed: Typed, comment: str, by: Actor, stamp: int | None = None, page: str = ""
) -> ScoreSheet:
    """Hand one's points in, once. From then on one sees what the others have handed in.

    Raises:
        ScoringError: as for a draft, or points are missing.
        NotAllowed: as for a draft.
    """
    case, criteria = _open_for(scorer, by)
    sheet = _draft(scorer, case, criteria)
    _refuse_elsewhere(sheet, stamp, page)
    _write(sheet, criteria, typed, comment)
    points = points_in(sheet.points)
    missing = missing_points(criteria, points)
    if missing:
        raise ScoringError(
            _("Points are missing: %(criteria)s.") % {"criteria": ", ".join(str(one.title) for one in missing)},
            field=f"points-{missing[0].id}",
        )
    sheet.total = score(criteria, [points]).value
    sheet.handed_in_at, sheet.handed_in_by_id = timezone.now(), by.user_id
    sheet.handed_in_by_name, sheet.deputising_for = str(by)[:200], by.deputising_for[:200]
    sheet.save()
    settle(case, by=by, criteria=criteria)
    audit.record(
        action="examination.scores_handed_in", by=by, target=scorer, case=case.number,
        data={"score": sheet.total, "points": {key: line["points"] for key, line in sheet.points.items()}},
    )  # fmt: skip
    return sheet


@transaction.atomic
def take_scores_back(*, scorer: Scorer, by: Actor) -> ScoreSheet:
    """Make one's sheet a draft again, as long as no other examiner of the case has handed in and so could have seen it.

    Raises:
        ScoringError: somebody has seen it, or nothing was handed in.
        NotAllowed: it is somebody else's sheet.
    """
    case, criteria = _open_for(scorer, by, done=True)
    sheet = ScoreSheet.objects.select_for_update().filter(scorer=scorer, digest=criteria.digest).first()
    if sheet is None or sheet.handed_in_at is None:
        raise ScoringError(_("Nothing was handed in yet."))
    standing = standing_of(case, criteria.digest)
    if standing.handed_in - {scorer.pk}:
        raise ScoringError(
            _("Another examiner has handed in and can see your score, so it stays. A common score can differ from it.")
        )
    sheet.handed_in_at, sheet.total, sheet.stamp = None, None, sheet.stamp + 1
    sheet.save(update_fields=["handed_in_at", "total", "stamp"])
    settle(case, by=by, criteria=criteria)
    audit.record(action="examination.scores_taken_back", by=by, target=scorer, case=case.number)
    return sheet


def settle(case: Case, *, by: Actor, criteria: Criteria | None = None) -> ScoreResult | None:
    """Write what the score of a locked case is now, and move the case on once everything is judged.

    None while somebody still has to score, or the examiners are too far apart and have not agreed.
    """
    criteria = criteria or current_criteria(case)
    standing = standing_of(case, criteria.digest)
    found = _result(case, criteria, standing) if standing.is_complete and criteria else None
    ScoreResult.objects.filter(case=case).delete()
    if found is not None:
        found.save(force_insert=True)
    value = found.score if found else None
    if case.score != value:
        case.score, case.changed_at = value, timezone.now()
        case.save(update_fields=["score", "changed_at"])
    if found is None:
        Consensus.objects.filter(case=case, state=ConsensusState.PROPOSED).exclude(digest=criteria.digest).update(
            state=ConsensusState.VOID, settled_at=timezone.now()
        )
    assess(case, by=by, scored=found is not None or not criteria)
    return found


def assess(case: Case, *, by: Actor, scored: bool) -> None:
    """Move a locked case to “assessed” once it is scored and its amount is judged, and back when that ends."""
    judged = case.proposed is not None and AmountJudgement.objects.filter(case=case).exists()
    if scored and judged and case.stage in {Stage.CHECKING, Stage.SCORING}:
        move_case(case=case, to=Stage.ASSESSED, by=by)
    elif not scored and case.stage in {Stage.ASSESSED, Stage.PROPOSED}:
        end_proposal(case, _("The case is scored anew."))
        move_case(case=case, to=Stage.SCORING, by=by)


def sheets_that_count(criteria: Criteria, standing: Standing) -> list[ScoreSheet]:
    """What the assigned examiners have handed in by these criteria."""
    return list(
        ScoreSheet.objects.filter(
            scorer__in=standing.scorers, digest=criteria.digest, handed_in_at__isnull=False
        ).order_by("scorer_id")
    )


def _result(case: Case, criteria: Criteria, standing: Standing) -> ScoreResult | None:
    given: list[Points] = [points_in(sheet.points) for sheet in sheets_that_count(criteria, standing)]
    agreed = Consensus.objects.filter(case=case, digest=criteria.digest, state=ConsensusState.AGREED).first()
    basis = Basis.SINGLE if len(given) == 1 else Basis.MEAN
    if agreed is not None and agreed.is_mean:
        basis = Basis.MEAN_STANDS
    elif agreed is not None:
        given, basis = [points_in(agreed.lines)], Basis.CONSENSUS
    elif needs_consensus(criteria, given, percent=rules_of(case.call_id).spread_percent):
        return None
    return ScoreResult(case=case, digest=criteria.digest, score=score(criteria, given).value, basis=basis)


def require_undecided(case: Case) -> None:
    """Refuse a case that was decided or withdrawn meanwhile.

    Raises:
        ScoringError: it was.
    """
    if case.stage not in UNDECIDED:
        raise ScoringError(
            _("The case is in the stage “%(now)s”; nothing more is judged there.") % {"now": case.get_stage_display()}
        )


def _open_for(scorer: Scorer, by: Actor, *, done: bool = False) -> tuple[Case, Criteria]:
    case = locked_case(scorer.case)
    require(rules.may_examine, by=by, of=case)
    row = Scorer.objects.get(pk=scorer.pk)
    if not by.is_the_house:
        _refuse_others(row, case, by)
    require_undecided(case)
    if row.ended_at is not None:
        raise ScoringError(_("Somebody else scores this case in your place now."))
    stages = TAKING_BACK if done else (Stage.SCORING,)
    if case.stage not in stages:
        raise ScoringError(
            _("The case is in the stage “%(now)s”; points can be given in the stage “%(scoring)s”.")
            % {"now": case.get_stage_display(), "scoring": Stage.SCORING.label}
        )
    criteria = current_criteria(case)
    if not criteria:
        raise ScoringError(_("The call has no criteria, so its cases are not scored."))
    return case, criteria


def _refuse_others(scorer: Scorer, case: Case, by: Actor) -> None:
    """Only the person, or a deputy who does not score the case as well: nobody gives two of the scores."""
    persons = persons_of(by)
    if scorer.person_id not in persons:
        raise NotAllowed(_("This is the score of somebody else."))
    if (
        scorer.person_id != by.user_id
        and Scorer.objects.filter(case=case, person_id=by.user_id, ended_at__isnull=True).exists()
    ):
        raise NotAllowed(_("You score this case yourself, so you cannot score it in somebody's place as well."))


def _draft(scorer: Scorer, case: Case, criteria: Criteria) -> ScoreSheet:
    sheet = ScoreSheet.objects.select_for_update().filter(scorer=scorer, digest=criteria.digest).first()
    if sheet is None:
        return ScoreSheet(scorer=scorer, case=case, criteria=criteria.frozen, digest=criteria.digest)
    if sheet.handed_in_at is not None:
        raise ScoringError(_("This score was handed in already."))
    return sheet


def _refuse_elsewhere(sheet: ScoreSheet, stamp: int | None, page: str) -> None:
    if stamp is not None and stamp != sheet.stamp and not (page and page == sheet.page):
        raise ScoringError(_("This draft was changed in another window since. Look at it as it stands now."))
    sheet.page = page


def _write(sheet: ScoreSheet, criteria: Criteria, typed: Typed, comment: str) -> None:
    points, words = {}, {}
    for one in criteria.entries:
        line = typed.get(one.id, {})
        words[one.id] = str(line.get("comment") or "")
        try:
            points[one.id] = understood_points(line.get("points"), one.most_points)
        except ValueError:
            raise ScoringError(
                _("%(criterion)s: enter whole or half points from 0 to %(most)s.")
                % {"criterion": one.title, "most": one.most_points},
                field=f"points-{one.id}",
            ) from None
    sheet.points = kept_points(points, words, word="comment")
    sheet.comment, sheet.stamp, sheet.changed_at = comment.strip(), sheet.stamp + 1, timezone.now()


def renew_outdated() -> int:
    """Settle all cases anew whose score rests on criteria that their call has replaced; how many there were."""
    count = 0
    undecided = ScoreResult.objects.filter(case__stage__in=UNDECIDED)
    for call in undecided.order_by().values_list("case__call", flat=True).distinct():
        digest = Criteria(tuple(thaw(latest_version(call)).criteria)).digest
        for result in undecided.filter(case__call=call).exclude(digest=digest).select_related("case"):
            renew_scoring(case=result.case, by=Actor.clock())
            count += 1
    return count


@transaction.atomic
def renew_scoring(*, case: Case, by: Actor) -> None:
    """Settle a case anew after the call's criteria have changed: scores by former criteria count no longer.

    They stay, marked as outdated. A decided or withdrawn case is left alone.
    """
    row = locked_case(case)
    if row.stage not in UNDECIDED:
        return
    before = row.score
    settle(row, by=by)
    if row.score != before:
        audit.record(action="examination.scoring_renewed", by=by, target=row, case=row.number, data={"before": before})
