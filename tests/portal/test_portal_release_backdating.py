"""Old texts are published under their moment of then, and are guarded from then on like every release."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from wagtail.models import PageLogEntry

from kommin.foundation.access import Actor
from kommin.foundation.audit.models import Record
from kommin.portal.actions import withdrawing
from kommin.portal.actions.backdating import publish_as_of
from kommin.portal.errors import EmbargoError, NotReadyError, SecondPersonError
from kommin.portal.models import PressRelease, ReleaseDesk, StandardPage
from portal import making
from portal.pressroom import Pressroom, again

pytestmark = [pytest.mark.django_db, pytest.mark.once]

THEN = datetime(2010, 10, 27, 9, 30, tzinfo=UTC)
COMMAND = Actor.command("kommin import releases")


@pytest.fixture
def room() -> Pressroom:
    return Pressroom()


@pytest.fixture
def draft() -> PressRelease:
    return making.make_release("Bilanz in Bochum", live=False, sender_line="Das Land teilt mit:")


def test_an_old_release_is_public_under_its_moment_and_names_its_people(room: Pressroom, draft: PressRelease):
    draft.lead = "Alle waren da."
    version = publish_as_of(page=draft, moment=THEN, by=COMMAND, written_by=room.editor, released_by=room.head)
    public = again(draft)
    assert (public.live, public.lead, public.owner) == (True, "Alle waren da.", room.editor)
    assert {public.first_published_at, public.last_published_at, public.latest_revision_created_at} == {THEN}
    assert (public.live_revision, public.has_unpublished_changes) == (version, False)
    desk = ReleaseDesk.objects.get(release=public)
    assert (desk.approved, desk.approved_by, desk.approved_at) == (version.pk, room.head, THEN)
    record = Record.objects.get(action="portal.published_as_of")
    assert (record.object_label, record.actor_name) == ("Bilanz in Bochum", COMMAND.name)
    assert record.data["written_by"] == room.editor.pk
    assert PageLogEntry.objects.get(action="wagtail.publish").timestamp == THEN
    shown = room.client(room.editor).get("/suche/", {"q": "Bochum"}).content.decode()
    assert public.get_url() in shown


def test_later_changes_need_a_second_person(room: Pressroom, draft: PressRelease):
    publish_as_of(page=draft, moment=THEN, by=COMMAND)
    room.write(draft, room.head, lead="Anders.")
    room.hand_over(draft, room.head)
    with pytest.raises(SecondPersonError):
        room.release(draft, room.head)
    assert room.release(draft, room.other_head).lead == "Anders."


def test_a_newer_edition_keeps_the_first_moment(draft: PressRelease):
    publish_as_of(page=draft, moment=THEN, by=COMMAND)
    changed = again(draft).get_latest_revision_as_object()
    changed.lead = "Ergänzt."
    publish_as_of(page=changed, by=COMMAND, action="portal.old_release_loaded", data={"import": 7})
    public = again(draft)
    assert (public.lead, public.first_published_at) == ("Ergänzt.", THEN)
    assert public.last_published_at > THEN
    assert Record.objects.get(action="portal.old_release_loaded").data["import"] == 7


def test_what_people_have_decided_here_is_not_undone(room: Pressroom):
    busy, planned, withdrawn, deleted = room.draft("A"), room.draft("B"), room.public(), room.public()
    room.hand_over(busy)
    room.hand_over(planned)
    room.release(planned, embargo=timezone.now() + timedelta(hours=2))
    withdrawing.withdraw(release=withdrawn, reason="Falsch.", by=room.actor(room.head))
    withdrawing.delete(release=deleted, reason="Falsch.", by=room.actor(room.head))
    for release in (busy, planned, withdrawn, deleted):
        with pytest.raises(NotReadyError):
            publish_as_of(page=again(release), moment=THEN, by=COMMAND)
        assert not again(release).live


def test_a_moment_to_come_and_one_person_alone_are_refused(room: Pressroom, draft: PressRelease):
    with pytest.raises(EmbargoError):
        publish_as_of(page=draft, moment=timezone.now() + timedelta(minutes=1), by=COMMAND)
    with pytest.raises(SecondPersonError):
        publish_as_of(page=draft, moment=THEN, by=COMMAND, written_by=room.head, released_by=room.head)
    assert not again(draft).live


def test_other_pages_too(room: Pressroom):
    page = making.put(making.home(), StandardPage(title="Über uns"), live=False)
    publish_as_of(page=page, moment=THEN, by=room.actor(room.head))
    page.refresh_from_db()
    assert (page.live, page.first_published_at) == (True, THEN)
    assert Record.objects.get(action="portal.published_as_of").actor_name == room.head.name
