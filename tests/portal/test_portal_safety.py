"""Bad input: scripts wherever they can be written, false files at every door, drafts that nobody may see."""

import json
from typing import Any

import pytest
from django.apps import apps
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from balance.grants import make_programme
from kommin.portal import markup, printing
from kommin.portal.models import (
    CorrectionNotice,
    GoodPracticeIndexPage,
    HomePage,
    PortalDocument,
    PortalImage,
    PressIndexPage,
    PressPhoto,
    PressRelease,
    ReleaseContact,
    ReleaseDownload,
    ReleaseLink,
    TopicIndexPage,
)
from kommin.portal.models.base import PortalPage
from portal import making
from portal.poison import ADDRESS, TEXT, WORDS, poison, would_run
from portal.pressroom import Pressroom
from portal.test_portal_media import fetched
from portal.test_portal_release_doors import values_of

pytestmark = [pytest.mark.django_db, pytest.mark.once]
FIXED = (HomePage, PressIndexPage)
TYPES = sorted((one for one in apps.get_app_config("portal").get_models() if issubclass(one, PortalPage)),
               key=lambda one: one.__name__)  # fmt: skip


def made(kind: type[PortalPage]) -> Any:
    """A published page of a type with a script in every field it has."""
    image = making.make_image(alt_text=WORDS, caption=WORDS, photographer=WORDS, rights=WORDS, free_for_press=True)
    document = making.make_document(title=WORDS)
    parents = {"TopicPage": TopicIndexPage, "GoodPracticePage": GoodPracticeIndexPage, "PressRelease": PressIndexPage}
    parent: Page = making.home()
    if of := parents.get(kind.__name__):
        parent = of.objects.first() or making.put(parent, of(title="Liste", slug="liste"))
    page = kind.objects.filter(locale__language_code="de").first() if kind in FIXED else kind(slug="gift")
    poison(page, image, document)
    if kind.__name__ == "ProgrammeStoryPage":
        page.programme = make_programme()
    if isinstance(page, PressRelease):
        contact = making.make_contact(office=WORDS, person=WORDS, telephone=WORDS[:50], hours=WORDS)
        page.contacts, page.photos = [ReleaseContact(contact=contact)], [PressPhoto(image=image, caption=WORDS)]
        page.downloads = [ReleaseDownload(document=document, title=WORDS)]
        page.links = [ReleaseLink(text=WORDS, address=ADDRESS)]
        page.corrections = [CorrectionNotice(day=making.DAY, text=WORDS)]
    if kind not in FIXED:
        page.locale, page.live = parent.locale, False
        parent.add_child(instance=page)
    page.save_revision(clean=False).publish()
    return kind.objects.get(pk=page.pk)


@pytest.mark.parametrize("kind", TYPES, ids=lambda one: one.__name__)
def test_no_script_in_any_field_of_any_page_runs(kind: type[PortalPage], client: Client) -> None:
    page = made(kind)
    for address in (page.get_url(), *([] if kind in FIXED else [f"/en{page.get_url()}"])):
        answer = client.get(address, follow=True)
        assert answer.status_code == 200
        html = answer.content.decode()
        assert "alert(1)" in html, "the words are shown as words"
        assert would_run(html) == []
        policy = answer["Content-Security-Policy"]
        assert "unsafe" not in policy
        assert "default-src 'none'" in policy


def test_lists_feeds_search_previews_and_our_desk_show_scripts_as_words(client: Client) -> None:
    page = made(PressRelease)
    room = Pressroom()
    head = room.client(room.head)
    desk = f"/redaktion/mitteilung/{page.pk}/"
    for address in (
        "/presse/",
        "/presse/2010/",
        "/suche/?q=Satz",
        "/suche/?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E",
        "/",
    ):
        assert would_run(client.get(address).content.decode()) == [], address
    for address in ("/presse/atom.xml", "/sitemap.xml"):
        assert b"<script" not in client.get(address).content
    for mode in ("page", "print", "mail", "mail-plain"):
        assert (
            would_run(head.get(f"{desk}vorschau/{mode}/").content.decode().replace(' style="', ' data-look="')) == []
        ), mode
    room.write(page, room.editor, lead=WORDS)
    for address in (desk, "/redaktion/"):
        assert "<script>alert(1)" not in head.get(address).content.decode(), address
        assert "onerror=alert" not in head.get(address).content.decode().replace("&lt;img src=x onerror=alert", "")


def test_links_on_paper_run_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    page = made(PressRelease)
    monkeypatch.setattr(printing, "make_pdf", lambda *_given, data, **_more: json.dumps(data))
    printed = printing.make(page)
    assert "Satz" in printed
    assert "javascript:" not in printed
    assert "data:text" not in printed


def test_a_text_keeps_its_marks_and_loses_all_else() -> None:
    fine = '<p data-block-key="a1">Ein <b>Wort</b> &amp; <a href="https://example.org/?a=1&amp;b=2">Link</a><br/></p>'
    assert markup.shown(fine) == fine
    html = markup.shown(TEXT)
    assert would_run(html) == []
    assert all(word in html for word in ("Satz", "zwei", "drei", "vier", "fünf", "sechs"))


def test_the_editor_drops_links_that_run_something() -> None:
    room = Pressroom()
    draft = room.draft()
    urls = ("javascript:alert(1)", "data:text/html,x", "https://example.org/")
    links = {str(key): {"type": "LINK", "mutability": "MUTABLE", "data": {"url": url}} for key, url in enumerate(urls)}
    ranges = [{"offset": 2 * number, "length": 1, "key": number} for number in range(3)]
    text = {"key": "a", "text": "a b c <script>alert(1)</script>", "type": "unstyled", "depth": 0,
            "inlineStyleRanges": [], "entityRanges": ranges}  # fmt: skip
    client, address = room.client(room.editor), f"/redaktion/pages/{draft.pk}/edit/"
    sent = values_of(client.get(address).content.decode())
    sent |= {"body-count": "1", "body-0-deleted": "", "body-0-order": "0", "body-0-type": "paragraph",
             "body-0-value": json.dumps({"blocks": [text], "entityMap": links})}  # fmt: skip
    client.post(address, sent)
    source = PressRelease.objects.get(pk=draft.pk).get_latest_revision_as_object().body[0].value.source
    assert "https://example.org/" in source
    assert "javascript" not in source
    assert "data:text" not in source
    assert "<script" not in source


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
EXE = b"MZ\x90\x00" * 40


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        ("image", ("images/chooser/create/", "images/{pk}/")),
        ("document", ("documents/chooser/create/", "documents/edit/{pk}/", "documents/multiple/add/")),
    ],
)
def test_every_door_for_files_judges_them(kind: str, names: tuple[str, ...]) -> None:
    room = Pressroom()
    client = room.client(room.editor)
    thing = making.make_image() if kind == "image" else making.make_document()
    before, model = thing.file.name, type(thing)
    false = [("x.png", SVG), ("x.png", EXE)] if kind == "image" else [("x.pdf", EXE), ("x.docx", SVG), ("x.svg", SVG)]
    for name in names:
        for file_name, content in false:
            data = {"title": "X", "language": "de", "accessibility": "yes", "collection": "1"}
            prefix = f"{kind}-chooser-upload-" if "chooser" in name else ""
            sent = {f"{prefix}{key}": value for key, value in data.items()}
            sent["files[]" if "multiple" in name else f"{prefix}file"] = making.upload(file_name, content)
            client.post(f"/redaktion/{name.format(pk=thing.pk)}", sent, headers={"X-Requested-With": "XMLHttpRequest"})
    assert model.objects.get().file.name == before


def test_nothing_of_a_draft_is_given_out() -> None:
    """Neither its page nor any other way to it, before its release and after it was withdrawn."""
    image, document = making.make_image("Geheim", free_for_press=True), making.make_document("Geheim")
    text = json.dumps([{"type": "paragraph", "value": "<p>Geheimniskrämerei</p>"}])
    draft = making.make_release(
        "Geheim", slug="geheim", body=text, live=False,
        parts={"photos": [PressPhoto(image=image)], "downloads": [ReleaseDownload(document=document)]},
    )  # fmt: skip
    ways = [
        draft.get_url(), f"/p/{draft.pk}/", "/presse/2010/geheim.pdf", image.get_rendition("width-480").url,
        draft.photos.get().original_href, document.url, reverse("media:photos", args=[draft.pk]),
    ]  # fmt: skip
    lists = ["/", "/presse/", "/presse/2010/", "/suche/?q=Geheimniskr%C3%A4merei", "/presse/atom.xml", "/sitemap.xml"]

    def closed(status: tuple[int, ...]) -> None:
        cache.clear()
        visitor = Client()
        for way in ways:
            assert visitor.get(way).status_code in status, way
        for way in lists:
            html = visitor.get(way).content.decode()
            assert "geheim/" not in html, way
            assert "Geheim</" not in html, way

    closed((404,))
    draft.get_latest_revision().publish()
    for way in ways:
        assert fetched(Client(), way).status_code in (200, 302), way
    PressRelease.objects.get(pk=draft.pk).unpublish()
    closed((404, 410))
    assert PortalImage.objects.exists()
    assert PortalDocument.objects.exists()
