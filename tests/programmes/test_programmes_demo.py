"""The demonstration's programmes: there after loading, unchanged by loading again, and always with an open call."""

from datetime import timedelta

import pytest
from django.utils import timezone

from kommin.demo import people
from kommin.demo import programmes as demo
from kommin.foundation.runs.registry import ticks
from kommin.programmes.checking import missing
from kommin.programmes.models import Appropriation, Call, CallState, CallVersion, CostCategory, Programme
from kommin.programmes.queries import call_page, open_versions

pytestmark = pytest.mark.django_db


def counted() -> list[int]:
    return [model.objects.count() for model in (Programme, Call, CallVersion, Appropriation, CostCategory)]


def test_loading_twice_changes_nothing_and_a_near_deadline_moves(settings, monkeypatch):
    people.load()
    demo.load()
    before = counted()
    demo.load()
    assert counted() == before
    (version,) = open_versions()
    assert timezone.now() + timedelta(days=20) < version.closes_at
    assert Programme.objects.get(slug="komm-in-zukunft").predecessor.slug == "komm-in-nrw"
    prepared = Call.objects.get(state=CallState.PREPARED)
    assert missing(call_page(prepared.pk))
    shares = [row.shares.count() for row in Appropriation.objects.all()]
    assert shares == [2, 2, 2]
    monkeypatch.setattr(demo, "NEAR", timedelta(days=60))
    monkeypatch.setattr(demo, "OPEN_FOR", timedelta(days=70))
    demo.load()
    assert open_versions().get().closes_at > version.closes_at


def test_the_clock_knows_what_to_do():
    assert {"programmes.close_calls", "files.rescan", "files.sweep"} <= set(ticks)
