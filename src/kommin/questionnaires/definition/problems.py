"""What is still missing before a questionnaire can be published, and what a translator may still add."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Literal

from kommin.law.texts import Text
from kommin.law.texts import gettext_noop as _
from kommin.questionnaires.definition import formulas
from kommin.questionnaires.definition.conditions import (
    ORDERED,
    WITHOUT_VALUE,
    AllOf,
    AnyOf,
    Comparison,
    Not,
    Operator,
    comparisons,
)
from kommin.questionnaires.definition.dependencies import circles
from kommin.questionnaires.definition.questions import (
    AnyQuestion,
    Calculated,
    Choice,
    Column,
    Date,
    Files,
    LongText,
    Matrix,
    MoneyAmount,
    Municipality,
    Number,
    Option,
    Scale,
    SeveralChoices,
    ShortText,
    Table,
    YesNo,
)
from kommin.questionnaires.definition.structure import MOST_QUESTIONS, Definition, Section
from kommin.questionnaires.definition.words import Words

Level = Literal["error", "hint"]
MOST_COMPARISONS = 30


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend. `path` names the place for machines, `question` or `section` the one it concerns.

    `level` is `error` for what prevents publishing and `hint` for the rest (missing English).
    """

    path: str
    text: Text
    section: str = ""
    question: str = ""
    level: Level = "error"


def problems(definition: Definition) -> list[Problem]:
    """Everything that keeps the definition from being published, in its own order; hints last."""
    found = list(_all(definition))
    return [one for one in found if one.level == "error"] + [one for one in found if one.level == "hint"]


def _all(definition: Definition) -> Iterator[Problem]:
    yield from _words(definition.title, "title", _("The questionnaire needs a title in German."))
    yield from _translated(definition.introduction, "introduction")
    yield from _sizes(definition)
    yield from _keys(definition)
    for index, section in enumerate(definition.sections):
        for problem in _section(definition, section, f"sections.{index}"):
            yield Problem(problem.path, problem.text, section.key, problem.question, problem.level)
    for key in sorted(circles(definition)):
        place = _place(definition, key)
        yield Problem(place, Text(_("This question would depend on itself.")), definition.section_of[key].key, key)


def _sizes(definition: Definition) -> Iterator[Problem]:
    count = sum(1 for _question in definition.questions())
    if not count:
        yield Problem("sections", Text(_("The questionnaire has no question yet.")))
    if count > MOST_QUESTIONS:
        yield Problem("sections", Text(_("At most {most} questions."), most=MOST_QUESTIONS))


def _keys(definition: Definition) -> Iterator[Problem]:
    sections = Counter(section.key for section in definition.sections)
    for key, times in sections.items():
        if times > 1:
            yield Problem("sections", Text(_("The key “{key}” is used twice."), key=key), section=key)
    for key, times in Counter(question.key for question in definition.questions()).items():
        if times > 1:
            section = definition.section_of[key].key
            yield Problem(_place(definition, key), Text(_("The key “{key}” is used twice."), key=key), section, key)


def _section(definition: Definition, section: Section, path: str) -> Iterator[Problem]:
    yield from _words(section.title, f"{path}.title", _("The section needs a title in German."))
    yield from _translated(section.help, f"{path}.help")
    if not section.questions:
        yield Problem(f"{path}.questions", Text(_("This section has no question yet.")))
    first = section.questions[0].key if section.questions else ""
    yield from _condition(definition, section.only_if, before=first, path=f"{path}.only_if")
    for index, question in enumerate(section.questions):
        for problem in _question(definition, question, f"{path}.questions.{index}"):
            yield Problem(problem.path, problem.text, section.key, question.key, problem.level)


def _question(definition: Definition, question: AnyQuestion, path: str) -> Iterator[Problem]:
    yield from _words(question.title, f"{path}.title", _("The question needs a title in German."))
    yield from _translated(question.help, f"{path}.help")
    yield from _condition(definition, question.only_if, before=question.key, path=f"{path}.only_if")
    yield from _own(definition, question, path)


def _own(definition: Definition, question: AnyQuestion, path: str) -> Iterator[Problem]:
    """What is wrong with the fields that only this kind has."""
    for low, high in _BOUNDS.get(question.kind, ()):
        yield from _order(getattr(question, low), getattr(question, high), f"{path}.{high}")
    match question:
        case Choice():
            yield from _options(question.choices, f"{path}.choices")
        case SeveralChoices():
            yield from _options(question.choices, f"{path}.choices", least=1)
            if question.at_least > len(question.choices):
                yield Problem(f"{path}.at_least", Text(_("There are fewer choices than have to be chosen.")))
        case Matrix():
            yield from _options(question.rows, f"{path}.rows", least=1)
            yield from _options(question.columns, f"{path}.columns")
        case Table():
            yield from _columns(question, path)
        case Files():
            if not question.types:
                yield Problem(f"{path}.types", Text(_("Allow at least one type of file.")))
        case Calculated():
            yield from _formula(definition, question, f"{path}.formula")


_BOUNDS = {
    "short_text": [("min_length", "max_length")],
    "long_text": [("min_length", "max_length")],
    "number": [("minimum", "maximum")],
    "money": [("minimum", "maximum")],
    "date": [("earliest", "latest")],
    "choices": [("at_least", "at_most")],
    "table": [("min_rows", "max_rows")],
}


def _order(low: Decimal | date | None, high: Decimal | date | None, path: str) -> Iterator[Problem]:
    if low is not None and high is not None and low > high:  # type: ignore[operator]
        yield Problem(path, Text(_("The lower limit lies above the upper one.")))


def _options(options: list[Option], path: str, *, least: int = 2) -> Iterator[Problem]:
    if len(options) < least:
        yield Problem(path, Text(_("At least {count} entries are needed here."), count=least))
    for key, times in Counter(option.key for option in options).items():
        if times > 1:
            yield Problem(path, Text(_("The key “{key}” is used twice."), key=key))
    for index, option in enumerate(options):
        yield from _words(option.title, f"{path}.{index}.title", _("Every entry needs a text in German."))


def _columns(table: Table, path: str) -> Iterator[Problem]:
    if not table.columns:
        yield Problem(f"{path}.columns", Text(_("A table needs at least one column.")))
    for key, times in Counter(column.key for column in table.columns).items():
        if times > 1:
            yield Problem(f"{path}.columns", Text(_("The key “{key}” is used twice."), key=key))
    for index, column in enumerate(table.columns):
        here = f"{path}.columns.{index}"
        yield from _words(column.title, f"{here}.title", _("Every column needs a title in German."))
        yield from _column(column, here)


def _column(column: Column, path: str) -> Iterator[Problem]:
    if column.kind == "choice":
        yield from _options(column.choices, f"{path}.choices")
    if column.total and column.kind not in ("number", "money"):
        yield Problem(f"{path}.total", Text(_("Only numbers and amounts can be added up.")))
    yield from _order(column.minimum, column.maximum, f"{path}.maximum")


def _formula(definition: Definition, question: Calculated, path: str) -> Iterator[Problem]:
    try:
        node = formulas.parse(question.formula)
    except formulas.FormulaError as error:
        yield Problem(path, error.text)
        return
    for name in formulas.references(node):
        yield from _reference(definition, name, path)


def _reference(definition: Definition, name: formulas.Name | formulas.Rows, path: str) -> Iterator[Problem]:
    question = definition.by_key.get(name.key)
    if question is None:
        yield Problem(path, Text(_("There is no question “{key}”."), key=name.key))
    elif isinstance(name, formulas.Rows) or name.column:
        if not isinstance(question, Table):
            yield Problem(path, Text(_("“{key}” is no table."), key=name.key))
        elif isinstance(name, formulas.Name) and not any(
            column.key == name.column and column.kind in ("number", "money") for column in question.columns
        ):
            yield Problem(
                path,
                Text(_("The table “{key}” has no column “{column}” with figures."), key=name.key, column=name.column),
            )
    elif not isinstance(question, Number | MoneyAmount | Scale | Calculated):
        yield Problem(path, Text(_("“{key}” is no number and no amount."), key=name.key))


def _condition(
    definition: Definition, condition: AllOf | AnyOf | Not | Comparison | None, *, before: str, path: str
) -> Iterator[Problem]:
    order = list(definition.by_key)
    earlier = set(order[: order.index(before)]) if before in definition.by_key else set(order)
    parts = list(comparisons(condition))
    if len(parts) > MOST_COMPARISONS:
        yield Problem(path, Text(_("A condition has at most {most} comparisons."), most=MOST_COMPARISONS))
    for part in parts:
        question = definition.by_key.get(part.question)
        if question is None:
            yield Problem(path, Text(_("There is no question “{key}”."), key=part.question))
        elif part.question not in earlier:
            yield Problem(path, Text(_("The condition looks at “{key}”, which is asked later."), key=part.question))
        elif not fits(question, part):
            yield Problem(path, Text(_("This comparison does not suit the question “{key}”."), key=part.question))


def fits(question: AnyQuestion, part: Comparison) -> bool:
    """Whether a comparison makes sense for a question: its operator, and a value that the question could have."""
    if part.is_ in WITHOUT_VALUE:
        return part.value is None
    if part.is_ in (Operator.CONTAINS, Operator.NOT_CONTAINS):
        return _can_contain(question, part.value)
    if part.is_ in ORDERED and not isinstance(question, Number | MoneyAmount | Date | Scale | Calculated):
        return False
    return comparable(question, part.value) is not None


def _can_contain(question: AnyQuestion, value: bool | str | None) -> bool:
    if isinstance(question, SeveralChoices):
        return value in {option.key for option in question.choices}
    return isinstance(question, ShortText | LongText) and isinstance(value, str) and bool(value.strip())


def comparable(question: AnyQuestion, value: bool | str | None) -> Decimal | date | bool | str | None:
    """A comparison's value as answers to this question are held; None when it can never be one."""
    match question:
        case YesNo():
            return value if isinstance(value, bool) else None
        case _ if not isinstance(value, str):
            return None
        case Number() | MoneyAmount() | Scale() | Calculated():
            return _decimal(value)
        case Date():
            return _date(value)
        case Choice():
            return value if value in {option.key for option in question.choices} else None
        case ShortText() | LongText() | Municipality():
            return value
    return None


def _decimal(value: str) -> Decimal | None:
    try:
        number = Decimal(value)
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number.adjusted()) < 20 else None


def _date(value: str) -> date | None:
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def _words(words: Words, path: str, sentence: str) -> Iterator[Problem]:
    if not words.de.strip():
        yield Problem(f"{path}.de", Text(sentence))
    yield from _translated(words, path)


def _translated(words: Words, path: str) -> Iterator[Problem]:
    if words.de.strip() and not words.en.strip():
        yield Problem(
            f"{path}.en", Text(_("The English text is missing; readers will see the German one.")), level="hint"
        )


def _place(definition: Definition, key: str) -> str:
    for number, section in enumerate(definition.sections):
        for index, question in enumerate(section.questions):
            if question.key == key:
                return f"sections.{number}.questions.{index}"
    return ""
