"""A release as an accessible PDF (PDF/UA-1, PDF/A-2a), with its photos and their words."""

from base64 import b64encode
from collections.abc import Callable, Iterable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, Final

from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.images.models import SourceImageIOError
from wagtail.rich_text import expand_db_html

from kommin.foundation.documents import Document, make_pdf
from kommin.foundation.ui.formatting import reader
from kommin.portal.addresses import href, leads
from kommin.portal.feeds import full
from kommin.portal.models import Contact, PortalImage, PressRelease

TEMPLATE: Final = Path(__file__).parent / "data" / "release.typ"
_SPEC: Final = "max-1400x1400|format-jpeg|jpegquality-80"
_PARAGRAPHS: Final = ("p", "li", "br", "h2", "h3", "h4")


def make(release: PressRelease) -> Document:
    """The PDF of a release in the language of its text; the same bytes as long as nothing in it changes.

    Raises:
        DocumentError: the text cannot be printed.
    """
    language = release.locale.language_code
    images = _Images()
    with translation.override(language):
        data = {
            "words": {
                "page": _("Page {now} of {all}"), "photos": _("Press photos"), "contact": _("Press contact"),
                "links": _("Links on the topic"), "address": _("Lasting address"),
            },
            "footer": release.sender.name_on(release.date) if release.sender else "KOMM-IN",
            "kicker": release.kicker, "subheadline": release.subheadline, "lead": release.lead,
            "opening": release.opening,
            "when": ", ".join(part for part in (release.place, reader().date(release.date)) if part),
            "corrections": [
                {"title": _("Corrected on %(day)s") % {"day": reader().date(row.day)}, "text": row.text}
                for row in release.corrections.all()
            ],
            "body": [part for block in release.body if (part := _block(block, images, language))],
            "photos": [
                part
                for photo in release.photos.select_related("image")
                if (part := images.picture(photo.image, photo.alt, photo.words))
            ],
            "contacts": [_contact(row.contact) for row in release.contacts.select_related("contact")],
            "links": _links(release.links.select_related("page"), language),
            "address": full(release.short_address),
        }  # fmt: skip
    return make_pdf(
        TEMPLATE, data=data, title=release.title, language=release.content_language, day=release.date,
        files=images.files,
    )  # fmt: skip


class _Images:
    """Collects the images of a text as files for the document."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}

    def picture(self, image: PortalImage, alt: str, caption: str) -> dict[str, Any] | None:
        """An image with its words and its photographer; nothing where the file is gone."""
        name = f"image-{image.pk}.svg"
        if name not in self.files:
            try:
                drawn = image.get_rendition(_SPEC)
                with drawn.file.open("rb") as content:
                    self.files[name] = _framed(content.read(), drawn.width, drawn.height)
            except (SourceImageIOError, OSError):
                return None
        words = " · ".join(part for part in (caption, image.photographer, image.rights) if part)
        return {"kind": "image", "file": name, "alt": alt or image.title, "caption": words}


def _framed(content: bytes, width: int, height: int) -> bytes:
    """A photo within a drawing: the typesetter takes files of text only."""
    data = b64encode(content).decode()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">'
        f'<image width="{width}" height="{height}" href="data:image/jpeg;base64,{data}"/></svg>'
    ).encode()


class _Runs(HTMLParser):
    """Rich text of the CMS as paragraphs of pieces with the same look."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[list[dict[str, Any]]] = [[]]
        self._bold = self._italic = 0
        self._href = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._turn(tag, 1)
        if tag == "a":
            address = dict(attrs).get("href") or ""
            self._href = full(address) if address.startswith("/") else address
            if not self._href.startswith(("https://", "http://", "mailto:", "tel:")):
                self._href = ""

    def handle_endtag(self, tag: str) -> None:
        self._turn(tag, -1)
        if tag == "a":
            self._href = ""

    def handle_data(self, data: str) -> None:
        if data.strip() or self.parts[-1]:
            look = {"bold": self._bold > 0, "italic": self._italic > 0, "href": self._href}
            self.parts[-1].append({"text": " ".join(data.split("\n")), **look})

    def _turn(self, tag: str, step: int) -> None:
        if tag in ("b", "strong"):
            self._bold += step
        elif tag in ("i", "em"):
            self._italic += step
        elif tag in _PARAGRAPHS and self.parts[-1]:
            self.parts.append([])


def _parts(html: str) -> list[list[dict[str, Any]]]:
    read = _Runs()
    read.feed(expand_db_html(html))
    read.close()
    return [part for part in read.parts if any(piece["text"].strip() for piece in part)]


def _block(block: Any, images: _Images, language: str) -> dict[str, Any] | None:
    make_one = _KINDS.get(block.block_type)
    return make_one(block.value, images, language) if make_one else None


def _paragraph(value: Any, _images: _Images, _language: str) -> dict[str, Any] | None:
    parts = _parts(value.source)
    return {"kind": "paragraph", "parts": parts} if parts else None


def _heading(value: Any, _images: _Images, _language: str) -> dict[str, Any]:
    return {"kind": "heading", "level": int(value["level"]), "text": value["text"]}


def _quotation(value: Any, _images: _Images, language: str) -> dict[str, Any]:
    opening, closing = ("„", "“") if language == "de" else ("“", "”")
    by = ", ".join(part for part in (value["person"], value["office"]) if part)
    return {"kind": "quotation", "text": f"{opening}{value['text']}{closing}", "by": by}


def _figures(value: Any, _images: _Images, _language: str) -> dict[str, Any]:
    rows = [{name: each[name] or "" for name in ("value", "label", "note")} for each in value["figures"]]
    return {"kind": "figures", "title": value["title"] or "", "rows": rows}


def _list(value: Any, _images: _Images, _language: str) -> dict[str, Any] | None:
    points = [[piece for part in _parts(point.source) for piece in part] for point in value["points"]]
    points = [point for point in points if point]
    title, ordered = value["title"] or "", bool(value["ordered"])
    return {"kind": "list", "title": title, "ordered": ordered, "points": points} if points else None


def _image(value: Any, images: _Images, _language: str) -> dict[str, Any] | None:
    image = value["image"]
    return images.picture(image, value["alt_text"] or image.alt_text, value["caption"] or image.caption)


def _links_block(value: Any, _images: _Images, language: str) -> dict[str, Any] | None:
    rows = _links(value["links"], language)
    return {"kind": "links", "title": value["title"] or "", "rows": rows} if rows else None


def _table(value: Any, _images: _Images, _language: str) -> dict[str, Any] | None:
    columns = [str(column["heading"] or "") for column in value.columns]
    rows = [[str(cell.value or "") for cell in row] for row in value.rows]
    if not columns or not rows:
        return None
    numeric = [column["block"].name == "number" for column in value.columns]
    return {"kind": "table", "caption": value.caption or "", "columns": columns, "numeric": numeric, "rows": rows}


_KINDS: Final[dict[str, Callable[[Any, _Images, str], dict[str, Any] | None]]] = {
    "paragraph": _paragraph, "heading": _heading, "quotation": _quotation, "key_figures": _figures, "list": _list,
    "image": _image, "links": _links_block, "table": _table,
}  # fmt: skip


def _links(rows: Iterable[Any], language: str) -> list[dict[str, str]]:
    """Links as full addresses; those to pages that are not published are left out."""
    found = []
    for row in rows:
        page, address = (row["page"], row["address"]) if hasattr(row, "keys") else (row.page, row.address)
        if page is not None and page.live:
            address = full(href(page.specific_deferred, language))
        elif address := leads(address):
            address = full(address) if address.startswith("/") else address
        if address:
            found.append({"text": row["text"] if hasattr(row, "keys") else row.text, "href": address})
    return found


def _contact(contact: Contact) -> list[str]:
    named = [contact.person, contact.office, contact.task, contact.telephone, contact.email, contact.hours]
    return [part for part in (*named, *contact.address.splitlines()) if part]
