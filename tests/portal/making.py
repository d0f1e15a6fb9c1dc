"""Pages, images and documents of the portal, made the way editors make them."""

import io
import json
from datetime import date
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from wagtail.models import Locale, Page

from balance.grants import grant, make_programme
from kommin.people.models import Kind, Organisation, OrganisationName
from kommin.portal.models import (
    Contact,
    CorrectionNotice,
    HomePage,
    PortalDocument,
    PortalImage,
    PressIndexPage,
    PressPhoto,
    PressRelease,
    RelatedRelease,
    ReleaseContact,
    ReleaseDownload,
    ReleaseLink,
    ReleasePlace,
    ReleaseProject,
    TopicIndexPage,
    TopicPage,
)

DAY = date(2010, 10, 27)


def picture(width: int = 64, height: int = 48, kind: str = "PNG") -> bytes:
    """The bytes of an image."""
    buffer = io.BytesIO()
    Image.new("RGB", (width, height), (30, 90, 140)).save(buffer, kind)
    return buffer.getvalue()


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def make_image(title: str = "Bühne", **fields: Any) -> PortalImage:
    words = {"alt_text": "Menschen auf einer Bühne", "caption": "Die Fachtagung", "photographer": "Ida Erfunden"}
    content = ContentFile(picture(), name=f"{title}.png")
    return PortalImage.objects.create(**{"title": title, "file": content, **words, "rights": "Land", **fields})


def make_document(title: str = "Bilanz", name: str = "bilanz.txt", content: bytes = b"Zahlen\n") -> PortalDocument:
    made = PortalDocument(title=title, file=ContentFile(content, name=name), accessibility="yes")
    made._set_document_file_metadata()
    made.save()
    return made


def home(language: str = "de") -> HomePage:
    return HomePage.objects.get(locale__language_code=language)


def archive(language: str = "de") -> PressIndexPage:
    return PressIndexPage.objects.get(locale__language_code=language)


def put(parent: Page, page: Page, *, live: bool = True) -> Any:
    """Add a page below another and publish it the way editors do, or leave it a draft."""
    page.locale, page.live = parent.locale, False
    parent.add_child(instance=page)
    revision = page.save_revision()
    if live:
        revision.publish()
    return type(page).objects.get(pk=page.pk)


def make_release(title: str = "Eine Mitteilung", *, live: bool = True, language: str = "de", **fields: Any) -> Any:
    parts = fields.pop("parts", {})
    release = PressRelease(title=title, **{"date": DAY, "lead": "Kurz gesagt.", **fields})
    for name, rows in parts.items():
        getattr(release, name).set(rows)
    return put(archive(language), release, live=live)


def make_topic(title: str = "Bildung", **fields: Any) -> TopicPage:
    index = TopicIndexPage.objects.first() or put(home(), TopicIndexPage(title="Themen", slug="themen"))
    return put(index, TopicPage(title=title, lead="Worum es geht.", **fields))


def make_contact(**fields: Any) -> Contact:
    given = {"office": "Pressestelle", "person": "Paula Probe", "telephone": "0211 123-45", "hours": "9 bis 15 Uhr"}
    return Contact.objects.create(locale=Locale.objects.get(language_code="de"), **{**given, **fields})


def make_sender() -> Organisation:
    sender = Organisation.objects.create(kind=Kind.MINISTRY)
    for name, day in (("Ministerium für Probe", date(2005, 1, 1)), ("Ministerium für Neues", date(2011, 1, 1))):
        OrganisationName.objects.create(
            organisation=sender, name=name, valid_from=day, valid_until=None if day.year > 2010 else date(2010, 12, 31)
        )
    return sender


def body_with(image: PortalImage) -> str:
    """Every block a release can have."""
    blocks: list[tuple[str, Any]] = [
        ("paragraph", "<p>Ein Absatz mit <b>Nachdruck</b>.</p>"),
        ("heading", {"text": "Was geschah", "level": "2"}),
        ("quotation", {"text": "Das ist gelungen.", "person": "Mina Muster", "office": "Ministerin"}),
        ("key_figures", {"title": "", "figures": [{"value": "4711", "label": "Menschen im Saal", "note": ""}]}),
        ("list", {"title": "Schritte", "ordered": True, "points": ["<p>Anfangen</p>", "<p>Weitermachen</p>"]}),
        ("links", {"title": "Mehr", "links": [{"text": "Seite", "page": None, "address": "https://example.org/"}]}),
        ("image", {"image": image.pk, "alt_text": "Ein Saal", "caption": "Voller Saal"}),
        (
            "table",
            {
                "caption": "Zahlen nach Jahren",
                "columns": [{"type": "text", "heading": "Jahr"}, {"type": "number", "heading": "Vorhaben"}],
                "rows": [{"values": ["2009", "87"]}],
            },
        ),
    ]
    return json.dumps([{"type": kind, "value": value} for kind, value in blocks])


def make_full_release() -> PressRelease:
    """A release with every block there is; the register has to be loaded."""
    programme = make_programme()
    grant(programme, number="P-1", title="Lotsinnen für Köln")
    release = PressRelease(
        title="Fachtagung in Bochum", slug="fachtagung-bochum", kicker="Integration", subheadline="Bilanz und Ausblick",
        place="Bochum", date=DAY, lead="Alle waren da.", sender=make_sender(), programme=programme, mail_text="Kurz.",
        body=body_with(make_image("Saal")),
    )  # fmt: skip
    other = make_release("Ausgesucht")
    release.contacts = [ReleaseContact(contact=make_contact(email="presse@example.org"))]
    release.photos = [PressPhoto(image=make_image(free_for_press=True)), PressPhoto(image=make_image("Gast"))]
    release.downloads = [ReleaseDownload(document=make_document())]
    release.links = [ReleaseLink(text="Fachstelle", address="https://fachstelle.example.org/")]
    release.places = [ReleasePlace(key="05315000"), ReleasePlace(key="05382")]
    release.projects = [ReleaseProject(number="P-1")]
    release.related = [RelatedRelease(other=other)]
    release.corrections = [CorrectionNotice(day=date(2010, 11, 2), text="Die Zahl war falsch.")]
    release.topics = [make_topic()]
    return put(archive(), release)
