"""Judge the lines of a financing plan. Each judgement is kept; the latest says what may be granted."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from kommin.cases.actions.stages import locked_case, move_case
from kommin.cases.models import Case, Stage
from kommin.cases.plan import Line
from kommin.examination import rules
from kommin.examination.actions.proposing import end_proposal
from kommin.examination.actions.scoring import assess, require_undecided
from kommin.examination.amounts import LANGUAGES, Applied, Judged, applied_of, checked, derivation_of, recompute
from kommin.examination.blindness import current_criteria
from kommin.examination.errors import AmountError
from kommin.examination.models import AmountJudgement, ScoreResult, Verdict
from kommin.foundation.access import Actor, require
from kommin.foundation.audit import actions as audit
from kommin.foundation.ui.formatting import reader


@transaction.atomic
def judge_amount(
    *, case: Case, lines: Sequence[Judged], note: str = "", by: Actor, seen: int | None = None
) -> AmountJudgement:
    """Say which lines are accepted, reduced or rejected, and write what follows to the case.

    A case that was proposed already falls out of its proposal, because its amount is another one.

    Args:
        lines: a judgement of every eligible line; see `amounts.checked` for what must be given.
        seen: the number of the latest judgement when the page was opened, 0 for none.

    Raises:
        AmountError: a line is not judged rightly, or somebody else has judged since.
        ScoringError: the case is decided or withdrawn.
        NotAllowed: `by` does not examine this case.
    """
    row = locked_case(case)
    require(rules.may_examine, by=by, of=row)
    require_undecided(row)
    before = AmountJudgement.objects.filter(case=row).order_by("-number").first()
    number = before.number if before else 0
    if seen is not None and seen != number:
        raise AmountError(_("Somebody else has judged the plan since. Look at it as it stands now."))
    applied = applied_of(row)
    judged = checked(applied, lines)
    result = recompute(applied, judged, row)
    made = AmountJudgement.objects.create(
        case=row,
        number=number + 1,
        content_digest=applied.digest,
        version=applied.version,
        regime=applied.regime.name,
        lines=_kept(applied, judged),
        applied=applied.grant,
        eligible=result.eligible,
        amount=result.amount,
        below_minimum=result.grant.below_minimum,
        years={str(year): f"{part:.2f}" for year, part in result.years.items() if part},
        shares=list(result.shares),
        derivation=derivation_of(result),
        note=note.strip(),
        by_id=by.user_id,
        by_name=str(by)[:200],
        deputising_for=by.deputising_for[:200],
    )
    row.eligible, row.proposed, row.changed_at = made.eligible, made.amount, timezone.now()
    row.save(update_fields=["eligible", "proposed", "changed_at"])
    if row.stage == Stage.PROPOSED:
        end_proposal(row, _("The plan was judged anew."))
        move_case(case=row, to=Stage.ASSESSED, by=by)
    criteria = current_criteria(row)
    scored = not criteria or ScoreResult.objects.filter(case=row, digest=criteria.digest).exists()
    assess(row, by=by, scored=scored)
    audit.record(
        action="examination.amount_judged", by=by, target=row, case=row.number, reason=made.note,
        data={
            "number": made.number, "applied": made.applied, "eligible": made.eligible, "grant": made.amount,
            "lines": [{name: line[name] for name in ("key", "verdict", "accepted", "reason")} for line in made.lines],
        },
    )  # fmt: skip
    return made


def accept_all(applied: Applied) -> list[Judged]:
    """The judgement that leaves the plan as it is."""
    return [Judged(line.key, Verdict.ACCEPTED, dict(line.amounts)) for line in applied.to_judge]


def _kept(applied: Applied, judged: Sequence[Judged]) -> list[dict[str, object]]:
    by_key = {one.key: one for one in judged}
    return [_line(line, by_key.get(line.key)) for line in applied.lines]


def _line(line: Line, one: Judged | None) -> dict[str, object]:
    labels = {}
    for language in LANGUAGES:
        with translation.override(language):
            labels[f"label_{language}"] = reader().text(line.label)
    return {
        "key": line.key,
        **labels,
        "eligible": line.eligible,
        "verdict": one.verdict if one else "",
        "reason": one.reason if one else "",
        "applied": {str(year): f"{amount:.2f}" for year, amount in line.amounts.items() if amount},
        "accepted": {str(year): f"{amount:.2f}" for year, amount in one.accepted.items() if amount} if one else {},
    }
