"""Reads of notices, deadlines and mail that pages, commands and the calendar share."""

from collections.abc import Collection
from datetime import date, timedelta

from django.db.models import BigIntegerField, Q, QuerySet
from django.utils import timezone

from kommin.foundation.notices.actions.mails import STUCK
from kommin.foundation.notices.directory import directory
from kommin.foundation.notices.models import Deadline, Mail, Notice, ReminderPlan
from kommin.foundation.notices.models.deadline import today
from kommin.foundation.prepared import Prepared

RECENTLY = timedelta(days=90)


def unread_count(user_id: int) -> int:
    """How many notices a person has not seen."""
    return _UNREAD.count(person=user_id)


_UNREAD = Prepared(
    lambda given: Notice.objects.filter(recipient=given.person, read_at=None).order_by().values_list("pk"),
    person=BigIntegerField(),
)


def notices_of(user_id: int) -> QuerySet[Notice]:
    """A person's notices, newest first."""
    return Notice.objects.filter(recipient=user_id)


def deadlines_of_person(user_id: int, *, on: date | None = None) -> QuerySet[Deadline]:
    """What a person has to do, alone or with others in the same role, in every organisation, soonest first."""
    mine = Q(person=user_id)
    for organisation, roles in directory().roles_of(person=user_id, on=on or today()).items():
        mine |= Q(organisation=organisation, role__in=roles, person=None)
    return Deadline.objects.filter(mine).select_related("person").order_by("due", "pk")


def deadlines_of_organisation(organisation: int) -> QuerySet[Deadline]:
    """What everybody in an organisation has to do, soonest first."""
    return Deadline.objects.filter(organisation=organisation).select_related("person").order_by("due", "pk")


def still_open(deadlines: QuerySet[Deadline]) -> QuerySet[Deadline]:
    """Only what is not settled; overdue ones come first because their day is earlier."""
    return deadlines.filter(settled_at=None)


def settled(deadlines: QuerySet[Deadline]) -> QuerySet[Deadline]:
    """What was settled in the last three months, latest first."""
    return deadlines.filter(settled_at__gte=timezone.now() - RECENTLY).order_by("-settled_at")


def organisation_names(deadlines: Collection[Deadline]) -> dict[int, str]:
    """The names of the organisations that occur."""
    numbers = {deadline.organisation for deadline in deadlines if deadline.organisation is not None}
    return dict(directory().names(organisations=numbers, on=today())) if numbers else {}


def plan_of(organisation: int) -> ReminderPlan:
    """The organisation's reminder plan, or the usual one."""
    return ReminderPlan.objects.filter(organisation=organisation).first() or ReminderPlan.usual(organisation)


def stuck_mails() -> QuerySet[Mail]:
    """Mails an operator has to decide about, newest first."""
    return Mail.objects.filter(state__in=STUCK).order_by("-created_at", "-pk")
