"""Whether a condition holds for what has been answered so far."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from kommin.questionnaires.definition.conditions import (
    ORDERED,
    AllOf,
    AnyOf,
    Comparison,
    Not,
    Operator,
)
from kommin.questionnaires.definition.problems import comparable
from kommin.questionnaires.definition.questions import AnyQuestion

_LESS: Mapping[Operator, Callable[[Any, Any], bool]] = {
    Operator.LESS: lambda answer, bound: answer < bound,
    Operator.AT_MOST: lambda answer, bound: answer <= bound,
    Operator.GREATER: lambda answer, bound: answer > bound,
    Operator.AT_LEAST: lambda answer, bound: answer >= bound,
}
_TURNED = {Operator.NOT_EQUAL: Operator.EQUAL, Operator.NOT_CONTAINS: Operator.CONTAINS}


def holds(
    condition: AllOf | AnyOf | Not | Comparison | None,
    values: Mapping[str, Any],
    questions: Mapping[str, AnyQuestion],
) -> bool:
    """Whether the condition holds; `values` are the meant answers of the questions that are shown.

    A comparison about a question that does not exist never holds, so a faulty draft hides rather than breaks.
    """
    match condition:
        case None:
            return True
        case AllOf(all=parts):
            return all(holds(part, values, questions) for part in parts)
        case AnyOf(any=parts):
            return any(holds(part, values, questions) for part in parts)
        case Not(not_=part):
            return not holds(part, values, questions)
        case Comparison():
            question = questions.get(condition.question)
            return question is not None and _compares(condition, values.get(condition.question), question)


def _compares(comparison: Comparison, answer: Any, question: AnyQuestion) -> bool:
    operator = comparison.is_
    if operator in _TURNED:
        positive = Comparison.of(comparison.question, _TURNED[operator], comparison.value)
        return not _compares(positive, answer, question)
    if operator is Operator.ANSWERED:
        return answer is not None
    if operator is Operator.NOT_ANSWERED or answer is None:
        return operator is Operator.NOT_ANSWERED and answer is None
    if operator is Operator.CONTAINS:
        return _contains(answer, comparison.value)
    bound = comparable(question, comparison.value)
    if bound is None:
        return False
    if operator is Operator.EQUAL:
        return _equal(answer, bound)
    return operator in ORDERED and _ordered(operator, answer, bound)


def _equal(answer: Any, bound: Any) -> bool:
    if isinstance(answer, bool) or isinstance(bound, bool):
        return answer is bound
    if isinstance(answer, str) and isinstance(bound, str):
        return answer.strip().casefold() == bound.strip().casefold()
    return bool(answer == bound)


def _contains(answer: Any, value: bool | str | None) -> bool:
    if not isinstance(value, str):
        return False
    if isinstance(answer, str):
        return value.casefold() in answer.casefold()
    return isinstance(answer, tuple) and value in answer


def _ordered(operator: Operator, answer: Any, bound: Any) -> bool:
    numbers = isinstance(answer, Decimal | int) and isinstance(bound, Decimal | int)
    days = isinstance(answer, date) and isinstance(bound, date)
    return (numbers or days) and _LESS[operator](answer, bound)
