"""Formulas: arithmetic by a small parser, exact, never code."""

from decimal import Decimal
from fractions import Fraction

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from kommin.questionnaires.answering import evaluate
from kommin.questionnaires.definition import formulas
from kommin.questionnaires.wording import formula_in_words
from questionnaires.samples import definition, unhurried


def value(formula: str, **answers: str) -> Fraction | None:
    return formulas.compute(
        formulas.parse(formula), lambda name: Decimal(answers[name.key]) if name.key in answers else None
    )


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("1 + 2 * 3", 7),
        ("(1 + 2) * 3", 9),
        ("-2 - -3", 1),
        ("61234 * 80 %", Fraction("48987.2")),
        ("0,8 * 10", 8),
        ("min(3; 2) + max(1; 5; 4)", 7),
        ("1 / 3", Fraction(1, 3)),
        ("1 / 0", None),
        ("min(1; 1/0)", None),
        ("a − b × 2", 6),
        ("nobody + 1", 1),
    ],
)
def test_arithmetic(formula, expected) -> None:
    assert value(formula, a="10", b="2") == expected


@pytest.mark.parametrize(
    "formula",
    ["", "1 +", "(1", "1)", "__import__('os')", "a.b", "sum(a)", "min(1)", "1 2", "eval(1)", "a == 1", "1" * 0 + "+",
     "(" * 500 + "1" + ")" * 500, "lambda: 1", "sum(a.b.c)", "count(1)", "a[0]", "%"],
)  # fmt: skip
def test_what_cannot_be_read_is_refused(formula) -> None:
    with pytest.raises(formulas.FormulaError):
        formulas.parse(formula)


@unhurried
@given(st.text(max_size=120))
def test_no_text_breaks_the_parser(text) -> None:
    try:
        node = formulas.parse(text)
    except formulas.FormulaError:
        return
    formulas.compute(node, lambda _name: Decimal(1))


FORMULAS = st.recursive(
    st.sampled_from(["a", "b", "2", "0.5", "80 %"]),
    lambda inner: (
        st.builds("({} {} {})".format, inner, st.sampled_from("+-*/"), inner) | st.builds("-{}".format, inner)
    ),
    max_leaves=6,
)


@unhurried
@given(FORMULAS)
def test_a_formula_in_words_means_the_same(formula) -> None:
    asked = definition(
        *({"key": key, "kind": "number", "decimals": 2, "title": {"de": key, "en": key}} for key in ("a", "b"))
    )
    with translation.override("en"):
        words = formula_in_words(formula, asked)
    assert value(words, a="7", b="3") == value(formula, a="7", b="3"), words


def test_grant_follows_from_the_table_with_its_derivation() -> None:
    asked = definition(
        {"key": "costs", "kind": "table", "columns": [{"key": "amount", "title": {"de": "Betrag"}, "kind": "money"}]},
        {"key": "cap", "kind": "money"},
        {"key": "grant", "kind": "calculated", "formula": "min(sum(costs.amount) * 80 %; cap)"},
    )
    rows = [{"id": "a", "cells": {"amount": "61234.00"}}, {"id": "b", "cells": {"amount": "nonsense"}}]
    found = evaluate(asked, {"costs": rows, "cap": "50000.00"})
    calculation = found.calculations["grant"]
    assert calculation.value == Decimal("48987.20")
    assert [(one.reference.key, one.value) for one in calculation.inputs] == [
        ("costs", Decimal("61234.00")), ("cap", Decimal("50000.00")),
    ]  # fmt: skip


def test_half_a_cent_goes_up_once_at_the_end() -> None:
    asked = definition({"key": "a", "kind": "money"}, {"key": "b", "kind": "calculated", "formula": "a / 3 * 3 / 2"})
    assert evaluate(asked, {"a": "0.01"}).values["b"] == Decimal("0.01")


def test_a_hidden_answer_counts_as_nothing() -> None:
    asked = definition(
        {"key": "joint", "kind": "yes_no"},
        {"key": "share", "kind": "money", "only_if": {"question": "joint", "is": "equal", "value": True}},
        {"key": "own", "kind": "money"},
        {"key": "all", "kind": "calculated", "formula": "own + share"},
    )
    answers = {"joint": False, "share": "100.00", "own": "1.00"}
    assert evaluate(asked, answers).values["all"] == Decimal("1.00")
    assert evaluate(asked, answers | {"joint": True}).values["all"] == Decimal("101.00")


def test_a_circle_has_no_result_and_breaks_nothing() -> None:
    asked = definition(
        {"key": "a", "kind": "calculated", "formula": "b + 1"}, {"key": "b", "kind": "calculated", "formula": "a + 1"}
    )
    assert evaluate(asked, {}).values == {}
