"""No button, list, copy or translation of the CMS publishes, withdraws or deletes a release past the second person."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupApprovalTask, Locale, Page, Workflow, WorkflowPage, WorkflowTask
from wagtail.test.utils.form_data import nested_form_data

from kommin.foundation.audit.models import Record
from kommin.people.models import User
from kommin.portal.models import PressRelease, ReleaseDownload
from portal import making
from portal.pressroom import Pressroom, again, seen

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def room() -> Pressroom:
    return Pressroom()


def desk(release: PressRelease) -> str:
    return f"/redaktion/mitteilung/{release.pk}/"


def values_of(html: str) -> dict[str, str]:
    """What a browser would send of the editing form; its blocks are drawn by scripts."""
    found = {"body-count": "0"}
    for tag in re.findall(r"<(?:input|textarea)[^>]*>(?:[^<]*</textarea>)?", html):
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and 'type="checkbox"' not in tag:
            text = re.search(r">([^<]*)</textarea>", tag)
            found[name[1]] = (text[1].strip() if text else value[1] if value else "").replace("&quot;", '"')
    return found


def test_the_publish_button_and_the_publish_request_are_not_there_for_releases(room: Pressroom):
    draft = room.draft()
    client = room.client(room.head)
    html = client.get(f"/redaktion/pages/{draft.pk}/edit/").content.decode()
    assert 'name="action-publish"' not in html
    assert "Prüfen und freigeben" in html
    sent = values_of(html) | {"action-publish": "1", "go_live_at": "2020-01-01 10:00", "title": "Überfallen"}
    client.post(f"/redaktion/pages/{draft.pk}/edit/", sent)
    assert again(draft).latest_revision.object_str == "Überfallen", "it was saved, no more"
    assert not again(draft).live


def test_bulk_actions_touch_no_release(room: Pressroom):
    draft, public = room.draft(), room.public()
    client = room.client(room.other_head)
    for action, page in (("publish", draft), ("unpublish", public), ("delete", public), ("publish", making.archive())):
        address = reverse("wagtail_bulk_action", args=("wagtailcore", "page", action)) + f"?id={page.pk}"
        client.post(address, {"include_descendants": "on"})
    client.post(f"/redaktion/pages/{making.archive().pk}/unpublish/", {"include_descendants": "on"})
    client.post(f"/redaktion/pages/{making.home().pk}/delete/", {"confirm_site_name": "KOMM-IN"})
    client.post(f"/redaktion/pages/{public.pk}/delete/")
    client.post(f"/redaktion/pages/{public.pk}/unpublish/")
    assert not again(draft).live
    assert again(public).live


def test_a_copy_of_a_released_text_is_a_draft(room: Pressroom):
    public = room.public()
    client = room.client(room.other_head)
    data = {"new_title": "Kopie", "new_slug": "kopie", "new_parent_page": making.archive().pk}
    client.post(f"/redaktion/pages/{public.pk}/copy/", {**data, "publish_copies": "on"})
    assert not PressRelease.objects.filter(slug="kopie").exists()
    client.post(f"/redaktion/pages/{public.pk}/copy/", data)
    assert not PressRelease.objects.get(slug="kopie").live
    for fixed in (making.home(), making.archive()):
        before = Page.objects.count()
        client.post(f"/redaktion/pages/{fixed.pk}/copy/", {**data, "new_slug": "noch-eine", "copy_subpages": "on"})
        assert Page.objects.count() == before


def test_a_translation_of_a_released_text_is_a_draft(room: Pressroom):
    public = room.public()
    client = room.client(room.other_head)
    english = Locale.objects.get(language_code="en")
    client.post(reverse("simple_translation:submit_page_translation", args=(public.pk,)), {"locales": [english.pk]})
    assert not public.get_translations().get(locale=english).live


def test_a_new_release_is_never_published_while_it_is_made(room: Pressroom):
    client = room.client(room.head)
    empty = {name: [] for name in ("contacts", "photos", "downloads", "links", "places", "projects", "related")}
    data = nested_form_data(
        {"title": "Sofort", "slug": "sofort", "date": "2026-01-05", "action-publish": "1", "comments-TOTAL_FORMS": 0}
    )
    for name in (*empty, "corrections", "comments"):
        data |= {f"{name}-TOTAL_FORMS": "0", f"{name}-INITIAL_FORMS": "0"}
    data |= {"body-count": "0", "lead": "", "text_language": ""}
    client.post(reverse("wagtailadmin_pages:add", args=("portal", "pressrelease", making.archive().pk)), data)
    made = PressRelease.objects.filter(slug="sofort").first()
    assert made is not None
    assert not made.live


def test_a_workflow_of_the_cms_publishes_no_release(room: Pressroom):
    draft = room.draft()
    task = GroupApprovalTask.objects.create(name="Abkürzung")
    workflow = Workflow.objects.create(name="Abkürzung")
    WorkflowTask.objects.create(workflow=workflow, task=task)
    WorkflowPage.objects.create(workflow=workflow, page=making.archive())
    state = workflow.start(draft, room.editor)
    with pytest.raises(PermissionDenied):
        state.current_task_state.approve(user=room.editor)
    assert not again(draft).live


def test_what_a_public_page_shows_is_neither_exchanged_nor_deleted_behind_it(room: Pressroom):
    image, document = making.make_image("Saal"), making.make_document("Tabelle")
    making.make_release(body=making.body_with(image), parts={"downloads": [ReleaseDownload(document=document)]})
    client = room.client(room.editor)
    for thing, address in (
        (image, f"/redaktion/images/{image.pk}/"),
        (document, f"/redaktion/documents/edit/{document.pk}/"),
    ):
        sent = values_of(client.get(address).content.decode()) | {"collection": thing.collection_id}
        new = making.upload("neu.png", making.picture(20, 20)) if thing is image else making.upload("neu.txt", b"Neu")
        refused = client.post(address, {**sent, "file": new}).content.decode()
        assert "wählen Sie sie im Text der Seite aus" in refused, re.findall(r"error-message.*?</", refused, re.S)
        taken = client.post(address, {**sent, "title": "Neuer Titel", "file": ""})
        assert taken.status_code == 302, "its words may be put right"
        delete = address.replace("edit/", "delete/") if thing is document else f"{address}delete/"
        assert "Eine öffentliche Seite zeigt die Datei" in client.post(delete, follow=True).content.decode()
        kind = thing._meta
        bulk = reverse("wagtail_bulk_action", args=(kind.app_label, kind.model_name, "delete")) + f"?id={thing.pk}"
        client.post(bulk)
        kept = type(thing).objects.get(pk=thing.pk)
        assert (kept.title, kept.file_hash) == ("Neuer Titel", thing.file_hash)


def test_the_page_itself_leads_through_all_steps(room: Pressroom):
    draft = room.draft()
    editor, head = room.client(room.editor), room.client(room.head)
    page = editor.get(desk(draft)).content.decode()
    assert "Zur Freigabe übergeben" in page
    assert 'value="release"' not in page
    answer = editor.post(desk(draft), {"step": "release", "release-seen": seen(draft)})
    assert answer.status_code in (404, 422)
    editor.post(desk(draft), {"step": "hand_over", "hand_over-seen": seen(draft), "hand_over-note": "Bitte bis zehn."})
    page = head.get(desk(draft)).content.decode()
    assert "Bitte bis zehn." in page
    assert "Es gibt keine englische Fassung." in page
    past = (timezone.localtime() - timedelta(hours=3)).strftime("%Y-%m-%dT%H:%M")
    answer = head.post(desk(draft), {"step": "release", "release-seen": seen(draft), "release-embargo": past})
    assert answer.status_code == 422
    assert "bereits vorbei" in answer.content.decode()
    assert past in answer.content.decode(), "what was typed is still there"
    soon = (timezone.localtime() + timedelta(hours=3)).strftime("%Y-%m-%dT%H:%M")
    head.post(desk(draft), {"step": "release", "release-seen": seen(draft), "release-embargo": soon})
    assert "gesperrt bis" in head.get(desk(draft)).content.decode()
    assert "Sperrfrist verschieben" not in editor.get(desk(draft)).content.decode()
    head.post(desk(draft), {"step": "lift"})
    assert again(draft).live
    records = Record.objects.filter(chain=f"portal.pressrelease:{draft.pk}").order_by("number")
    assert [one.actor_name for one in records] == [room.editor.name, room.head.name, room.head.name]


def test_nobody_else_sees_the_page_and_unknown_steps_are_none(room: Pressroom):
    draft = room.draft()
    assert Client().get(desk(draft)).status_code == 302
    assert room.client(room.head).post(desk(draft), {"step": "publish"}).status_code == 404
    assert room.client(room.head).get("/redaktion/mitteilung/987654/").status_code == 404


@pytest.mark.parametrize(
    ("mode", "words"),
    [
        ("page", "Pressekontakt"),
        ("print", "Pressekontakt"),
        ("mail", "Ein kurzer Satz."),
        ("mail-plain", "Ein kurzer Satz."),
    ],
)
def test_a_draft_can_be_seen_as_page_on_paper_and_as_mail(room: Pressroom, mode: str, words: str):
    draft = room.draft("Titel mit {name} und [Link](https://example.org)")
    answer = room.client(room.editor).get(f"/redaktion/mitteilung/{draft.pk}/vorschau/{mode}/")
    assert answer.status_code == 200
    html = answer.content.decode()
    assert words in html
    assert "Titel mit {name} und [Link]" in html, "braces and brackets of a text are no placeholders"
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert room.client(room.editor).get(f"/redaktion/mitteilung/{draft.pk}/vorschau/nichts/").status_code == 404


def test_the_second_of_two_editors_is_told_and_both_versions_are_kept(room: Pressroom):
    draft = room.draft()
    client = room.client(room.editor)
    address = f"/redaktion/pages/{draft.pk}/edit/"
    sent = values_of(client.get(address).content.decode())
    room.write(draft, room.head, lead="Vom Leiter, inzwischen.")
    before = again(draft).revisions.count()
    answer = client.post(address, sent | {"lead": "Vom Redakteur."}, follow=True)
    html = answer.content.decode()
    assert "während Sie geschrieben haben" in html
    assert again(draft).revisions.count() == before + 1
    leads = {revision.content["lead"] for revision in again(draft).revisions.all()}
    assert {"Vom Leiter, inzwischen.", "Vom Redakteur."} <= leads


def test_the_start_page_shows_what_waits_for_whom(room: Pressroom):
    waiting, own = room.draft("Wartet hier"), room.draft("Noch ein Entwurf")
    room.hand_over(waiting)
    head, editor = room.client(room.head), room.client(room.editor)
    assert "Wartet hier" in head.get("/redaktion/").content.decode()
    html = editor.get("/redaktion/").content.decode()
    assert "Noch ein Entwurf" in html
    assert "Ihre Entwürfe" in html
    assert own.live is False


def test_a_deleted_draft_is_on_record(room: Pressroom):
    draft = room.draft("Wird nichts")
    room.client(room.editor).post(f"/redaktion/pages/{draft.pk}/delete/")
    assert not PressRelease.objects.filter(pk=draft.pk).exists()
    found = Record.objects.get(action="portal.draft_deleted")
    assert (found.object_label, found.actor_id) == ("Wird nichts", room.editor.pk)
    assert isinstance(room.editor, User)
