"""Judging what editors upload: by content, never by name; scanned; small enough to be worked on."""

from typing import Any, BinaryIO, cast

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from PIL import Image, UnidentifiedImageError

from kommin.foundation.files.errors import FileRefused
from kommin.foundation.files.inspection import inspect
from kommin.foundation.files.names import ending_of
from kommin.foundation.files.scanning import Finding, scan
from kommin.foundation.ui.formatting import reader
from kommin.portal.models.media import VIDEOS

FORMATS = {"JPEG": {"jpg", "jpeg"}, "PNG": {"png"}, "WEBP": {"webp"}, "AVIF": {"avif"}}
"""The images the house takes, each with the endings its files may have. SVG is not among them: it can hold scripts."""
KNOWN_TO_THE_HOUSE = frozenset({"jpg", "jpeg", "png"})
_MP4_MARK, _WEBM_MARK = b"ftyp", b"\x1aE\xdf\xa3"


def check_image(upload: Any) -> None:
    """Refuse what is no image of a kind the house takes, is too large, damaged or infected.

    Raises:
        ValidationError: with a sentence that says what to do.
    """
    content = _opened(upload)
    _check_size(upload)
    extension = ending_of(upload.name or "")
    width, height, found = _measured(content)
    if extension not in FORMATS.get(found, set()):
        raise ValidationError(
            _(
                "Only JPEG, PNG, WebP and AVIF images are taken, each under its right name."
                " Save the image as one of them."
            )
        )
    if width * height > settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS:
        raise ValidationError(
            _("This image has %(pixels)s megapixels; at most %(most)s are taken. Save it smaller and send that.")
            % {
                "pixels": reader().number(round(width * height / 1_000_000)),
                "most": reader().number(settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS // 1_000_000),
            }
        )
    if extension in KNOWN_TO_THE_HOUSE:
        _inspect(content, upload.name)
    _check_decodes(content)
    _check_scan(content)


def check_document(upload: Any) -> None:
    """Refuse what is no document of a kind the house takes, too large, misleading or infected.

    Raises:
        ValidationError: with a sentence that says what to do.
    """
    content = _opened(upload)
    _check_size(upload)
    if ending_of(upload.name or "") in VIDEOS:
        _check_video(content, upload.name)
    else:
        _inspect(content, upload.name)
    _check_scan(content)


def _opened(upload: Any) -> BinaryIO:
    content = cast(BinaryIO, upload.file if hasattr(upload, "file") else upload)
    content.seek(0)
    return content


def _check_size(upload: Any) -> None:
    if not upload.size:
        raise ValidationError(_("This file is empty."))
    if upload.size > settings.KOMMIN.largest_upload:
        raise ValidationError(
            _("This file is too large. It may have at most %(size)s.")
            % {"size": reader().size(settings.KOMMIN.largest_upload)}
        )


def _measured(content: BinaryIO) -> tuple[int, int, str]:
    """Width, height and format, from the head of the file alone: nothing is decoded yet."""
    limit, Image.MAX_IMAGE_PIXELS = Image.MAX_IMAGE_PIXELS, None
    try:
        with Image.open(content, formats=list(FORMATS)) as image:
            return image.width, image.height, str(image.format)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
        return 0, 0, ""
    finally:
        Image.MAX_IMAGE_PIXELS = limit
        content.seek(0)


def _check_decodes(content: BinaryIO) -> None:
    """A file whose head is an image and whose body is not would break every page that shows it."""
    try:
        with Image.open(content, formats=list(FORMATS)) as image:
            image.draft("RGB", (64, 64))
            image.load()
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise ValidationError(_("This image is damaged. Open it, save it anew and send that.")) from None
    finally:
        content.seek(0)


def _inspect(content: BinaryIO, name: str | None) -> None:
    try:
        inspect(content, name or "")
    except FileRefused as error:
        raise ValidationError(str(error)) from None
    finally:
        content.seek(0)


def _check_video(content: BinaryIO, name: str | None) -> None:
    head = content.read(12)
    content.seek(0)
    is_mp4, is_webm = head[4:8] == _MP4_MARK, head.startswith(_WEBM_MARK)
    extension = ending_of(name or "")
    if (extension == "mp4" and not is_mp4) or (extension == "webm" and not is_webm):
        raise ValidationError(_("This is no video of type MP4 or WebM. Save it as one of them and send that."))


def _check_scan(content: BinaryIO) -> None:
    verdict = scan(content)
    content.seek(0)
    if verdict.finding is Finding.INFECTED:
        raise ValidationError(_("The virus scanner found malware in this file. It was not taken."))
    if verdict.finding is Finding.UNREACHABLE:
        raise ValidationError(_("The virus scanner does not answer, so the file was not taken. Try again later."))
