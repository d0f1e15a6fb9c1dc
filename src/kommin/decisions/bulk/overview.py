"""How far the cases of an authority in a round have come."""

from collections.abc import Collection
from dataclasses import dataclass, field

from django.db.models import Count, F, Q

from kommin.cases.models import Case, Stage
from kommin.decisions.models import Bulk, Decision, DecisionState, Kind
from kommin.examination.models import ProposalLine
from kommin.programmes.models import Call

MOST_ROUNDS = 100
MOST_EARLIER = 20


@dataclass
class RoundOfCases:
    """Counted cases: proposed and without a draft, being drafted, waiting for release, decided."""

    call: Call
    to_draft: int = 0
    drafts: int = 0
    waiting: int = 0
    decided: int = 0
    earlier: list[Bulk] = field(default_factory=list)


def rounds_of(authority: int) -> list[RoundOfCases]:
    """The rounds in which an authority has something to decide or has decided, the latest first; three queries."""
    calls = Call.objects.filter(cases__authority=authority).select_related("programme").distinct()
    found = {call.pk: RoundOfCases(call) for call in calls.order_by("-closes_at", "-pk")[:MOST_ROUNDS]}
    _count(found, authority)
    return [one for one in found.values() if one.to_draft or one.drafts or one.waiting or one.decided]


def round_of_cases(call: Call, authority: int) -> RoundOfCases:
    """One round with what was started in it so far."""
    found = RoundOfCases(call)
    _count({call.pk: found}, authority)
    rows = Bulk.objects.filter(call=call, authority=authority).select_related("run")
    found.earlier = list(rows[:MOST_EARLIER])
    return found


def _count(found: dict[int, RoundOfCases], authority: int) -> None:
    for call, number in _proposed(found, authority):
        found[call].to_draft = number
    rows = (
        Decision.objects.filter(case__call__in=found, authority=authority)
        .order_by()
        .values("case__call")
        .annotate(
            drafts=Count("pk", filter=Q(state=DecisionState.DRAFT)),
            waiting=Count("pk", filter=Q(state=DecisionState.HANDED_OVER)),
            decided=Count(
                "case", distinct=True,
                filter=Q(state=DecisionState.RELEASED, kind__in=(Kind.AWARD, Kind.PARTIAL, Kind.REFUSAL)),
            ),
        )
    )  # fmt: skip
    for row in rows:
        one = found[row["case__call"]]
        one.drafts, one.waiting, one.decided = row["drafts"], row["waiting"], row["decided"]


def _proposed(calls: Collection[int], authority: int) -> list[tuple[int, int]]:
    """Cases with a proposal in force and no open draft."""
    drafted = Decision.objects.filter(state__in=(DecisionState.DRAFT, DecisionState.HANDED_OVER)).values("case")
    rows = (
        ProposalLine.objects.filter(
            case__call__in=calls, case__authority=authority, case__stage=Stage.PROPOSED, ended_at__isnull=True
        )
        .exclude(case__in=Case.objects.filter(pk__in=drafted).values("pk"))
        .order_by()
        .values(call=F("case__call"))
        .annotate(number=Count("pk"))
    )
    return [(row["call"], row["number"]) for row in rows]
