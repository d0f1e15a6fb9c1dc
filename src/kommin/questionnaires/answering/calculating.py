"""Figures that follow from other answers, with what went into them."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from kommin.law.money import round_cents
from kommin.questionnaires.definition import formulas
from kommin.questionnaires.definition.questions import Calculated, Column

BEYOND = Fraction(10**15)
Reference = formulas.Name | formulas.Rows


@dataclass(frozen=True, slots=True)
class Input:
    """One figure of a formula. `value` is None when it is not answered and counts as nothing."""

    reference: Reference
    value: Decimal | None


@dataclass(frozen=True, slots=True)
class Calculation:
    """A calculated figure: the formula, what went into it, and the result.

    `value` is None when nothing was answered yet or the formula has no result (division by nothing, too large).
    """

    formula: str
    inputs: tuple[Input, ...]
    value: Decimal | None


def calculate(question: Calculated, lookup: formulas.Lookup) -> Calculation:
    """The figure of a calculated question; a formula that cannot be read has no result."""
    try:
        node = formulas.parse(question.formula)
    except formulas.FormulaError:
        return Calculation(question.formula, (), None)
    inputs = tuple(Input(name, lookup(name)) for name in dict.fromkeys(formulas.references(node)))
    if inputs and all(one.value is None for one in inputs):
        return Calculation(question.formula, inputs, None)
    result = formulas.compute(node, lookup)
    if result is None or abs(result) > BEYOND:
        return Calculation(question.formula, inputs, None)
    return Calculation(question.formula, inputs, _rounded(question, result))


def column_total(column: Column, rows: tuple[dict[str, dict[str, Decimal | None]], ...]) -> Decimal:
    """The sum of a table's column; cells without a figure count as nothing."""
    cells = (row["cells"].get(column.key) for row in rows)
    return sum((cell for cell in cells if isinstance(cell, Decimal)), Decimal(0))


def _rounded(question: Calculated, result: Fraction) -> Decimal:
    if question.money:
        return round_cents(result)
    scaled = result * 10**question.decimals
    whole = (Decimal(scaled.numerator) / Decimal(scaled.denominator)).quantize(Decimal(1), ROUND_HALF_UP)
    return whole.scaleb(-question.decimals)
