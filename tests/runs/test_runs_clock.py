"""When ticks are due: in ordinary hours, after a pause, when the clock jumps, in the nights it is changed."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kommin.foundation.runs.clock import Daily, Every, is_due

BERLIN = ZoneInfo("Europe/Berlin")
MINUTE = timedelta(minutes=1)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def days_on_which_it_runs(schedule: Daily, start: datetime, end: datetime, step: timedelta) -> list[datetime]:
    """Let a clock pass and note when a tick runs."""
    ran, now, due = [], start, schedule.first(start)
    while now < end:
        if is_due(schedule, due, now):
            ran.append(now)
            due = schedule.following(due, now)
        now += step
    return ran


def test_a_tick_that_was_missed_a_hundred_times_runs_once():
    schedule = Every(MINUTE)
    due = utc("2026-11-23T10:00")
    after_the_pause = due + timedelta(minutes=100, seconds=20)
    assert is_due(schedule, due, after_the_pause)
    following = schedule.following(due, after_the_pause)
    assert following == due + timedelta(minutes=101)
    assert not is_due(schedule, following, after_the_pause)


def test_slow_ticks_do_not_drift():
    schedule = Every(MINUTE)
    due = utc("2026-11-23T10:00")
    for minute in range(1, 50):
        due = schedule.following(due, due + timedelta(seconds=7))
        assert due == utc("2026-11-23T10:00") + minute * MINUTE


def test_a_clock_set_back_by_a_year_does_not_stop_the_ticks():
    schedule = Every(MINUTE)
    due = schedule.following(utc("2027-11-23T10:00"), utc("2027-11-23T10:00"))
    now = utc("2026-11-23T10:00")
    assert is_due(schedule, due, now)
    assert schedule.following(due, now) == now + MINUTE


def test_a_clock_set_back_by_an_hour_does_not_run_a_daily_tick_twice():
    schedule = Daily(time(3, 15), BERLIN)
    ran_at = utc("2026-11-23T02:20")
    due = schedule.following(utc("2026-11-23T02:15"), ran_at)
    assert due == utc("2026-11-24T02:15")
    assert not is_due(schedule, due, ran_at - timedelta(hours=1))


def test_the_night_in_which_two_oclock_is_missing():
    """29 March 2026: 02:00 becomes 03:00; half past two means half past three, once."""
    ran = days_on_which_it_runs(
        Daily(time(2, 30), BERLIN), utc("2026-03-27T12:00"), utc("2026-03-31T12:00"), timedelta(minutes=10)
    )
    assert [one.astimezone(BERLIN).strftime("%d. %H:%M") for one in ran] == [
        "28. 02:30", "29. 03:30", "30. 02:30", "31. 02:30",
    ]  # fmt: skip


def test_the_night_in_which_two_oclock_comes_twice():
    """25 October 2026: 03:00 becomes 02:00; half past two means the first one, once."""
    ran = days_on_which_it_runs(
        Daily(time(2, 30), BERLIN), utc("2026-10-23T12:00"), utc("2026-10-27T12:00"), timedelta(minutes=10)
    )
    assert [one.isoformat() for one in ran] == [
        "2026-10-24T00:30:00+00:00", "2026-10-25T00:30:00+00:00",
        "2026-10-26T01:30:00+00:00", "2026-10-27T01:30:00+00:00",
    ]  # fmt: skip


def test_a_weekly_tick_keeps_its_weekday():
    monday = 0
    ran = days_on_which_it_runs(
        Daily(time(7, 0), BERLIN, monday), utc("2026-10-01T12:00"), utc("2026-11-15T12:00"), timedelta(hours=1)
    )
    assert {one.astimezone(BERLIN).weekday() for one in ran} == {monday}
    assert len(ran) == 6


def test_a_tick_comes_at_most_once_a_second():
    with pytest.raises(ValueError, match="once a second"):
        Every(timedelta(milliseconds=10))


moments = st.integers(1_577_836_800, 2_051_222_400).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))


@given(
    now=moments,
    at=st.times(),
    pauses=st.lists(st.timedeltas(timedelta(0), timedelta(days=5)), max_size=10),
)
def test_a_daily_tick_runs_at_most_once_a_local_day_and_never_early(now, at, pauses):
    schedule = Daily(at.replace(microsecond=0), BERLIN)
    due, days = schedule.first(now), []
    for pause in pauses:
        now += pause
        if is_due(schedule, due, now):
            assert due <= now
            days.append(due.astimezone(BERLIN).date())
            due = schedule.following(due, now)
            assert due > now
    assert len(days) == len(set(days))


@given(
    now=moments,
    period=st.timedeltas(timedelta(seconds=1), timedelta(days=2)),
    jumps=st.lists(st.timedeltas(timedelta(days=-400), timedelta(days=400)), max_size=10),
)
def test_whatever_the_clock_does_the_next_time_is_at_most_one_period_ahead(now, period, jumps):
    schedule = Every(period)
    due = schedule.first(now)
    for jump in jumps:
        now += jump
        if is_due(schedule, due, now):
            due = schedule.following(due, now)
        assert now < due <= now + period
