"""Definitions: read with clear errors, written back the same, checked before publication."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kommin.questionnaires.definition import (
    AllOf,
    AnyOf,
    Comparison,
    DefinitionError,
    Not,
    Operator,
    Words,
    compare,
    dump,
    load,
    load_json,
    must_be_answered_again,
    problems,
    schema,
)
from kommin.questionnaires.definition.conditions import as_groups, from_groups
from kommin.questionnaires.definition.questions import KINDS
from kommin.questionnaires.shipped import application_form
from questionnaires.samples import EVERY_KIND, definition, every_kind, options, unhurried, words


def errors_of(found) -> list[str]:
    return [str(problem.text) for problem in problems(found) if problem.level == "error"]


def test_every_kind_is_tried_somewhere() -> None:
    assert {question["kind"] for question in EVERY_KIND} == set(KINDS)


def test_a_definition_survives_its_own_file() -> None:
    for one in (every_kind(), application_form()):
        assert load_json(json.dumps(dump(one))) == one


def test_the_shipped_form_can_be_published_and_is_translated() -> None:
    assert problems(application_form()) == []


@pytest.mark.parametrize(
    ("data", "place", "says"),
    [
        ({"sections": [{"key": "a", "title": {}, "questions": [{"kind": "riddle"}]}]}, "questions.0", "kind"),
        ({"sections": [{"key": "Not ok", "title": {}}]}, "sections.0.key", "key"),
        ({"sections": [{"key": "a", "title": {"fr": "x"}}]}, "title.fr", "not known"),
        ({"schema_version": 2}, "schema_version", "Allowed"),
        ({"sections": [{"key": "a"}]}, "sections.0.title", "missing"),
        ({"title": {"de": "x" * 6000}}, "title.de", "too long"),
    ],
)  # fmt: skip
def test_a_wrong_file_names_the_place(data, place, says) -> None:
    with pytest.raises(DefinitionError) as refused:
        load(data)
    path, text = refused.value.lines[0]
    assert place in path
    assert says in str(text)


@pytest.mark.parametrize("text", [b"", b"{", b"\xff\xfe", b"[" * 100_000, b"[]", b"null", b"1e999", b'{"sections": 5}'])
def test_no_file_breaks_the_reader(text: bytes) -> None:
    with pytest.raises(DefinitionError):
        load_json(text)


def test_deep_nesting_is_refused_in_words() -> None:
    condition: dict = {"question": "a", "is": "answered"}
    for _level in range(200):
        condition = {"not": condition}
    with pytest.raises(DefinitionError, match="nested"):
        load({"sections": [{"key": "a", "title": {}, "only_if": condition}]})


def test_the_schema_knows_every_kind_and_fits_the_shipped_form() -> None:
    text = json.dumps(schema("https://example.org/schema"))
    assert all(f'"{kind}"' in text for kind in KINDS)
    made = schema()
    assert set(dump(application_form())) <= set(made["properties"])


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(
        st.sampled_from(["sections", "title", "de", "questions", "key", "kind", "only_if", "all", "not", "is"]),
        inner, max_size=4,
    ),
    max_leaves=20,
)  # fmt: skip


@unhurried
@given(JSON)
def test_whatever_is_loaded_gives_a_definition_or_an_error(data) -> None:
    try:
        found = load(data)
    except DefinitionError:
        return
    assert load(dump(found)) == found
    problems(found)


def figure(key: str, formula: str) -> dict[str, Any]:
    return {"key": key, "kind": "calculated", "formula": formula}


def only_if(key: str, other: str, operator: str, value: str | None = None) -> dict[str, Any]:
    return {"key": key, "kind": "yes_no", "only_if": {"question": other, "is": operator, "value": value}}


@pytest.mark.parametrize(
    ("questions", "says"),
    [
        ([{"key": "a", "kind": "choice"}], "At least 2 entries"),
        ([{"key": "a", "kind": "table"}], "at least one column"),
        ([{"key": "a", "kind": "number", "minimum": "5", "maximum": "1"}], "lower limit"),
        ([{"key": "a", "kind": "yes_no"}, {"key": "a", "kind": "yes_no"}], "used twice"),
        ([{"key": "a", "kind": "calculated", "formula": "a + 1"}], "depend on itself"),
        ([figure("a", "b"), figure("b", "a")], "itself"),
        ([{"key": "a", "kind": "calculated", "formula": "nobody"}], "no question “nobody”"),
        ([{"key": "a", "kind": "calculated", "formula": "1 +"}], "ends too early"),
        ([{"key": "a", "kind": "short_text", "title": {}}], "title in German"),
        ([{"key": "a", "kind": "files", "types": []}], "type of file"),
        ([only_if("a", "b", "answered"), {"key": "b", "kind": "yes_no"}], "asked later"),
        ([{"key": "b", "kind": "yes_no"}, only_if("a", "b", "less", "1")], "does not suit"),
    ],
)  # fmt: skip
def test_what_is_missing_is_said(questions, says) -> None:
    assert any(says in line for line in errors_of(definition(*questions))), errors_of(definition(*questions))


def test_missing_english_is_a_hint_only() -> None:
    found = problems(definition({"key": "a", "kind": "yes_no", "title": words("Frage")}))
    assert [problem.level for problem in found] == ["hint"]
    assert Words(de="Frage").shown_in("en") == ("Frage", True)


LEAVES = st.builds(
    Comparison.of,
    st.sampled_from(["joint", "staff"]),
    st.sampled_from([Operator.ANSWERED, Operator.NOT_ANSWERED]),
) | st.builds(
    Comparison.of,
    st.just("staff"),
    st.sampled_from(
        [Operator.EQUAL, Operator.NOT_EQUAL, Operator.LESS, Operator.AT_MOST, Operator.GREATER, Operator.AT_LEAST]
    ),
    st.sampled_from(["1", "2.5", "50"]),
)
CONDITIONS = st.recursive(
    LEAVES,
    lambda inner: (
        st.builds(lambda parts: AllOf(all=parts), st.lists(inner, min_size=1, max_size=3))
        | st.builds(lambda parts: AnyOf(any=parts), st.lists(inner, min_size=1, max_size=3))
        | st.builds(lambda part: Not(not_=part), inner)
    ),
    max_leaves=6,
)


@unhurried
@given(CONDITIONS, st.sampled_from([None, True, False]), st.sampled_from([None, "1", "2.5", "2.51", "50", "99"]))
def test_the_builders_groups_mean_the_same_condition(condition, joint, staff) -> None:
    from kommin.questionnaires.answering.deciding import holds
    from kommin.questionnaires.answering.evaluation import evaluate

    groups = as_groups(condition)
    if groups is None:
        return
    found = every_kind()
    values = evaluate(found, {"joint": joint, "staff": staff}).values
    again = from_groups(groups)
    assert holds(again, values, found.by_key) == holds(condition, values, found.by_key)


def changed(key: str, **more):
    old = every_kind()
    questions = [{**one, **more} if one["key"] == key else one for one in EVERY_KIND]
    return old, definition(*questions)


@pytest.mark.parametrize(
    ("key", "more", "again"),
    [
        ("name", {"title": words("Ihr Name", "Your name")}, False),
        ("name", {"max_length": 80}, False),
        ("name", {"max_length": 20}, True),
        ("name", {"kind": "long_text"}, True),
        ("name", {"ask_again": True}, True),
        ("budget", {"maximum": "200000"}, False),
        ("budget", {"maximum": "50000"}, True),
        ("state", {"choices": options("new", "old", "else")}, False),
        ("state", {"choices": options("new", "else")}, True),
        ("blocks", {"at_most": 1}, True),
        ("grid", {"rows": options("one", "two", "three")}, True),
        ("costs", {"max_rows": 9}, False),
        ("costs", {"columns": []}, True),
        ("proof", {"types": ["pdf"]}, True),
        ("starts", {"latest": "2028-12-31"}, False),
    ],
)  # fmt: skip
def test_who_has_to_answer_again(key, more, again) -> None:
    old, new = changed(key, **more)
    (change,) = compare(old, new)
    assert change.key == key
    assert bool(change.again) is again
    assert bool(must_be_answered_again(old.by_key[key], new.by_key[key])) is again


def test_added_and_removed_questions_are_named() -> None:
    old = definition({"key": "a", "kind": "yes_no"}, {"key": "b", "kind": "yes_no"})
    new = definition({"key": "b", "kind": "yes_no"}, {"key": "c", "kind": "yes_no"})
    assert [(change.kind, change.key) for change in compare(old, new)] == [("added", "c"), ("removed", "a")]
