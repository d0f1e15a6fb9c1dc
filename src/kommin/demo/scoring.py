"""The scored part of the sixty cases: three examiners of Arnsberg and two of Köln whose scores differ, judged plans,
scenarios, and one proposal. Done by the actions that people use; loading again changes nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from kommin.cases.models import Case, Stage
from kommin.examination.actions.agreeing import answer_consensus, propose_consensus
from kommin.examination.actions.appointing import appoint_scorers
from kommin.examination.actions.judging import accept_all, judge_amount
from kommin.examination.actions.ranking import adopt_scenario, comment_scenario, make_scenario
from kommin.examination.actions.scoring import Typed, hand_in_scores, save_scores
from kommin.examination.amounts import Judged, applied_of
from kommin.examination.blindness import current_criteria
from kommin.examination.models import Consensus, Scenario, Scorer, Verdict
from kommin.examination.ranking.engine import Rules
from kommin.foundation.access import Actor
from kommin.law.money import round_cents
from kommin.people.models import User
from kommin.people.queries import may_examine
from kommin.programmes.models import Call

HALF = Decimal("0.5")
CLOSE = (Decimal("0.04"), Decimal("-0.04"), Decimal("0.08"))
"""How far the examiners lie from each other when they agree, as a share of the most points."""
FAR = (Decimal("0.3"), Decimal("-0.3"), Decimal(0))
"""The same where they do not, in the first criterion."""
WORDS = (
    "Schlüssig und gut belegt.", "Die Ziele sind klar, die Messung bleibt vage.",
    "Überzeugt im Ansatz, knapp im Detail.",
)  # fmt: skip
MARK = "Der Reihe nach"
"""The first scenario: its presence tells that the round was worked on."""


@dataclass(frozen=True)
class Way:
    """How far the scoring of a case has come."""

    scorers: int = 2
    handed_in: int = 2
    far: bool = False
    proposed: bool = False
    agreed: bool = False
    judged: bool = True
    later: bool = False
    """Judged after the proposal was adopted, so that the case is assessed and not proposed."""


WAYS = (
    Way(), Way(), Way(handed_in=1, judged=False), Way(scorers=3, handed_in=3), Way(far=True, judged=False),
    Way(far=True, proposed=True, agreed=True), Way(), Way(later=True), Way(scorers=0, judged=False), Way(),
    Way(far=True, proposed=True), Way(scorers=3, handed_in=1, judged=False), Way(), Way(judged=False),
    Way(scorers=2, handed_in=0, judged=False),
)  # fmt: skip
"""What becomes of the cases that are open for scoring, in turn."""


@dataclass(frozen=True)
class Desk:
    """The people of an authority as they act: who may score each case is chosen among them."""

    head: Actor
    people: Sequence[tuple[User, Actor]]


@transaction.atomic
def load(call: Call, desks: dict[int, Desk]) -> None:
    """Score what is open for scoring, rank and propose: all of it or nothing, so that it can be loaded again.

    Args:
        desks: by the id of the authority.
    """
    if Scenario.objects.filter(call=call, name=MARK).exists():
        return
    later = []
    rows = Case.objects.filter(call=call, stage=Stage.SCORING, authority__in=desks).order_by("pk")
    for index, case in enumerate(rows):
        way = WAYS[index % len(WAYS)]
        scoring = _Scoring(case, desks[case.authority_id or 0], index)
        scoring.work(way)
        if way.later:
            later.append(scoring)
    _rank(call, next(iter(desks.values())).head)
    for scoring in later:
        scoring.judge()


def _rank(call: Call, head: Actor) -> None:
    """Two scenarios side by side; the first is adopted."""
    first = make_scenario(
        call=call, name=MARK, rules=Rules(threshold=Decimal(60)), by=head,
        note="Alle Vorhaben ab 60 von 100 Punkten, solange die Mittel reichen.",
    )  # fmt: skip
    second = make_scenario(
        call=call, name="Breite vor Tiefe", rules=Rules(cut=Decimal(10), per_district=True), by=head,
        note="Zehn Prozent weniger für jedes Vorhaben, dafür mindestens eines je Kreis.",
    )  # fmt: skip
    comment_scenario(
        scenario=second, text="Die Kürzung trifft kleine Vorhaben hart. Ich schlage die Reihe vor.", by=head
    )
    adopt_scenario(scenario=first, reason="Die Mittel reichen für alle Vorhaben ab der Schwelle.", by=head)


class _Scoring:
    """One case with the examiners whom no conflict of interest keeps away."""

    def __init__(self, case: Case, desk: Desk, index: int) -> None:
        self.case, self.index = case, index
        free = [pair for pair in desk.people if may_examine(pair[0], case.applicant_key)]
        turn = index % len(free)
        self.people = [*free[turn:], *free[:turn]]
        self.criteria = current_criteria(case).entries

    def work(self, way: Way) -> None:
        """Appoint, score, agree, judge, as far as the way goes."""
        chosen = self.people[: way.scorers]
        if not chosen:
            return
        appoint_scorers(case=self.case, people=[person for person, _by in chosen], by=chosen[0][1])
        for place, (person, by) in enumerate(chosen):
            scorer = Scorer.objects.get(case=self.case, person=person, ended_at=None)
            typed = self.points(place, far=way.far)
            if place < way.handed_in:
                hand_in_scores(scorer=scorer, typed=typed, comment=WORDS[place % len(WORDS)], by=by)
            elif place == way.handed_in:
                save_scores(scorer=scorer, typed=dict(list(typed.items())[:1]), comment="", by=by)
        if way.proposed and len(chosen) > 1:
            self.agree(chosen[0][1], chosen[1][1], answered=way.agreed)
        if way.judged and not way.later:
            self.judge()

    def points(self, place: int, *, far: bool) -> Typed:
        """What one examiner gives: around the worth of the case, each a little otherwise."""
        found = {}
        for number, one in enumerate(self.criteria):
            worth = Decimal(45 + (self.index * 17 + number * 11) % 45) / 100
            off = FAR if far and number == 0 else CLOSE
            share = min(max(worth + off[place % len(off)], Decimal(0)), Decimal(1))
            points = (share * one.most_points / HALF).to_integral_value() * HALF
            found[one.id] = {
                "points": str(points),
                "comment": WORDS[(place + number) % len(WORDS)] if number < 2 else "",
            }
        return found

    def agree(self, first: Actor, second: Actor, *, answered: bool) -> None:
        """A common score in the middle; the other agrees or has still to answer."""
        middle = {key: {"points": line["points"]} for key, line in self.points(2, far=True).items()}
        middle[self.criteria[0].id]["reason"] = "Die Wirkung ist belegt, die Reichweite kleiner als erhofft."
        made = propose_consensus(
            case=self.case,
            typed=middle,
            reason="Gemeinsam durchgesehen; der Unterschied lag an der Reichweite.",
            by=first,
        )
        if answered:
            answer_consensus(consensus=Consensus.objects.get(pk=made.pk), agrees=True, comment="", by=second)

    def judge(self) -> None:
        """Accept the plan; every third has a line that is reduced."""
        case = Case.objects.select_related("application__version", "authority", "programme").get(pk=self.case.pk)
        lines = accept_all(applied_of(case))
        if self.index % 3 == 0 and lines:
            first = lines[0]
            accepted = {year: round_cents(amount * Decimal("0.8")) for year, amount in first.accepted.items()}
            lines[0] = Judged(first.key, Verdict.REDUCED, accepted, "Höher als in vergleichbaren Vorhaben; ein Fünftel "
                              "ist nicht notwendig.")  # fmt: skip
        judge_amount(case=case, lines=lines, by=self.people[0][1])
