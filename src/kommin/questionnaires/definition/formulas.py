"""Arithmetic over answers, read by a small parser and never run as code.

    sum(costs.amount) - third_party        min(eligible * 80 %; cap)        count(partners) * 1500

Names are keys of questions; `table.column` only inside `sum`; `count(table)` counts rows. `;` or `,` parts arguments.
Decimals are written with a point or a comma. Unanswered figures count as nothing (0).
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from kommin.law.texts import Text
from kommin.law.texts import gettext_noop as _

MOST_PARTS = 100
_TOKEN = re.compile(r"\s*(?:(?P<number>\d+(?:[.,]\d+)?)|(?P<name>[a-z][a-z0-9_]*)|(?P<sign>[-+*/().;,%·×÷−]))")
_SIGNS = {"·": "*", "×": "*", "÷": "/", "−": "-", ",": ";"}
FUNCTIONS = frozenset({"sum", "count", "min", "max"})


class FormulaError(ValueError):
    """The formula cannot be read; `text` says where and why."""

    def __init__(self, text: Text) -> None:
        super().__init__(str(text))
        self.text = text


@dataclass(frozen=True, slots=True)
class Literal:
    value: Fraction


@dataclass(frozen=True, slots=True)
class Name:
    """An answer; with `column` the sum of a table's column."""

    key: str
    column: str = ""


@dataclass(frozen=True, slots=True)
class Rows:
    """How many rows a table has."""

    key: str


@dataclass(frozen=True, slots=True)
class Operation:
    sign: str
    parts: tuple["Node", ...]


Node = Literal | Name | Rows | Operation
Lookup = Callable[[Name | Rows], Decimal | None]


def parse(formula: str) -> Node:
    """The formula as a tree.

    Raises:
        FormulaError: it cannot be read.
    """
    return _Parser(formula).whole()


def references(node: Node) -> Iterator[Name | Rows]:
    """Every answer a formula looks at."""
    match node:
        case Name() | Rows():
            yield node
        case Operation(parts=parts):
            for part in parts:
                yield from references(part)


def compute(node: Node, lookup: Lookup) -> Fraction | None:
    """The exact result; None where it would divide by nothing."""
    match node:
        case Literal(value):
            return value
        case Name() | Rows():
            return Fraction(lookup(node) or 0)
        case Operation(sign, parts):
            values = [compute(part, lookup) for part in parts]
            known = [value for value in values if value is not None]
            return _OPERATIONS[sign](known) if len(known) == len(values) else None


def _divide(values: list[Fraction]) -> Fraction | None:
    return values[0] / values[1] if values[1] else None


_OPERATIONS: Mapping[str, Callable[[list[Fraction]], Fraction | None]] = {
    "+": lambda values: values[0] + values[1],
    "-": lambda values: values[0] - values[1],
    "*": lambda values: values[0] * values[1],
    "/": _divide,
    "negative": lambda values: -values[0],
    "min": min,
    "max": max,
}


class _Parser:
    """Recursive descent; the number of parts is bounded, so is the depth."""

    def __init__(self, formula: str) -> None:
        self.tokens = list(_tokens(formula))
        if len(self.tokens) > MOST_PARTS:
            raise FormulaError(Text(_("This formula is too long. Use at most {most} parts."), most=MOST_PARTS))
        self.at = 0

    def whole(self) -> Node:
        if not self.tokens:
            raise FormulaError(Text(_("Write a formula, such as sum(costs.amount) - third_party.")))
        node = self._sum()
        if self.at < len(self.tokens):
            raise FormulaError(Text(_("“{part}” is not expected here."), part=self.tokens[self.at]))
        return node

    def _sum(self) -> Node:
        node = self._product()
        while sign := self._take("+", "-"):
            node = Operation(sign, (node, self._product()))
        return node

    def _product(self) -> Node:
        node = self._factor()
        while sign := self._take("*", "/"):
            node = Operation(sign, (node, self._factor()))
        return node

    def _factor(self) -> Node:
        if self._take("-"):
            return Operation("negative", (self._factor(),))
        node = self._value()
        while self._take("%"):
            node = Operation("/", (node, Literal(Fraction(100))))
        return node

    def _value(self) -> Node:
        if self._take("("):
            node = self._sum()
            self._expect(")")
            return node
        token = self._next()
        if token[0].isdigit():
            return Literal(Fraction(token.replace(",", ".")))
        if not token[0].isalpha():
            raise FormulaError(Text(_("“{part}” is not expected here."), part=token))
        if self._take("("):
            return self._call(token)
        if self._peek() == ".":
            raise FormulaError(Text(_("A table's column can only be added up: sum({table}.column)."), table=token))
        return Name(token)

    def _call(self, name: str) -> Node:
        if name not in FUNCTIONS:
            raise FormulaError(Text(_("“{name}” is not known. Use sum, count, min or max."), name=name))
        if name in ("sum", "count"):
            node = self._of_table(name)
            self._expect(")")
            return node
        parts = [self._sum()]
        while self._take(";"):
            parts.append(self._sum())
        self._expect(")")
        if len(parts) < 2:
            raise FormulaError(Text(_("“{name}” compares at least two figures: {name}(a; b)."), name=name))
        return Operation(name, tuple(parts))

    def _of_table(self, name: str) -> Node:
        table = self._next()
        if not table[0].isalpha():
            raise FormulaError(Text(_("“{part}” is not expected here."), part=table))
        if name == "count":
            return Rows(table)
        self._expect(".")
        column = self._next()
        if not column[0].isalpha():
            raise FormulaError(Text(_("“{part}” is not expected here."), part=column))
        return Name(table, column)

    def _peek(self) -> str:
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def _next(self) -> str:
        if self.at >= len(self.tokens):
            raise FormulaError(Text(_("The formula ends too early.")))
        self.at += 1
        return self.tokens[self.at - 1]

    def _take(self, *signs: str) -> str:
        if self._peek() in signs and self._peek():
            return self._next()
        return ""

    def _expect(self, sign: str) -> None:
        if not self._take(sign):
            found = self._peek()
            if found:
                raise FormulaError(Text(_("“{sign}” is missing before “{part}”."), sign=sign, part=found))
            raise FormulaError(Text(_("“{sign}” is missing at the end."), sign=sign))


def _tokens(formula: str) -> Iterator[str]:
    at, end = 0, len(formula.rstrip())
    while at < end:
        match = _TOKEN.match(formula, at)
        if match is None:
            rest = formula[at:].strip()
            raise FormulaError(Text(_("“{part}” cannot be read."), part=rest[:20]))
        at = match.end()
        sign = match["sign"]
        yield _SIGNS.get(sign, sign) if sign else match["number"] or match["name"]
