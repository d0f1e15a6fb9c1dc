"""The closing of calls as dated duties of the ministry's programme officers."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext, override

from kommin.foundation.notices.actions import Due
from kommin.people.models import Role
from kommin.programmes.models import OPEN_STATES, Call
from kommin.programmes.timing import last_day

PREFIX = "programmes.call."


def closing_of(call: Call) -> Due:
    """The last day of a published call."""
    if call.closes_at is None:
        raise ValueError(f"the call {call.slug} has no deadline")
    with override("de"):
        address = reverse("programmes:call", args=[call.pk])
    return Due(
        key=f"{PREFIX}{call.pk}.closing",
        due=last_day(call.closes_at, call.zone),
        title=lambda: gettext("The call “%(title)s” closes") % {"title": call.title},
        url=address,
        organisation=call.programme.ministry_id,
        role=Role.PROGRAMME_OFFICER,
    )


def open_calls() -> Iterator[Due]:
    """All closings to come (asked by the clock)."""
    for call in Call.objects.filter(state__in=OPEN_STATES).select_related("programme"):
        yield closing_of(call)
