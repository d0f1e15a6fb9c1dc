"""Illustrations, documents and contacts of the press desk, put into the portal once."""

from collections.abc import Mapping

from django.core.files.base import ContentFile
from wagtail.models import Locale

from kommin.demo.press import drawing, printing
from kommin.demo.press.reading import CREDIT, Desk
from kommin.portal.models import Contact, PortalDocument, PortalImage

LANGUAGES = ("de", "en")
RIGHTS = "© KOMM-IN"


def load_images(desk: Desk) -> dict[tuple[str, bool], PortalImage]:
    """Every illustration, by its id and by whether it is free for press use; drawn only if it is not there yet."""
    wanted = {(shown.id, shown.free) for release in desk.releases for shown in release.photos}
    wanted |= {(practice.photo, False) for practice in desk.practice}
    wanted |= {(page.photo, False) for page in desk.pages if page.photo}
    drawn: dict[str, drawing.Picture] = {}
    return {(name, free): _image(desk, name, free, drawn) for name, free in sorted(wanted)}


def _image(desk: Desk, name: str, free: bool, drawn: dict[str, drawing.Picture]) -> PortalImage:
    title = f"{name}-frei" if free else name
    known = PortalImage.objects.filter(title=title, photographer=CREDIT["de"]).first()
    if known is not None:
        return known
    photo = desk.photos[name]
    if name not in drawn:
        drawn[name] = drawing.draw(photo)
    picture = drawn[name]
    image = PortalImage(
        title=title, width=picture.width, height=picture.height, file_size=len(picture.content),
        alt_text=photo.alt["de"], photographer=CREDIT["de"], rights=RIGHTS, free_for_press=free,
        file=ContentFile(picture.content, name=picture.name),
    )  # fmt: skip
    image._set_file_hash()  # noqa: SLF001 - the CMS has no other name for it
    image.save()
    return image


def load_documents(desk: Desk) -> dict[str, PortalDocument]:
    """Every download as an accessible PDF; set only if it is not there yet."""
    return {name: _document(desk, name) for name in desk.downloads}


def _document(desk: Desk, name: str) -> PortalDocument:
    download = desk.downloads[name]
    known = PortalDocument.objects.filter(title=download.title, language=download.language).first()
    if known is not None:
        return known
    content = printing.make(download, desk).content
    document = PortalDocument(
        title=download.title, language=download.language, accessibility="yes",
        file=ContentFile(content, name=f"{name}.pdf"),
    )  # fmt: skip
    document._set_document_file_metadata()  # noqa: SLF001 - as above
    document.save()
    return document


def load_contacts(desk: Desk, locales: Mapping[str, Locale]) -> dict[tuple[str, str], Contact]:
    """Everybody who can be asked, by id and language."""
    found: dict[tuple[str, str], Contact] = {}
    for one in desk.contacts.values():
        german = None
        for language in LANGUAGES:
            locale = locales[language]
            contact = Contact.objects.filter(locale=locale, email=one.email, telephone=one.phone).first()
            if contact is None:
                contact = Contact(
                    locale=locale, office=one.office[language], person=one.person, telephone=one.phone,
                    email=one.email, hours=one.hours[language],
                )  # fmt: skip
                if german is not None:
                    contact.translation_key = german.translation_key
                contact.full_clean()
                contact.save()
            german = german or contact
            found[one.id, language] = contact
    return found
