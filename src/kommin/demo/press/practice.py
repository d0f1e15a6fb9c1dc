"""The examples of good practice, each with its building block, its problems and whom to ask."""

from typing import Any

from kommin.demo.press.reading import GoodPractice, PracticeText
from kommin.demo.press.tree import Shelf
from kommin.portal.models import GoodPracticeMaterial, GoodPracticePage

PROBLEMS_IN_ENGLISH = {
    "Beteiligung": "Taking part",
    "Ehrenamt": "Volunteering",
    "Eltern erreichen": "Reaching parents",
    "Gesundheit": "Health",
    "Konflikte im Stadtteil": "Conflicts in the neighbourhood",
    "Konkurrenz der Träger": "Rivalry of providers",
    "Konzepte ohne Folgen": "Strategies without consequences",
    "Sprache lernen": "Learning the language",
    "Vertrauen gewinnen": "Winning trust",
    "Verständlichkeit": "Being understood",
    "Wege durch die Verwaltung": "Ways through the administration",
    "Weite Wege": "Long distances",
    "Willkommen zeigen": "Showing welcome",
    "Wirkung messen": "Measuring effect",
}


class PracticeLoader:
    """Makes the examples below the lists that the pages have brought."""

    def __init__(self, shelf: Shelf) -> None:
        self.shelf = shelf
        self.blocks = {block.code: block for block in shelf.programme.blocks.all()}

    def make_drafts(self) -> None:
        for practice in self.shelf.desk.practice:
            for language, text in practice.texts.items():
                parent = self.shelf.pages["page:gute-praxis", language]
                page = GoodPracticePage(title=text.title, slug=practice.id, problem="-")
                self.shelf.draft(f"practice:{practice.id}", language, parent, page)

    def fill(self) -> None:
        for practice in self.shelf.desk.practice:
            for language, text in practice.texts.items():
                page = self.shelf.pages[f"practice:{practice.id}", language]
                if self.shelf.is_new(page):
                    self._fill(page, practice, text, language)
                    self.shelf.publish(page)

    def _fill(self, page: Any, practice: GoodPractice, text: PracticeText, language: str) -> None:
        shelf, writer = self.shelf, self.shelf.writer(language)
        page.problem, page.municipality, page.block = text.problem, practice.municipality, self.blocks[practice.block]
        page.image = shelf.images[practice.photo, False]
        page.done, page.worked = writer.paragraph(text.done), writer.paragraph(text.worked)
        page.did_not_work = writer.paragraph(text.not_worked)
        page.contact = shelf.contacts[practice.contact, language]
        page.topics = [shelf.page(f"topic:{practice.topic}", language)]
        page.material = [GoodPracticeMaterial(document=shelf.documents[name]) for name in practice.downloads]
        words = practice.problems if language == "de" else [PROBLEMS_IN_ENGLISH[word] for word in practice.problems]
        page.problems.set(words)
