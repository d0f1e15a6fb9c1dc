"""`verify` finds what somebody with the keys to the database has done by hand."""

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audit.tampering import by_hand
from kommin.foundation.access import Actor
from kommin.foundation.audit.actions import NothingToErase, Target, erase_payload, record, seal
from kommin.foundation.audit.models import SEALS, Head, Personal, Record, Seal, SealedEnd
from kommin.foundation.audit.verification import verify

pytestmark = pytest.mark.django_db
CLOCK = Actor.clock()


def write(*cases: str, personal: dict | None = None) -> list[Record]:
    return [record(action="cases.noted", by=CLOCK, case=case, data={"n": n}, personal=personal)
            for n, case in enumerate(cases)]  # fmt: skip


def first_broken() -> tuple[str, str, int]:
    report = verify()
    assert not report.is_whole
    found = report.first_broken
    assert found is not None
    return found.kind, found.chain, found.number


def test_an_untouched_record_fits():
    write("1", "2", "1", "1")
    assert seal(timezone.now()) == 2
    write("1")
    report = verify()
    assert report.is_whole
    assert (report.records, report.chains, report.seals, report.unsealed) == (5, 2, 1, 1)


def test_an_empty_house_fits():
    assert verify().is_whole


@pytest.mark.parametrize("column", [
    "actor_name", "actor_role", "action", "reason", "object_label", "data_json", "organisation_name", "case",
    "deputising_for", "personal_hash", "object_id", "object_type", "actor_kind",
])  # fmt: skip
def test_a_changed_word_is_found_and_named(column: str):
    rows = write("1", "1", "1")
    by_hand(f'UPDATE audit_record SET "{column}" = %s WHERE id = %s', '{"n": 7}', rows[1].pk)
    assert first_broken() == ("altered", "case:1", 2)


@pytest.mark.parametrize("column", ["actor_id", "organisation_id"])
def test_a_changed_person_or_organisation_is_found(column: str):
    rows = write("1", "1")
    by_hand(f'UPDATE audit_record SET "{column}" = 99 WHERE id = %s', rows[0].pk)
    assert first_broken() == ("altered", "case:1", 1)


def test_a_changed_moment_is_found():
    rows = write("1", "1")
    by_hand("UPDATE audit_record SET at = %s WHERE id = %s", "2020-01-01 00:00:00+00:00", rows[0].pk)
    assert first_broken() == ("altered", "case:1", 1)


def test_a_record_altered_with_its_own_hash_breaks_the_link_after_it():
    rows = write("1", "1", "1")
    rows[1].reason = "invented"
    by_hand("UPDATE audit_record SET reason = %s, hash = %s WHERE id = %s",
            rows[1].reason, rows[1].computed_hash(), rows[1].pk)  # fmt: skip
    assert first_broken() == ("link", "case:1", 3)


def test_a_removed_record_leaves_a_gap():
    rows = write("1", "1", "1")
    by_hand("DELETE FROM audit_record WHERE id = %s", rows[1].pk)
    assert first_broken() == ("gap", "case:1", 2)


def test_a_removed_tail_is_found_by_the_end_of_the_chain():
    rows = write("1", "1", "1")
    by_hand("DELETE FROM audit_record WHERE id IN (%s, %s)", rows[1].pk, rows[2].pk)
    assert first_broken() == ("end", "case:1", 2)


def test_a_removed_tail_with_a_forged_end_is_found_by_the_seal():
    rows = write("1", "1", "1")
    seal(timezone.now())
    by_hand("DELETE FROM audit_record WHERE id = %s", rows[2].pk)
    by_hand("UPDATE audit_head SET number = 2, hash = %s, sealed = 2 WHERE chain = 'case:1'", rows[1].hash)
    assert first_broken() == ("sealed", "case:1", 3)
    report = verify(case="1")
    assert report.first_broken is not None
    assert report.first_broken.kind == "sealed"


def test_a_whole_chain_that_vanished_is_found_by_its_end_and_without_it_by_the_seal():
    write("1", "1", "2")
    seal(timezone.now())
    by_hand("DELETE FROM audit_record WHERE chain = 'case:1'")
    assert first_broken() == ("end", "case:1", 1)
    by_hand("DELETE FROM audit_head WHERE chain = 'case:1'")
    assert first_broken() == ("sealed", "case:1", 2)


def test_a_chain_rewritten_from_the_middle_is_found_by_the_seal():
    rows = write("1", "1", "1")
    seal(timezone.now())
    last = ""
    for row in rows:
        row.previous, row.reason = last, "rewritten"
        last = row.hash = row.computed_hash()
        by_hand("UPDATE audit_record SET previous = %s, reason = %s, hash = %s WHERE id = %s",
                row.previous, row.reason, row.hash, row.pk)  # fmt: skip
    by_hand("UPDATE audit_head SET hash = %s WHERE chain = 'case:1'", last)
    assert first_broken() == ("sealed", "case:1", 3)


@pytest.mark.parametrize("number", [0, 99])
def test_an_end_that_says_it_is_sealed_further_or_less_than_it_is_is_found(number: int):
    write("1", "1")
    seal(timezone.now())
    by_hand("UPDATE audit_head SET sealed = %s WHERE chain = 'case:1'", number)
    assert first_broken() == ("end", "case:1", 2)


def test_an_inserted_record_is_found():
    write("1", "1")
    forged = Record(chain="case:1", number=3, at=timezone.now(), action="cases.noted", case="1", actor_kind="clock")
    forged.previous = Head.objects.get(pk="case:1").hash
    forged.hash = forged.computed_hash()
    forged.save()
    assert first_broken() == ("end", "case:1", 3)


def test_exchanged_records_are_found():
    rows = write("1", "1", "1")
    for number, row in ((9, rows[0]), (1, rows[1]), (2, rows[0])):
        by_hand("UPDATE audit_record SET number = %s WHERE id = %s", number, row.pk)
    assert first_broken() == ("link", "case:1", 1)


def test_removed_and_altered_seals_are_found():
    for case in ("1", "2", "3"):
        write(case)
        seal(timezone.now())
    by_hand("UPDATE audit_seal SET at = %s WHERE number = 1", "2020-01-01 00:00:00+00:00")
    assert first_broken() == ("seal", SEALS, 1)
    by_hand("DELETE FROM audit_sealedend WHERE seal_id = 3")
    by_hand("DELETE FROM audit_seal WHERE number = 3")
    assert [(f.kind, f.chain, f.number) for f in verify().findings] == [("seal", SEALS, 1), ("end", "case:3", 1)]
    assert Seal.objects.count() == 2


def test_an_altered_end_of_the_seals_is_found():
    write("1")
    seal(timezone.now())
    by_hand("UPDATE audit_head SET sealed = 7 WHERE chain = %s", SEALS)
    assert first_broken() == ("seal", SEALS, 2)


def test_the_last_seal_removed_is_found_by_the_end_of_the_seals_and_by_a_seal_noted_elsewhere():
    write("1")
    seal(timezone.now())
    write("1")
    seal(timezone.now())
    noted = verify().last_seal.split(":")
    anchor = (int(noted[0]), noted[1])
    assert verify(anchor=anchor).is_whole
    by_hand("DELETE FROM audit_sealedend WHERE seal_id = 2")
    by_hand("DELETE FROM audit_seal WHERE number = 2")
    assert first_broken() == ("seal", SEALS, 2)
    first = Seal.objects.get()
    by_hand("UPDATE audit_head SET number = 1, sealed = 1, hash = %s WHERE chain = %s", first.hash, SEALS)
    by_hand("UPDATE audit_head SET sealed = 1 WHERE chain = 'case:1'")
    assert verify().is_whole, "nothing inside this database can show it any more"
    assert [finding.kind for finding in verify(anchor=anchor).findings] == ["anchor"]


def test_sealing_twice_does_nothing_the_second_time():
    write("1", "2")
    assert (seal(timezone.now()), seal(timezone.now())) == (2, 0)
    assert Seal.objects.count() == 1


def test_many_chains_take_several_seals(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("kommin.foundation.audit.actions.sealing.MOST_ENDS", 3)
    write(*"1234567")
    assert seal(timezone.now()) == 7
    assert Seal.objects.count() == 3
    assert verify().is_whole


def test_erased_personal_data_is_told_apart_from_a_broken_record():
    rows = write("1", "1", personal={"name": "Erika Mustermann"})
    erase_payload(record_id=rows[0].pk, by=Actor.command("kommin audit erase"), reason="Art. 17 DSGVO")
    report = verify()
    assert report.is_whole
    assert report.erased == 1
    assert Personal.objects.get(pk=rows[0].pk).data is None
    assert not Personal.objects.filter(data_json__contains="Erika").exclude(pk=rows[1].pk).exists()
    assert Record.objects.filter(action="audit.payload_erased").get().reason == "Art. 17 DSGVO"


def test_erasing_twice_or_nothing_is_refused():
    rows = write("1", personal={"name": "Erika"})
    plain = write("2")[0]
    erase_payload(record_id=rows[0].pk, by=CLOCK, reason="due")
    for pk in (rows[0].pk, plain.pk, 10**9):
        with pytest.raises(NothingToErase):
            erase_payload(record_id=pk, by=CLOCK, reason="due")
    assert Record.objects.filter(action="audit.payload_erased").count() == 1


@pytest.mark.parametrize("statement", [
    "UPDATE audit_personal SET data_json = '{}' WHERE record_id = %s",
    "UPDATE audit_personal SET salt = 'x' WHERE record_id = %s",
    "DELETE FROM audit_personal WHERE record_id = %s",
    "UPDATE audit_personal SET salt = '', data_json = '', erased_at = '2026-01-01 00:00:00+00:00' WHERE record_id = %s",
])  # fmt: skip
def test_personal_data_changed_removed_or_erased_in_silence_is_broken(statement: str):
    rows = write("1", "1", personal={"name": "Erika"})
    by_hand(statement, rows[0].pk)
    assert first_broken() == ("personal", "case:1", 1)


def test_verifying_a_case_leaves_other_cases_alone():
    rows = write("1", "2")
    by_hand("UPDATE audit_record SET reason = 'x' WHERE id = %s", rows[0].pk)
    assert verify(case="2").is_whole
    assert not verify(case="1").is_whole
    assert verify(case="1").records == 1


def test_a_removed_trigger_is_reported():
    from django.db import connection

    table = ' ON "audit_record"' if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f'DROP TRIGGER "audit_record_no_update"{table}')
    report = verify()
    assert report.missing_triggers == ["audit_record_no_update"]
    assert not report.is_whole


steps = st.lists(
    st.one_of(
        st.tuples(st.just("record"), st.sampled_from(["1", "2", ""]), st.booleans()),
        st.tuples(st.just("seal"), st.just(""), st.just(False)),
        st.tuples(st.just("erase"), st.just(""), st.just(False)),
    ),
    min_size=1,
    max_size=12,
)
words = st.text(max_size=20)


@given(steps, st.dictionaries(words, st.one_of(words, st.integers(), st.none(), st.booleans()), max_size=3), st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_sequence_of_actions_verifies_and_any_single_change_is_found(sequence, values, data):
    from django.db import transaction

    with transaction.atomic():
        for kind, case, with_personal in sequence:
            take(kind, case, values, with_personal)
        report = verify()
        assert report.is_whole, report.findings
        assert report.records == Record.objects.count()
        if report.records:
            change_one_thing(data)
            assert not verify().is_whole
        transaction.set_rollback(True)


def take(kind: str, case: str, values: dict, with_personal: bool) -> None:
    if kind == "record":
        record(action="cases.noted", by=CLOCK, case=case or None, target=Target("x.y", "1", "y"), data=values,
               personal={"who": "Erika", **values} if with_personal else None)  # fmt: skip
    elif kind == "seal":
        seal(timezone.now())
    else:
        open_payload = Personal.objects.filter(erased_at=None).order_by("pk").first()
        if open_payload:
            erase_payload(record_id=open_payload.pk, by=CLOCK, reason="due")


def change_one_thing(data: st.DataObject) -> None:
    """One random change of one random row of any of the tables."""
    changes = {
        "audit_record": ("id", Record.objects, ["reason", "action", "hash", "previous", "data_json", "chain",
                                                "object_label", "personal_hash", "number", "actor_id"]),
        "audit_personal": ("record_id", Personal.objects.filter(erased_at=None), ["salt", "data_json"]),
        "audit_head": ("chain", Head.objects, ["hash", "number", "sealed"]),
        "audit_seal": ("number", Seal.objects, ["hash", "previous", "digest", "chains"]),
        "audit_sealedend": ("id", SealedEnd.objects, ["hash", "chain", "number"]),
    }  # fmt: skip
    table = data.draw(st.sampled_from([name for name, (_, rows, _) in changes.items() if rows.exists()]))
    pk, rows, columns = changes[table]
    row = data.draw(st.sampled_from(list(rows.order_by("pk").values_list("pk", flat=True))))
    column = data.draw(st.sampled_from(columns))
    value = 999 if column in {"number", "sealed", "chains", "actor_id"} else data.draw(st.sampled_from(["x", "0" * 32]))
    assert by_hand(f'UPDATE {table} SET "{column}" = %s WHERE "{pk}" = %s', value, row) == 1
