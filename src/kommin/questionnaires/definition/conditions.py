"""“Only if …”: a small language over other answers, written as data and never run as code.

    {"question": "joint", "is": "equal", "value": true}
    {"all": [{"question": "costs", "is": "answered"}, {"not": {"question": "kind", "is": "contains", "value": "it"}}]}

An unanswered or hidden question is equal to nothing, contains nothing and is neither less nor greater.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from itertools import product
from typing import Annotated, Any

from pydantic import Discriminator, Field, Tag

from kommin.questionnaires.definition.words import Key, Part

MOST_GROUPS = 12


class Operator(StrEnum):
    """How an answer is looked at."""

    EQUAL = "equal"
    NOT_EQUAL = "not_equal"
    LESS = "less"
    AT_MOST = "at_most"
    GREATER = "greater"
    AT_LEAST = "at_least"
    CONTAINS = "contains"
    NOT_CONTAINS = "not_contains"
    ANSWERED = "answered"
    NOT_ANSWERED = "not_answered"


WITHOUT_VALUE = frozenset({Operator.ANSWERED, Operator.NOT_ANSWERED})
ORDERED = frozenset({Operator.LESS, Operator.AT_MOST, Operator.GREATER, Operator.AT_LEAST})


class Comparison(Part):
    """One answer against one value; numbers, amounts and days are written as text."""

    question: Key
    is_: Operator = Field(alias="is")
    value: bool | Annotated[str, Field(max_length=500)] | None = None

    @classmethod
    def of(cls, question: str, operator: Operator, value: bool | str | None = None) -> Comparison:
        """A comparison, written without the JSON name that is a word of Python."""
        return cls.model_validate({"question": question, "is": operator, "value": value})


class AllOf(Part):
    all: list[Condition] = Field(max_length=20)


class AnyOf(Part):
    any: list[Condition] = Field(max_length=20)


class Not(Part):
    not_: Condition = Field(alias="not")


def _kind_of(value: Any) -> str:
    if isinstance(value, AllOf) or (isinstance(value, dict) and "all" in value):
        return "all"
    if isinstance(value, AnyOf) or (isinstance(value, dict) and "any" in value):
        return "any"
    if isinstance(value, Not) or (isinstance(value, dict) and ("not" in value or "not_" in value)):
        return "not"
    return "comparison"


Condition = Annotated[
    Annotated[AllOf, Tag("all")]
    | Annotated[AnyOf, Tag("any")]
    | Annotated[Not, Tag("not")]
    | Annotated[Comparison, Tag("comparison")],
    Discriminator(_kind_of),
]
for _model in (AllOf, AnyOf, Not):
    _model.model_rebuild()


def comparisons(condition: AllOf | AnyOf | Not | Comparison | None) -> Iterator[Comparison]:
    """Every comparison inside a condition."""
    match condition:
        case Comparison():
            yield condition
        case AllOf(all=parts) | AnyOf(any=parts):
            for part in parts:
                yield from comparisons(part)
        case Not(not_=part):
            yield from comparisons(part)


_OPPOSITE: dict[Operator, tuple[Operator, ...]] = {
    Operator.EQUAL: (Operator.NOT_EQUAL,),
    Operator.NOT_EQUAL: (Operator.EQUAL,),
    Operator.CONTAINS: (Operator.NOT_CONTAINS,),
    Operator.NOT_CONTAINS: (Operator.CONTAINS,),
    Operator.ANSWERED: (Operator.NOT_ANSWERED,),
    Operator.NOT_ANSWERED: (Operator.ANSWERED,),
    Operator.LESS: (Operator.AT_LEAST, Operator.NOT_ANSWERED),
    Operator.AT_LEAST: (Operator.LESS, Operator.NOT_ANSWERED),
    Operator.GREATER: (Operator.AT_MOST, Operator.NOT_ANSWERED),
    Operator.AT_MOST: (Operator.GREATER, Operator.NOT_ANSWERED),
}

Group = tuple[Comparison, ...]


def as_groups(condition: AllOf | AnyOf | Not | Comparison | None) -> list[Group] | None:
    """The same condition as groups: it holds when every comparison of at least one group holds.

    This is the shape the builder in the browser edits. None when it would take more than `MOST_GROUPS` groups.
    """
    if condition is None:
        return []
    return _groups(condition, negated=False)


def from_groups(groups: list[Group]) -> AllOf | AnyOf | Comparison | None:
    """The condition that groups of comparisons mean, in its shortest form."""
    parts = [group[0] if len(group) == 1 else AllOf(all=list(group)) for group in groups if group]
    if not parts:
        return None
    return parts[0] if len(parts) == 1 else AnyOf(any=list(parts))


def _groups(condition: AllOf | AnyOf | Not | Comparison, *, negated: bool) -> list[Group] | None:
    match condition:
        case Not(not_=part):
            return _groups(part, negated=not negated)
        case Comparison():
            if not negated:
                return [(condition,)]
            return [(_with(condition, operator),) for operator in _OPPOSITE[condition.is_]]
        case AllOf(all=parts):
            return _either(parts, negated) if negated else _both(parts, negated)
        case AnyOf(any=parts):
            return _both(parts, negated) if negated else _either(parts, negated)


def _either(parts: list[Condition], negated: bool) -> list[Group] | None:
    found: list[Group] = []
    for part in parts:
        groups = _groups(part, negated=negated)
        if groups is None or len(found) + len(groups) > MOST_GROUPS:
            return None
        found += groups
    return found


def _both(parts: list[Condition], negated: bool) -> list[Group] | None:
    found: list[Group] = [()]
    for part in parts:
        groups = _groups(part, negated=negated)
        if groups is None or len(found) * len(groups) > MOST_GROUPS:
            return None
        found = [(*one, *other) for one, other in product(found, groups)]
    return found


def _with(comparison: Comparison, operator: Operator) -> Comparison:
    value = None if operator in WITHOUT_VALUE else comparison.value
    return Comparison.of(comparison.question, operator, value)
