"""Answers for other programs: JSON with everything, and flat columns for tables and statistics."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from kommin.questionnaires.answering import Evaluation
from kommin.questionnaires.definition import Definition
from kommin.questionnaires.definition.questions import AnyQuestion, Files, Matrix, SeveralChoices, Table
from kommin.questionnaires.wording import answer_in_words, cell_in_words

Value = str | Decimal | date | bool | int | None


def export_json(evaluation: Evaluation) -> dict[str, Any]:
    """Every shown answer with its title in the active language, its value for machines and its text for people."""
    return {
        "schema_version": evaluation.definition.schema_version,
        "complete": evaluation.is_complete,
        "answers": [_answer(evaluation, key) for key in evaluation.shown],
    }


def _answer(evaluation: Evaluation, key: str) -> dict[str, Any]:
    question = evaluation.definition.by_key[key]
    value = evaluation.values.get(key)
    return {
        "key": key,
        "kind": question.kind,
        "title": question.title.de,
        "value": machine_value(question, value),
        "text": answer_in_words(question, value, evaluation.known),
    }


def machine_value(question: AnyQuestion, value: Any) -> Any:
    """A meant answer as JSON: amounts and numbers as text, days as ISO dates."""
    match value:
        case Decimal():
            return f"{value:f}"
        case date():
            return value.isoformat()
        case tuple() if isinstance(question, Table):
            return [{name: machine_value(question, cell) for name, cell in row["cells"].items()} for row in value]
        case tuple():
            return list(value)
        case dict():
            return dict(value)
    return value


def columns(definition: Definition, language: str = "de") -> list[tuple[str, str]]:
    """The flat columns of a questionnaire: (name for machines, title for people). The order never depends on answers.

    A matrix has one column for each row, several choices one for each choice, a table its number of rows and its sums.
    """
    return [(name, title) for question in definition.questions() for name, title in _columns(question, language)]


def _columns(question: AnyQuestion, language: str) -> Iterator[tuple[str, str]]:
    title = question.title.within(language)
    match question:
        case SeveralChoices():
            parts = [(option.key, option.title) for option in question.choices]
        case Matrix():
            parts = [(row.key, row.title) for row in question.rows]
        case Table():
            yield f"{question.key}.rows", title
            parts = [(column.key, column.title) for column in question.columns if column.total]
        case _:
            yield question.key, title
            return
    for key, words in parts:
        yield f"{question.key}.{key}", f"{title}: {words.within(language)}"


def flat_row(evaluation: Evaluation) -> list[Value]:
    """One sheet as the values of `columns`; empty where nothing is answered or shown."""
    return [
        value
        for question in evaluation.definition.questions()
        for value in _values(question, evaluation.values.get(question.key), evaluation)
    ]


def _values(question: AnyQuestion, value: Any, evaluation: Evaluation) -> Iterator[Value]:
    match question:
        case SeveralChoices():
            for option in question.choices:
                yield None if value is None else option.key in value
        case Matrix():
            for row in question.rows:
                yield (value or {}).get(row.key)
        case Table():
            yield None if value is None else len(value)
            for column in question.columns:
                if column.total:
                    yield evaluation.totals.get((question.key, column.key))
        case Files():
            yield answer_in_words(question, value, evaluation.known) or None
        case _:
            yield value


def table_columns(question: Table, language: str = "de") -> list[tuple[str, str]]:
    """The columns of one table question, for writing its rows one below the other."""
    return [(column.key, column.title.within(language)) for column in question.columns]


def table_rows(question: Table, evaluation: Evaluation) -> list[list[Value]]:
    """The rows of one table question, values as they are meant."""
    rows: Iterable[Mapping[str, Any]] = evaluation.values.get(question.key) or ()
    return [[row["cells"].get(column.key) for column in question.columns] for row in rows]


def table_rows_in_words(question: Table, rows: Sequence[Mapping[str, Any]]) -> list[list[str]]:
    """The rows of one table question as texts for reading."""
    return [[cell_in_words(column, row["cells"].get(column.key)) for column in question.columns] for row in rows]


def totals_in_words(question: Table, evaluation: Evaluation) -> list[str]:
    """The sums under a table, one entry for each column; none at all when nothing is added up."""
    if not any(column.total for column in question.columns):
        return []
    return [
        cell_in_words(column, evaluation.totals.get((question.key, column.key))) if column.total else ""
        for column in question.columns
    ]
