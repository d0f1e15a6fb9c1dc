"""Reminding of deadlines: before the day those who are responsible, after it also who stands in and who answers."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from kommin.foundation.access import Actor, require
from kommin.foundation.audit import actions as audit
from kommin.foundation.notices.actions.notices import notify
from kommin.foundation.notices.directory import directory
from kommin.foundation.notices.models import Deadline, ReminderPlan
from kommin.foundation.notices.models.deadline import today
from kommin.foundation.notices.rules import may_set_reminders, organisation_of
from kommin.foundation.runs.words import in_current_language

LONGEST_AHEAD: Final = 365
BATCH: Final = 500


@dataclass(frozen=True)
class Stage:
    """One reminder of one deadline: how far ahead or behind, and whom it reaches."""

    name: str
    overdue: bool
    reaches: tuple[str, ...]


def stage_of(deadline: Deadline, plan: ReminderPlan, day: date) -> Stage | None:
    """The reminder that is due on a day: the latest threshold that has passed. None while it is too early.

    Earlier thresholds that were missed because no worker ran are not made up for: one reminder is enough.
    """
    late = (day - deadline.due).days
    if late > 0:
        reaches: tuple[str, ...] = ("responsible",)
        if late >= plan.deputy_after:
            reaches += ("deputies",)
        if late >= plan.head_after:
            reaches += ("heads",)
        return Stage(f"overdue-{len(reaches)}", overdue=True, reaches=reaches)
    passed = [days for days in plan.days_before if -late <= days]
    return Stage(f"before-{min(passed)}", overdue=False, reaches=("responsible",)) if passed else None


def remind(*, day: date | None = None) -> int:
    """Send the reminders of a day; returns how many people were told something new. Safe to run twice."""
    day = day or today()
    plans = {plan.organisation: plan for plan in ReminderPlan.objects.all()}
    usual = ReminderPlan.usual()
    told = 0
    for deadline in _open_deadlines(day):
        stage = stage_of(deadline, plans.get(deadline.organisation or 0, usual), day)
        if stage is not None:
            told += _send(deadline, stage, day)
    return told


def _open_deadlines(day: date) -> Iterator[Deadline]:
    return Deadline.objects.filter(settled_at=None, due__lte=day + timedelta(days=LONGEST_AHEAD)).iterator(BATCH)


def _send(deadline: Deadline, stage: Stage, day: date) -> int:
    told = 0
    for reach in stage.reaches:
        responsible = reach == "responsible"
        told += notify(
            recipients=_people(deadline, reach, day),
            kind="notices.deadline_overdue" if stage.overdue else "notices.deadline",
            title=lambda: _title(deadline),
            url=deadline.url or reverse("notices:deadlines"),
            key=f"deadline:{deadline.pk}:{deadline.due}:{stage.name if responsible else reach}",
            context={"due": deadline.due},
            organisation=deadline.organisation,
        )
    return told


def _title(deadline: Deadline) -> str:
    values = {"title": in_current_language(deadline.titles)}
    return (_("Overdue: %(title)s") if deadline.is_overdue else _("Deadline: %(title)s")) % values


def _people(deadline: Deadline, reach: str, day: date) -> Iterable[int]:
    if reach == "responsible" and deadline.person_id is not None:
        return [deadline.person_id]
    if deadline.organisation is None:
        return []
    known = directory()
    match reach:
        case "responsible":
            return known.holders(organisation=deadline.organisation, role=deadline.role, on=day)
        case "deputies":
            return known.deputies(
                organisation=deadline.organisation, role=deadline.role, person=deadline.person_id, on=day
            )
        case _:
            return known.heads(organisation=deadline.organisation, on=day)


@transaction.atomic
def set_reminder_plan(*, days_before: list[int], deputy_after: int, head_after: int, by: Actor) -> ReminderPlan:
    """When the organisation for which `by` acts wants to be reminded.

    Raises:
        NotAllowed: `by` has no role that decides about this.
    """
    require(may_set_reminders, by=by)
    plan, _created = ReminderPlan.objects.update_or_create(
        organisation=organisation_of(by),
        defaults={
            "days_before": sorted(set(days_before), reverse=True),
            "deputy_after": deputy_after,
            "head_after": head_after,
        },
    )
    audit.record(
        action="notices.reminders_set",
        by=by,
        target=audit.Target("organisation", str(by.organisation_id), by.organisation_name),
        data={"days_before": plan.days_before, "deputy_after": deputy_after, "head_after": head_after},
    )
    return plan
