"""Changes of a definition as functions from one definition to another; the editor's buttons call them."""

import hashlib
import json
from collections.abc import Iterable
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from kommin.foundation.search import fold
from kommin.questionnaires.definition import Definition, Section, Words
from kommin.questionnaires.definition.questions import KINDS, AnyQuestion
from kommin.questionnaires.definition.words import Part
from kommin.questionnaires.errors import QuestionnaireError

Item = TypeVar("Item")
KEY_LENGTH = 40


def part_print(definition: Definition, part: str) -> str:
    """A short print of one part, to notice that somebody else changed it: "" for the questionnaire's own texts."""
    found: Any = find(definition, part) if part else None
    if found is None:
        data: Any = [definition.title.model_dump(), definition.introduction.model_dump()] if not part else None
    elif isinstance(found, Section):
        data = found.model_dump(mode="json", by_alias=True, exclude={"questions"})
    else:
        data = found.model_dump(mode="json", by_alias=True)
    return hashlib.sha256(json.dumps(data, sort_keys=True).encode()).hexdigest()[:16]


def find(definition: Definition, key: str) -> Section | AnyQuestion | None:
    """The section (`section:costs`) or question (`costs`) with this key."""
    if key.startswith("section:"):
        return next((one for one in definition.sections if one.key == key.removeprefix("section:")), None)
    return definition.by_key.get(key)


def new_key(wanted: str, taken: Iterable[str], *, otherwise: str) -> str:
    """A key made from a title that nobody uses yet: “Art der Maßnahme” becomes `art_der_massnahme`."""
    words = "".join(char if char.isascii() and char.isalnum() else "_" for char in fold(wanted)).strip("_")
    base = "_".join(word for word in words.split("_") if word)[: KEY_LENGTH - 4].strip("_")
    if not base or not base[0].isalpha():
        base = f"{otherwise}_{base}".strip("_")[: KEY_LENGTH - 4]
    used, key, number = set(taken), base, 2
    while key in used:
        key, number = f"{base}_{number}", number + 1
    return key


def set_texts(definition: Definition, *, title: Words, introduction: Words) -> Definition:
    """The questionnaire's own texts."""
    return definition.model_copy(update={"title": title, "introduction": introduction})


def add_section(definition: Definition, *, title: Words) -> Definition:
    """A new section at the end."""
    key = new_key(title.de, (section.key for section in definition.sections), otherwise="section")
    return _with_sections(definition, [*definition.sections, Section(key=key, title=title)])


def set_section(definition: Definition, key: str, section: Section) -> Definition:
    """A section's texts and condition; its questions stay."""
    old = _section(definition, key)
    changed = section.model_copy(update={"key": old.key, "questions": old.questions})
    return _with_sections(definition, [changed if one.key == key else one for one in definition.sections])


def move_section(definition: Definition, key: str, by: int) -> Definition:
    """A section up (-1) or down (1)."""
    return _with_sections(definition, _moved(definition.sections, _section(definition, key), by))


def copy_section(definition: Definition, key: str) -> Definition:
    """A section again below itself, all keys new."""
    section = _section(definition, key)
    taken = set(definition.by_key)
    questions = []
    for question in section.questions:
        questions.append(question.model_copy(update={"key": new_key(question.key, taken, otherwise="question")}))
        taken.add(questions[-1].key)
    copy = section.model_copy(
        update={
            "key": new_key(key, (one.key for one in definition.sections), otherwise="section"),
            "title": _copied(section.title),
            "questions": questions,
        }
    )
    at = definition.sections.index(section) + 1
    return _with_sections(definition, [*definition.sections[:at], copy, *definition.sections[at:]])


def remove_section(definition: Definition, key: str) -> Definition:
    """A section away with its questions."""
    section = _section(definition, key)
    return _with_sections(definition, [one for one in definition.sections if one is not section])


def add_question(definition: Definition, section: str, *, kind: str, title: Words) -> tuple[Definition, str]:
    """A new question at the end of a section; returns its key too."""
    if kind not in KINDS:
        raise QuestionnaireError(_("Choose a kind of question."))
    key = new_key(title.de, definition.by_key, otherwise="question")
    question = KINDS[kind](key=key, title=title)
    into = _section(definition, section)
    return _with_questions(definition, into, [*into.questions, question]), key


def set_question(definition: Definition, key: str, question: AnyQuestion) -> Definition:
    """A question in place of the one with this key; when the key changes, conditions and formulas do not follow."""
    old = _question(definition, key)
    if question.key != key and question.key in definition.by_key:
        raise QuestionnaireError(_("The key “%(key)s” is used already.") % {"key": question.key})
    section = definition.section_of[key]
    return _with_questions(definition, section, [question if one is old else one for one in section.questions])


def move_question(definition: Definition, key: str, by: int) -> Definition:
    """A question up (-1) or down (1), into the neighbouring section where its own ends."""
    question, section = _question(definition, key), definition.section_of[key]
    at = section.questions.index(question) + by
    if 0 <= at < len(section.questions):
        return _with_questions(definition, section, _moved(section.questions, question, by))
    beside = definition.sections.index(section) + by
    if not 0 <= beside < len(definition.sections):
        return definition
    target = definition.sections[beside]
    placed = [*target.questions, question] if by < 0 else [question, *target.questions]
    definition = _with_questions(definition, section, [one for one in section.questions if one is not question])
    return _with_questions(definition, definition.sections[beside], placed)


def copy_question(definition: Definition, key: str) -> tuple[Definition, str]:
    """A question again below itself under a new key; returns that key too."""
    question, section = _question(definition, key), definition.section_of[key]
    made = new_key(key, definition.by_key, otherwise="question")
    copy = question.model_copy(update={"key": made, "title": _copied(question.title)})
    at = section.questions.index(question) + 1
    return _with_questions(definition, section, [*section.questions[:at], copy, *section.questions[at:]]), made


def remove_question(definition: Definition, key: str) -> Definition:
    """A question away; what still refers to it shows among the problems."""
    question, section = _question(definition, key), definition.section_of[key]
    return _with_questions(definition, section, [one for one in section.questions if one is not question])


def _section(definition: Definition, key: str) -> Section:
    for section in definition.sections:
        if section.key == key:
            return section
    raise QuestionnaireError(_("This section is no longer there. Somebody removed it in the meantime."))


def _question(definition: Definition, key: str) -> AnyQuestion:
    question = definition.by_key.get(key)
    if question is None:
        raise QuestionnaireError(_("This question is no longer there. Somebody removed it in the meantime."))
    return question


def _copied(title: Words) -> Words:
    return Words(de=f"{title.de} (Kopie)"[:5000], en=f"{title.en} (copy)"[:5000] if title.en else "")


def _moved(items: list[Item], item: Item, by: int) -> list[Item]:
    at = items.index(item)
    others = [one for one in items if one is not item]
    to = min(max(at + by, 0), len(others))
    return [*others[:to], item, *others[to:]]


def _with_sections(definition: Definition, sections: list[Section]) -> Definition:
    return _changed(definition, {"sections": sections})


def _with_questions(definition: Definition, section: Section, questions: list[AnyQuestion]) -> Definition:
    changed = _changed(section, {"questions": questions})
    return _with_sections(definition, [changed if one is section else one for one in definition.sections])


Changed = TypeVar("Changed", bound=Part)


def _changed(part: Changed, update: dict[str, Any]) -> Changed:
    """A copy with other fields and nothing remembered from the original."""
    return type(part).model_construct(**{**{name: getattr(part, name) for name in type(part).model_fields}, **update})
