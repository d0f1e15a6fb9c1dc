"""The cases of a round as rows of the engine, and what keeps the others from being ranked."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from kommin.cases.models import UNDECIDED, Case, Stage, Submission, Supplement
from kommin.cases.queries import latest_version
from kommin.examination.models import AmountJudgement, ScoreResult
from kommin.examination.ranking.engine import Row
from kommin.examination.scores import Criteria
from kommin.programmes.frozen import FrozenCall, thaw
from kommin.programmes.models import Call

RANKABLE = (Stage.ASSESSED, Stage.PROPOSED)


@dataclass(frozen=True)
class Waiting:
    """A case that cannot be ranked yet, and why."""

    id: int
    number: str
    why: str


@dataclass(frozen=True)
class Round:
    """The undecided cases of a call in reach of somebody."""

    call: Call
    content: FrozenCall
    criteria: Criteria
    rows: list[Row]
    waiting: list[Waiting]

    @property
    def minimum(self) -> Decimal | None:
        return self.content.minimum_grant


def cases_of(call: Call, authority: int | None) -> QuerySet[Case]:
    """The undecided cases of a round; of one authority if given."""
    found = Case.objects.filter(call=call, stage__in=UNDECIDED)
    return found if authority is None else found.filter(authority=authority)


def collect(call: Call, *, authority: int | None = None, cases: QuerySet[Case] | None = None) -> Round:
    """Read a round: one query for the cases, and none per case.

    Args:
        authority: only this one's cases.
        cases: instead of all undecided ones, those that somebody has locked.
    """
    content = thaw(latest_version(call))
    criteria = Criteria(tuple(content.criteria))
    found = Round(call, content, criteria, [], [])
    digest = criteria.digest
    for data in _figures(cases if cases is not None else cases_of(call, authority)):
        why = _lacks(data, digest if criteria else None)
        if why:
            found.waiting.append(Waiting(data["pk"], data["number"], why))
        else:
            found.rows.append(_row(data))
    return found


_WANTED = ("pk", "number", "authority_id", "district_key", "block__code", "stage", "score", "received_at")


def _figures(cases: QuerySet[Case]) -> QuerySet[Case, dict[str, Any]]:
    judged = AmountJudgement.objects.filter(case=OuterRef("pk")).order_by("-number")
    later = Supplement.objects.filter(case=OuterRef("pk")).order_by("-round").values("digest")[:1]
    first = Submission.objects.filter(application=OuterRef("application")).values("digest")[:1]
    result = ScoreResult.objects.filter(case=OuterRef("pk")).values("digest")[:1]
    return cases.annotate(
        judged_years=Subquery(judged.values("years")[:1]),
        judged_digest=Subquery(judged.values("content_digest")[:1]),
        later_digest=Subquery(later),
        first_digest=Subquery(first),
        score_digest=Subquery(result),
    ).values(*_WANTED, "judged_years", "judged_digest", "later_digest", "first_digest", "score_digest")


def _lacks(data: Mapping[str, Any], criteria: str | None) -> str:
    """Why a case cannot be ranked; empty if it can."""
    if criteria is not None and data["score_digest"] is not None and data["score_digest"] != criteria:
        return _("to be scored again: the criteria have changed")
    if criteria is not None and data["score_digest"] is None:
        return _("not scored yet")
    if data["judged_digest"] is None:
        return _("amount not judged yet")
    if data["judged_digest"] != (data["later_digest"] or data["first_digest"] or ""):
        return _("amount to be judged again: the application has changed")
    if data["stage"] not in RANKABLE:
        return _("still being examined: %(stage)s") % {"stage": Stage(data["stage"]).label}
    return ""


def _row(data: Mapping[str, Any]) -> Row:
    return Row(
        id=data["pk"],
        number=data["number"],
        authority=data["authority_id"],
        district=data["district_key"],
        block=data["block__code"] or "",
        score=data["score"],
        received_at=data["received_at"],
        years={int(year): Decimal(amount) for year, amount in (data["judged_years"] or {}).items()},
    )
