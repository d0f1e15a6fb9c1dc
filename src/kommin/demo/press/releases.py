"""The releases of the demonstration, with everything that stands beside them."""

from typing import Any, Final

from wagtail.models import Page

from kommin.demo.history import ZONE
from kommin.demo.people import MINISTRY_OF_2005, MINISTRY_OF_2010, House, organisation_of
from kommin.demo.press.reading import Release, ReleaseText
from kommin.demo.press.targets import parse
from kommin.demo.press.tree import Shelf
from kommin.demo.press.writing import Writer, note_block
from kommin.people.models import Kind, Organisation, OrganisationName
from kommin.portal.models import (
    CorrectionNotice,
    PressIndexPage,
    PressPhoto,
    PressRelease,
    RelatedRelease,
    ReleaseContact,
    ReleaseDownload,
    ReleaseLink,
    ReleasePlace,
    ReleaseProject,
)

HOUSES: Final[dict[str, House]] = {"mgffi": MINISTRY_OF_2005, "mais": MINISTRY_OF_2010}
NOTES: Final = {
    "de": "Diese Mitteilung gehört zu einer Vorführung: Menschen, Zitate und Projekte sind erfunden.",
    "en": "This release belongs to a demonstration: people, quotations and projects are invented.",
}
OPENING: Final = "Announced by the {name}:"


class ReleaseLoader:
    """Makes all releases, then fills and publishes them in the order of their days."""

    def __init__(self, shelf: Shelf) -> None:
        self.shelf = shelf
        self.senders: dict[str, Organisation] = {}

    def make_drafts(self) -> None:
        archives = {one.locale.language_code: one for one in PressIndexPage.objects.select_related("locale")}
        slugs: set[str] = set()
        for release in self.shelf.desk.releases:
            slug = _slug(release, slugs)
            slugs.add(slug)
            for language, text in release.texts.items():
                page = PressRelease(title=text.headline, slug=slug, date=release.at.date())
                self.shelf.draft(f"release:{release.id}", language, archives[language], page)

    def fill(self) -> None:
        for release in self.shelf.desk.releases:
            for language, text in release.texts.items():
                page = self.shelf.pages[f"release:{release.id}", language]
                if self.shelf.is_new(page):
                    self._fill(page, release, text, language)
                    self.shelf.publish(page, release.at.replace(tzinfo=ZONE))

    def _fill(self, page: Any, release: Release, text: ReleaseText, language: str) -> None:
        shelf = self.shelf
        page.kicker, page.subheadline, page.lead, page.mail_text = text.kicker, text.subheadline, text.lead, text.short
        page.place, page.programme, page.sender = release.place, shelf.programme, self._sender(release.sender)
        if language == "en":
            page.sender_line = OPENING.format(name=shelf.desk.senders[release.sender].name_en)
        writer = shelf.writer(language)
        page.body = writer.body(text.body, last=[note_block(NOTES[language])])
        page.topics = [shelf.page(f"topic:{topic}", language) for topic in release.topics]
        page.contacts = [ReleaseContact(contact=shelf.contacts[release.contact, language])]
        page.photos = [
            PressPhoto(
                image=shelf.images[shown.id, shown.free], caption=text.captions.get(shown.id, shown.caption),
                alt_text=shelf.desk.photos[shown.id].alt[language] if language == "en" else "",
            )
            for shown in release.photos
        ]  # fmt: skip
        page.downloads = [ReleaseDownload(document=shelf.documents[name]) for name in release.downloads]
        page.places = [ReleasePlace(key=key) for key in release.places]
        page.projects = [ReleaseProject(number=number) for number in release.projects]
        page.related = [RelatedRelease(other=shelf.page(f"release:{name}", language)) for name in release.related]
        page.links = [_link(writer, link.label, link.to) for link in release.links]
        if release.correction and language == "de":
            page.corrections = [CorrectionNotice(day=release.correction.on, text=release.correction.text)]

    def _sender(self, name: str) -> Organisation:
        if name not in self.senders:
            self.senders[name] = organisation_of(HOUSES[name]) if name in HOUSES else self._former_sender(name)
        return self.senders[name]

    def _former_sender(self, name: str) -> Organisation:
        """A ministry of before the people of the demonstration, under the one name it had."""
        sender = self.shelf.desk.senders[name]
        known = Organisation.objects.filter(names__name=sender.name).first()
        if known is None:
            known = Organisation.objects.create(kind=Kind.MINISTRY)
            OrganisationName.objects.create(
                organisation=known, name=sender.name, valid_from=sender.valid_from, valid_until=sender.valid_until
            )
        return known


def _slug(release: Release, taken: set[str]) -> str:
    """The id without its day; with its year where an earlier release is called the same."""
    name = release.id.split("-", 3)[3]
    return f"{name}-{release.at.year}" if name in taken else name


def _link(writer: Writer, label: str, to: str) -> ReleaseLink:
    target = parse(to)
    number = writer.page_of(target)
    if number is not None:
        return ReleaseLink(text=label, page=Page.objects.get(pk=number))
    if target.kind == "download":
        return ReleaseLink(text=label, page=Page.objects.get(pk=writer.pages["page:downloads"]))
    return ReleaseLink(text=label, address=writer.address(target))
