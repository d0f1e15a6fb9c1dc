"""Who may see whose scores, and who may score in whose place. The queries themselves leave out what is hidden.

Whoever has to score a case and has not done so sees no other score of it, in whatever role. Otherwise: one's own
always; the head of the authority and auditors whatever was handed in; examiners of the case what was handed in; all
others inside (caseworkers, the ministry) once everybody has handed in.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import BigIntegerField, Exists, F, OuterRef, Q, QuerySet

from kommin.cases.models import Case
from kommin.cases.queries import latest_version
from kommin.examination.models import Scorer, ScoreSheet, ScoringRules
from kommin.examination.scores import Criteria
from kommin.foundation.access import Actor
from kommin.foundation.prepared import Prepared
from kommin.people.models import Role
from kommin.people.standing import Person
from kommin.programmes.frozen import thaw


def stands_in_for(actor: Actor) -> int | None:
    """The id of the person in whose place a deputy acts."""
    if not actor.deputising_for or not isinstance(actor, Person) or actor.standing is None:
        return None
    return actor.standing.deputising_for_id


def persons_of(actor: Actor) -> set[int]:
    """Whom somebody scores for: oneself, and the person one stands in for."""
    return {one for one in (actor.user_id, stands_in_for(actor)) if one is not None}


def current_criteria(case: Case) -> Criteria:
    """What the case is scored by now: the criteria of the newest version of its call."""
    if case.call_id is None:
        return Criteria(())
    return Criteria(tuple(thaw(latest_version(case.call_id)).criteria))


def rules_of(call_id: int | None) -> ScoringRules:
    """How a call is scored; the defaults where nothing was set."""
    if call_id is None:
        return ScoringRules()
    return ScoringRules.objects.filter(pk=call_id).first() or ScoringRules(call_id=call_id)


@dataclass(frozen=True)
class Standing:
    """Where the scoring of a case stands, without any score."""

    scorers: tuple[Scorer, ...]
    handed_in: frozenset[int]
    """Ids of the scorers who have handed in by the criteria in force."""

    @property
    def open(self) -> tuple[Scorer, ...]:
        return tuple(one for one in self.scorers if one.pk not in self.handed_in)

    @property
    def is_complete(self) -> bool:
        return bool(self.scorers) and not self.open

    def of(self, persons: set[int]) -> Scorer | None:
        """The assignment of one of these people."""
        return next((one for one in self.scorers if one.person_id in persons), None)


def standing_of(case: Case, digest: str) -> Standing:
    """Who scores a case and who has handed in."""
    done = ScoreSheet.objects.filter(scorer=OuterRef("pk"), digest=digest, handed_in_at__isnull=False)
    rows = Scorer.objects.filter(case=case, ended_at__isnull=True).annotate(is_done=Exists(done)).order_by("pk")
    scorers = tuple(rows)
    return Standing(scorers, frozenset(one.pk for one in scorers if one.is_done))


@dataclass(frozen=True)
class HandedIn:
    """That somebody has handed in a score, never what it says."""

    scorer: int
    digest: str
    at: datetime
    by_name: str


@dataclass(frozen=True)
class Appointments:
    """Everybody who scores or has scored a case, with what was handed in: one query for all that a page says of it."""

    scorers: tuple[Scorer, ...]
    handed_in: tuple[HandedIn, ...]

    def standing(self, digest: str) -> Standing:
        """The same as `standing_of`."""
        done = {one.scorer for one in self.handed_in if one.digest == digest}
        live = tuple(one for one in self.scorers if one.ended_at is None)
        return Standing(live, frozenset(one.pk for one in live if one.pk in done))


def appointments_of(case: Case) -> Appointments:
    """Who scores a case or did, in the order of appointment."""
    rows = _APPOINTED.rows(case=case.pk)
    scorers: dict[int, Scorer] = {}
    sheets = []
    for row in rows:
        scorers.setdefault(row.pk, row)
        if row.handed_in_at is not None:
            sheets.append(HandedIn(row.pk, row.digest, row.handed_in_at, row.by))
    return Appointments(tuple(scorers.values()), tuple(sheets))


_APPOINTED = Prepared(
    lambda given: (
        Scorer.objects.filter(case=given.case)
        .order_by("pk", "sheets__pk")
        .annotate(digest=F("sheets__digest"), handed_in_at=F("sheets__handed_in_at"), by=F("sheets__handed_in_by_name"))
    ),
    case=BigIntegerField(),
)


def visible_sheets(case: Case, actor: Actor, *, standing: Standing) -> QuerySet[ScoreSheet]:
    """The score sheets of a case that this reader may see, by whatever criteria: drafts only one's own."""
    persons = persons_of(actor)
    own = Q(scorer__person_id__in=persons, scorer__ended_at__isnull=True)
    shown = own | Q(handed_in_at__isnull=False) if sees_scores(case, actor, standing) else own
    return ScoreSheet.objects.filter(shown, case=case).select_related("scorer").order_by("pk")


def _is_blind(persons: set[int], standing: Standing) -> bool:
    return any(one.person_id in persons for one in standing.open)


def _sees_everything(actor: Actor, case: Case, persons: set[int], standing: Standing) -> bool:
    if actor.is_the_house or actor.role == Role.AUDITOR or standing.is_complete:
        return True
    if actor.role == Role.HEAD and actor.organisation_id == case.authority_id:
        return True
    return any(one.person_id in persons for one in standing.scorers)


def sees_scores(case: Case, actor: Actor, standing: Standing) -> bool:
    """Whether more than one's own can be seen at all."""
    persons = persons_of(actor)
    return not _is_blind(persons, standing) and _sees_everything(actor, case, persons, standing)
