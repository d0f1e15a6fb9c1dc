"""A common score where the examiners lie far apart: proposed by one, agreed on by all others."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kommin.cases.actions.stages import locked_case
from kommin.cases.models import Case, Stage
from kommin.examination import rules, rules_scoring
from kommin.examination.actions.scoring import Typed, require_undecided, settle, sheets_that_count
from kommin.examination.blindness import Standing, current_criteria, persons_of, rules_of, standing_of
from kommin.examination.errors import ScoringError
from kommin.examination.models import Consensus, ConsensusState, ConsensusVoice, Scorer
from kommin.examination.scores import (
    Criteria,
    kept_points,
    missing_points,
    points_in,
    spreads,
    understood_points,
)
from kommin.foundation.access import Actor, NotAllowed, require
from kommin.foundation.audit import actions as audit


@transaction.atomic
def propose_consensus(*, case: Case, typed: Typed, reason: str, by: Actor) -> Consensus:
    """Propose a common score for every criterion, with a reason for each in which the examiners lie far apart.

    An own earlier proposal that nobody has answered is replaced.

    Raises:
        ScoringError: not everybody has handed in, the scores are close, points or reasons are missing, or somebody
            else's proposal is open.
        NotAllowed: `by` does not score this case.
    """
    row, criteria, standing, mine = _round_of(case, by)
    far_apart = _refuse_without_need(row, criteria, standing)
    open_one = Consensus.objects.filter(case=row, state=ConsensusState.PROPOSED).first()
    if open_one is not None and (open_one.proposed_by_id != mine.person_id or open_one.voices.count() > 1):
        raise ScoringError(_("A proposal is open already. Answer it first."))
    lines = _lines(criteria, typed, far_apart)
    if not reason.strip():
        raise ScoringError(_("Say why this is the right score."), field="reason")
    Consensus.objects.filter(case=row, state=ConsensusState.PROPOSED).update(
        state=ConsensusState.VOID, settled_at=timezone.now()
    )
    made = Consensus.objects.create(
        case=row, digest=criteria.digest, lines=lines, reason=reason.strip(), proposed_by=mine.person,
        proposed_by_name=str(by)[:200],
    )  # fmt: skip
    _speak(made, mine, agrees=True, comment="", by=by)
    _close_if_agreed(made, standing, by)
    audit.record(
        action="examination.consensus_proposed", by=by, target=row, case=row.number, reason=made.reason,
        data={"points": {key: line["points"] for key, line in lines.items()}},
    )  # fmt: skip
    return made


@transaction.atomic
def answer_consensus(*, consensus: Consensus, agrees: bool, comment: str, by: Actor) -> Consensus:
    """Agree to a proposed common score or decline it, with a reason. When the last has agreed, it is the score.

    Raises:
        ScoringError: it is not open any more, one has answered it already, or declines without saying why.
        NotAllowed: `by` does not score this case.
    """
    row, _criteria, standing, mine = _round_of(consensus.case, by)
    made = Consensus.objects.select_for_update(of=("self",)).get(pk=consensus.pk)
    if made.state != ConsensusState.PROPOSED:
        raise ScoringError(_("This proposal is not open any more."))
    if made.voices.filter(person_id=mine.person_id).exists():
        raise ScoringError(_("You have answered this proposal already."))
    if not agrees and not comment.strip():
        raise ScoringError(_("Say what speaks against it."), field="comment")
    _speak(made, mine, agrees=agrees, comment=comment.strip(), by=by)
    if not agrees:
        made.state, made.settled_at = ConsensusState.DECLINED, timezone.now()
        made.save(update_fields=["state", "settled_at"])
    else:
        _close_if_agreed(made, standing, by)
    audit.record(
        action="examination.consensus_answered", by=by, target=row, case=row.number, reason=comment.strip(),
        data={"agrees": agrees, "state": made.state},
    )  # fmt: skip
    return made


@transaction.atomic
def let_mean_stand(*, case: Case, reason: str, by: Actor) -> Consensus:
    """The head's way out when the examiners do not agree: the mean of their scores shall count.

    Raises:
        ScoringError: not everybody has handed in, the scores are close anyway, or no reason is given.
        NotAllowed: `by` is not the head of the authority, or scores this case.
    """
    row = locked_case(case)
    require(rules_scoring.may_let_mean_stand, by=by, of=row)
    require_undecided(row)
    criteria = current_criteria(row)
    standing = standing_of(row, criteria.digest)
    if standing.of(persons_of(by)) is not None:
        raise NotAllowed(_("You score this case yourself, so another person has to decide this."))
    _refuse_without_need(row, criteria, standing)
    if not reason.strip():
        raise ScoringError(_("Say why the mean shall stand."), field="reason")
    now = timezone.now()
    Consensus.objects.filter(case=row, state=ConsensusState.PROPOSED).update(state=ConsensusState.VOID, settled_at=now)
    made = Consensus.objects.create(
        case=row, digest=criteria.digest, is_mean=True, reason=reason.strip(), state=ConsensusState.AGREED,
        settled_at=now, proposed_by_id=by.user_id, proposed_by_name=str(by)[:200],
    )  # fmt: skip
    settle(row, by=by, criteria=criteria)
    audit.record(
        action="examination.mean_stands", by=by, target=row, case=row.number, reason=made.reason,
        data={"score": row.score},
    )  # fmt: skip
    return made


def _round_of(case: Case, by: Actor) -> tuple[Case, Criteria, Standing, Scorer]:
    row = locked_case(case)
    require(rules.may_examine, by=by, of=row)
    require_undecided(row)
    criteria = current_criteria(row)
    standing = standing_of(row, criteria.digest)
    mine = standing.of(persons_of(by))
    if mine is None:
        raise NotAllowed(_("Only those who score this case agree on its score."))
    return row, criteria, standing, mine


def _refuse_without_need(case: Case, criteria: Criteria, standing: Standing) -> set[int]:
    """The criteria that have to be agreed on."""
    if case.stage != Stage.SCORING:
        raise ScoringError(
            _("The case is in the stage “%(now)s”; points can be given in the stage “%(scoring)s”.")
            % {"now": case.get_stage_display(), "scoring": Stage.SCORING.label}
        )
    if not standing.is_complete:
        raise ScoringError(_("Not everybody has handed in yet."))
    given = [points_in(sheet.points) for sheet in sheets_that_count(criteria, standing)]
    percent = rules_of(case.call_id).spread_percent
    far_apart = {each.criterion.id for each in spreads(criteria, given, percent=percent) if each.is_large}
    if not far_apart:
        raise ScoringError(_("The scores lie close together, so their mean counts."))
    if Consensus.objects.filter(case=case, digest=criteria.digest, state=ConsensusState.AGREED).exists():
        raise ScoringError(_("The score was agreed on already."))
    return far_apart


def _lines(criteria: Criteria, typed: Typed, far_apart: set[int]) -> dict[str, dict[str, str]]:
    points, reasons = {}, {}
    for one in criteria.entries:
        line = typed.get(one.id, {})
        reasons[one.id] = str(line.get("reason") or "")
        try:
            points[one.id] = understood_points(line.get("points"), one.most_points)
        except ValueError:
            raise ScoringError(
                _("%(criterion)s: enter whole or half points from 0 to %(most)s.")
                % {"criterion": one.title, "most": one.most_points},
                field=f"points-{one.id}",
            ) from None
    kept = kept_points(points, reasons, word="reason")
    missing = missing_points(criteria, points_in(kept))
    if missing:
        raise ScoringError(
            _("Points are missing: %(criteria)s.") % {"criteria": ", ".join(str(one.title) for one in missing)},
            field=f"points-{missing[0].id}",
        )
    for one in criteria.entries:
        if one.id in far_apart and not reasons[one.id].strip():
            raise ScoringError(
                _("%(criterion)s: the scores lie far apart there. Say why these points are right.")
                % {"criterion": one.title},
                field=f"reason-{one.id}",
            )
    return kept


def _speak(consensus: Consensus, scorer: Scorer, *, agrees: bool, comment: str, by: Actor) -> None:
    ConsensusVoice.objects.create(
        consensus=consensus, person_id=scorer.person_id, name=scorer.name, agrees=agrees, comment=comment,
        by_name=str(by)[:200],
    )  # fmt: skip


def _close_if_agreed(consensus: Consensus, standing: Standing, by: Actor) -> None:
    agreed = set(consensus.voices.filter(agrees=True).values_list("person_id", flat=True))
    if {one.person_id for one in standing.scorers} <= agreed:
        consensus.state, consensus.settled_at = ConsensusState.AGREED, timezone.now()
        consensus.save(update_fields=["state", "settled_at"])
        settle(locked_case(consensus.case), by=by)
