"""Handing a draft in before its call closes, as a dated duty of the municipality."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext, override

from kommin.cases import queries
from kommin.cases.models import EDITABLE, Application, State
from kommin.foundation.notices.actions import Due, settle_deadline, upsert_deadline
from kommin.people.models import Role
from kommin.programmes.models import OPEN_STATES, CallVersion
from kommin.programmes.timing import last_day

PREFIX = "cases.application."
LONGEST_SOURCE = 200


def follow_draft(application: Application) -> None:
    """Keep the duty in line with the application: open while it is a draft, settled once it is not."""
    if application.is_editable:
        closes_at = queries.latest_version(application.call_id).closes_at
        upsert_deadline(**vars(_handing_in(application, closes_at)))
    else:
        settle_deadline(key=_key(application))


def open_drafts() -> Iterator[Due]:
    """Every draft whose call is still open (asked by the clock, so that a prolonged call moves the day)."""
    newest = CallVersion.objects.filter(call=OuterRef("call")).order_by("-number").values("closes_at")[:1]
    drafts = Application.objects.filter(state__in=EDITABLE, call__state__in=OPEN_STATES).select_related("call")
    for application in drafts.defer("content", "again").annotate(closes_at=Subquery(newest)).iterator():
        yield _handing_in(application, application.closes_at)


def _handing_in(application: Application, closes_at: datetime) -> Due:
    number = application.number
    with override("de"):
        address = reverse("cases:application", kwargs={"number": number})
    return Due(
        key=_key(application),
        due=last_day(closes_at, ZoneInfo(application.call.time_zone)),
        title=lambda: gettext("Submit application %(number)s") % {"number": number},
        source=Truncator(application.call.title_de).chars(LONGEST_SOURCE),
        url=address,
        organisation=application.organisation_id,
        role=Role.SIGNATORY if application.state == State.SIGNED_OFF else Role.EDITOR,
    )


def _key(application: Application) -> str:
    return f"{PREFIX}{application.pk}.submission"
