"""The last second of a deadline, and the moment that counts."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kommin.programmes.timing import Arrival, ClockError, clock_of, judge_arrival, last_day, moment_of, moment_received
from kommin.site.arrival import CLOCKS_DIFFER, LONGEST_QUEUE, arrival

BERLIN = ZoneInfo("Europe/Berlin")
OPENS = datetime(2026, 11, 1, tzinfo=UTC)
CLOSES = moment_of(date(2026, 11, 30), "24:00", BERLIN)
MOMENTS = st.integers(0, 500_000_000_000_000).map(
    lambda after: OPENS - timedelta(days=2000) + timedelta(microseconds=after)
)
SPANS = st.timedeltas(timedelta(0), timedelta(days=1))


@pytest.mark.parametrize(
    ("clock", "grace", "worth"),
    [
        ((2026, 11, 30, 23, 59, 59, 999999), 0, Arrival.IN_TIME),
        ((2026, 12, 1, 0, 0, 0, 0), 0, Arrival.LATE),
        ((2026, 12, 1, 0, 0, 0, 0), 5, Arrival.IN_GRACE),
        ((2026, 12, 1, 0, 4, 59, 999999), 5, Arrival.IN_GRACE),
        ((2026, 12, 1, 0, 5, 0, 0), 5, Arrival.LATE),
        ((2026, 10, 31, 23, 59, 59, 0), 0, Arrival.EARLY),
    ],
)
def test_the_last_second_counts_and_midnight_meets_the_grace(clock, grace, worth):
    received = datetime(*clock, tzinfo=BERLIN)
    judged = judge_arrival(received, opens_at=OPENS, closes_at=CLOSES, grace=timedelta(minutes=grace))
    assert judged is worth
    assert judged.counts == (worth in {Arrival.IN_TIME, Arrival.IN_GRACE})


@given(MOMENTS, MOMENTS, MOMENTS, SPANS)
def test_every_moment_is_worth_exactly_one_thing_and_later_is_never_better(received, opens, closes, grace):
    closes = max(opens + timedelta(seconds=1), closes)
    order = [Arrival.EARLY, Arrival.IN_TIME, Arrival.IN_GRACE, Arrival.LATE]
    judged = judge_arrival(received, opens_at=opens, closes_at=closes, grace=grace)
    later = judge_arrival(received + timedelta(microseconds=1), opens_at=opens, closes_at=closes, grace=grace)
    assert order.index(judged) <= order.index(later)
    assert judged.counts == (opens <= received < closes + grace)
    assert (judged is Arrival.IN_TIME) == (opens <= received < closes)


@given(st.dates(date(2020, 1, 1), date(2035, 1, 1)), st.sampled_from(["24:00", "23:59", "12:00", "8:05", "00:00"]))
def test_a_day_and_a_time_come_back_as_they_were_typed(day, clock):
    moment = moment_of(day, clock, BERLIN)
    shown = clock_of(moment, BERLIN)
    if clock == "00:00":
        assert (last_day(moment, BERLIN), shown) == (day - timedelta(days=1), "24:00")
    else:
        assert last_day(moment, BERLIN) == day
        assert shown == {"23:59": "24:00", "8:05": "08:05"}.get(clock, clock)
    assert moment_of(last_day(moment, BERLIN), shown, BERLIN) == moment


def test_the_nights_when_clocks_change():
    with pytest.raises(ClockError):
        moment_of(date(2027, 3, 28), "02:30", BERLIN)
    assert moment_of(date(2026, 10, 25), "02:30", BERLIN) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize("clock", ["", "24:01", "25:00", "12", "12:60", "noon", "١٢:٠٠"])
def test_what_is_no_time_of_day_is_refused(clock):
    if clock == "١٢:٠٠":
        assert moment_of(date(2026, 1, 1), clock, BERLIN).astimezone(BERLIN).hour == 12
        return
    with pytest.raises(ClockError):
        moment_of(date(2026, 1, 1), clock, BERLIN)


NOW = datetime(2026, 12, 1, 0, 0, 3, tzinfo=BERLIN)
STARTED = datetime(2026, 11, 30, 23, 59, 59, 250_000, tzinfo=BERLIN)


@pytest.mark.parametrize("spelling", ["t={s:.3f}", "{s:.3f}", "{ms:.0f}", "t={us:.0f}"])
def test_a_proxys_moment_counts_in_every_usual_spelling(spelling):
    seconds = Decimal(str(STARTED.timestamp()))
    header = spelling.format(s=seconds, ms=seconds * 1000, us=seconds * 1_000_000)
    assert arrival(header, NOW) == STARTED


@pytest.mark.parametrize("header", ["", "t=", "x", "NaN", "Infinity", "-5", "1e400", "t=1.2.3", "9" * 40, "0", "١٢٣"])
def test_nonsense_is_ignored(header):
    assert arrival(header, NOW) == NOW


@given(st.decimals(-(10**20), 10**20, allow_nan=False, allow_infinity=False))
def test_no_header_moves_the_moment_into_the_future_or_far_back(number):
    assert NOW - LONGEST_QUEUE <= arrival(f"t={number}", NOW) <= NOW


def test_a_moment_slightly_ahead_is_cut_to_now_and_a_far_one_ignored():
    ahead = NOW + CLOCKS_DIFFER / 2
    assert arrival(f"t={ahead.timestamp():.3f}", NOW) == NOW
    long_ago = NOW - LONGEST_QUEUE - timedelta(seconds=1)
    assert arrival(f"t={long_ago.timestamp():.3f}", NOW) == NOW


@pytest.mark.parametrize(("proxies", "believed"), [(0, False), (1, True)])
def test_the_header_is_believed_only_behind_a_configured_proxy(settings, rf, proxies, believed):
    from kommin.site.arrival import ArrivalMiddleware

    settings.KOMMIN = settings.KOMMIN.model_copy(update={"trusted_proxies": proxies})
    stated = datetime.now(UTC) - timedelta(minutes=1)
    seen = []
    ArrivalMiddleware(lambda request: seen.append(moment_received(request)))(
        rf.get("/", headers={"X-Request-Start": f"t={stated.timestamp():.3f}"})
    )
    assert (abs(seen[0] - stated) < timedelta(seconds=1)) == believed
