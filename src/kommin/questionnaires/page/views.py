"""Makes the boxes of a page from a definition and its answers."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from kommin.foundation.ui.formatting import PageReader, reader
from kommin.law.texts import Text
from kommin.questionnaires.answering import Evaluation, FileInfo
from kommin.questionnaires.answering.cleaning import stored_decimal, strings
from kommin.questionnaires.answering.evaluation import AnswerError
from kommin.questionnaires.definition.questions import (
    AnyQuestion,
    Calculated,
    Choice,
    Column,
    Files,
    Matrix,
    Municipality,
    Option,
    Scale,
    SeveralChoices,
    Table,
    YesNo,
)
from kommin.questionnaires.definition.structure import Section
from kommin.questionnaires.definition.words import Words
from kommin.questionnaires.lookups import municipality_choices
from kommin.questionnaires.page.boxes import Box, Cell, OptionView, Page, SectionView, TableRow, Total
from kommin.questionnaires.page.reading import PREFIX, rows_to_show
from kommin.questionnaires.wording import Told, derived, number_in_words, told, with_title


def build_page(
    evaluation: Evaluation,
    stored: Mapping[str, Any],
    *,
    only: Iterable[str] | None = None,
    check: bool = False,
    live_url: str = "",
    notes: Mapping[str, Sequence[str]] | None = None,
    is_preview: bool = False,
) -> Page:
    """A page in the active language.

    Args:
        evaluation: what the answers say.
        stored: the answers as they are stored, so that what was typed wrongly is shown as typed.
        only: keys of the sections to draw; all of them by default.
        check: also say what is missing, not only what is wrong.
        live_url: the address that keeps the page in step (see `live_response`); empty for none.
        notes: sentences beside questions, such as why one has to be answered again.
        is_preview: leave out buttons, because no form stands around the questions.
    """
    drawing = _Drawing(evaluation, stored, check, notes or {})
    wanted = None if only is None else set(only)
    sections = [
        drawing.section(section, number)
        for number, section in enumerate(evaluation.definition.sections, 1)
        if wanted is None or section.key in wanted
    ]
    drawn = {box.key for section in sections for box in section.boxes}
    definition = evaluation.definition
    return Page(
        title=drawing.told(definition.title),
        introduction=drawing.told(definition.introduction),
        sections=sections,
        evaluation=evaluation,
        live_url=live_url,
        summary=drawing.summary(sections, drawn),
        fallback=drawing.fallback,
        is_preview=is_preview,
    )


class _Drawing:
    """Makes boxes; asks for the list of municipalities once, if at all."""

    def __init__(
        self, evaluation: Evaluation, stored: Mapping[str, Any], check: bool, notes: Mapping[str, Sequence[str]]
    ) -> None:
        self.evaluation, self.stored, self.check, self.notes = evaluation, stored, check, notes
        self.reader: PageReader = reader()
        self.shown = set(evaluation.shown)
        self.fallback = False
        self._municipalities: list[tuple[str, str]] | None = None

    def told(self, words: Words) -> Told:
        shown = told(words)
        self.fallback = self.fallback or bool(shown.lang)
        return shown

    def section(self, section: Section, number: int) -> SectionView:
        return SectionView(
            section=section,
            title=self.told(section.title),
            help=self.told(section.help),
            shown=section.key in self.evaluation.sections,
            boxes=[self.box(question) for question in section.questions],
            number=number,
        )

    def box(self, question: AnyQuestion) -> Box:
        name = f"{PREFIX}-{question.key}"
        errors = self.evaluation.errors_of(question.key, everything=self.check)
        make = _MAKERS.get(question.kind, _Drawing._single)
        return Box(
            question=question,
            name=name,
            title=self.told(question.title),
            help=self.told(question.help),
            shown=question.key in self.shown,
            errors=[self.sentence(error, question) for error in errors],
            notes=self.notes.get(question.key, ()),
            **make(self, question, name, self.stored.get(question.key), errors),
        )

    def sentence(self, error: AnswerError, question: AnyQuestion) -> str:
        """The error with its place in front, where a question has several."""
        text = self.reader.text(error.text)
        place = self._place(error, question)
        return f"{place}: {text}" if place else text

    def _place(self, error: AnswerError, question: AnyQuestion) -> str:
        if isinstance(question, Matrix) and error.row:
            return next((self.told(row.title).text for row in question.rows if row.key == error.row), "")
        if isinstance(question, Table) and error.row:
            rows = [row["id"] for row in rows_to_show(question, self.stored.get(question.key))]
            number = rows.index(error.row) + 1 if error.row in rows else 0
            column = next((self.told(one.title).text for one in question.columns if one.key == error.column), "")
            return self.reader.text(Text(_ROW, number=number, column=column))
        return ""

    def summary(self, sections: Sequence[SectionView], drawn: set[str]) -> list[tuple[str, str]]:
        """Every error on the page: the question with the sentence, the id to go to."""
        return [
            (with_title(box.title.text, error), box.first_input)
            for section in sections
            for box in section.boxes
            for error in box.errors
            if box.shown and box.key in drawn
        ]

    def _single(self, question: AnyQuestion, _name: str, stored: Any, _errors: Sequence[AnswerError]) -> dict[str, Any]:
        if isinstance(question, Municipality):
            return {"options": self._municipality_options(stored), "value": stored if isinstance(stored, str) else ""}
        return {"value": typed(question, stored, self.reader)}

    def _municipality_options(self, stored: Any) -> list[OptionView]:
        if self._municipalities is None:
            self._municipalities = municipality_choices()
        choices = list(self._municipalities)
        if isinstance(stored, str) and stored and all(key != stored for key, _name in choices):
            name = self.evaluation.known.municipalities.get(stored, stored)
            choices.insert(0, (stored, f"{name} ({stored})"))
        return [OptionView(key, Told(name), checked=key == stored) for key, name in choices]

    def _options(
        self, question: Choice | SeveralChoices, name: str, stored: Any, _errors: Sequence[AnswerError]
    ) -> dict[str, Any]:
        chosen = set(strings(stored) or ()) if isinstance(question, SeveralChoices) else {stored} if stored else set()
        return {"options": self._option_views(question.choices, chosen, name)}

    def _scale(self, question: Scale, name: str, stored: Any, _errors: Sequence[AnswerError]) -> dict[str, Any]:
        numbers = range(question.lowest, question.highest + 1)
        return {
            "options": [
                OptionView(str(number), Told(str(number)), stored == number, f"{name}-{index}")
                for index, number in enumerate(numbers)
            ],
            "ends": [self.told(question.lowest_title), self.told(question.highest_title)],
        }

    def _yes_no(self, _question: YesNo, name: str, stored: Any, _errors: Sequence[AnswerError]) -> dict[str, Any]:
        labels = (("yes", _YES, True), ("no", _NO, False))
        return {
            "options": [
                OptionView(key, Told(self.reader.gettext(label)), stored is value, f"{name}-{index}")
                for index, (key, label, value) in enumerate(labels)
            ]
        }

    def _matrix(self, question: Matrix, name: str, stored: Any, errors: Sequence[AnswerError]) -> dict[str, Any]:
        chosen = stored if isinstance(stored, dict) else {}
        return {
            "options": [OptionView(column.key, self.told(column.title)) for column in question.columns],
            "cells": [
                Cell(
                    name=f"{name}-{row.key}",
                    id=f"{name}-{row.key}",
                    label=self.told(row.title).text,
                    options=self._option_views(question.columns, {chosen.get(row.key)}, f"{name}-{row.key}"),
                    errors=[self.reader.text(error.text) for error in errors if error.row == row.key],
                )
                for row in question.rows
            ],
        }

    def _table(self, question: Table, name: str, stored: Any, errors: Sequence[AnswerError]) -> dict[str, Any]:
        rows = [
            TableRow(
                id=row["id"],
                number=number,
                cells=[self._cell(column, name, row, number, errors) for column in question.columns],
            )
            for number, row in enumerate(rows_to_show(question, stored), 1)
        ]
        return {"rows": rows, "totals": self._totals(question)}

    def _cell(
        self, column: Column, name: str, row: Mapping[str, Any], number: int, errors: Sequence[AnswerError]
    ) -> Cell:
        stored = row["cells"].get(column.key)
        here = f"{name}-{row['id']}-{column.key}"
        title = self.told(column.title).text
        return Cell(
            name=here,
            id=here,
            label=self.reader.text(Text(_CELL, column=title, number=number)),
            value=typed(column, stored, self.reader),
            kind=column.kind,
            options=self._option_views(column.choices, {stored}, here),
            errors=[
                self.reader.text(error.text) for error in errors if (error.row, error.column) == (row["id"], column.key)
            ],
            required=column.required,
            column=column,
        )

    def _totals(self, question: Table) -> list[Total]:
        if not any(column.total for column in question.columns):
            return []
        totals = []
        for column in question.columns:
            total = self.evaluation.totals.get((question.key, column.key), Decimal(0))
            written = self.reader.money(total) if column.kind == "money" else self.reader.number(total)
            title = self.told(column.title).text
            label = self.reader.text(Text(_SUM, column=title))
            totals.append(Total(label, written if column.total else ""))
        return totals

    def _files(self, _question: Files, _name: str, stored: Any, _errors: Sequence[AnswerError]) -> dict[str, Any]:
        ids = strings(stored) or []
        return {"files": [(one, self.evaluation.known.files.get(one, FileInfo(_GONE))) for one in ids]}

    def _calculated(
        self, question: Calculated, _name: str, _stored: Any, _errors: Sequence[AnswerError]
    ) -> dict[str, Any]:
        calculation = self.evaluation.calculations.get(question.key)
        return {"derived": derived(question, calculation, self.evaluation.definition) if calculation else None}

    def _option_views(self, options: Sequence[Option], chosen: set[Any], name: str) -> list[OptionView]:
        return [
            OptionView(option.key, self.told(option.title), option.key in chosen, f"{name}-{index}")
            for index, option in enumerate(options)
        ]


def typed(question: AnyQuestion | Column, stored: Any, for_reader: PageReader) -> str:
    """A stored value as the person would type it: amounts and numbers in the reader's spelling."""
    if stored is None:
        return ""
    number = stored_decimal(stored) if question.kind in ("money", "number") else None
    if number is None:
        return stored if isinstance(stored, str) else str(stored)
    return for_reader.number(number, decimals=2) if question.kind == "money" else number_in_words(question, number)


def _noop(message: str) -> str:
    return message


_ = _noop
_ROW = _("Row {number}, {column}")
_CELL = _("{column}, row {number}")
_SUM = _("Sum of {column}")
_YES = _("Yes")
_NO = _("No")
_GONE = _("This file is no longer there")
_Maker = Callable[[_Drawing, Any, str, Any, Sequence[AnswerError]], dict[str, Any]]
_MAKERS: Mapping[str, _Maker] = {
    "choice": _Drawing._options,  # noqa: SLF001 - the class's own table of methods
    "choices": _Drawing._options,  # noqa: SLF001
    "scale": _Drawing._scale,  # noqa: SLF001
    "yes_no": _Drawing._yes_no,  # noqa: SLF001
    "matrix": _Drawing._matrix,  # noqa: SLF001
    "table": _Drawing._table,  # noqa: SLF001
    "files": _Drawing._files,  # noqa: SLF001
    "calculated": _Drawing._calculated,  # noqa: SLF001
}
