"""Taking over old releases: what they become, a second run, a newer edition, taking back, bad files."""

from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import translation
from PIL import Image
from wagtail.contrib.redirects.models import Redirect

from kommin.foundation.access import Actor, NotAllowed
from kommin.foundation.audit.models import Record
from kommin.foundation.runs.actions.items import run_next_item
from kommin.people.models import Kind, Membership, Organisation, OrganisationName, Role, User
from kommin.people.standing import as_person, standings_of
from kommin.portal.actions.taking_over import (
    begin_import,
    change_import,
    finish_loading,
    load_entry,
    release_import,
    start_loading,
    take_back_import,
)
from kommin.portal.models import PortalDocument, PortalImage, PressRelease, ReleaseImport
from kommin.portal.old_releases.errors import OldReleasesError
from kommin.portal.taking_over import queries
from kommin.portal.taking_over.errors import ReleaseImportError
from portal import making
from portal.old_files import as_json, beside, entry, full, zipped

pytestmark = pytest.mark.django_db
BY = Actor.command("test")


def begin(*entries: dict[str, Any], files: Path | None = None, **more: Any) -> ReleaseImport:
    return begin_import(
        content=as_json(*entries), file_name="alt.json", by=more.pop("by", BY), source="alt", files=files, **more
    )


def load(row: ReleaseImport) -> ReleaseImport:
    start_loading(release_import=row, by=BY)
    for one in list(queries.waiting(row)):
        load_entry(entry=one.pk, by=BY)
    return finish_loading(release_import=row, by=BY)


def loaded(*entries: dict[str, Any], files: Path | None = None, **more: Any) -> ReleaseImport:
    return load(begin(*entries, files=files, **more))


def kinds(row: ReleaseImport) -> set[str]:
    return {one.kind for entry in row.entries.all() for one in entry.told} | {one.kind for one in row.doubts}


def editor(name: str, role: Role = Role.PRESS_EDITOR) -> Actor:
    user = User.objects.create_user(f"{name}@example.org", name=name.title())
    office = Organisation.objects.create(kind=Kind.PRESS_OFFICE)
    OrganisationName.objects.create(organisation=office, name=f"Pressestelle {name}", valid_from=making.DAY)
    Membership.objects.create(person=user, organisation=office, role=role)
    standings = standings_of(user)
    return as_person(user, standings[0], standings)


@pytest.mark.both
def test_a_release_becomes_a_page_with_all_its_parts(tmp_path: Path, client: Client) -> None:
    making.make_sender()
    topic = making.make_topic("Bildung")
    row = loaded(full(), files=beside(tmp_path))
    page = PressRelease.objects.get()
    assert (page.title, page.kicker, page.date, page.live) == ("Mitteilung 1", "Integration", making.DAY, True)
    moment = datetime(2010, 10, 27, 14, 30, tzinfo=ZoneInfo("Europe/Berlin"))
    assert page.first_published_at == page.last_published_at == moment
    assert page.sender is not None
    assert [one.title for one in page.topics.all()] == [topic.title]
    assert [block.block_type for block in page.body] == [
        "paragraph", "image", "quotation", "table", "paragraph", "heading", "paragraph"]  # fmt: skip
    assert [photo.image.width for photo in page.photos.all()] == [90]
    assert [one.document.kind_label for one in page.downloads.all()] == ["PDF-Dokument"]
    html = client.get(page.get_url()).content.decode()
    assert "alert(1)" not in html
    assert "onclick" not in html
    assert page.body[-1].value.source == "<p>Paula Probe, Telefon 0211 123-45</p>"
    assert f'<a href="{page.downloads.get().document.url}">Bericht</a>' in html, "the link leads to the document here"
    assert row.count("to_check") == 2, "the topic, and the alternative text that loading missed"
    assert {"topic_unknown", "alt_missing"} <= kinds(row)
    assert row.state == "loaded"
    assert not row.bundle
    assert client.get("/index.php?id=1").headers["Location"].endswith("/presse/2010/mitteilung-1/")
    assert client.get("/index.php?id=2").status_code == 404
    assert Record.objects.filter(action="portal.old_release_loaded").count() == 1


def test_a_second_run_changes_nothing(tmp_path: Path) -> None:
    files = beside(tmp_path)
    loaded(full(), entry(2), files=files)
    before = list(PressRelease.objects.order_by("pk").values_list("pk", "latest_revision", "last_published_at"))
    again = begin(entry(2), full(), files=files)
    assert (again.count("same"), again.count("ready"), again.count("redirects")) == (2, 0, 0)
    with pytest.raises(ReleaseImportError, match="nichts zu laden"):
        start_loading(release_import=again, by=BY)
    assert before == list(PressRelease.objects.order_by("pk").values_list("pk", "latest_revision", "last_published_at"))
    assert PortalImage.objects.count() == 2


def test_a_newer_edition_tells_new_changed_and_gone() -> None:
    loaded(entry(1), entry(2))
    row = begin(entry(1, titel="Neuer Titel"), entry(3))
    assert [row.count(name) for name in ("new", "changed", "same", "gone")] == [1, 1, 0, 1]
    load(row)
    page = PressRelease.objects.get(title="Neuer Titel")
    assert page.revisions.count() == 2
    assert PressRelease.objects.count() == 3
    assert page.slug == "mitteilung-1"


def test_what_was_edited_or_deleted_here_is_left_alone() -> None:
    loaded(entry(1), entry(2))
    edited, removed = PressRelease.objects.order_by("pk")
    edited.lead = "Von Hand"
    edited.save_revision().publish()
    removed.delete()
    row = begin(entry(1, titel="A"), entry(2, titel="B"))
    assert row.count("ready") == 0
    assert {"edited_here", "removed_here"} <= kinds(row)


def test_an_edit_between_preview_and_loading_wins() -> None:
    loaded(entry(1))
    row = begin(entry(1, titel="A"))
    page = PressRelease.objects.get()
    page.lead = "Von Hand"
    page.save_revision().publish()
    load(row)
    page.refresh_from_db()
    assert (page.title, page.lead) == ("Mitteilung 1", "Von Hand")
    assert "edited_here" in kinds(row)


def test_files_that_come_later_complete_a_release(tmp_path: Path) -> None:
    row = loaded(full())
    assert {"image_missing", "attachment_missing"} <= kinds(row)
    assert not PortalImage.objects.exists()
    later = loaded(full(), files=beside(tmp_path))
    page = PressRelease.objects.get()
    assert later.count("changed") == 1
    assert page.photos.count() == 1
    assert page.downloads.count() == 1
    assert begin(full()).count("ready") == 0


def test_a_changed_release_keeps_the_pictures_it_had(tmp_path: Path) -> None:
    loaded(full(), files=beside(tmp_path))
    row = loaded(full(titel="Neu"))
    page = PressRelease.objects.get()
    assert page.title == "Neu"
    assert page.photos.count() == 1
    assert "image_missing" not in kinds(row)
    assert PortalImage.objects.count() == 2


@pytest.mark.both
def test_an_import_is_taken_back_whole(tmp_path: Path) -> None:
    loaded(entry(1))
    row = loaded(entry(1, titel="Neu"), full(2), entry(3), files=beside(tmp_path))
    kept = PressRelease.objects.get(title="Mitteilung 3")
    kept.lead = "Von Hand"
    kept.save_revision().publish()
    take_back_import(release_import=row, reason="Falsche Datei", by=BY)
    assert sorted(PressRelease.objects.live().values_list("title", flat=True)) == ["Mitteilung 1", "Mitteilung 3"]
    assert not PortalImage.objects.exists()
    assert not PortalDocument.objects.exists()
    assert sorted(Redirect.objects.values_list("old_path", flat=True)) == ["/index.php?id=1", "/index.php?id=3"]
    row.refresh_from_db()
    assert (row.state, row.summary["edited"]) == ("taken_back", 1)
    again = begin(entry(1), full(2), entry(3))
    assert [again.count(name) for name in ("same", "new")] == [2, 1]


def test_an_edition_under_a_newer_one_is_not_taken_back() -> None:
    first = loaded(entry(1))
    loaded(entry(2))
    with pytest.raises(ReleaseImportError, match="neuere"):
        take_back_import(release_import=first, reason="Versehen", by=BY)


def test_a_second_person_or_the_head_releases() -> None:
    one, other, head = editor("eins"), editor("zwei"), editor("leitung", Role.PRESS_HEAD)
    row = begin(entry(1), by=one)
    with pytest.raises(NotAllowed):
        start_loading(release_import=row, by=one)
    change_import(release_import=row, by=other)
    row.refresh_from_db()
    with pytest.raises(NotAllowed):
        start_loading(release_import=row, by=other)
    start_loading(release_import=row, by=head)
    with pytest.raises(NotAllowed):
        take_back_import(release_import=row, reason="x", by=other)


def test_workers_load_each_entry_once() -> None:
    sender, by = editor("eins"), editor("zwei")
    row = begin(entry(1), entry(2), by=sender)
    run = release_import(release_import=row, by=by)
    while run_next_item(holder="a"):
        pass
    row.refresh_from_db()
    run.refresh_from_db()
    assert (row.state, run.done, run.failed) == ("loaded", 2, 0)
    for one in row.entries.all():
        load_entry(entry=one.pk, by=by)
    assert PressRelease.objects.count() == 2
    page = PressRelease.objects.first()
    assert (page.owner_id, page.desk.approved_by_id) == (sender.user_id, by.user_id)


def test_two_readings_of_one_source_cannot_both_be_loaded() -> None:
    one, other = begin(entry(1)), begin(entry(1))
    load(one)
    with pytest.raises(ReleaseImportError, match="inzwischen"):
        start_loading(release_import=other, by=BY)


def test_addresses_write_umlauts_out_and_are_there_once() -> None:
    loaded(
        entry(1, titel="Größere Räume für Vereine"), entry(2, titel="Größere Räume für Vereine"), entry(3, titel="…")
    )
    slugs = sorted(PressRelease.objects.values_list("slug", flat=True))
    assert slugs == ["groessere-raeume-fuer-vereine", "groessere-raeume-fuer-vereine-2", "mitteilung"]


def test_what_cannot_be_a_release_is_held_back() -> None:
    row = begin(
        entry(1, titel=""), entry(2, datum="irgendwann"), entry(3, text=""), entry(4, datum="01.01.2999"), entry(5)
    )
    assert (row.count("held"), row.count("ready")) == (4, 1)
    load(row)
    assert PressRelease.objects.get().title == "Mitteilung 5"


def test_old_addresses_in_use_stay_what_they_are() -> None:
    making.make_release("Schon da", slug="da")
    row = loaded(
        entry(1, link="https://alt.example.org/presse/2010/da/"), entry(2, link="https://alt.example.org/presse/")
    )
    assert not Redirect.objects.exists()
    assert "redirect_taken" in kinds(row)


@pytest.mark.once
def test_bad_files_are_told_entry_by_entry(tmp_path: Path) -> None:
    large = tmp_path / "large.png"
    Image.new("1", (10_000, 10_000)).save(large)
    svg = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
    bad = {"uploads/saal.png": svg, "uploads/buehne.png": large.read_bytes(), "uploads/bilanz.pdf": b"MZ\x90\x00" * 9}
    row = loaded(full(1), full(2, id="b"), files=beside(tmp_path, **bad))
    assert not PortalImage.objects.exists()
    assert not PortalDocument.objects.exists()
    assert PressRelease.objects.count() == 2
    told = [one.text for one in row.entries.first().told if one.kind.endswith("_refused")]
    assert len(told) == 3
    assert any("100 Megapixel" in text for text in told)
    with translation.override("en"):
        told = [one.text for one in row.entries.first().told if one.kind.endswith("_refused")]
    assert any("100 megapixels" in text for text in told)
    assert not any("Datei" in text for text in told)
    assert not list((tmp_path / "files").rglob("*.png"))


@pytest.mark.once
@pytest.mark.parametrize(
    ("content", "files"),
    [
        (b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><rss><a>&b;</a>', b""),
        (b"<rss><channel><item>", b""),
        (b"\x89PNG\r\n", b""),
        (as_json(entry(1)), zipped({"a.png": b"\0" * 30_000_000})),
        (as_json(entry(1)), b"PK nothing"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_whole(content: bytes, files: bytes, tmp_path: Path) -> None:
    archive = tmp_path / "a.zip"
    archive.write_bytes(files)
    with pytest.raises(OldReleasesError):
        begin_import(content=content, file_name="x", by=BY, files=archive if files else None)
    assert not ReleaseImport.objects.exists()
