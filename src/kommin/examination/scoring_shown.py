"""The scoring of a case as its pages show it, without anything this reader may not see."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from kommin.cases.models import Case, Stage
from kommin.examination.blindness import (
    Appointments,
    current_criteria,
    persons_of,
    rules_of,
    sees_scores,
    standing_of,
    visible_sheets,
)
from kommin.examination.models import Basis, Consensus, ConsensusState, Scorer, ScoreResult, ScoreSheet, ScoringRules
from kommin.examination.scores import Criteria, Points, Spread, points_in, score, spreads
from kommin.foundation.access import Actor
from kommin.foundation.ui.formatting import reader
from kommin.programmes.frozen import Entry
from kommin.regimes.presenting import Shown, present


@dataclass(frozen=True)
class Given:
    """What one examiner gave for one criterion."""

    name: str
    points: Decimal | None
    comment: str


@dataclass(frozen=True)
class CriterionRow:
    """One criterion over all examiners whose scores this reader sees."""

    criterion: Entry
    given: Sequence[Given]
    spread: Spread | None
    agreed: Decimal | None
    reason: str


class Scoring:
    """Everything about the scoring of one case for one reader. Other people's scores come from one query that leaves
    out what is hidden."""

    def __init__(self, case: Case, actor: Actor, *, appointments: Appointments | None = None) -> None:
        self.case, self.actor = case, actor
        self.criteria: Criteria = current_criteria(case)
        self.digest = self.criteria.digest
        self.standing = appointments.standing(self.digest) if appointments else standing_of(case, self.digest)

    @cached_property
    def rules(self) -> ScoringRules:
        return rules_of(self.case.call_id)

    @cached_property
    def persons(self) -> set[int]:
        return persons_of(self.actor)

    @property
    def mine(self) -> Scorer | None:
        """The reader's own appointment, or that of the person the reader stands in for."""
        return self.standing.of(self.persons)

    @property
    def is_mine_open(self) -> bool:
        """Whether the reader still has to hand in."""
        return self.mine is not None and self.mine in self.standing.open

    @property
    def can_score(self) -> bool:
        return self.is_mine_open and self.case.stage == Stage.SCORING and bool(self.criteria)

    @property
    def sees_others(self) -> bool:
        """Whether the scores of the others are shown."""
        return sees_scores(self.case, self.actor, self.standing)

    @cached_property
    def _sheets(self) -> list[ScoreSheet]:
        return list(visible_sheets(self.case, self.actor, standing=self.standing))

    @property
    def own_sheet(self) -> ScoreSheet | None:
        """By the criteria in force; a draft or what was handed in."""
        mine = self.mine
        return next(
            (one for one in self._sheets if mine and one.scorer_id == mine.pk and one.digest == self.digest), None
        )

    @property
    def sheets(self) -> list[ScoreSheet]:
        """What counts and may be seen, in the order of appointment."""
        live = {one.pk for one in self.standing.scorers}
        return [
            one for one in self._sheets
            if one.digest == self.digest and one.handed_in_at is not None and one.scorer_id in live
        ]  # fmt: skip

    @property
    def outdated(self) -> list[ScoreSheet]:
        """Scores by former criteria."""
        return [one for one in self._sheets if one.digest != self.digest and one.handed_in_at is not None]

    @property
    def given(self) -> list[Points]:
        return [points_in(sheet.points) for sheet in self.sheets]

    @property
    def rows(self) -> list[CriterionRow]:
        """Criterion by criterion what was given, how far apart, and what was agreed on."""
        sheets, apart = self.sheets, {one.criterion.id: one for one in self.spreads}
        agreed = self.agreed
        lines = agreed.lines if agreed and self.sees_others else {}
        return [
            CriterionRow(
                one,
                [_given(sheet, one) for sheet in sheets],
                apart.get(one.id) if len(sheets) > 1 else None,
                points_in(lines).get(one.id),
                lines.get(str(one.id), {}).get("reason", ""),
            )
            for one in self.criteria.entries
        ]

    @property
    def spreads(self) -> list[Spread]:
        return spreads(self.criteria, self.given, percent=self.rules.spread_percent)

    @property
    def large(self) -> list[Entry]:
        """The criteria in which the examiners lie far apart."""
        return [one.criterion for one in self.spreads if one.is_large]

    @cached_property
    def consensus(self) -> list[Consensus]:
        """All proposals for a common score, the latest first; nothing for whoever sees no scores."""
        if not self.sees_others:
            return []
        return list(Consensus.objects.filter(case=self.case, digest=self.digest).prefetch_related("voices"))

    @property
    def proposed(self) -> Consensus | None:
        return next((one for one in self.consensus if one.state == ConsensusState.PROPOSED), None)

    @property
    def agreed(self) -> Consensus | None:
        return next((one for one in self.consensus if one.state == ConsensusState.AGREED), None)

    @property
    def may_answer(self) -> bool:
        """Whether the reader has to answer the open proposal."""
        open_one, mine = self.proposed, self.mine
        if open_one is None or mine is None or self.case.stage != Stage.SCORING:
            return False
        return all(voice.person_id != mine.person_id for voice in open_one.voices.all())

    @property
    def needs_consensus(self) -> bool:
        """Whether all have scored, lie far apart, and have not agreed."""
        return self.standing.is_complete and bool(self.large) and self.agreed is None

    @cached_property
    def result(self) -> ScoreResult | None:
        """What the case's score rests on, if that holds by the criteria in force."""
        found = ScoreResult.objects.filter(case=self.case).first()
        return found if found is not None and found.digest == self.digest else None

    @property
    def derivation(self) -> Shown | None:
        """How the score came about, for whoever sees the scores."""
        if self.result is None or not self.sees_others:
            return None
        given: list[Points] = list(self.given)
        if self.result.basis == Basis.CONSENSUS and self.agreed is not None:
            given = [points_in(self.agreed.lines)]
        return present(score(self.criteria, given), reader()) if given else None

    def lines_of(self, consensus: Consensus) -> list[tuple[Entry, Decimal | None, str]]:
        """A common score criterion by criterion: points and reason."""
        points = points_in(consensus.lines)
        return [
            (one, points.get(one.id), consensus.lines.get(str(one.id), {}).get("reason", ""))
            for one in self.criteria.entries
        ]


def _given(sheet: ScoreSheet, criterion: Entry) -> Given:
    line: Mapping[str, Any] = sheet.points.get(str(criterion.id), {})
    return Given(sheet.scorer.name, points_in(sheet.points).get(criterion.id), line.get("comment", ""))
