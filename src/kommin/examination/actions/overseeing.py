"""What examiners are told of by the clock; each of it once, however often it is asked."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from kommin.cases.models import Case, Stage
from kommin.examination.deadlines import open_requests
from kommin.examination.recipients import desk_people
from kommin.foundation.notices.actions import notify
from kommin.people.models.dated import today

LOOK_BACK = timedelta(days=2)


def tell_of_overdue() -> int:
    """Tell the examiners of requests whose day has passed without an answer; returns how many were told."""
    told = 0
    for request in open_requests():
        if request.due_on >= today():
            continue
        number = request.case.number
        told += notify(
            recipients=[one.person for one in desk_people(request.case)],
            kind="examination.overdue",
            title=lambda number=number: _("Case %(number)s: no answer in time") % {"number": number},  # type: ignore[misc]
            url=request.case.get_absolute_url(),
            key=f"examination.overdue:{request.pk}:{request.due_on}",
            context={"number": number},
        )
    return told


def tell_of_withdrawals() -> int:
    """Tell the examiners of cases that were withdrawn in the last two days; returns how many were told."""
    told = 0
    recent = Case.objects.filter(
        stage=Stage.WITHDRAWN, stage_since__gte=timezone.now() - LOOK_BACK, examiner__isnull=False
    ).order_by("pk")
    for case in recent:
        told += notify(
            recipients=[one.person for one in desk_people(case)],
            kind="examination.overdue",
            title=lambda number=case.number: _("Case %(number)s was withdrawn") % {"number": number},  # type: ignore[misc]
            url=case.get_absolute_url(),
            key=f"examination.withdrawn:{case.pk}",
            context={"number": case.number},
        )
    return told
