"""Images and documents: what is taken, what is given out, and that drafts do not leak."""

from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from PIL import Image

from access.world import World
from kommin.foundation.access import Actor
from kommin.foundation.backup import actions as backup
from kommin.foundation.backup import archive
from kommin.people.models import Membership
from kommin.portal.forms.media import ImageField
from kommin.portal.media_checks import check_document, check_image
from kommin.portal.models import PortalDocument, PortalImage, PressPhoto
from portal import making

pytestmark = [pytest.mark.django_db, pytest.mark.once]
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.mark.parametrize(
    ("name", "kind"), [("a.jpg", "JPEG"), ("a.png", "PNG"), ("a.webp", "WEBP"), ("a.avif", "AVIF")]
)
def test_images_of_the_usual_kinds_are_taken(name: str, kind: str):
    taken = ImageField().clean(making.upload(name, making.picture(kind=kind)))
    assert taken.image.format_name == kind.lower()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.svg", SVG),
        ("a.png", SVG),
        ("a.jpg", making.picture(kind="PNG")),
        ("a.png", making.picture()[:60]),
        ("a.gif", making.picture(kind="GIF")),
        ("a.png", b""),
        ("a.jpg", making.picture(kind="JPEG")[:-200] + b"PK\x03\x04"),
    ],
)
def test_other_files_are_refused_with_a_sentence(name: str, content: bytes):
    with pytest.raises(ValidationError) as refused:
        check_image(making.upload(name, content))
    assert refused.value.messages[0].endswith(".")


def test_a_hundred_megapixels_are_refused_before_anything_is_decoded(tmp_path: Path):
    path = tmp_path / "large.png"
    Image.new("1", (10_000, 10_000)).save(path)
    with pytest.raises(ValidationError, match="100 Megapixel"):
        check_image(making.upload("large.png", path.read_bytes()))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", b"MZ\x90\x00"),
        ("a.mp4", b"%PDF-1.4"),
        ("a.exe", b"MZ\x90\x00"),
        ("a.svg", SVG),
        ("a.html", b"<script>"),
    ],
)
def test_documents_are_judged_by_content(name: str, content: bytes):
    with pytest.raises(ValidationError):
        check_document(making.upload(name, content))


def test_the_forms_of_the_cms_refuse_what_the_house_refuses():
    client = World("press_head").client()
    refused = client.post("/redaktion/images/add/", {"title": "X", "file": making.upload("x.png", SVG)})
    assert "JPEG, PNG, WebP" in refused.content.decode()
    several = "/redaktion/images/multiple/add/"
    ajax = {"X-Requested-With": "XMLHttpRequest"}
    answer = client.post(several, {"files[]": making.upload("x.png", SVG)}, headers=ajax)
    assert answer.json()["success"] is False
    assert PortalImage.objects.count() == 0
    client.post("/redaktion/images/add/", {"title": "X", "file": making.upload("x.png", making.picture())})
    assert PortalImage.objects.get().title == "X"
    given = {"title": "X", "language": "de", "file": making.upload("x.pdf", SVG)}
    assert client.post("/redaktion/documents/add/", given).status_code == 200
    assert PortalDocument.objects.count() == 0


def test_an_image_is_public_only_while_a_published_page_shows_it(client: Client):
    image = making.make_image()
    rendition = image.get_rendition("width-480")
    draft = making.make_release("Gesperrt", live=False, parts={"photos": [PressPhoto(image=image)]})
    assert client.get(rendition.url).status_code == 404, "under embargo"
    draft.save_revision().publish()
    given = fetched(client, rendition.url)
    assert given.status_code == 200
    assert given["Content-Type"] == "image/png"
    assert given["X-Content-Type-Options"] == "nosniff"
    assert given["Cache-Control"] == "public, max-age=31536000, immutable"
    assert client.get(rendition.url.replace(image_digest(rendition.url), "0" * 20)).status_code == 404, "guessed"
    draft.refresh_from_db()
    draft.unpublish()
    assert client.get(rendition.url).status_code == 404


def fetched(client: Client, address: str) -> HttpResponse:
    """The answer, read to its end, which closes the file; `body` is what came."""
    answer = client.get(address)
    answer.body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return answer


def image_digest(address: str) -> str:
    return address.split("-", 1)[1].partition("/")[0]


def test_a_photo_added_to_a_draft_of_a_published_release_stays_closed(client: Client):
    release, image = making.make_release(), making.make_image("Neu")
    release.photos = [PressPhoto(image=image)]
    release.body = making.body_with(image)
    release.save_revision()
    url = image.get_rendition("width-480").url
    assert client.get(url).status_code == 404
    world = World("press_editor")
    seen = fetched(world.client(), url)
    assert seen.status_code == 200
    assert seen["Cache-Control"] == "private, no-store"
    Membership.objects.filter(person=world.user).update(ended_at=timezone.now())
    assert world.client().get(url).status_code == 404, "no longer an editor"


def test_originals_are_given_for_free_press_photos_only(client: Client):
    free, guest = making.make_image("Frei", free_for_press=True), making.make_image("Gast")
    photos = [PressPhoto(image=free), PressPhoto(image=guest)]
    release = making.make_release(parts={"photos": photos})
    first, second = release.photos.all()
    given = fetched(client, first.original_href)
    assert given.body == making.picture()
    assert 'filename="frei.png"' in given["Content-Disposition"]
    assert client.get(second.original_href).status_code == 404


def test_documents_are_public_with_their_page(client: Client):
    document = making.make_document()
    assert client.get(document.url).status_code == 404
    making.make_release(parts={"downloads": [making.ReleaseDownload(document=document)]})
    given = fetched(client, document.url)
    assert given["Content-Type"] == "text/plain; charset=utf-8"
    assert given["Content-Disposition"].startswith("attachment")


def test_alternative_text_is_compulsory_at_the_photo_or_at_the_image():
    with pytest.raises(ValidationError, match="zeigt"):
        PressPhoto(image=making.make_image(alt_text="")).clean()
    PressPhoto(image=making.make_image(alt_text=""), alt_text="Eine Bühne").clean()


def test_backups_hold_images_renditions_and_documents(own_files: Path, tmp_path: Path):
    image, document = making.make_image(), making.make_document()
    rendition = image.get_rendition("width-480")
    written = backup.back_up(target=tmp_path / "house.backup", by=Actor.clock())
    for file in (image.file, rendition.file, document.file):
        assert f"{archive.FILES}/{file.name}" in written.members
