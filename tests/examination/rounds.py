"""A round in the hands of an authority: a call with two criteria, means for two years, and cases that can be scored."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction

from cases.town import CLOCK, Town, open_call, submitted, words
from examination.cases_in_hand import Authority, bring_to
from kommin.cases.models import Case, Stage
from kommin.examination.actions.appointing import appoint_scorers
from kommin.examination.actions.judging import accept_all, judge_amount
from kommin.examination.actions.scoring import hand_in_scores
from kommin.examination.amounts import applied_of
from kommin.examination.blindness import current_criteria
from kommin.examination.models import AmountJudgement, Scorer, ScoreResult
from kommin.people.models import User
from kommin.people.models.dated import today
from kommin.programmes import actions as programmes
from kommin.programmes.models import Call, Criterion

START = datetime(2026, 3, 1, 8, tzinfo=UTC)


def scored_call(**more: Any) -> Call:
    """A published call whose cases are scored for effect (60 %, 5 points) and need (40 %, 10 points)."""
    call = open_call(**more)
    first = call.criteria.get()
    programmes.save_call_part(part=first, by=CLOCK, weight=60)
    programmes.save_call_part(
        part=Criterion(call=call, position=1), by=CLOCK, **words("Bedarf"), weight=40, most_points=10
    )
    return publish(call)


def publish(call: Call, reason: str = "Die Kriterien waren unklar.") -> Call:
    programmes.publish_changes(call=Call.objects.get(pk=call.pk), reason=reason, by=CLOCK)
    return Call.objects.get(pk=call.pk)


def give_means(
    call: Call, *authorities: Authority, cash: str = "0", commitment: str = "100000.00", year: int = 0
) -> None:
    """Means of one budget year (the next one if not said), the same for each authority."""
    count = len(authorities)
    row = programmes.save_appropriation(
        programme=call.programme, by=CLOCK, year=year or today().year + 1, chapter="07 080", title="633 10",
        cash=Decimal(cash) * count, commitment=Decimal(commitment) * count,
    )  # fmt: skip
    shares = {one.organisation.pk: programmes.Part(Decimal(cash), Decimal(commitment)) for one in authorities}
    programmes.split_appropriation(appropriation=row, shares=shares, by=CLOCK, reason="Plan")


def case_to_score(call: Call, town: Town, authority: Authority, *scorers: User) -> Case:
    """A submitted case, complete and open for scoring by these people."""
    case = submitted(town, call).application.case
    Case.objects.filter(pk=case.pk).update(authority=authority.organisation)
    with transaction.atomic():
        case = bring_to(case, Stage.CHECKING, Stage.SCORING)
    if scorers:
        appoint_scorers(case=case, people=scorers, by=CLOCK)
    return Case.objects.get(pk=case.pk)


def typed(case: Case, *points: str, comment: str = "") -> dict[int, dict[str, str]]:
    """Points in the order of the criteria."""
    entries = current_criteria(case).entries
    return {one.id: {"points": each, "comment": comment} for one, each in zip(entries, points, strict=False)}


def scorer_of(case: Case, person: User) -> Scorer:
    return Scorer.objects.get(case=case, person=person, ended_at=None)


def hand_in(case: Case, person: User, *points: str) -> None:
    hand_in_scores(scorer=scorer_of(case, person), typed=typed(case, *points), comment="", by=CLOCK)


def accepted(case: Case) -> AmountJudgement:
    """The plan accepted as it is."""
    return judge_amount(case=case, lines=accept_all(applied_of(case)), by=CLOCK)


def bare_round(call: Call, authority: Authority, rows: Sequence[tuple[str, str]], **more: Any) -> list[Case]:
    """Assessed cases (score, amount of next year) written straight into the database: quick, for many."""
    year, made = today().year + 1, []
    number = Case.objects.count()
    for place, (score, amount) in enumerate(rows):
        made.append(
            Case(
                number=f"2026-8{number + place:04d}", programme=call.programme, call=call,
                authority=authority.organisation, applicant_key=f"{5_000_000 + number + place:08d}",
                applicant_name=f"Stadt {place}", applicant_kind="town", district_key=f"0500{place % 3}",
                title="Brücken", stage=Stage.ASSESSED, applied=Decimal(amount), proposed=Decimal(amount),
                score=Decimal(score), received_at=START + timedelta(minutes=place), **more,
            )
        )  # fmt: skip
    Case.objects.bulk_create(made, batch_size=500)
    digest = current_criteria(made[0]).digest if made else ""
    ScoreResult.objects.bulk_create(
        [ScoreResult(case=case, digest=digest, score=case.score, basis="mean") for case in made], batch_size=500
    )
    AmountJudgement.objects.bulk_create(
        [
            AmountJudgement(
                case=case, number=1, content_digest="", version=1, regime="x", lines=[], applied=case.applied,
                eligible=case.applied, amount=case.applied, years={str(year): str(case.applied)}, by_name="x",
            )
            for case in made
        ],
        batch_size=500,
    )  # fmt: skip
    return made
