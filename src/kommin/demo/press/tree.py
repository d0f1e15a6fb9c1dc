"""Pages of the demonstration in the CMS's tree: made once as drafts, then published under their historical moment."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from wagtail.models import Locale, Page

from kommin.demo.history import COMMAND
from kommin.demo.press.reading import Desk
from kommin.demo.press.writing import Writer, Written, image_block
from kommin.people.models import User
from kommin.portal.actions.backdating import publish_as_of
from kommin.portal.models import Contact, HomePage, PortalDocument, PortalImage
from kommin.programmes.models import Programme

Made = TypeVar("Made", bound=Page)


@dataclass(frozen=True)
class Shelf:
    """What pages are made of, and the pages made so far by `kind:id` and language; new ones wait to be published.

    One person has written all of them, another released them.
    """

    desk: Desk
    locales: Mapping[str, Locale]
    programme: Programme
    images: Mapping[tuple[str, bool], PortalImage]
    documents: Mapping[str, PortalDocument]
    contacts: Mapping[tuple[str, str], Contact]
    editor: User
    head: User
    pages: dict[tuple[str, str], Page] = field(default_factory=dict)
    new: set[int] = field(default_factory=set)

    def home(self, language: str) -> HomePage:
        return HomePage.objects.get(locale=self.locales[language])

    def draft(self, name: str, language: str, parent: Page, page: Made) -> Made:
        """A page at its place: the one that is there, or a new draft joined with its German version."""
        known = type(page).objects.child_of(parent).filter(slug=page.slug).first()
        if known is None:
            page.locale, page.live = self.locales[language], False
            german = self.pages.get((name, "de"))
            if german is not None and language == "en":
                page.translation_key = german.translation_key
            parent.add_child(instance=page)
            self.new.add(page.pk)
            known = page
        self.pages[name, language] = known
        return known

    def is_new(self, page: Page) -> bool:
        return page.pk in self.new

    def publish(self, page: Page, moment: datetime | None = None) -> None:
        """Publish a page as it is; with a moment, as if it had been done then."""
        publish_as_of(page=page, by=COMMAND, moment=moment, written_by=self.editor, released_by=self.head)

    def page(self, name: str, language: str) -> Any:
        """The page of a name, in German where it has no version in this language."""
        return self.pages.get((name, language)) or self.pages[name, "de"]

    def writer(self, language: str, live: Mapping[str, Written] | None = None) -> Writer:
        """Writes texts of a language; their links lead to pages of the same language where there are any."""
        numbers = {name: page.pk for (name, tag), page in self.pages.items() if tag not in {"en"}}
        if language == "en":
            numbers |= {name: page.pk for (name, tag), page in self.pages.items() if tag == "en"}
        documents = {name: document.pk for name, document in self.documents.items()}
        return Writer(self.desk, "en" if language == "en" else "de", numbers, documents, live or {})

    def picture(self, photo: str, language: str) -> list[Written]:
        """An illustration at the head of a text."""
        if not photo:
            return []
        alt = self.desk.photos[photo].alt
        return [image_block(self.images[photo, False].pk, alt.get(language, alt["en"]))]
