"""When a release was published, in whatever form systems and people write days and times."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

from kommin.imports.core.days import month_comes_first, read_day
from kommin.imports.core.words import words
from kommin.portal.old_releases.doubts import Doubt, doubt
from kommin.portal.old_releases.names import names

BERLIN = ZoneInfo("Europe/Berlin")
_TIME = re.compile(
    r"(?:(?<=[\sT,])|^)(?P<hour>\d{1,2})(?:"
    r":(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d+)?)?(?:\s*Uhr\b)?"
    r"|\.(?P<dotted>\d{2})\s*Uhr\b|\s*Uhr\b(?:\s*(?P<spoken>\d{2})\b)?)"
    r"\s*(?P<half>[AaPp]\.?[Mm]\b\.?)?",
    re.IGNORECASE,
)
_OFFSET = re.compile(r"^\s*\(?(?:GMT|UTC)?\s*([+-])(\d{1,2}):?(\d{2})?\b(?:\s*\([^)]*\))?\)?")
_ZONE = re.compile(r"^\s*\(?([A-Za-z]{1,5}|[A-Z][a-z]+/[A-Z][a-z]+)\)?(?=\s|$)")
_BEFORE_DAY = re.compile(r"^\s*(?:[^\W\d]+\.?\s*,|(?:[^\W\d]+\s+)?(?:den|vom|am|on)\b)\s*", re.IGNORECASE)
_DASHED = re.compile(r"(\d{1,2})-([^\W\d]{3,9})-(\d{4}|[0-4]\d)")
_STAMP = re.compile(r"\d{9,10}|\d{12,13}")
_CONJOINED = re.compile(r"(\d{4}-?\d{2}-?\d{2})[T_](\d{2}):?(\d{2}):?(\d{2})?")
_STANDS_FOR_NONE = {date(1970, 1, 1), date(1900, 1, 1), date(1899, 12, 30)}
_STAMPS = range(315_532_800, 4_102_444_800)  # 1980 to 2100


@dataclass(frozen=True, slots=True)
class Moment:
    """What a text says about when.

    Attributes:
        at: aware, Europe/Berlin; midnight where no time is known; None where no day can be read.
        has_time: whether the time of day is known.
        doubts: about its day, its time or its zone.
    """

    at: datetime | None = None
    has_time: bool = False
    doubts: tuple[Doubt, ...] = ()


def months_come_first(texts: Iterable[str]) -> bool | None:
    """How a source writes 03/04/2010, as far as single entries prove it; None where none does."""
    return month_comes_first([_split(text)[0] for text in texts])


def read_moment(text: str, time_text: str = "", *, month_first: bool | None = None) -> Moment:
    """When a text says something was published. Never raises.

    Args:
        text: day, or day and time.
        time_text: the time, where the source has it apart.
        month_first: how the source writes 03/04/2010; None where nobody knows, then the day comes first, with a doubt.
    """
    text = " ".join(text.split())
    if not text:
        return Moment(doubts=(doubt("no_date", "published"),))
    if _STAMP.fullmatch(text):
        return _of_stamp(int(text) // (1000 if len(text) > 10 else 1), text)
    day_text, found, rest = _split(text)
    day = read_day(day_text, words(), month_first=month_first)
    if day.day is None:
        return Moment(doubts=(doubt("bad_date", "published", text=text),))
    if day.day in _STANDS_FOR_NONE:
        return Moment(doubts=(doubt("date_odd", "published", text=text),))
    doubts = []
    if day.other:
        doubts.append(
            doubt("day_order", "published", text=text, value=f"{day.day:%d.%m.%Y}", other=f"{day.other:%d.%m.%Y}")
        )
    if not found and time_text.strip():
        _day, found, rest = _split(time_text.strip())
        text = f"{text} {time_text.strip()}"
        if not found:
            doubts.append(doubt("bad_time", "published", text=text))
    if not found:
        return Moment(datetime.combine(day.day, time(), BERLIN), False, tuple(doubts))
    moment = _at(day.day, found, rest, text)
    return Moment(moment.at, moment.has_time, (*doubts, *moment.doubts))


def _split(text: str) -> tuple[str, re.Match[str] | None, str]:
    """The day, the time, and what stands behind the time and is no part of the day."""
    text = _CONJOINED.sub(lambda found: f"{found[1]} {found[2]}:{found[3]}:{found[4] or '00'}", text)
    found = _TIME.search(text)
    if not found:
        return _bare_day(text), None, ""
    before, rest = text[: found.start()], text[found.end() :]
    # "Wed Oct 27 10:00:00 CEST 2010": programs write the year behind the time.
    if year := re.search(r"\b((?:19|20)\d{2})$", rest):
        before, rest = f"{before} {year[0]}", rest[: year.start()]
    return _bare_day(before), found, rest.strip(" ,;)")


def _bare_day(text: str) -> str:
    text = text.strip(" ,;-–|/")
    for _word in range(3):  # "Düsseldorf, Mittwoch, den"
        text = _BEFORE_DAY.sub("", text)
    if short := _DASHED.fullmatch(text):
        text = f"{short[1]} {short[2]} {short[3] if len(short[3]) == 4 else '20' + short[3]}"
    return re.sub(r"\s*(?:,|\bum|\bat|\bgegen)\s*$", "", text).strip()


def _of_stamp(seconds: int, text: str) -> Moment:
    if seconds not in _STAMPS:
        return Moment(doubts=(doubt("bad_date", "published", text=text),))
    return Moment(datetime.fromtimestamp(seconds, UTC).astimezone(BERLIN), True)


def _at(day: date, found: re.Match[str], rest: str, text: str) -> Moment:
    clock = _clock(found)
    if clock is None:
        return Moment(datetime.combine(day, time(), BERLIN), False, (doubt("bad_time", "published", text=text),))
    naive = datetime.combine(day, time()) + clock
    minutes, unknown = _zone(rest)
    doubts = (doubt("zone_unknown", "published", text=text),) if unknown else ()
    if minutes is not None:
        try:
            at = naive.replace(tzinfo=timezone(timedelta(minutes=minutes))).astimezone(BERLIN)
        except (ValueError, OverflowError):
            return Moment(doubts=(doubt("bad_date", "published", text=text),))
    else:
        at = naive.replace(tzinfo=BERLIN)
        # A time the clock left out or showed twice does not come back the same, or means two moments.
        if at.utcoffset() != at.replace(fold=1).utcoffset():
            at = at.astimezone(UTC).astimezone(BERLIN)
            doubts = (*doubts, doubt("clock_change", "published", text=text, value=f"{at:%d.%m.%Y %H:%M}"))
    return Moment(at, at.time() != time(), doubts)


def _clock(found: re.Match[str]) -> timedelta | None:
    hour = int(found["hour"])
    minute = int(found["minute"] or found["dotted"] or found["spoken"] or 0)
    second = int(found["second"] or 0)
    if half := found["half"]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half[0] in "pP" else 0)
    if minute > 59 or second > 60 or hour > 24 or (hour == 24 and minute + second):
        return None
    return timedelta(hours=hour, minutes=minute, seconds=min(second, 59))


def _zone(rest: str) -> tuple[int | None, bool]:
    """Minutes east of Greenwich, or None for the time in Berlin; and whether there is a zone nobody knows."""
    if offset := _OFFSET.match(rest):
        minutes = int(offset[2]) * 60 + int(offset[3] or 0)
        return (minutes if offset[1] == "+" else -minutes), False
    zone = _ZONE.match(rest)
    if not zone or zone[1].casefold() == "uhr":
        return None, False
    known = names().zones.get(zone[1].casefold())
    return known, known is None and zone[1] != "Europe/Berlin"
