"""Answers to be read: for examiners and for everybody who looks at what was handed in."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.translation import get_language

from kommin.questionnaires.answering import Evaluation, FileInfo
from kommin.questionnaires.definition.questions import AnyQuestion, Calculated, Files, Matrix, Table
from kommin.questionnaires.exporting import table_rows_in_words, totals_in_words
from kommin.questionnaires.wording import Derived, Told, answer_in_words, derived, told


@dataclass(frozen=True)
class ReadItem:
    """One question with its answer in words; tables, files and calculated figures bring their own parts."""

    key: str
    kind: str
    title: Told
    text: str
    columns: Sequence[str] = ()
    figures: Sequence[bool] = ()
    rows: Sequence[Sequence[str]] = ()
    totals: Sequence[str] = ()
    files: Sequence[FileInfo] = ()
    derived: Derived | None = None


@dataclass(frozen=True)
class ReadSection:
    title: Told
    items: Sequence[ReadItem]


def reading_sections(evaluation: Evaluation) -> list[ReadSection]:
    """What applies, in the active language: {% include "questionnaires/reading.html" with sections=sections %}."""
    return [
        ReadSection(
            told(section.title),
            [_item(question, evaluation) for question in section.questions if question.key in evaluation.shown],
        )
        for section in evaluation.definition.sections
        if section.key in evaluation.sections
    ]


def _item(question: AnyQuestion, evaluation: Evaluation) -> ReadItem:
    value = evaluation.values.get(question.key)
    item = ReadItem(
        question.key, question.kind, told(question.title), answer_in_words(question, value, evaluation.known)
    )
    language = get_language() or "de"
    match question:
        case Table() if value:
            return replace(
                item,
                columns=[column.title.within(language) for column in question.columns],
                figures=[column.kind in ("number", "money") for column in question.columns],
                rows=table_rows_in_words(question, value),
                totals=totals_in_words(question, evaluation),
            )
        case Matrix() if value:
            columns = {column.key: column.title.within(language) for column in question.columns}
            rows = [[row.title.within(language), columns.get(value.get(row.key, ""), "–")] for row in question.rows]
            return replace(item, rows=rows)
        case Files() if value:
            return replace(item, files=[evaluation.known.files[one] for one in value])
        case Calculated() if question.key in evaluation.calculations:
            calculation = evaluation.calculations[question.key]
            return replace(item, derived=derived(question, calculation, evaluation.definition))
    return item
