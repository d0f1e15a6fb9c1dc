"""The parts of a release: asked together they are the same as one by one, and what is not public is not among them."""

from dataclasses import asdict
from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from kommin.portal.models import CorrectionNotice, PressRelease, ReleaseLink
from kommin.portal.parts import is_draft, parts_of
from portal import making

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def _stored(release: PressRelease) -> PressRelease:
    found = PressRelease.objects.get(pk=release.pk)
    assert not is_draft(found)
    return found


def test_a_draft_and_what_was_made_of_it_have_the_same_parts(register: None):
    release = making.make_full_release()
    topic = making.make_topic("Arbeit")
    page = making.make_release("Ziel")
    release.topics.add(topic)
    release.links.add(ReleaseLink(text="Im Haus", page=page), ReleaseLink(text="Bilanz", address="/bilanz/"))
    release.corrections.add(CorrectionNotice(day=date(2010, 11, 3), text="Noch eine."))
    release.save_revision().publish()
    drafted, stored = release.get_latest_revision_as_object(), _stored(release)
    assert is_draft(drafted)
    of_draft, of_release = asdict(parts_of(drafted)), asdict(parts_of(stored))
    assert of_release.pop("alike") == []
    assert of_draft.pop("alike") is None, "nobody has looked at the draft"
    assert of_draft == of_release
    parts = parts_of(stored)
    assert [link.href for link in parts.links] == ["https://fachstelle.example.org/", page.url, "/bilanz/"]
    assert [link.is_outside for link in parts.links] == [True, False, False]
    assert [topic.title for topic in parts.topics] == ["Arbeit", "Bildung"]
    assert [notice.day for notice in parts.corrections] == [date(2010, 11, 2), date(2010, 11, 3)]
    assert parts.texts_by_language == {"de": release.url}


def test_links_and_topics_that_are_not_public_are_left_out_of_both():
    topic, page = making.make_topic("Nicht mehr"), making.make_release("Zurückgezogen")
    links = [ReleaseLink(text="Weg", page=page), ReleaseLink(text="Nirgends")]
    release = making.make_release(topics=[topic], parts={"links": links})
    topic.unpublish()
    page.unpublish()
    for one in (release.get_latest_revision_as_object(), _stored(release)):
        assert parts_of(one).links == []
        assert parts_of(one).topics == []


def test_a_text_in_a_language_of_its_own_is_not_said_to_stand_in_german():
    release = making.make_release(text_language="tr")
    assert parts_of(_stored(release)).texts_by_language == {}


def test_all_parts_come_in_four_queries(register: None, django_assert_num_queries: DjangoAssertNumQueries):
    release = _stored(making.make_full_release())
    parts_of(release)
    with django_assert_num_queries(4):  # within the test's own transaction no contact is remembered
        parts_of(release)
