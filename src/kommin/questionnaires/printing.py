"""The printed form: filled in, or empty to be filled in by hand."""

from datetime import date
from pathlib import Path
from typing import Any

from django.utils.translation import get_language, gettext, pgettext

from kommin.foundation.documents import Document, make_pdf
from kommin.foundation.ui.formatting import reader
from kommin.questionnaires.answering import Evaluation, FileInfo
from kommin.questionnaires.definition import Definition, Words
from kommin.questionnaires.definition.questions import (
    AnyQuestion,
    Calculated,
    Choice,
    Column,
    Files,
    Matrix,
    Number,
    Option,
    Scale,
    SeveralChoices,
    Table,
    YesNo,
)
from kommin.questionnaires.definition.structure import Section
from kommin.questionnaires.exporting import table_rows_in_words, totals_in_words
from kommin.questionnaires.wording import answer_in_words, condition_in_words, derived

TEMPLATE = Path(__file__).parent / "data" / "form.typ"
EMPTY_ROWS = 4


def print_answers(
    evaluation: Evaluation, *, day: date, heading: tuple[tuple[str, str], ...] = (), footer: str = ""
) -> Document:
    """The form with its answers in the active language, questions that do not apply left out.

    Args:
        day: the date in the document's metadata; the same answers and day give the same bytes.
        heading: names and values above the questions, such as the applicant and the moment of submission.
        footer: a line at the foot of each page, such as the number of the application.
    """
    definition = evaluation.definition
    language = get_language() or "de"
    sections = [
        _section(section, definition, evaluation)
        for section in definition.sections
        if section.key in evaluation.sections
    ]
    return _printed(definition, sections, day, heading, footer, language)


def print_empty(definition: Definition, *, day: date, footer: str = "") -> Document:
    """The form without answers: lines and boxes to write in, conditions in words."""
    sections = [_section(section, definition, None) for section in definition.sections]
    return _printed(definition, sections, day, (), footer, get_language() or "de")


def _printed(
    definition: Definition,
    sections: list[dict[str, Any]],
    day: date,
    heading: tuple[tuple[str, str], ...],
    footer: str,
    language: str,
) -> Document:
    title = _heading(definition.title)
    data = {
        "introduction": definition.introduction.within(language),
        "heading": [list(pair) for pair in heading],
        "sections": sections,
        "footer": footer or title,
        "words": {
            "page": gettext("Page {now} of {all}"),
            "empty": gettext("not answered"),
            "required": gettext("Questions with a star (*) have to be answered."),
        },
    }
    return make_pdf(TEMPLATE, data=data, title=title, language=language[:2], day=day)


def _section(section: Section, definition: Definition, evaluation: Evaluation | None) -> dict[str, Any]:
    language = get_language() or "de"
    questions = [one for one in section.questions if evaluation is None or one.key in evaluation.shown]
    return {
        "title": _heading(section.title),
        "help": section.help.within(language),
        "only_if": _only_if(section, definition) if evaluation is None else "",
        "items": [_item(question, definition, evaluation) for question in questions],
    }


def _heading(words: Words) -> str:
    """A text that can be a heading: readers of tagged documents need one, also where a draft has none yet."""
    text = words.within(get_language() or "de")
    return text if any(char.isalnum() for char in text) else "–"


def _only_if(part: Section | AnyQuestion, definition: Definition) -> str:
    words = condition_in_words(part.only_if, definition)
    return gettext("Only if %(condition)s.") % {"condition": words} if words else ""


def _item(question: AnyQuestion, definition: Definition, evaluation: Evaluation | None) -> dict[str, Any]:
    language = get_language() or "de"
    item = {
        "title": _heading(question.title),
        "help": question.help.within(language) if evaluation is None else "",
        "required": question.required and evaluation is None,
        "only_if": _only_if(question, definition) if evaluation is None else "",
    }
    made = _empty(question) if evaluation is None else _filled(question, evaluation)
    return {**item, **made}


def _filled(question: AnyQuestion, evaluation: Evaluation) -> dict[str, Any]:
    value = evaluation.values.get(question.key)
    match question:
        case Table() if value:
            return {
                **_table(question),
                "rows": table_rows_in_words(question, value),
                "totals": totals_in_words(question, evaluation),
            }
        case Matrix() if value:
            return {**_matrix(question), "rows": _matrix_rows(question, value)}
        case Files() if value:
            return {"kind": "list", "entries": [_file(evaluation.known.files.get(one)) for one in value]}
        case Choice() | SeveralChoices() | YesNo() if value is not None:
            chosen = set(value) if isinstance(value, tuple) else {value}
            return {"kind": "choices", "entries": [[title, key in chosen] for key, title in _choices(question)]}
        case Calculated():
            calculation = evaluation.calculations.get(question.key)
            shown = derived(question, calculation, evaluation.definition) if calculation else None
            note = shown.formula if shown and shown.value else ""
            return {"kind": "text", "value": shown.value if shown else "", "note": note}
    return {"kind": "text", "value": answer_in_words(question, value, evaluation.known), "note": ""}


def _empty(question: AnyQuestion) -> dict[str, Any]:
    match question:
        case Table():
            return {
                **_table(question),
                "rows": [[""] * len(question.columns) for _row in range(EMPTY_ROWS)],
                "totals": [],
            }
        case Matrix():
            return {**_matrix(question), "rows": _matrix_rows(question, {})}
        case Choice() | SeveralChoices() | YesNo():
            return {"kind": "choices", "entries": [[title, False] for _key, title in _choices(question)]}
        case Scale():
            numbers = range(question.lowest, question.highest + 1)
            return {"kind": "choices", "entries": [[str(number), False] for number in numbers]}
        case Calculated():
            return {"kind": "line", "hint": gettext("is computed")}
        case Files():
            types = ", ".join(one.upper() for one in question.types)
            return {"kind": "hint", "hint": gettext("Please enclose: %(types)s") % {"types": types}}
    if question.kind == "long_text":
        return {"kind": "field", "hint": ""}
    return {"kind": "line", "hint": _unit(question)}


def _unit(question: AnyQuestion) -> str:
    if question.kind == "money":
        return "€"
    if question.kind == "date":
        return gettext("Day, month, year")
    return question.unit.within(get_language() or "de") if isinstance(question, Number) else ""


def _choices(question: Choice | SeveralChoices | YesNo) -> list[tuple[Any, str]]:
    if isinstance(question, YesNo):
        return [(True, gettext("Yes")), (False, gettext("No"))]
    return [(option.key, option.title.within(get_language() or "de")) for option in question.choices]


def _table(question: Table) -> dict[str, Any]:
    return {
        "kind": "table",
        "columns": [[_column_title(column), column.kind in ("money", "number")] for column in question.columns],
        "sum": gettext("Sum"),
        "row": pgettext("row", "No."),
    }


def _column_title(column: Column) -> str:
    title = column.title.within(get_language() or "de")
    return f"{title} (€)" if column.kind == "money" else title


def _matrix(question: Matrix) -> dict[str, Any]:
    return {"kind": "matrix", "columns": [_words(column) for column in question.columns]}


def _matrix_rows(question: Matrix, value: dict[str, str]) -> list[list[Any]]:
    return [[_words(row), *(value.get(row.key) == column.key for column in question.columns)] for row in question.rows]


def _words(option: Option) -> str:
    return option.title.within(get_language() or "de")


def _file(info: FileInfo | None) -> str:
    if info is None:
        return ""
    return f"{info.name} ({reader().size(info.size)})" if info.size else info.name
