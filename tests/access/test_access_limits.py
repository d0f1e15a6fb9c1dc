"""Limits that hold for all processes together."""

import threading
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.conf import LazySettings
from django.db import connections
from django.test import Client, RequestFactory
from django.urls import clear_url_caches
from hypothesis import given, settings
from hypothesis import strategies as st

from kommin.foundation.access import Limit, client_address, posted, wait_for
from kommin.foundation.access.models import Attempts

TEN = timedelta(minutes=10)
START = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)


@pytest.mark.django_db
def test_within_the_limit_passes_and_beyond_it_must_wait():
    limit = Limit("t", most=3, per=TEN)
    assert [wait_for(limit, "a", now=START) for _ in range(3)] == [None] * 3
    assert wait_for(limit, "a", now=START) > timedelta(0)
    assert wait_for(limit, "b", now=START) is None, "another place is not held up"
    assert wait_for(Limit("u", most=3, per=TEN), "a", now=START) is None, "nor another form"


@pytest.mark.django_db
def test_the_window_slides_so_a_burst_at_its_end_counts_at_the_start_of_the_next():
    limit = Limit("t", most=10, per=TEN)
    end = START + TEN - timedelta(seconds=1)
    assert [wait_for(limit, "a", now=end) for _ in range(10)] == [None] * 10
    assert wait_for(limit, "a", now=START + TEN) is not None
    assert wait_for(limit, "a", now=START + TEN * 2) is None


@pytest.mark.django_db
@given(st.integers(1, 6), st.lists(st.integers(0, 900), min_size=1, max_size=25))
@settings(max_examples=25, deadline=None)
def test_whoever_waits_as_told_may_try_again(most: int, pauses: list[int]):
    limit, now, place = Limit("t", most=most, per=TEN), START, f"{most}{pauses}"
    for pause in pauses:
        now += timedelta(seconds=pause)
        wait = wait_for(limit, place, now=now)
        if wait:
            assert wait <= TEN * 2
            now += wait
            assert wait_for(limit, place, now=now) is None


@pytest.mark.django_db
def test_counts_do_not_pile_up_and_tell_nobody_who_tried():
    limit = Limit("t", most=1, per=TEN)
    for day in range(10):
        wait_for(limit, "anna@example.org", now=START + timedelta(days=day))
    assert Attempts.objects.count() <= 3
    assert not Attempts.objects.filter(key__contains="anna").exists()


@pytest.mark.parametrize(("most", "per"), [(0, TEN), (1, timedelta(0)), (1, timedelta(days=3))])
def test_a_limit_that_makes_no_sense_is_refused(most: int, per: timedelta):
    with pytest.raises(ValueError, match="limit"):
        Limit("t", most=most, per=per)


def test_processes_count_together(fresh_database: str):
    limit, passed = Limit("t", most=5, per=timedelta(hours=12)), []

    def try_often() -> None:
        passed.extend(wait_for(limit, "a", now=START) is None for _ in range(5))
        connections.close_all()

    threads = [threading.Thread(target=try_often) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert passed.count(True) == 5
    assert len(passed) == 20


@pytest.mark.django_db
def test_a_form_sent_too_often_is_answered_with_a_friendly_page(client: Client, settings: LazySettings):
    settings.ROOT_URLCONF = "access.pages_for_tests"
    clear_url_caches()
    assert [client.post("/t/form").status_code for _ in range(3)] == [200, 200, 429]
    answer = client.post("/t/form", headers={"Accept-Language": "de"})
    assert 0 < int(answer["Retry-After"]) <= 1200
    assert "Minuten" in answer.content.decode()
    assert client.get("/t/form").status_code == 405, "reading is not counted"
    assert client.post("/t/form", REMOTE_ADDR="192.0.2.9").status_code == 200


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (0, "203.0.113.7", "192.0.2.1"),  # nobody in front: what the visitor claims is ignored
        (1, "203.0.113.7", "203.0.113.7"),
        (1, "198.51.100.1, 203.0.113.7", "203.0.113.7"),  # the visitor put an address in front
        (2, "198.51.100.1, 203.0.113.7, 10.0.0.1", "203.0.113.7"),
        (2, "203.0.113.7", "192.0.2.1"),
        (1, "", "192.0.2.1"),
        (1, "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        (1, "not an address", "not an address"),
    ],
)
def test_the_address_is_what_the_trusted_proxy_saw(settings: LazySettings, proxies: int, forwarded: str, expected: str):
    settings.KOMMIN = SimpleNamespace(trusted_proxies=proxies, demo=False)
    request = RequestFactory().get("/", REMOTE_ADDR="192.0.2.1", headers={"X-Forwarded-For": forwarded})
    assert client_address(request) == expected


def test_an_account_is_counted_whatever_the_spelling_of_its_address():
    by = posted("login")
    assert by(RequestFactory().post("/", {"login": " Anna@Example.org "})) == "anna@example.org"
