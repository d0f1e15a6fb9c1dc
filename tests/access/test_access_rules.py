"""Rules read like sentences and say what is missing."""

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from rules import predicate

from kommin.foundation.access import (
    Actor,
    NotAllowed,
    Rule,
    has_role,
    is_signed_in,
    may_open,
    require,
    role_label,
    rule,
)
from kommin.foundation.access.rules import as_rule

HEAD = Actor.person(user_id=1, name="Heike", role="head")
EDITOR = Actor.person(user_id=2, name="Emil", role="editor")


@rule("It must be yours.", otherwise="It must not be yours.")
def is_own(actor: Actor, thing: int) -> bool:
    return actor.user_id == thing


def test_a_missing_role_is_named_as_readers_call_it():
    with translation.override("de"):
        assert has_role("signatory").explain(EDITOR) == [f"Sie brauchen die Rolle „{role_label('signatory')}“."]
    with translation.override("en"):
        assert has_role("head", "auditor").explain(EDITOR) == [
            f"You need one of the roles “{role_label('head')}”, “{role_label('auditor')}”."
        ]
    assert has_role("head").explain(HEAD) == []


def test_of_two_conditions_only_what_is_missing_is_named():
    both = has_role("head") & is_own
    assert both.explain(HEAD, 7) == ["It must be yours."]
    assert len(both.explain(EDITOR, 7)) == 2
    assert both.explain(HEAD, 1) == []


def test_of_two_ways_both_are_named_in_one_sentence():
    with translation.override("en"):
        assert (is_own | has_role("head")).explain(EDITOR, 7) == [
            f"It must be yours. Or: You need the role “{role_label('head')}”."
        ]


def test_an_inverted_rule_has_a_sentence_of_its_own():
    assert (~is_own).explain(HEAD, 1) == ["It must not be yours."]
    assert (~is_own).explain(HEAD, 2) == []
    assert (~~is_own).explain(HEAD, 2) == ["It must be yours."]


def test_a_plain_predicate_gets_a_general_sentence():
    assert as_rule(predicate(lambda: False)).explain(HEAD)[0]


def test_actions_refuse_persons_and_visitors_but_not_the_house_itself():
    with pytest.raises(NotAllowed, match="It must be yours") as refused:
        require(is_own, by=EDITOR, of=1)
    assert refused.value.sentences == ["It must be yours."]
    with pytest.raises(NotAllowed):
        require(is_signed_in, by=Actor.nobody())
    for trusted in (Actor.command("kommin x"), Actor.clock()):
        require(is_own, by=trusted, of=1)
    require(is_own, by=HEAD, of=1)


def test_navigation_asks_whether_a_page_would_open():
    auditor = Actor.person(user_id=3, name="A", role="auditor")
    assert may_open(auditor, "audit:records")
    assert not may_open(EDITOR, "audit:records")
    assert may_open(Actor.nobody(), "home")


leaves = st.sampled_from([True, False]).map(lambda value: _constant(value))


def _constant(value: bool) -> Rule:
    return rule(f"needs {value}", otherwise=f"needs not {value}")(lambda: value)


sentences = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.tuples(inner, inner).map(lambda pair: pair[0] & pair[1]),
        st.tuples(inner, inner).map(lambda pair: pair[0] | pair[1]),
        inner.map(lambda one: ~one),
    ),
    max_leaves=8,
)


@given(sentences)
def test_something_is_said_exactly_when_a_rule_does_not_hold(combined: Rule):
    said = combined.explain(HEAD)
    assert bool(said) is not combined.holds(HEAD)
    assert all(said)
