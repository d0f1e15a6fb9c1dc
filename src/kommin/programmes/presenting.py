"""A published call as readers see it: quick facts, state, changes, calendar entry."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Alarm, Calendar, Event

from kommin.foundation.ui.formatting import reader
from kommin.law.financing import KIND_LABELS, Kind
from kommin.programmes.frozen import FrozenCall
from kommin.programmes.models import OPEN_STATES, ApplicantKind, CallVersion
from kommin.programmes.rates import Rate
from kommin.programmes.tasks_of_call import part_label
from kommin.programmes.timing import END_OF_DAY, clock_of, last_day


@dataclass(frozen=True)
class ShownState:
    """A word for the state, how urgent it looks, and the days that are left."""

    word: str
    kind: str
    is_open: bool
    days_left: int | None = None


@dataclass(frozen=True)
class RateLine:
    """One financing rule, written out."""

    who: str
    what: str
    cap: str


@dataclass(frozen=True)
class Facts:
    """What somebody wants to know first."""

    opening: str
    deadline: str
    applicants: list[str]
    rates: list[RateLine]
    minimum: str
    budget: str
    grace: str


def shown_state(version: CallVersion, content: FrozenCall) -> ShownState:
    """Where a published call stands at this moment."""
    now = timezone.now()
    if version.call.state not in OPEN_STATES or content.closes_at <= now:
        return ShownState(_("closed"), "neutral", is_open=False)
    if now < content.opens_at:
        return ShownState(_("opens soon"), "info", is_open=False)
    left = (last_day(content.closes_at, content.zone) - now.astimezone(content.zone).date()).days
    return ShownState(_("open"), "success" if left > 7 else "warning", is_open=True, days_left=left)


def deadline_words(content: FrozenCall) -> str:
    """Such as “30.11.2026, 24:00 Uhr (Zeitzone Europe/Berlin)”."""
    day = reader().date(last_day(content.closes_at, content.zone))
    values = {"day": day, "clock": clock_of(content.closes_at, content.zone), "zone": content.time_zone}
    return _("%(day)s, %(clock)s (time zone %(zone)s)") % values


def closing_words(closes_at: datetime, zone: tzinfo) -> str:
    """Such as “30.11.2026, 24:00 Uhr”."""
    values = {"day": reader().date(last_day(closes_at, zone)), "clock": clock_of(closes_at, zone)}
    return _("%(day)s, %(clock)s") % values


def facts_of(content: FrozenCall) -> Facts:
    """The quick facts of a call."""
    speaks = reader()
    opening = content.opens_at.astimezone(content.zone)
    return Facts(
        opening=_("%(day)s, %(clock)s (time zone %(zone)s)")
        % {"day": speaks.date(opening.date()), "clock": f"{opening:%H:%M}", "zone": content.time_zone},
        deadline=deadline_words(content),
        applicants=content.applicant_labels,
        rates=[_rate_line(rate, content) for rate in sorted(content.rates, key=lambda rate: rate.particularity)],
        minimum=_("more than %(amount)s") % {"amount": speaks.money(content.minimum_grant)}
        if content.minimum_grant is not None
        else "",
        budget=speaks.money(content.budget) if content.budget is not None else "",
        grace=_("Until %(minutes)s minutes after the deadline an application is still accepted, marked as late.")
        % {"minutes": content.grace_minutes}
        if content.grace_minutes
        else "",
    )


def _rate_line(rate: Rate, content: FrozenCall) -> RateLine:
    speaks = reader()
    titles = {block.code: str(block.title) for block in content.blocks}
    who = [
        str(ApplicantKind(rate.applicant).label) if rate.applicant else _("All who may apply"),
        *([_("with budget consolidation")] if rate.consolidation == "yes" else []),
        *([_("without budget consolidation")] if rate.consolidation == "no" else []),
        *([titles.get(rate.block, rate.block)] if rate.block else []),
    ]
    what = speaks.text(KIND_LABELS[Kind(rate.kind)])
    if rate.rate is not None:
        what = f"{speaks.percent(rate.rate)} ({what})"
    elif rate.unit_amount is not None:
        what = _("%(amount)s for each: %(unit)s") % {"amount": speaks.money(rate.unit_amount), "unit": rate.unit or "–"}
    lump = rate.kind == Kind.FIXED and rate.unit_amount is None
    if lump and rate.cap is not None:
        what = f"{speaks.money(rate.cap)} ({what})"
    cap = _("at most %(amount)s") % {"amount": speaks.money(rate.cap)} if rate.cap is not None and not lump else ""
    return RateLine(", ".join(who), what, cap)


def shown_changes(version: CallVersion) -> list[dict[str, str]]:
    """What a version says otherwise than the one before, in sentences."""
    return [{"part": part_label(change["part"]), "what": _what(change, version)} for change in version.changes]


def _what(change: dict[str, Any], version: CallVersion) -> str:
    if "before" in change and not isinstance(change["before"], dict):
        values = {"before": _value(change, "before", version), "after": _value(change, "after", version)}
        return _("%(before)s → %(after)s") % values
    said = [
        sentence % {"titles": ", ".join(change[key])}
        for key, sentence in (
            ("added", _("new: %(titles)s")),
            ("removed", _("left out: %(titles)s")),
            ("changed", _("changed: %(titles)s")),
        )
        if change.get(key)
    ]  # fmt: skip
    return "; ".join(said) or _("changed")


def _value(change: dict[str, Any], side: str, version: CallVersion) -> str:
    value = change[side]
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if value in (None, ""):
        return "–"
    if change["part"] in {"opens_at", "closes_at"}:
        zone = version.call.zone
        return closing_words(datetime.fromisoformat(value), zone)
    if change["part"] in {"budget", "minimum_grant"}:
        return reader().money(Decimal(value))
    return str(value)


def calendar_entry(version: CallVersion, content: FrozenCall, address: str, host: str) -> bytes:
    """The deadline for calendar programs: the whole last day if the call closes at its end."""
    event = Event()
    event.add("uid", f"call-{version.call_id}@{host}")
    event.add("sequence", version.number)
    event.add("dtstamp", version.published_at.astimezone(UTC))
    event.add("summary", _("Deadline: %(title)s") % {"title": content.title})
    event.add("description", f"{deadline_words(content)}\n{address}")
    event.add("url", address)
    day = last_day(content.closes_at, content.zone)
    if clock_of(content.closes_at, content.zone) == END_OF_DAY:
        event.add("dtstart", day)
        event.add("dtend", day + timedelta(days=1))
    else:
        event.add("dtstart", content.closes_at.astimezone(UTC))
    event.add("transp", "TRANSPARENT")
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", str(content.title))
    alarm.add("trigger", timedelta(days=-7))
    event.add_component(alarm)
    calendar = Calendar()
    calendar.add("prodid", "-//KOMM-IN//DE")
    calendar.add("version", "2.0")
    calendar.add_component(event)
    return bytes(calendar.to_ical())
