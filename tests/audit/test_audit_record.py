"""What the record keeps of an action, and what it refuses."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import gettext_lazy

from kommin.foundation.access import Actor
from kommin.foundation.audit.actions import Target, record
from kommin.foundation.audit.models import Head, Record

HEAD = Actor.person(
    user_id=7,
    name="Ayşe Yılmaz",
    role="head",
    organisation_id=3,
    organisation_name="Bezirksregierung Arnsberg",
    deputising_for="Jörg Schäfer",
)
DECISION = Target("cases.decision", "12", "Zuwendungsbescheid 36.2-4711")


@pytest.mark.django_db
def test_a_record_says_who_did_what_to_which_object_in_which_role():
    record(
        action="cases.decision_released", by=HEAD, target=DECISION, case="4711",
        data={"amount": Decimal("48987.20"), "day": date(2026, 3, 10), "clauses": ("1.2", "6.5")}, reason="Vier Augen",
    )  # fmt: skip
    row = Record.objects.get()
    assert row.data == {"amount": "48987.20", "day": "2026-03-10", "clauses": ["1.2", "6.5"]}
    assert (row.actor_id, row.actor_name, row.actor_role) == (7, "Ayşe Yılmaz", "head")
    assert (row.organisation_id, row.organisation_name) == (3, "Bezirksregierung Arnsberg")
    assert row.deputising_for == "Jörg Schäfer"
    assert (row.object_type, row.object_id, row.object_label) == DECISION
    assert (row.case, row.chain, row.number, row.reason) == ("4711", "case:4711", 1, "Vier Augen")


@pytest.mark.django_db
def test_each_record_of_a_case_carries_the_hash_of_the_one_before():
    first, second = (record(action=f"cases.step_{n}", by=Actor.clock(), case="4711") for n in (1, 2))
    other = record(action="cases.step_1", by=Actor.clock(), case="4712")
    assert (first.previous, second.previous, other.previous) == ("", first.hash, "")
    assert Head.objects.get(pk="case:4711").hash == second.hash == second.computed_hash()


@pytest.mark.django_db
def test_without_a_case_the_object_has_its_own_chain_and_the_house_keeps_the_rest():
    assert record(action="people.signed_in", by=HEAD, target=Target("people.user", "7", "")).chain == "people.user:7"
    assert record(action="law.rates_imported", by=Actor.command("kommin law rates import")).chain == "house"


@pytest.mark.django_db
def test_a_record_costs_three_queries_and_a_personal_payload_one_more():
    record(action="a.first", by=HEAD, case="1")
    with CaptureQueriesContext(connection) as plain:
        record(action="a.second", by=HEAD, case="1")
    with CaptureQueriesContext(connection) as with_personal:
        record(action="a.third", by=HEAD, case="1", personal={"name": "Erika"})
    with CaptureQueriesContext(connection) as new_chain:
        record(action="a.first", by=HEAD, case="2")
    assert [len(queries) for queries in (plain, with_personal, new_chain)] == [3, 4, 5]


@pytest.mark.django_db
@pytest.mark.parametrize("value", [0.1, float("nan"), object(), {1: "one"}, b"bytes"])
def test_what_has_no_single_spelling_is_refused_and_leaves_nothing_behind(value: object):
    with pytest.raises(TypeError):
        record(action="a.b", by=HEAD, data={"value": value})
    assert not Record.objects.exists()


@pytest.mark.django_db
def test_texts_that_no_database_keeps_are_mended_not_refused():
    row = record(action="a.b", by=HEAD, data={"text": "a\0b\ud800"}, reason="\0", target=Target("x.y", "1", "n" * 9000))
    row.refresh_from_db()
    assert row.computed_hash() == row.hash
    assert row.data == {"text": "a\N{REPLACEMENT CHARACTER}b\N{REPLACEMENT CHARACTER}"}


@pytest.mark.django_db
def test_too_long_a_case_number_is_refused():
    with pytest.raises(ValueError, match="case"):
        record(action="a.b", by=HEAD, case="9" * 65)


@pytest.mark.django_db
def test_translated_texts_are_kept_as_read_at_that_moment():
    assert record(action="a.b", by=HEAD, data={"label": gettext_lazy("German")}).data["label"]
