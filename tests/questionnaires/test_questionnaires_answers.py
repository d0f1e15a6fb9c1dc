"""Answers: understood as people type them, kept whole whatever they hold, checked by one code."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kommin.questionnaires.answering import AnswerSheet, FileInfo, carry_over, evaluate, understand
from questionnaires.samples import EVERY_KIND, definition, every_kind, options, unhurried

ASKED = every_kind()


class Lookups:
    """One municipality and three files."""

    def municipalities(self, keys):
        return {key: "Hagen" for key in keys if key == "05914000"}

    def files(self, ids):
        known = {
            "f1": FileInfo("a.pdf", 10, "pdf"),
            "f2": FileInfo("b.exe", 10, "exe"),
            "f3": FileInfo("c.pdf", 2_000_000, "pdf"),
            "f4": FileInfo("d.pdf", 1, "pdf"),
            "f5": FileInfo("e.png", 1, "png"),
        }
        return {one: known[one] for one in ids if one in known}


def check(**answers: Any):
    return evaluate(ASKED, answers, Lookups())


def errors(key: str, value: Any) -> list[str]:
    return [str(error.text) for error in check(**{key: value}).errors_of(key) if error.kind != "missing"]


@pytest.mark.parametrize(
    ("kind", "typed", "language", "stored"),
    [
        ("money", "48.987,20 €", "de", "48987.20"),
        ("money", "10.000", "de", "10000.00"),
        ("money", "-5", "de", "-5.00"),
        ("money", "viel", "de", "viel"),
        ("number", "1.234", "de", "1234"),
        ("number", "1,5", "de", "1.5"),
        ("number", "1.5", "de", "1.5"),
        ("number", "1,234", "en", "1234"),
        ("number", "1.234", "en", "1.234"),
        ("number", "007", "de", "7"),
        ("number", "1" * 60, "de", "1" * 60),
        ("date", "23.11.2026", "de", "2026-11-23"),
        ("date", "1.2.26", "de", "2026-02-01"),
        ("date", "2026-11-23", "en", "2026-11-23"),
        ("date", "31.02.2026", "de", "31.02.2026"),
        ("short_text", "  a\n b\x00\u202e ", "de", "a  b"),
        ("long_text", "a\r\nb\n\n", "de", "a\nb"),
        ("yes_no", "yes", "de", True),
        ("scale", "3", "de", 3),
        ("short_text", "   ", "de", None),
    ],
)
def test_what_people_type_is_understood(kind, typed, language, stored) -> None:
    question = next(one for one in ASKED.by_key.values() if one.kind == kind)
    assert understand(question, typed, language=language) == stored


@unhurried
@given(st.decimals(min_value=-(10**9), max_value=10**9, places=4), st.sampled_from(["de", "en"]))
def test_a_number_shown_and_sent_back_stays_the_same(number, language) -> None:
    from django.utils import translation

    from kommin.foundation.ui.formatting import reader
    from kommin.questionnaires.page.views import typed

    question = ASKED.by_key["staff"]
    stored = understand(question, str(number), language="en")
    with translation.override(language):
        assert understand(question, typed(question, stored, reader()), language=language) == stored


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("name", "x"), ("email", "a.b@example.org"), ("iban", "DE89 3704 0044 0532 0130 00"), ("story", "x" * 1000),
        ("staff", "1.25"), ("staff", "0"), ("budget", "100000.00"), ("starts", "2026-01-01"), ("joint", False),
        ("state", "new"), ("blocks", ["red", "blue"]), ("mood", 5), ("grid", {"one": "low", "two": "high"}),
        ("costs", [{"id": "a", "cells": {"what": "x", "amount": "1.00", "day": "2026-01-01", "sort": "staff"}}]),
        ("costs", [{"id": "a", "cells": {}}]), ("town", "05914000"), ("proof", ["f1", "f4"]), ("name", "مرحبا שלום"),
    ],
)  # fmt: skip
def test_good_answers_pass(key, value) -> None:
    assert errors(key, value) == []


@pytest.mark.parametrize(
    ("key", "value", "says"),
    [
        ("name", "x" * 100_000, "100000 characters, at most 50"),
        ("name", 5, "not a text"),
        ("email", "nobody", "e-mail"),
        ("iban", "DE89 3704 0044 0532 0130 01", "IBAN"),
        ("iban", "DE8937040044053201300", "IBAN"),
        ("staff", "1.255", "decimals"),
        ("staff", "101", "at most"),
        ("staff", "-1", "at least"),
        ("staff", "viele", "not a number"),
        ("staff", 1.5, "not a number"),
        ("staff", "9" * 19, "not a number"),
        ("budget", "-1.00", "at least"),
        ("budget", "100000.01", "at most"),
        ("budget", "1.001", "not an amount"),
        ("starts", "2025-12-31", "from"),
        ("starts", "2028-01-01", "up to"),
        ("starts", "31.02.2026", "not a day"),
        ("joint", "maybe", "yes or no"),
        ("state", "stolen", "entries offered"),
        ("blocks", ["red", "stolen"], "entries offered"),
        ("blocks", ["red", "green", "blue"], "at most 2"),
        ("mood", 6, "from 1 to 5"),
        ("mood", True, "from 1 to 5"),
        ("grid", {"one": "middle"}, "entries offered"),
        ("grid", {"one": "low"}, "in this row"),
        ("costs", [{"id": str(n), "cells": {"what": "x"}} for n in range(6)], "At most 5 rows"),
        ("costs", [{"id": "a", "cells": {"amount": "x"}}], "not an amount"),
        ("costs", [{"id": "a", "cells": {"amount": "1.00"}}], "fill in this cell"),
        ("costs", "text", "not a table"),
        ("town", "05999999", "municipality"),
        ("proof", ["f2"], "type"),
        ("proof", ["f3"], "too large"),
        ("proof", ["f1", "f4", "f5"], "At most 2 files"),
        ("proof", ["gone"], "no longer there"),
    ],
)  # fmt: skip
def test_bad_answers_say_what_to_do(key, value, says) -> None:
    assert any(says in line for line in errors(key, value)), errors(key, value)


def test_errors_of_tables_have_their_place() -> None:
    rows = [{"id": "r1", "cells": {"what": "x"}}, {"id": "r2", "cells": {"what": "y", "amount": "viel"}}]
    (error,) = check(costs=rows).errors_of("costs")
    assert (error.row, error.column, error.kind) == ("r2", "amount", "invalid")


def test_required_is_only_missing_while_shown() -> None:
    assert {error.question for error in check().errors} == {"name", "joint"}
    assert {error.question for error in check(name="x", joint=True).errors} == {"partner"}
    assert check(name="x", joint=False).is_complete


def test_a_hidden_section_hides_its_questions() -> None:
    from kommin.questionnaires.definition import load

    asked = load({"title": {"de": "x"}, "sections": [
        {"key": "one", "title": {"de": "x"}, "questions": [{"kind": "yes_no", "key": "joint", "title": {"de": "x"}}]},
        {"key": "two", "title": {"de": "x"}, "only_if": {"question": "joint", "is": "equal", "value": True},
         "questions": [{"kind": "short_text", "key": "name", "title": {"de": "x"}, "required": True}]},
    ]})  # fmt: skip
    assert evaluate(asked, {"joint": False}).sections == ("one",)
    assert evaluate(asked, {"joint": False}).is_complete
    assert evaluate(asked, {"joint": True}).shown == ("joint", "name")


STORED = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=30)
    | st.sampled_from(["1.00", "2026-01-01", "red", "f1", "05914000", "new", "low"]),
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(st.sampled_from(["id", "cells", "what", "amount", "one", "two", "x"]), inner, max_size=4),
    max_leaves=12,
)  # fmt: skip


@unhurried
@given(st.dictionaries(st.sampled_from([*ASKED.by_key, "unknown"]), STORED, max_size=8))
def test_whatever_is_stored_is_judged_and_never_breaks(answers) -> None:
    found = evaluate(ASKED, answers, Lookups())
    assert set(found.values) <= set(found.shown)
    assert {error.question for error in found.errors} <= set(found.shown)
    assert evaluate(ASKED, answers, Lookups()) == found


@unhurried
@given(st.sampled_from([one["key"] for one in EVERY_KIND]), st.text(max_size=60))
def test_whatever_is_typed_is_kept_or_understood(key, text) -> None:
    question = ASKED.by_key[key]
    stored = understand(question, text)
    check(**{key: stored})
    assert stored is None or "\x00" not in str(stored)


def test_a_long_chain_of_conditions_is_no_deep_recursion() -> None:
    questions: list[dict[str, Any]] = [{"key": "q0", "kind": "yes_no"}]
    questions += [
        {"key": f"q{n}", "kind": "yes_no", "only_if": {"question": f"q{n - 1}", "is": "equal", "value": True}}
        for n in range(1, 299)
    ]
    asked = definition(*questions)
    found = evaluate(asked, {f"q{n}": True for n in range(299)})
    assert len(found.shown) == 299
    assert evaluate(asked, {"q0": False, "q5": True}).shown == ("q0",)


def test_meant_values_are_typed() -> None:
    found = check(budget="1.00", starts="2026-05-01", blocks=["blue", "red"])
    assert found.values == {"budget": Decimal("1.00"), "starts": date(2026, 5, 1), "blocks": ("red", "blue")}


def test_a_sheet_counts_revisions_by_question() -> None:
    sheet = AnswerSheet().saving({"a": "1", "b": "x"})
    later = sheet.saving({"a": "2", "b": "x", "c": ""})
    assert (later.revision, later.revisions) == (2, {"a": 2, "b": 1})
    assert later.changed_since(1) == {"a"}
    assert later.saving({"a": "2", "b": "x"}) is later
    assert AnswerSheet.from_json(later.as_json()) == later
    assert AnswerSheet.from_json(None) == AnswerSheet()


def test_answers_move_to_a_new_version() -> None:
    new = definition(
        {"key": "name", "kind": "short_text", "max_length": 3},
        {"key": "story", "kind": "long_text", "max_length": 500},
        {"key": "state", "kind": "choice", "choices": options("new", "else")},
        {"key": "budget", "kind": "money", "maximum": "100000", "ask_again": True},
        {"key": "staff", "kind": "money"},
    )
    sheet = AnswerSheet().saving(
        {"name": "Anna", "story": "short", "state": "new", "budget": "5.00", "staff": "1", "mood": 3}
    )
    moved = carry_over(sheet, ASKED, new)
    assert moved.sheet.values == {"name": "Anna", "story": "short", "state": "new"}
    assert set(moved.again) == {"name", "budget", "staff"}
    assert moved.previous == {"budget": "5.00", "staff": "1", "mood": 3}
