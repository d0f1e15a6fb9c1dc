"""Old releases come in by the same guarded way as every other, and keep to what people have decided here."""

import json
from datetime import UTC, datetime

import pytest
from django.test import Client
from wagtail.contrib.redirects.models import Redirect

from kommin.foundation.audit.models import Record
from kommin.people.models import Role
from kommin.portal import changes
from kommin.portal.actions import withdrawing
from kommin.portal.actions.taking_over import load_entry, start_loading, take_back_import
from kommin.portal.actions.taking_over.reversing import finish_taking_back, start_taking_back, take_back_entry
from kommin.portal.errors import SecondPersonError
from kommin.portal.models import PressRelease, RelatedRelease
from kommin.portal.taking_over import queries
from portal import making
from portal.old_files import entry
from portal.pressroom import Pressroom
from portal.test_portal_old_releases import BY, begin, editor, kinds, load, loaded

pytestmark = [pytest.mark.django_db, pytest.mark.once]
THEN = datetime(2010, 10, 27, 12, 30, tzinfo=UTC)


def test_a_loaded_release_has_the_moment_of_then_and_is_known_everywhere(client: Client) -> None:
    before, head = changes.edition(), editor("leitung", Role.PRESS_HEAD)
    row = begin(entry(1), by=head)
    start_loading(release_import=row, by=head)
    load_entry(entry=queries.waiting(row).get().pk, by=head)
    page = PressRelease.objects.get()
    assert {page.first_published_at, page.last_published_at, page.latest_revision_created_at} == {THEN}
    assert (page.live_revision, page.has_unpublished_changes) == (page.latest_revision, False)
    assert (page.desk.approved, page.desk.approved_by_id) == (page.latest_revision_id, head.user_id)
    assert changes.edition() != before
    record = Record.objects.get(action="portal.old_release_loaded")
    assert (record.actor_id, record.data["import"], record.data["identity"]) == (head.user_id, row.pk, "pm-1")
    for address in ("/presse/2010/", "/suche/?q=Mitteilung", "/presse/atom.xml", "/sitemap.xml"):
        assert "/presse/2010/mitteilung-1/" in client.get(address).content.decode(), address


def test_whoever_changes_a_loaded_release_needs_a_second_person() -> None:
    loaded(entry(1))
    room, page = Pressroom(), PressRelease.objects.get()
    page.contacts = [making.ReleaseContact(contact=making.make_contact())]
    room.write(page, room.head, sender_line="Das Land teilt mit:", lead="Von Hand.")
    room.hand_over(page, room.head)
    with pytest.raises(SecondPersonError):
        room.release(page, room.head)
    assert room.release(page, room.other_head).lead == "Von Hand."


@pytest.mark.parametrize("step", ["before reading", "before loading", "deleted"])
def test_what_was_withdrawn_here_does_not_come_back(step: str) -> None:
    loaded(entry(1))
    room, page = Pressroom(), PressRelease.objects.get()
    row = begin(entry(1, titel="Neu")) if step == "before loading" else None
    take_down = withdrawing.delete if step == "deleted" else withdrawing.withdraw
    take_down(release=page, reason="Falsch.", by=room.actor(room.head))
    row = row or begin(entry(1, titel="Neu"), entry(2))
    load(row)
    page.refresh_from_db()
    assert not page.live
    assert page.title != "Neu"
    assert "withdrawn_here" in kinds(row)


def test_taking_back_leaves_what_was_withdrawn_and_says_so(client: Client) -> None:
    row, room = loaded(entry(1), entry(2)), Pressroom()
    withdrawn = PressRelease.objects.get(title="Mitteilung 1")
    withdrawing.withdraw(release=withdrawn, reason="Falsch.", by=room.actor(room.head))
    take_back_import(release_import=row, reason="Falsche Datei", by=BY)
    assert PressRelease.objects.get() == withdrawn
    assert "withdrawn_here" in kinds(row)
    assert client.get("/presse/2010/mitteilung-1/").status_code == 410
    removed = Record.objects.get(action="portal.old_release_removed")
    assert (removed.object_label, removed.reason) == ("Mitteilung 2", "Falsche Datei")


def test_taking_back_that_was_interrupted_goes_on() -> None:
    row, room = loaded(entry(1), entry(2), entry(3)), Pressroom()
    withdrawing.withdraw(release=PressRelease.objects.get(title="Mitteilung 3"), reason="x", by=room.actor(room.head))
    start_taking_back(release_import=row, reason="Falsche Datei", by=BY)
    for one in row.entries.filter(title__in=["Mitteilung 3", "Mitteilung 2"]):
        take_back_entry(entry=one.pk, by=BY)
        take_back_entry(entry=one.pk, by=BY)
    assert finish_taking_back(release_import=row, by=BY).state == "taking_back"
    done = take_back_import(release_import=row, reason="Falsche Datei", by=BY)
    assert (done.state, done.summary["edited"]) == ("taken_back", 1)
    assert "withdrawn_here" in kinds(row)
    for one in row.entries.all():
        take_back_entry(entry=one.pk, by=BY)  # a run that was stopped before is resumed afterwards
    assert PressRelease.objects.get().title == "Mitteilung 3"
    assert Record.objects.filter(action="portal.import_taken_back").count() == 1


def test_a_changed_release_taken_back_is_as_before_and_on_record() -> None:
    loaded(entry(1))
    page = PressRelease.objects.get()
    row = loaded(entry(1, titel="Neu"))
    page.refresh_from_db()
    assert (page.title, page.first_published_at) == ("Neu", THEN)
    assert page.last_published_at > THEN
    take_back_import(release_import=row, reason="Falsche Datei", by=BY)
    page.refresh_from_db()
    assert (page.title, page.live, page.first_published_at) == ("Mitteilung 1", True, THEN)
    assert Record.objects.get(action="portal.old_release_restored").reason == "Falsche Datei"


def test_pages_that_lead_to_a_release_outlive_its_import(client: Client) -> None:
    row = loaded(entry(1))
    old = PressRelease.objects.get()
    links = [{"type": "links", "value": {"title": "", "links": [{"text": "Zur alten", "page": old.pk, "address": ""}]}}]
    text = [{"type": "paragraph", "value": f'<p><a linktype="page" id="{old.pk}">Damals</a></p>'}]
    other = making.make_release(
        "Neuere", body=json.dumps([*links, *text]), parts={"related": [RelatedRelease(other=old)]}
    )
    assert "mitteilung-1" in client.get(other.get_url()).content.decode()
    take_back_import(release_import=row, reason="Falsche Datei", by=BY)
    shown = client.get(other.get_url())
    assert shown.status_code == 200
    assert "mitteilung-1" not in shown.content.decode()
    assert "Damals" in shown.content.decode()
    assert not Redirect.objects.exists()
