"""Deadlines as an iCalendar file (RFC 5545)."""

import hashlib
from collections.abc import Iterable
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from icalendar import Alarm, Calendar, Event

from kommin.foundation.notices.models import Deadline
from kommin.foundation.notices.writing import absolute, base_url, in_language_of


def as_calendar(deadlines: Iterable[Deadline], *, names: dict[int, str]) -> bytes:
    """Every deadline as an entry of a whole day, with an alarm the day before, in the active language."""
    calendar = Calendar()
    calendar.add("prodid", "-//KOMM-IN//Deadlines//DE")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _("KOMM-IN deadlines"))
    calendar.add("refresh-interval", timedelta(hours=6), parameters={"value": "DURATION"})
    for deadline in deadlines:
        calendar.add_component(_event(deadline, names.get(deadline.organisation or 0, "")))
    return bytes(calendar.to_ical())


def _event(deadline: Deadline, organisation: str) -> Event:
    event = Event()
    event.add("uid", f"{hashlib.sha256(f'{base_url()} {deadline.key}'.encode()).hexdigest()[:32]}@kommin")
    event.add("dtstamp", timezone.now())
    event.add("dtstart", deadline.due)
    event.add("dtend", deadline.due + timedelta(days=1))
    overdue = deadline.is_overdue
    event.add("summary", (_("Overdue: %(title)s") if overdue else "%(title)s") % {"title": deadline.title})
    event.add("description", "\n".join(line for line in (organisation, deadline.source) if line))
    event.add("transp", "TRANSPARENT")
    if deadline.url:
        event.add("url", absolute(in_language_of(deadline.url, get_language() or "de")))
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", deadline.title)
    alarm.add("trigger", timedelta(hours=-15))
    event.add_component(alarm)
    return event
