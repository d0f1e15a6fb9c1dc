"""Images and documents, given out by rule: what a published page shows is everybody's, the rest the press desk's."""

import tempfile
import zipfile
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.crypto import constant_time_compare
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from kommin.foundation.access import acting, public
from kommin.foundation.files.views import SANDBOX
from kommin.portal.models import PortalDocument, PortalImage, PortalRendition, PressPhoto, PressRelease
from kommin.portal.rules import works_at_the_press_desk
from kommin.portal.showing import is_shown

FOR_EVER = "public, max-age=31536000, immutable"
FOR_THE_DESK = "private, no-store"
TYPES = {"jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png", "webp": "image/webp", "avif": "image/avif"}
IN_MEMORY = 8_000_000


@public
@require_safe
def rendition(request: HttpRequest, pk: int, digest: str, spec: str, extension: str) -> HttpResponseBase:
    """An image as a page shows it. The address names the content, so it may be kept for ever."""
    same = PortalRendition.objects.filter(image=pk, filter_spec=spec).select_related("image")
    found = next((one for one in same if constant_time_compare(one.digest, digest)), None)
    if found is None:
        raise Http404
    kept = _may_keep(request, found.image, digest, found.digest)
    return _given(found.file, TYPES.get(extension), kept)


@public
@require_safe
def original(request: HttpRequest, pk: int, digest: str, extension: str) -> HttpResponseBase:
    """The original of a press photo that is free for press use."""
    found = get_object_or_404(PortalImage, pk=pk)
    kept = _may_keep(request, found, digest, found.digest)
    is_press_photo = found.free_for_press and PressPhoto.objects.filter(image=found, release__live=True).exists()
    if kept == FOR_EVER and not is_press_photo:
        raise Http404
    return _given(found.file, TYPES.get(extension), kept, name=f"{_file_name(found.title)}.{found.extension}")


@public
@require_safe
def document(request: HttpRequest, pk: int, digest: str, extension: str) -> HttpResponseBase:
    """A document: a video is played where it stands, everything else is saved."""
    found = get_object_or_404(PortalDocument, pk=pk)
    kept = _may_keep(request, found, digest, found.digest)
    name = f"{_file_name(found.title)}.{found.file_extension.lower()}"
    return _given(found.file, found.content_type, kept, name=name, as_attachment=not found.is_video)


@public
@require_safe
def photos(request: HttpRequest, pk: int) -> HttpResponseBase:
    """All free press photos of a release in one archive, each with a text that names photographer and rights."""
    release = get_object_or_404(PressRelease.objects.live(), pk=pk)
    free = [photo for photo in release.photos.select_related("image") if photo.is_free]
    if not free:
        raise Http404
    archive = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - the response closes it
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_STORED) as packed:
        for number, photo in enumerate(free, 1):
            name = f"{number:02}-{_file_name(photo.image.title)}"
            with photo.image.file.open("rb") as content:
                packed.writestr(f"{name}.{photo.image.extension}", content.read())
            packed.writestr(f"{name}.txt", _words(photo))
    archive.seek(0)
    return FileResponse(archive, as_attachment=True, filename=f"{release.slug}.zip", content_type="application/zip")


def _may_keep(request: HttpRequest, thing: PortalImage | PortalDocument, asked: str, digest: str) -> str:
    """How long the answer may be kept.

    Raises:
        Http404: the address is of another content, or no published page shows this one and the reader is no editor.
    """
    if not constant_time_compare(asked, digest):
        raise Http404
    if is_shown(thing):
        return FOR_EVER
    if works_at_the_press_desk.holds(acting(request)):
        return FOR_THE_DESK
    raise Http404


def _given(
    file: Any, content_type: str | None, kept: str, *, name: str = "", as_attachment: bool = True
) -> FileResponse:
    if content_type is None:
        raise Http404
    try:
        content = file.storage.open(file.name)
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(
        content, content_type=content_type, as_attachment=bool(name) and as_attachment, filename=name
    )  # fmt: skip
    response["Cache-Control"] = kept
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = SANDBOX
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


def _file_name(title: str) -> str:
    return slugify(title)[:80] or "datei"


def _words(photo: PressPhoto) -> str:
    image = photo.image
    return "\n".join(part for part in (photo.words, photo.alt, image.photographer, image.rights) if part) + "\n"
