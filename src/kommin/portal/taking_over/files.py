"""Images and documents of old releases: judged like every upload, taken along once per content."""

from collections.abc import Callable, Iterable, Mapping
from hashlib import sha256
from pathlib import PurePosixPath
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile

from kommin.foundation.runs.words import in_each_language
from kommin.portal.media_checks import check_document, check_image
from kommin.portal.models import PortalDocument, PortalImage, ReleaseImport, TakenFile
from kommin.portal.old_releases.bundle import Bundle
from kommin.portal.old_releases.doubts import Doubt, doubt
from kommin.portal.old_releases.errors import OldReleasesError

_ENDINGS = {"jpe": "jpg", "jfif": "jpg"}
_LONGEST_NAME = 120
Result = TypeVar("Result")


class Taker:
    """Takes the files of one release; collects doubts, and what it wrote, so that a failure leaves nothing behind."""

    def __init__(self, row: ReleaseImport, bundle: Bundle, files: Mapping[str, str]) -> None:
        self.doubts: list[Doubt] = []
        self.written: list[Any] = []
        self.known_before: set[str] = set()
        self._row = row
        self._bundle = bundle
        self._files = files

    def images(self, given: Iterable[Mapping[str, Any]], language: str) -> dict[str, PortalImage]:
        """Address → image, of those that are there and are images the house takes."""
        found: dict[str, PortalImage] = {}
        for one in given:
            if one["address"] not in found and (taken := self._image(one, language)):
                found[one["address"]] = taken
        return found

    def documents(self, given: Iterable[Mapping[str, Any]], language: str) -> dict[str, PortalDocument]:
        """Address → document, of those that are there and are documents the house takes."""
        found: dict[str, PortalDocument] = {}
        for one in given:
            if document := self._document(one, language):
                found[one["address"]] = document
        return found

    def undo(self) -> None:
        """Remove what was written; the rows go with the transaction."""
        for file in self.written:
            file.storage.delete(file.name)

    def _image(self, one: Mapping[str, Any], _language: str) -> PortalImage | None:
        known, content, name = self._content(one["address"], "image")
        if known is not None or content is None:
            return known.image if known else None
        _none, against = _tried(lambda: check_image(SimpleUploadedFile(name, content)))
        if against:
            self._refused("image", one["address"], against)
            return None
        title = (one["caption"] or one["alt"] or PurePosixPath(name).stem)[:255]
        image = PortalImage(
            title=title, file=ContentFile(content, name=name), alt_text=one["alt"][:300],
            caption=one["caption"][:500], photographer=one["credit"][:200],
        )  # fmt: skip
        image._set_image_file_metadata()  # noqa: SLF001 - as the forms of the CMS do
        image.save()
        self.written.append(image.file)
        self._keep(one["address"], content, image=image)
        return image

    def _document(self, one: Mapping[str, Any], language: str) -> PortalDocument | None:
        known, content, name = self._content(one["address"], "document")
        if known is not None or content is None:
            return known.document if known else None
        _none, against = _tried(lambda: check_document(SimpleUploadedFile(name, content)))
        if against:
            self._refused("attachment", one["address"], against)
            return None
        title = (one["title"] or PurePosixPath(name).stem)[:255]
        document = PortalDocument(title=title, file=ContentFile(content, name=name), language=language)
        document._set_document_file_metadata()  # noqa: SLF001 - as the forms of the CMS do
        document.save()
        self.written.append(document.file)
        self._keep(one["address"], content, document=document)
        return document

    def _content(self, address: str, kind: str) -> tuple[TakenFile | None, bytes | None, str]:
        """What was taken before (the same content, or without a new file that of the address), or the new content."""
        before = TakenFile.objects.filter(source=self._row.source, **{f"{kind}__isnull": False}).select_related(kind)
        if not (name := self._files.get(address)):
            known = before.filter(address=address).order_by("-pk").first()
            self.known_before |= {address} if known else set()
            return known, None, ""
        content, against = _tried(lambda: self._bundle.read(name))
        if content is None:
            self._refused("image" if kind == "image" else "attachment", address, against)
            return None, None, ""
        digest = sha256(content).hexdigest()
        return before.filter(sha256=digest).order_by("pk").first(), content, _tidy(name)

    def _refused(self, kind: str, address: str, reason: Mapping[str, str]) -> None:
        self.doubts.append(doubt(f"{kind}_refused", f"{kind}s", text=address, value=reason))

    def _keep(self, address: str, content: bytes, **thing: Any) -> None:
        TakenFile.objects.create(
            release_import=self._row, source=self._row.source, address=address[:2000],
            sha256=sha256(content).hexdigest(), **thing,
        )  # fmt: skip


def _tidy(name: str) -> str:
    """The name of a file without folders, not too long, with the usual ending in small letters."""
    path = PurePosixPath(name.replace("\\", "/"))
    ending = path.suffix.lower().lstrip(".")
    stem = path.stem[:_LONGEST_NAME] or "file"
    return f"{stem}.{_ENDINGS.get(ending, ending)}" if ending else stem


def _tried(work: Callable[[], Result]) -> tuple[Result | None, dict[str, str]]:
    """What the work gives, or why it is refused, in each language, because a worker does not know who will read it."""
    try:
        return work(), {}
    except (ValidationError, OldReleasesError):
        return None, in_each_language(lambda: _refusal(work))


def _refusal(work: Callable[[], object]) -> str:
    """The reason in the language of now: it is written where the work is refused."""
    try:
        work()
    except ValidationError as error:
        return str(error.messages[0])
    except OldReleasesError as error:
        return str(error)
    return ""
