"""Who scores a case: chosen by hand, dealt out over a round, or handed over to somebody else."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kommin.cases.actions.stages import locked_case, move_case
from kommin.cases.models import UNDECIDED, Case, Completeness, Stage
from kommin.examination import rules_scoring
from kommin.examination.actions.scoring import require_undecided, settle
from kommin.examination.blindness import current_criteria
from kommin.examination.errors import ScoringError
from kommin.examination.impartiality import places_of, reasons_by_place, refuse_excluded
from kommin.examination.models import Consensus, ConsensusState, Scorer, ScoreSheet, ScoringRules
from kommin.foundation.access import Actor, require
from kommin.foundation.audit import actions as audit
from kommin.foundation.notices.actions import notify
from kommin.people.models import Membership, Organisation, Role, User
from kommin.people.models.dated import today
from kommin.programmes.models import Call

EXAMINING = (Role.CASEWORKER, Role.SECOND_EXAMINER, Role.HEAD)
MOST_SCORERS = 9
MOST_TOLD = 5


def examiners_of(authority: Organisation | int) -> list[User]:
    """Who can examine for an authority today, by name."""
    members = Membership.objects.in_force(today()).filter(organisation=authority, role__in=EXAMINING)
    return list(User.objects.filter(pk__in=members.values("person"), is_active=True).order_by("name", "pk"))


@dataclass(frozen=True)
class Candidate:
    """Somebody who examines for the authority; `reason` says why not for this case."""

    person: User
    reason: str = ""


def free_examiners(case: Case) -> list[Candidate]:
    """Who could score a case and does not yet, by name; those whom a conflict of interest excludes with the reason."""
    if case.authority_id is None:
        return []
    scoring = set(Scorer.objects.filter(case=case, ended_at__isnull=True).values_list("person_id", flat=True))
    people = [person for person in examiners_of(case.authority_id) if person.pk not in scoring]
    places = places_of([case])[case.pk]
    reasons = reasons_by_place([person.pk for person in people], places)
    return [Candidate(person, next(iter(reasons[person.pk].values()), "")) for person in people]


@transaction.atomic
def appoint_scorers(*, case: Case, people: Sequence[User], by: Actor) -> list[Scorer]:
    """Let further people score a case. Who scores it already stays.

    A case whose completeness check is done is opened for scoring with it.

    Raises:
        ExcludedError: somebody must not examine this case; the message says who and why. Nobody is appointed then.
        ScoringError: nobody was chosen, somebody does not examine for the authority, or there would be too many.
        NotAllowed: `by` does not assign cases of this authority.
    """
    row = locked_case(case)
    require(rules_scoring.may_appoint_scorers, by=by, of=row)
    require_undecided(row)
    known = set(Scorer.objects.filter(case=row, ended_at__isnull=True).values_list("person_id", flat=True))
    fresh = [person for person in people if person.pk not in known]
    if not people:
        raise ScoringError(_("Choose at least one person."), field="people")
    if len(known) + len(fresh) > MOST_SCORERS:
        raise ScoringError(_("At most %(most)s people score one case.") % {"most": MOST_SCORERS}, field="people")
    _refuse_strangers(fresh, row)
    for person in fresh:
        refuse_excluded(person, row)
    made = [_appointed(row, person, by) for person in fresh]
    Scorer.objects.bulk_create(made)
    if made:
        _begin_again(row, by)
        audit.record(
            action="examination.scorers_appointed", by=by, target=row, case=row.number,
            data={"people": [person.pk for person in fresh], "names": [person.name for person in fresh]},
        )  # fmt: skip
        _tell(row, made, by)
    return made


@transaction.atomic
def hand_over_scoring(*, scorer: Scorer, to: User | None, reason: str, by: Actor) -> Scorer | None:
    """End an appointment; somebody else takes over with an empty sheet, or nobody. What was drafted stays unseen.

    Raises:
        ScoringError: the score was handed in, no reason is given, or the other scores the case already.
        ExcludedError: the other must not examine this case.
        NotAllowed: `by` does not assign cases of this authority.
    """
    case = locked_case(scorer.case)
    require(rules_scoring.may_appoint_scorers, by=by, of=case)
    require_undecided(case)
    row = Scorer.objects.select_for_update(of=("self",)).get(pk=scorer.pk)
    if row.ended_at is not None:
        raise ScoringError(_("Somebody else scores this case already."))
    if not reason.strip():
        raise ScoringError(_("Say why somebody else takes over."), field="reason")
    if ScoreSheet.objects.filter(scorer=row, handed_in_at__isnull=False, digest=current_criteria(case).digest).exists():
        raise ScoringError(_("%(name)s has handed in, so this score stays.") % {"name": row.name})
    if to is not None:
        if Scorer.objects.filter(case=case, person=to, ended_at__isnull=True).exists():
            raise ScoringError(_("%(name)s scores this case already.") % {"name": to.name}, field="to")
        _refuse_strangers([to], case)
        refuse_excluded(to, case)
    row.ended_at, row.ended_by_name, row.ended_reason = timezone.now(), str(by)[:200], reason.strip()[:500]
    row.save(update_fields=["ended_at", "ended_by_name", "ended_reason"])
    made = None
    if to is not None:
        made = _appointed(case, to, by)
        made.save()
        _tell(case, [made], by)
    _begin_again(case, by)
    audit.record(
        action="examination.scoring_handed_over", by=by, target=row, case=case.number, reason=reason.strip(),
        data={"from": row.name, "to": to.name if to else ""},
    )  # fmt: skip
    return made


@dataclass
class Dealt:
    """What became of dealing out a round: how many appointments each person got, and what could not be filled."""

    appointed: Counter[str] = field(default_factory=Counter)
    cases: int = 0
    complete_before: int = 0
    short: list[tuple[str, int]] = field(default_factory=list)
    """Numbers of cases for which too few people are free of a conflict, with how many are missing."""


@transaction.atomic
def deal_out_round(
    *, call: Call, authority: Organisation, people: Sequence[User], per_case: int, by: Actor, apply: bool = True
) -> Dealt:
    """Give every undecided case of a round so many examiners, in turn, the least burdened first.

    Deterministic: cases in the order in which they arrived, people by their load in this round and then as given. Who
    must not examine a case is passed over. With `apply=False` it only says what it would do.

    Raises:
        ScoringError: nobody was chosen, or more per case than people.
        NotAllowed: `by` does not assign cases of this authority.
    """
    require(rules_scoring.may_deal_out, by=by, of=authority)
    if not people or not 1 <= per_case <= min(len(people), MOST_SCORERS):
        raise ScoringError(
            _("Choose at least as many people as are to score each case (%(count)s).") % {"count": per_case},
            field="people",
        )
    _refuse_strangers_of(people, authority.pk)
    rows = Case.objects.filter(call=call, authority=authority, stage__in=UNDECIDED).order_by("pk")
    cases = list(rows.select_for_update(of=("self",)) if apply else rows)
    made, dealt = _deal(cases, people, per_case, by)
    if apply and made:
        Scorer.objects.bulk_create(made)
        touched = {one.case_id for one in made}
        for case in cases:
            if case.pk in touched:
                _begin_again(case, by)
        audit.record(
            action="examination.round_dealt_out", by=by, target=call,
            data={"authority": authority.pk, "per_case": per_case, "cases": len(touched),
                  "people": {one.name: dealt.appointed[one.name] for one in people}},
        )  # fmt: skip
        _tell_of_round(call, authority, made, by)
    return dealt


def _deal(cases: Sequence[Case], people: Sequence[User], per_case: int, by: Actor) -> tuple[list[Scorer], Dealt]:
    dealt, made = Dealt(), []
    present: dict[int, set[int]] = {}
    load: Counter[int] = Counter()
    rows = Scorer.objects.filter(case__in=[case.pk for case in cases], ended_at__isnull=True)
    for case_id, person_id in rows.values_list("case_id", "person_id"):
        present.setdefault(case_id, set()).add(person_id)
        load[person_id] += 1
    places = places_of(cases)
    excluded = reasons_by_place([one.pk for one in people], {key for keys in places.values() for key in keys})
    rank = {person.pk: place for place, person in enumerate(people)}
    for case in sorted(cases, key=lambda one: (one.received_at, one.number)):
        scoring = present.get(case.pk, set())
        wanted = per_case - len(scoring)
        if wanted <= 0:
            dealt.complete_before += 1
            continue
        free = [
            person for person in people if person.pk not in scoring and places[case.pk].isdisjoint(excluded[person.pk])
        ]
        chosen = sorted(free, key=lambda person: (load[person.pk], rank[person.pk]))[:wanted]
        for person in chosen:
            load[person.pk] += 1
            dealt.appointed[person.name] += 1
            made.append(_appointed(case, person, by))
        dealt.cases += bool(chosen)
        if len(chosen) < wanted:
            dealt.short.append((case.number, wanted - len(chosen)))
    return made, dealt


@transaction.atomic
def set_scoring_rules(*, call: Call, scorers_per_case: int, spread_percent: int, by: Actor) -> ScoringRules:
    """Say how a call is scored. Cases whose scores then lie too far apart, or no more, are settled anew by their next
    action; what was agreed on stays.

    Raises:
        ScoringError: a number is out of range.
        NotAllowed: `by` is not a programme officer of the ministry in charge.
    """
    require(rules_scoring.may_set_scoring_rules, by=by, of=call)
    if not 1 <= scorers_per_case <= MOST_SCORERS:
        raise ScoringError(_("Between 1 and 9 examiners score a case."), field="scorers_per_case")
    if not 1 <= spread_percent <= 100:
        raise ScoringError(_("Enter a number from 1 to 100."), field="spread_percent")
    before = ScoringRules.objects.filter(pk=call.pk).first()
    row, _made = ScoringRules.objects.update_or_create(
        call=call,
        defaults={
            "scorers_per_case": scorers_per_case, "spread_percent": spread_percent, "changed_at": timezone.now(),
            "changed_by_name": str(by)[:200],
        },
    )  # fmt: skip
    audit.record(
        action="examination.scoring_rules_set", by=by, target=call,
        data={"scorers_per_case": scorers_per_case, "spread_percent": spread_percent,
              "before": [before.scorers_per_case, before.spread_percent] if before else []},
    )  # fmt: skip
    return row


def load_of(people: Collection[User]) -> dict[int, int]:
    """How many undecided cases each person has to score."""
    counted = (
        Scorer.objects.filter(person__in=[one.pk for one in people], ended_at__isnull=True)
        .filter(Q(case__stage__in=UNDECIDED))
        .values("person_id")
        .annotate(cases=Count("pk"))
        .values_list("person_id", "cases")
    )
    return dict(counted)


def _appointed(case: Case, person: User, by: Actor) -> Scorer:
    return Scorer(case=case, person=person, name=person.name[:200], assigned_by_name=str(by)[:200])


def _tell(case: Case, made: Sequence[Scorer], by: Actor) -> None:
    """Tell those appointed, whoever appoints oneself aside."""
    for one in made:
        if one.person_id != by.user_id:
            notify(
                recipients=[one.person_id],
                kind="examination.appointed",
                title=lambda: _("Case %(number)s: please score it") % {"number": case.number},
                url=reverse("examination:scores", args=[case.number]),
                key=f"examination.appointed:{one.pk}",
                context={},
                organisation=case.authority_id,
            )


def _tell_of_round(call: Call, authority: Organisation, made: Sequence[Scorer], by: Actor) -> None:
    """Tell everybody once how many cases were dealt out to them."""
    counted = Counter(one.person_id for one in made if one.person_id != by.user_id)
    latest = max((one.pk for one in made), default=0)
    for person, count in counted.items():
        notify(
            recipients=[person],
            kind="examination.appointed",
            title=lambda count=count: ngettext(  # type: ignore[misc]
                "%(count)s case to score: %(call)s", "%(count)s cases to score: %(call)s", count
            ) % {"count": count, "call": call.title},
            url=reverse("examination:round", args=[call.slug]),
            key=f"examination.dealt_out:{call.pk}:{latest}",
            context={},
            organisation=authority.pk,
        )  # fmt: skip


def _begin_again(case: Case, by: Actor) -> None:
    """Who scores has changed: what was agreed on is void, and a complete case is open for scoring."""
    if case.score is not None or case.stage in {Stage.ASSESSED, Stage.PROPOSED}:
        Consensus.objects.filter(case=case, state__in=[ConsensusState.PROPOSED, ConsensusState.AGREED]).update(
            state=ConsensusState.VOID, settled_at=timezone.now()
        )
        settle(case, by=by)
    elif case.stage == Stage.SCORING:
        Consensus.objects.filter(case=case, state=ConsensusState.PROPOSED).update(
            state=ConsensusState.VOID, settled_at=timezone.now()
        )
        settle(case, by=by)
    if case.stage in {Stage.RECEIVED, Stage.CHECKING} and case.completeness == Completeness.COMPLETE:
        move_case(case=case, to=Stage.SCORING, by=by)


def _refuse_strangers(people: Sequence[User], case: Case) -> None:
    _refuse_strangers_of(people, case.authority_id)


def _refuse_strangers_of(people: Sequence[User], authority: int | None) -> None:
    members = Membership.objects.in_force(today()).filter(
        organisation=authority, role__in=EXAMINING, person__in=[one.pk for one in people]
    )
    known = set(members.values_list("person_id", flat=True))
    strangers = [one.name for one in people if one.pk not in known]
    if strangers:
        raise ScoringError(
            _("Not examining for this authority: %(names)s.") % {"names": ", ".join(strangers[:MOST_TOLD])},
            field="people",
        )
