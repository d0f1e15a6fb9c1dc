"""Topics and standing pages of the demonstration: front door, story of the programme, service, law, languages."""

from collections import Counter
from datetime import date
from itertools import combinations
from typing import Any, Final

from wagtail.models import Page as AnyPage

from kommin.demo.press.reading import Page, PageText
from kommin.demo.press.texts import Block, Heading, Live
from kommin.demo.press.tree import Shelf
from kommin.demo.press.writing import Written, downloads_block
from kommin.portal.models import (
    ContactEntry,
    ContactPage,
    DownloadsPage,
    GoodPracticeIndexPage,
    HomeTopic,
    ProgrammeStoryPage,
    StandardPage,
    TopicIndexPage,
    TopicPage,
)

PURPOSES: Final = {
    "ueber": "about", "kontakte": "contact", "impressum": "imprint", "datenschutz": "privacy",
    "barrierefreiheit": "accessibility", "leichte-sprache": "easy", "gebaerdensprache": "sign",
}  # fmt: skip
KINDS: Final[dict[str, type[Any]]] = {
    "programm": ProgrammeStoryPage, "gute-praxis": GoodPracticeIndexPage, "themen": TopicIndexPage,
    "kontakte": ContactPage, "downloads": DownloadsPage,
}  # fmt: skip
SLUGS: Final = {
    ("ar", "ar"): "al-arabiya", ("tr", "tr"): "turkce", ("programm", "en"): "programme",
    ("gute-praxis", "en"): "good-practice", ("themen", "en"): "topics", ("kontakte", "en"): "contacts",
    ("ueber", "en"): "about", ("impressum", "en"): "legal-notice", ("datenschutz", "en"): "privacy",
    ("barrierefreiheit", "en"): "accessibility", ("leichte-sprache", "en"): "easy-language",
    ("gebaerdensprache", "en"): "sign-language",
}  # fmt: skip
CONTACTS: Final = "kontakte"
FEEDBACK: Final = "barrierefreiheit"
STORY: Final = "programm"
DAY_OF_BOCHUM: Final = date(2010, 10, 27)
LIVE_OF_STORY: Final[dict[str, Written]] = {
    "balance-sentence": {"type": "live_figures", "value": {"as_of": None}},
    "balance-figures": {"type": "live_figures", "value": {"as_of": DAY_OF_BOCHUM.isoformat()}},
    "by-block": {"type": "live_chart", "value": {"kind": "granted-by-block"}},
    "by-year": {"type": "live_chart", "value": {"kind": "projects-by-year"}},
    "map": {"type": "live_map", "value": {"title": ""}},
}
FORMS: Final = ("contact-form", "feedback-form")
MOST_RELATED: Final = 4
FRONT_TOPICS: Final = 6


class PageLoader:
    """Makes the tree of both languages down to topics, then writes each page."""

    def __init__(self, shelf: Shelf) -> None:
        self.shelf = shelf

    def make_drafts(self) -> None:
        for page in self.shelf.desk.pages:
            for language, text in page.texts.items():
                if page.kind == "home":
                    self.shelf.pages[f"page:{page.id}", language] = self.shelf.home(language)
                    continue
                kind = KINDS.get(page.id, StandardPage)
                made = kind(title=text.title, slug=SLUGS.get((page.id, language), page.id))
                if kind is ProgrammeStoryPage:
                    made.programme = self.shelf.programme
                parent = self.shelf.home("en" if language == "en" else "de")
                self.shelf.draft(f"page:{page.id}", _branch(language), parent, made)
        for topic in self.shelf.desk.topics.values():
            for language, title in topic.title.items():
                parent = self.shelf.pages["page:themen", language]
                self.shelf.draft(f"topic:{topic.id}", language, parent, TopicPage(title=title, slug=topic.id))

    def fill(self) -> None:
        self._topics()
        for page in self.shelf.desk.pages:
            for language, text in page.texts.items():
                made = self.shelf.pages[f"page:{page.id}", _branch(language)]
                if page.kind == "home":
                    self._home(made, text, language)
                elif self.shelf.is_new(made):
                    self._fill(made, page, text, language)
                    self.shelf.publish(made)

    def _topics(self) -> None:
        related = _told_together(self.shelf)
        for topic in self.shelf.desk.topics.values():
            for language, lead in topic.text.items():
                page = self.shelf.pages[f"topic:{topic.id}", language]
                if self.shelf.is_new(page):
                    page.lead = lead
                    page.related_topics = [self.shelf.page(f"topic:{name}", language) for name in related[topic.id]]
                    self.shelf.publish(page)

    def _home(self, home: Any, text: PageText, language: str) -> None:
        if home.welcome:
            return
        home.welcome, home.lead = text.title, text.lead
        home.lead_release = self.shelf.page("release:2010-10-27-bilanz", language)
        home.programme_story = self.shelf.page(f"page:{STORY}", language)
        chosen = list(self.shelf.desk.topics)[:FRONT_TOPICS]
        home.topics = [HomeTopic(topic=self.shelf.page(f"topic:{name}", language)) for name in chosen]
        self.shelf.publish(home)

    def _fill(self, made: Any, page: Page, text: PageText, language: str) -> None:
        shelf = self.shelf
        made.lead = text.lead
        documents = [shelf.documents[name].pk for name in page.downloads]
        titled = "Downloads" if page.id == STORY else ""
        last = [downloads_block(documents, titled)] if documents and not isinstance(made, GoodPracticeIndexPage) else []
        writer = shelf.writer(language, LIVE_OF_STORY if page.id == STORY else None)
        picture = [] if isinstance(made, GoodPracticeIndexPage) else shelf.picture(page.photo, language)
        if hasattr(made, "body"):
            made.body = writer.body(_around_live(text.body), first=picture, last=last)
        if hasattr(made, "purpose"):
            made.purpose = PURPOSES.get(page.id, "")
        if page.id == CONTACTS:
            made.entries = [ContactEntry(contact=shelf.contacts[name, language]) for name in page.contacts]
        if page.id == FEEDBACK:
            made.form_contact = shelf.contacts[page.contacts[0], language]
        if page.kind == "introduction":
            made.text_language = language
            made.says_the_same_as = AnyPage.objects.get(pk=shelf.pages[f"page:{STORY}", "de"].pk)
        if isinstance(made, ProgrammeStoryPage):
            made.topics = [shelf.page(f"topic:{name}", language) for name in ("programm", "bilanz", "wirkung")]


def _around_live(blocks: tuple[Block, ...]) -> list[Block]:
    """A text without what the page itself brings: the words before its list, the heading of its form."""
    listed = next((at for at, block in enumerate(blocks) if block == Live("practice-list")), -1)
    kept = list(blocks[listed + 1 :])
    return [
        block for block, after in zip(kept, [*kept[1:], None], strict=True)
        if not (isinstance(block, Heading) and isinstance(after, Live) and after.name in FORMS)
    ]  # fmt: skip


def _branch(language: str) -> str:
    """Pages in further languages stand in the German branch."""
    return "en" if language == "en" else "de"


def _told_together(shelf: Shelf) -> dict[str, list[str]]:
    """For each topic those that releases are most often about as well."""
    pairs: Counter[tuple[str, str]] = Counter()
    for release in shelf.desk.releases:
        for one, other in combinations(release.topics, 2):
            pairs[one, other] += 1
            pairs[other, one] += 1
    order = list(shelf.desk.topics)
    return {name: _most(order, {other: pairs[name, other] for other in order}) for name in order}


def _most(order: list[str], numbers: dict[str, int]) -> list[str]:
    """The topics told of most often; equal ones in their order."""
    return sorted((each for each in order if numbers[each]), key=lambda each: -numbers[each])[:MOST_RELATED]
