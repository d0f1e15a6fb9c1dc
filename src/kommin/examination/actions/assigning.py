"""Who examines a case: by hand, for many at once, or by the rules of the authority.

What a preview shows and what is done come from the same plan; doing it makes the plan anew on locked rows and is
refused if another plan came out than the one that was looked at.
"""

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Protocol

from django.db import transaction
from django.db.models import Count
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kommin.cases.models import UNDECIDED, Case, Stage
from kommin.examination import rules
from kommin.examination.errors import ExaminationError
from kommin.examination.impartiality import places_of, reasons_by_place
from kommin.examination.models import AssignmentRule
from kommin.foundation.access import Actor, require
from kommin.foundation.audit import actions as audit
from kommin.foundation.notices.actions.notices import notify
from kommin.foundation.notices.directory import directory
from kommin.people.models import Membership, Role, User
from kommin.people.models.dated import today

EXAMINING = (Role.CASEWORKER, Role.SECOND_EXAMINER, Role.HEAD)
DEALT_TO = (Role.CASEWORKER, Role.SECOND_EXAMINER)
"""Who gets cases by rule when no rule names anybody; a head is named on purpose only."""
MOST_AT_ONCE = 500
ENDED = (Stage.WITHDRAWN, Stage.CLOSED)


class AssignmentError(ExaminationError):
    """Cases cannot be assigned as asked."""


class PlanChangedError(AssignmentError):
    """Something has changed since the preview was made; `plan` is what would happen now."""

    def __init__(self, plan: "Plan") -> None:
        super().__init__(_("Something has changed since you looked. Nothing was assigned; please look again."))
        self.plan = plan


@dataclass(frozen=True, slots=True)
class Step:
    """What happens to one case: `to` gets it (nobody if None), or `refused` says why nothing happens."""

    case: Case
    to: User | None = None
    refused: str = ""

    @property
    def is_change(self) -> bool:
        return not self.refused and self.case.examiner_id != (self.to.pk if self.to else None)


@dataclass(slots=True)
class Plan:
    """What would happen, or has happened, to each case, in the order asked."""

    steps: list[Step] = field(default_factory=list)
    load: Mapping[int, int] = field(default_factory=dict)
    """How many undecided cases each person had in hand before."""

    @property
    def changes(self) -> list[Step]:
        return [step for step in self.steps if step.is_change]

    @property
    def refused(self) -> list[Step]:
        return [step for step in self.steps if step.refused]

    @property
    def unchanged(self) -> list[Step]:
        return [step for step in self.steps if not step.refused and not step.is_change]

    @property
    def mark(self) -> str:
        """Stands for exactly this plan: what was looked at and what is done can be compared by it."""
        lines = [
            f"{step.case.pk} {step.case.examiner_id} {step.to.pk if step.to else None} {bool(step.refused)}"
            for step in self.steps
        ]
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:20]

    def gains(self) -> list[tuple[User, int, int]]:
        """Each person who gets cases, how many, and how many that person has in hand afterwards."""
        people = {step.to.pk: step.to for step in self.changes if step.to}
        gained = Counter(step.to.pk for step in self.changes if step.to)
        lost = Counter(step.case.examiner_id for step in self.changes)
        rows = [(people[pk], gained[pk], self.load.get(pk, 0) + gained[pk] - lost[pk]) for pk in people]
        return sorted(rows, key=lambda row: (row[0].name, row[0].pk))


class Planner(Protocol):
    """Says what happens to each of the cases."""

    def __call__(self, cases: Sequence[Case]) -> Plan: ...


def examiners_of(authority: int, roles: Collection[str] = EXAMINING) -> list[User]:
    """Who can be given cases of an authority, by name."""
    members = Membership.objects.in_force(today()).filter(organisation=authority, role__in=roles)
    return list(User.objects.filter(pk__in=members.values("person"), is_active=True).order_by("name", "pk"))


def plan_to_person(cases: Sequence[Case], to: User) -> Plan:
    """What giving the cases to one person would do.

    Raises:
        AssignmentError: the person does not examine for the authority.
    """
    known: dict[int, set[int]] = {}
    for authority in {case.authority_id for case in cases if case.authority_id}:
        known[authority] = {person.pk for person in examiners_of(authority)}
    places = places_of(cases)
    excluded = reasons_by_place([to.pk], _all(places))[to.pk]
    steps = []
    for case in cases:
        if case.authority_id is None or to.pk not in known[case.authority_id]:
            raise AssignmentError(_("%(name)s does not examine for this authority.") % {"name": to.name}, field="to")
        steps.append(Step(case, to, _ended(case) or _conflict(case, to, places, excluded)))
    return Plan(steps, load_of([to.pk]))


def plan_to_nobody(cases: Sequence[Case]) -> Plan:
    """What taking the cases back from whoever has them would do."""
    return Plan([Step(case, None, _ended(case)) for case in cases])


def plan_by_rule(cases: Sequence[Case]) -> Plan:
    """What the authority's rules would do: the least burdened of those named for the place gets the case.

    The narrowest rule counts: district before region before everywhere; without any, everybody who examines. Who must
    not examine a case is passed over. Deterministic: cases as given, of people with the same load the first by name.
    """
    named, people = _named(cases)
    places = places_of(cases)
    excluded = reasons_by_place(people, _all(places))
    before = load_of(people)
    load = Counter(before)
    steps = []
    for case in cases:
        ended = _ended(case)
        wanted = [] if ended else _wanted(case, named)
        free = [person for person in wanted if not _conflict(case, person, places, excluded[person.pk])]
        if ended or not free:
            steps.append(Step(case, None, ended or _nobody_free(wanted)))
            continue
        to = next((person for person in free if person.pk == case.examiner_id), None)
        if to is None:
            to = min(free, key=lambda person: (load[person.pk], person.name, person.pk))
            load[to.pk] += 1
        steps.append(Step(case, to))
    return Plan(steps, before)


def preview(*, cases: Collection[Case], planner: Planner, by: Actor) -> Plan:
    """What carrying out would do now; nothing is written.

    Raises:
        AssignmentError: there are too many cases, or the planner refuses.
        NotAllowed: `by` does not assign cases of this authority.
    """
    refuse_too_many(len(cases))
    return _planned(in_order(cases), planner, by)


@transaction.atomic
def assign_cases(*, cases: Collection[Case], to: User, by: Actor, seen: str = "") -> Plan:
    """Give cases to one person; those that the person must not examine, or that have ended, stay as they are.

    Args:
        seen: the mark of the plan that was looked at; without it nothing is compared.

    Raises:
        AssignmentError: the person does not examine for the authority, or there are too many cases.
        PlanChangedError: another plan came out than the one that was looked at.
        NotAllowed: `by` does not assign cases of this authority.
    """
    return _carry_out(cases, partial(plan_to_person, to=to), by, "examination.assigned", seen)


@transaction.atomic
def unassign_cases(*, cases: Collection[Case], by: Actor, seen: str = "") -> Plan:
    """Take cases back from whoever has them.

    Raises:
        AssignmentError: there are too many cases.
        PlanChangedError: another plan came out than the one that was looked at.
        NotAllowed: `by` does not assign cases of this authority.
    """
    return _carry_out(cases, plan_to_nobody, by, "examination.unassigned", seen)


@transaction.atomic
def assign_by_rule(*, cases: Collection[Case], by: Actor, seen: str = "") -> Plan:
    """Deal cases out by the authority's rules.

    Raises:
        AssignmentError: there are too many cases.
        PlanChangedError: another plan came out than the one that was looked at.
        NotAllowed: `by` does not assign cases of this authority.
    """
    return _carry_out(cases, plan_by_rule, by, "examination.assigned", seen)


def in_order(cases: Iterable[Case]) -> list[Case]:
    """The order in which cases are dealt out: as they arrived."""
    return sorted(cases, key=lambda case: (case.received_at, case.number))


def refuse_too_many(count: int) -> None:
    """Refuse more cases than one step takes.

    Raises:
        AssignmentError: with what to do instead.
    """
    if not count:
        raise AssignmentError(_("Choose at least one case."))
    if count > MOST_AT_ONCE:
        raise AssignmentError(
            _("At most %(most)s cases can be assigned at once. Narrow the list with its filters.")
            % {"most": MOST_AT_ONCE}
        )


def _planned(rows: Sequence[Case], planner: Planner, by: Actor) -> Plan:
    """The plan for rows in order. Whoever is excluded from a case takes no part in it, so does not assign it either."""
    for row in rows:
        require(rules.may_assign, by=by, of=row)
    plan = planner(rows)
    if by.user_id is None:
        return plan
    places = places_of(rows)
    own = reasons_by_place([by.user_id], _all(places))[by.user_id]
    if own:
        refusal = _("You are excluded from this case (§§ 20, 21 VwVfG). Somebody else has to assign it.")
        plan.steps = [
            step if own.keys().isdisjoint(places[step.case.pk]) else replace(step, to=None, refused=refusal)
            for step in plan.steps
        ]
    return plan


def _carry_out(cases: Collection[Case], planner: Planner, by: Actor, action: str, seen: str) -> Plan:
    refuse_too_many(len(cases))
    locked = Case.objects.select_for_update(of=("self",)).filter(pk__in=[case.pk for case in cases]).order_by("pk")
    plan = _planned(in_order(locked), planner, by)
    if seen and plan.mark != seen:
        raise PlanChangedError(plan)
    now, written = timezone.now(), []
    for step in plan.changes:
        name = step.to.name[:200] if step.to else ""
        written.append(Case(pk=step.case.pk, examiner=step.to, examiner_name=name, changed_at=now))
        audit.record(
            action=action, by=by, target=step.case, case=step.case.number,
            data={
                "before": step.case.examiner_name, "after": name, "examiner": step.to.pk if step.to else None,
            },
        )  # fmt: skip
    Case.objects.bulk_update(written, ["examiner", "examiner_name", "changed_at"], batch_size=200)
    _tell(plan.changes, by, now.isoformat())
    return plan


def _tell(changes: Sequence[Step], by: Actor, mark: str) -> None:
    """One notice for each person who got cases from somebody else; whoever stands in gets it too."""
    given: dict[int, list[Step]] = {}
    for step in changes:
        if step.to is not None and step.to.pk != by.user_id:
            given.setdefault(step.to.pk, []).append(step)
    for person, steps in given.items():
        first, count = steps[0].case, len(steps)
        notify(
            recipients={person, *_deputies(first.authority_id, person)},
            kind="examination.assigned",
            title=partial(_assigned_words, first.number, count),
            url=first.get_absolute_url() if count == 1 else _own_list(),
            key=f"examination.assigned:{first.number}:{person}:{mark}",
            context={"number": first.number},
        )


def _assigned_words(number: str, count: int) -> str:
    if count == 1:
        return _("Case %(number)s is in your hands") % {"number": number}
    return ngettext("%(count)s case is in your hands", "%(count)s cases are in your hands", count) % {"count": count}


def _own_list() -> str:
    return f"{reverse('examination:worklist')}?tab=mine"


def _deputies(authority: int | None, person: int) -> set[int]:
    if authority is None:
        return set()
    found: set[int] = set()
    for role in directory().roles_of(person=person, on=today()).get(authority, ()):
        found |= set(directory().deputies(organisation=authority, role=role, person=person, on=today()))
    return found - {person}


def _named(cases: Sequence[Case]) -> tuple[dict[tuple[int, str], list[User]], list[int]]:
    """Who is named for each authority and area (everybody who examines where no rule is), and all their ids."""
    named: dict[tuple[int, str], list[User]] = {}
    for authority in sorted({case.authority_id for case in cases if case.authority_id}):
        able = {person.pk: person for person in examiners_of(authority)}
        for rule in AssignmentRule.objects.filter(authority=authority).order_by("pk"):
            if rule.person_id in able:
                named.setdefault((authority, rule.area), []).append(able[rule.person_id])
        if (authority, "") not in named and not any(key[0] == authority for key in named):
            named[authority, ""] = examiners_of(authority, DEALT_TO)
    return named, sorted({person.pk for people in named.values() for person in people})


def _wanted(case: Case, named: Mapping[tuple[int, str], list[User]]) -> list[User]:
    for area in (*filter(None, (case.district_key, case.region_key)), ""):
        people = named.get((case.authority_id or 0, area))
        if people:
            return people
    return []


def _nobody_free(wanted: Sequence[User]) -> str:
    if not wanted:
        return _("No rule names anybody for this place.")
    return _("Everybody named for this place is excluded (§§ 20, 21 VwVfG): %(names)s.") % {
        "names": ", ".join(person.name for person in wanted)
    }


def _conflict(case: Case, person: User, places: Mapping[int, set[str]], excluded: Mapping[str, str]) -> str:
    for place in sorted(places[case.pk]):
        if place in excluded:
            return _("%(name)s is excluded: %(reason)s (§§ 20, 21 VwVfG).") % {
                "name": person.name, "reason": excluded[place],
            }  # fmt: skip
    return ""


def _ended(case: Case) -> str:
    if case.stage in ENDED:
        return _("The case is in the stage “%(now)s”; nobody examines it any more.") % {"now": case.get_stage_display()}
    return ""


def _all(places: Mapping[int, set[str]]) -> set[str]:
    return {key for keys in places.values() for key in keys}


def load_of(people: Collection[int]) -> dict[int, int]:
    """How many undecided cases each person has in hand."""
    rows = Case.objects.filter(examiner__in=people, stage__in=UNDECIDED).order_by().values("examiner")
    counted = dict(rows.annotate(cases=Count("pk")).values_list("examiner", "cases"))
    return {person: counted.get(person, 0) for person in people}
