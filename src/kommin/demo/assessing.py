"""Bring a case through scoring and judging as two examiners do: what decisions of the demonstration begin with."""

from collections.abc import Sequence
from decimal import Decimal

from kommin.cases.models import Case
from kommin.examination.actions.appointing import appoint_scorers
from kommin.examination.actions.judging import accept_all, judge_amount
from kommin.examination.actions.scoring import Typed, hand_in_scores
from kommin.examination.amounts import applied_of
from kommin.examination.blindness import current_criteria
from kommin.examination.models import Scorer
from kommin.foundation.access import Actor
from kommin.people.models import User
from kommin.people.queries import may_examine
from kommin.people.standing import as_person, standings_of

Examiner = tuple[User, Actor]


def acting(local: str) -> Actor:
    """One of the invented people, by the part of the address before the @, in the first role."""
    user = User.objects.get(email=f"{local}@example.org")
    standings = standings_of(user)
    return as_person(user, standings[0], standings)


def examiners(locals_: Sequence[str], case: Case) -> list[Examiner]:
    """Those of these people whom no conflict of interest keeps from the case."""
    people = [(User.objects.get(email=f"{local}@example.org"), acting(local)) for local in locals_]
    return [(user, by) for user, by in people if may_examine(user, case.applicant_key)]


def assess(case: Case, scorers: Sequence[Examiner], turn: int = 0) -> Case:
    """Two people score, the plan is accepted as it is. The case was open for scoring and is assessed afterwards."""
    appoint_scorers(case=case, people=[user for user, _by in scorers], by=scorers[0][1])
    for place, (user, by) in enumerate(scorers):
        scorer = Scorer.objects.get(case=case, person=user, ended_at=None)
        hand_in_scores(scorer=scorer, typed=_points(case, turn + place), comment="Schlüssig und gut belegt.", by=by)
    row = complete(case)
    judge_amount(case=row, lines=accept_all(applied_of(row)), by=scorers[0][1])
    return complete(case)


def complete(case: Case) -> Case:
    """The case as it stands now, with all that actions ask of it."""
    rows = Case.objects.select_related("application__version", "authority", "programme", "organisation__applicant")
    return rows.get(pk=case.pk)


def _points(case: Case, turn: int) -> Typed:
    """Between three and five fifths of the most points, close enough to each other."""
    half = Decimal("0.5")
    found = {}
    for number, one in enumerate(current_criteria(case).entries):
        share = Decimal(6 + (turn // 2 + number) % 4) / 10 + Decimal(turn % 2) / 20
        points = (min(share, Decimal(1)) * one.most_points / half).to_integral_value() * half
        found[one.id] = {"points": str(points), "comment": ""}
    return found
