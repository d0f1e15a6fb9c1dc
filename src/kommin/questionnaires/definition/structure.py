"""A whole questionnaire: sections with questions."""

from collections.abc import Iterator
from functools import cached_property
from typing import Literal

from pydantic import Field

from kommin.questionnaires.definition.conditions import Condition
from kommin.questionnaires.definition.questions import AnyQuestion, Question
from kommin.questionnaires.definition.words import Key, Part, Words

SCHEMA_VERSION: Literal[1] = 1
MOST_QUESTIONS = 300


class Section(Part):
    """Questions under one heading; `only_if` hides all of them."""

    key: Key
    title: Words
    help: Words = Words()
    only_if: Condition | None = None
    questions: list[Question] = Field(default_factory=list, max_length=MOST_QUESTIONS)


class Definition(Part):
    """What a questionnaire asks. Loaded from JSON by `load`, checked for publication by `problems`."""

    schema_version: Literal[1] = SCHEMA_VERSION
    title: Words = Words()
    introduction: Words = Words()
    sections: list[Section] = Field(default_factory=list, max_length=60)

    @cached_property
    def by_key(self) -> dict[str, AnyQuestion]:
        """Every question by its key; of two with the same key (a problem) the first."""
        found: dict[str, AnyQuestion] = {}
        for question in self.questions():
            found.setdefault(question.key, question)
        return found

    @cached_property
    def section_of(self) -> dict[str, Section]:
        """The section in which each question stands."""
        return {question.key: section for section in self.sections for question in section.questions}

    def questions(self) -> Iterator[AnyQuestion]:
        """Every question in the order in which it is asked."""
        for section in self.sections:
            yield from section.questions
