"""Answers, conditions and calculations in the words of the reader's language."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language, gettext

from kommin.foundation.ui.formatting import PageReader, reader
from kommin.law.texts import Text, plain
from kommin.law.texts import gettext_noop as _
from kommin.questionnaires.answering import Calculation, Evaluation
from kommin.questionnaires.answering.cleaning import Known
from kommin.questionnaires.definition import AllOf, AnyOf, Comparison, Definition, Not, Operator, Words, formulas
from kommin.questionnaires.definition.questions import (
    AnyQuestion,
    Calculated,
    Choice,
    Column,
    Matrix,
    MoneyAmount,
    Number,
    Option,
    SeveralChoices,
    Table,
    YesNo,
)


@dataclass(frozen=True)
class Told:
    """A text of the definition for this reader; `lang` is set where German stands in for a missing translation."""

    text: str
    lang: str = ""

    def __str__(self) -> str:
        return self.text

    def __bool__(self) -> bool:
        return bool(self.text)


def told(words: Words) -> Told:
    """A text of a definition in the active language."""
    shown = words.shown_in(get_language() or "de")
    return Told(shown.text, "de" if shown.fallback else "")


def with_title(title: str, sentence: str) -> str:
    """A question and what is said about its answer, as one line: no colon after a question mark."""
    return f"{title} {sentence}" if title.endswith(("?", "!")) else f"{title.rstrip('.:')}: {sentence}"


@dataclass(frozen=True)
class Line:
    """One figure that went into a calculation."""

    label: str
    value: str


@dataclass(frozen=True)
class Derived:
    """A calculated figure as a page shows it: the result, the formula in words and what went into it."""

    value: str
    formula: str
    inputs: Sequence[Line]


def derived(question: Calculated, calculation: Calculation, definition: Definition) -> Derived:
    """A calculation in the reader's words."""
    hand = reader()
    inputs = [
        Line(name_of(one.reference, definition), figure_of(one.reference, one.value, definition, hand))
        for one in calculation.inputs
    ]
    return Derived(
        calculated(question, calculation.value, hand), formula_in_words(question.formula, definition), inputs
    )


def calculated(question: Calculated, value: Decimal | None, hand: PageReader) -> str:
    """The result of a calculated question, written out; empty without one."""
    if value is None:
        return ""
    if question.money:
        return hand.money(value)
    unit = question.unit.within(get_language() or "de")
    return f"{hand.number(value, decimals=question.decimals)} {unit}".strip()


def name_of(reference: formulas.Name | formulas.Rows, definition: Definition) -> str:
    """What a formula looks at, by its title."""
    language = get_language() or "de"
    question = definition.by_key.get(reference.key)
    title = question.title.within(language) if question else reference.key
    if isinstance(reference, formulas.Rows):
        return gettext("Number of rows in “%(table)s”") % {"table": title}
    if not reference.column:
        return title
    columns = question.columns if isinstance(question, Table) else []
    column = next((one.title.within(language) for one in columns if one.key == reference.column), reference.column)
    return gettext("Sum of “%(column)s” in “%(table)s”") % {"column": column, "table": title}


def figure_of(
    reference: formulas.Name | formulas.Rows, value: Decimal | None, definition: Definition, hand: PageReader
) -> str:
    """A figure of a formula, written as money where it is money."""
    if value is None:
        return gettext("not answered, counts as 0")
    question = definition.by_key.get(reference.key)
    columns = question.columns if isinstance(question, Table) and isinstance(reference, formulas.Name) else []
    is_money = (
        isinstance(question, MoneyAmount)
        or (isinstance(question, Calculated) and question.money)
        or any(column.key == getattr(reference, "column", "") and column.kind == "money" for column in columns)
    )
    return hand.money(value) if is_money else hand.number(value)


def formula_in_words(formula: str, definition: Definition) -> str:
    """A formula with titles instead of keys; the formula itself when it cannot be read."""
    try:
        return _node(formulas.parse(formula), definition)
    except formulas.FormulaError:
        return formula


_BINDS = {"+": 1, "-": 1, "*": 2, "/": 2}
_SIGNS = {"*": "×", "/": "÷", "-": "−"}


def _node(node: formulas.Node, definition: Definition, *, least: int = 0) -> str:
    """A part of a formula; in brackets when it binds less tightly than `least`, its surroundings."""
    match node:
        case formulas.Literal(value):
            return reader().number(Decimal(value.numerator) / Decimal(value.denominator))
        case formulas.Name() | formulas.Rows():
            return name_of(node, definition)
        case formulas.Operation("negative", (part,)):
            return f"−{_node(part, definition, least=3)}"
        case formulas.Operation("/", (part, formulas.Literal(value))) if value == 100:
            return f"{_node(part, definition, least=3)} %"
        case formulas.Operation("min" | "max" as sign, parts):
            words = gettext("the smallest of") if sign == "min" else gettext("the largest of")
            return f"{words} ({'; '.join(_node(part, definition) for part in parts)})"
        case formulas.Operation(sign, (left, right)):
            binds = _BINDS[sign]
            before, after = _node(left, definition, least=binds), _node(right, definition, least=binds + 1)
            text = f"{before} {_SIGNS.get(sign, sign)} {after}"
            return f"({text})" if binds < least else text
    return ""


def answer_in_words(question: AnyQuestion, value: Any, known: Known) -> str:
    """A meant answer as one line of text: for reading, printing and exporting. Tables say how many rows they have."""
    hand, language = reader(), get_language() or "de"
    match question:
        case _ if value is None:
            return ""
        case Calculated():
            return calculated(question, value, hand)
        case Choice() | SeveralChoices():
            chosen = (value,) if isinstance(value, str) else value
            return ", ".join(_title(question.choices, key, language) for key in chosen)
        case YesNo():
            return gettext("Yes") if value else gettext("No")
        case Matrix():
            pairs = [
                (_title(question.rows, row, language), _title(question.columns, key, language))
                for row, key in value.items()
            ]
            return "; ".join(f"{row}: {column}" for row, column in pairs)
        case Table():
            return hand.text(Text(_("{count} rows"), count=len(value))) if len(value) != 1 else gettext("1 row")
    return _plain(question, value, known, hand)


def _plain(question: AnyQuestion, value: Any, known: Known, hand: PageReader) -> str:
    match question.kind:
        case "municipality":
            return f"{known.municipalities.get(value, value)} ({value})"
        case "files":
            return ", ".join(known.files[one].name for one in value if one in known.files)
        case "money":
            return hand.money(value)
        case "number":
            return f"{number_in_words(question, value)} {unit_of(question)}".strip()
        case "scale":
            return gettext("%(value)s out of %(highest)s") % {
                "value": value,
                "highest": getattr(question, "highest", ""),
            }
    return hand.date(value) if isinstance(value, date) else str(value)


def number_in_words(question: AnyQuestion | Column, value: Decimal) -> str:
    """A number as its question wants it: years without thousands separators."""
    if not getattr(question, "grouped", True):
        return plain(value).replace(".", "," if (get_language() or "de").startswith("de") else ".")
    return reader().number(value)


def unit_of(question: AnyQuestion) -> str:
    """The unit behind a figure: €, that of a number, or nothing."""
    if question.kind == "money":
        return "€"
    return question.unit.within(get_language() or "de") if isinstance(question, Number | Calculated) else ""


def cell_in_words(column: Column, value: Any) -> str:
    """One cell of a table as text."""
    hand, language = reader(), get_language() or "de"
    if value is None:
        return ""
    match column.kind:
        case "money":
            return hand.money(value)
        case "number":
            return number_in_words(column, value)
        case "date":
            return hand.date(value)
        case "choice":
            return _title(column.choices, value, language)
    return str(value)


def _title(options: Sequence[Option], key: str, language: str) -> str:
    return next((option.title.within(language) for option in options if option.key == key), key)


OPERATORS = {
    Operator.EQUAL: _("is"),
    Operator.NOT_EQUAL: _("is not"),
    Operator.LESS: _("is less than"),
    Operator.AT_MOST: _("is at most"),
    Operator.GREATER: _("is more than"),
    Operator.AT_LEAST: _("is at least"),
    Operator.CONTAINS: _("contains"),
    Operator.NOT_CONTAINS: _("does not contain"),
    Operator.ANSWERED: _("is answered"),
    Operator.NOT_ANSWERED: _("is not answered"),
}


def condition_in_words(condition: AllOf | AnyOf | Not | Comparison | None, definition: Definition) -> str:
    """A condition as a sentence part: “Joint project” is “Yes” and (…)."""
    match condition:
        case Comparison():
            return _comparison(condition, definition)
        case AllOf(all=parts):
            return gettext(" and ").join(_bracketed(part, definition) for part in parts)
        case AnyOf(any=parts):
            return gettext(" or ").join(_bracketed(part, definition) for part in parts)
        case Not(not_=part):
            return gettext("not (%(condition)s)") % {"condition": condition_in_words(part, definition)}
    return ""


def _bracketed(condition: Any, definition: Definition) -> str:
    words = condition_in_words(condition, definition)
    return f"({words})" if isinstance(condition, AllOf | AnyOf) else words


def _comparison(comparison: Comparison, definition: Definition) -> str:
    question = definition.by_key.get(comparison.question)
    title = question.title.within(get_language() or "de") if question else comparison.question
    words = f"{_quoted(title)} {gettext(OPERATORS[comparison.is_])}"
    value = value_in_words(question, comparison.value)
    return f"{words} {value}" if value else words


def value_in_words(question: AnyQuestion | None, value: bool | str | None) -> str:
    """The value of a comparison as a reader knows it: a choice by its title, an amount with its sign."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _quoted(gettext("Yes") if value else gettext("No"))
    hand, language = reader(), get_language() or "de"
    match question:
        case Choice() | SeveralChoices():
            return _quoted(_title(question.choices, value, language))
        case MoneyAmount():
            return hand.money(Decimal(value)) if _is_figure(value) else value
    if question is not None and question.kind == "date":
        try:
            return hand.date(date.fromisoformat(value))
        except ValueError:
            return value
    return hand.number(Decimal(value)) if _is_figure(value) else _quoted(value)


def _quoted(text: str) -> str:
    return gettext("“%(text)s”") % {"text": text}


def _is_figure(value: str) -> bool:
    return value.replace(".", "", 1).removeprefix("-").isdigit() and value.isascii()


def answers_in_words(evaluation: Evaluation) -> dict[str, str]:
    """Every shown answer as text, by question."""
    by_key = evaluation.definition.by_key
    return {key: answer_in_words(by_key[key], value, evaluation.known) for key, value in evaluation.values.items()}
