"""A whole sheet of answers against its definition: what is shown, what it means, what is wrong, what is missing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

from kommin.law.texts import Text
from kommin.law.texts import gettext_noop as _
from kommin.questionnaires.answering.calculating import Calculation, calculate, column_total
from kommin.questionnaires.answering.cleaning import Cleaned, Fault, Known, clean, strings
from kommin.questionnaires.answering.deciding import holds
from kommin.questionnaires.answering.lookups import Lookups, NoLookups
from kommin.questionnaires.definition import formulas
from kommin.questionnaires.definition.dependencies import in_order
from kommin.questionnaires.definition.questions import AnyQuestion, Calculated, Files, Municipality, Table
from kommin.questionnaires.definition.structure import Definition, Section

ErrorKind = Literal["invalid", "incomplete", "missing"]


@dataclass(frozen=True, slots=True)
class AnswerError:
    """What is wrong with one answer.

    `kind` is `invalid` (cannot stand, shown at once), `incomplete` or `missing` (shown when the whole is checked).
    `row` and `column` are filled for tables and matrices.
    """

    question: str
    text: Text
    kind: ErrorKind
    row: str = ""
    column: str = ""


@dataclass(frozen=True)
class Evaluation:
    """What a sheet of answers says.

    `values` holds the meant answers of shown questions only: text, Decimal, date, bool, int, tuples, mappings.
    `shown` and `sections` are in the order in which they are asked. `totals` has a table's column sums by
    (question, column).
    """

    definition: Definition
    values: Mapping[str, Any]
    shown: tuple[str, ...]
    sections: tuple[str, ...]
    calculations: Mapping[str, Calculation]
    totals: Mapping[tuple[str, str], Decimal]
    errors: tuple[AnswerError, ...]
    known: Known

    @property
    def is_complete(self) -> bool:
        """Whether nothing is missing and nothing is wrong: it can be handed in."""
        return not self.errors

    @property
    def invalid(self) -> tuple[AnswerError, ...]:
        """Errors to be shown while somebody still fills in."""
        return tuple(error for error in self.errors if error.kind == "invalid")

    def errors_of(self, key: str, *, everything: bool = True) -> list[AnswerError]:
        """The errors of one question; without `everything` only those shown while filling in."""
        return [error for error in self.errors if error.question == key and (everything or error.kind == "invalid")]

    def is_answered(self, key: str) -> bool:
        """Whether a question is shown and has an answer that means something."""
        return self.values.get(key) is not None


def evaluate(definition: Definition, answers: Mapping[str, Any], lookups: Lookups | None = None) -> Evaluation:
    """Everything that follows from stored answers. Total: whatever is stored, it answers and never raises.

    Costs at most one query for all municipalities and one for all files.
    """
    state = _State(definition, answers, _look_up(definition, answers, lookups or NoLookups()))
    for key in in_order(definition):
        state.visit(definition.by_key[key])
    shown = tuple(key for key in definition.by_key if key in state.shown)
    return Evaluation(
        definition=definition,
        values={key: state.values[key] for key in shown if state.values.get(key) is not None},
        shown=shown,
        sections=tuple(section.key for section in definition.sections if state.section_shown(section)),
        calculations={key: state.calculations[key] for key in shown if key in state.calculations},
        totals=state.totals,
        errors=tuple(error for key in shown for error in state.errors.get(key, ())),
        known=state.known,
    )


def _look_up(definition: Definition, answers: Mapping[str, Any], lookups: Lookups) -> Known:
    keys: set[str] = set()
    ids: set[str] = set()
    for question in definition.by_key.values():
        stored = answers.get(question.key)
        if isinstance(question, Municipality) and isinstance(stored, str) and stored:
            keys.add(stored)
        elif isinstance(question, Files):
            ids.update(strings(stored) or ())
    return Known(lookups.municipalities(keys) if keys else {}, lookups.files(ids) if ids else {})


@dataclass
class _State:
    """What is known while the questions are visited, each after those it looks at."""

    definition: Definition
    answers: Mapping[str, Any]
    known: Known
    shown: set[str] = field(default_factory=set)
    values: dict[str, Any] = field(default_factory=dict)
    calculations: dict[str, Calculation] = field(default_factory=dict)
    totals: dict[tuple[str, str], Decimal] = field(default_factory=dict)
    errors: dict[str, list[AnswerError]] = field(default_factory=dict)

    def section_shown(self, section: Section) -> bool:
        return holds(section.only_if, self.values, self.definition.by_key)

    def visit(self, question: AnyQuestion) -> None:
        section = self.definition.section_of[question.key]
        if not self.section_shown(section) or not holds(question.only_if, self.values, self.definition.by_key):
            return
        self.shown.add(question.key)
        if isinstance(question, Calculated):
            calculation = calculate(question, self.figure)
            self.calculations[question.key] = calculation
            self.values[question.key] = calculation.value
            return
        cleaned = clean(question, self.answers.get(question.key), self.known)
        self.values[question.key] = cleaned.value
        if isinstance(question, Table) and cleaned.value:
            self._add_up(question, cleaned.value)
        self.errors[question.key] = _errors(question, cleaned)

    def figure(self, name: formulas.Name | formulas.Rows) -> Decimal | None:
        """The figure behind a name of a formula; None where nothing is answered."""
        value = self.values.get(name.key)
        if isinstance(name, formulas.Rows):
            return Decimal(len(value)) if isinstance(value, tuple) else None
        if name.column:
            return self.totals.get((name.key, name.column))
        if isinstance(value, Decimal | int) and not isinstance(value, bool):
            return Decimal(value)
        return None

    def _add_up(self, question: Table, rows: Any) -> None:
        for column in question.columns:
            if column.kind in ("number", "money"):
                self.totals[question.key, column.key] = column_total(column, rows)


def _errors(question: AnyQuestion, cleaned: Cleaned) -> list[AnswerError]:
    errors = [_error(question, fault, "invalid") for fault in cleaned.faults]
    errors += [_error(question, fault, "incomplete") for fault in cleaned.incomplete]
    if question.required and cleaned.value is None and not errors:
        errors.append(AnswerError(question.key, Text(_("Please answer this question.")), "missing"))
    return errors


def _error(question: AnyQuestion, fault: Fault, kind: ErrorKind) -> AnswerError:
    return AnswerError(question.key, fault.text, kind, fault.row, fault.column)
