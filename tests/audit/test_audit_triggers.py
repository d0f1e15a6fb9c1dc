"""The database itself refuses to change or delete the record."""

import pytest
from django.core import checks
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.db.models import F
from django.utils import timezone

from audit.tampering import triggers_off
from kommin.foundation.access import Actor
from kommin.foundation.audit import triggers
from kommin.foundation.audit.actions import record, seal
from kommin.foundation.audit.models import Head, Personal, Record, Seal, SealedEnd

pytestmark = pytest.mark.django_db
TABLES = ["audit_record", "audit_personal", "audit_head", "audit_seal", "audit_sealedend"]


@pytest.fixture
def row() -> Record:
    made = record(action="cases.noted", by=Actor.clock(), case="1", personal={"name": "Erika"})
    seal(timezone.now())
    return made


def refused(sql: str) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # TRUNCATE waits for no pending foreign key
            cursor.execute(sql)
    except DatabaseError as error:
        return "append-only" in str(error)
    return False


def test_all_triggers_are_there_after_all_migrations():
    assert {protection.table for protection in triggers.protections()} >= set(TABLES)
    assert triggers.missing(connection) == []


@pytest.mark.parametrize("table", TABLES)
def test_no_row_can_be_deleted(row: Record, table: str):
    assert refused(f"DELETE FROM {table}")
    if connection.vendor == "postgresql":
        assert refused(f"TRUNCATE {table} CASCADE")


@pytest.mark.parametrize("change", [
    "audit_record SET reason = 'x'", "audit_record SET hash = hash", "audit_personal SET data_json = 'x'",
    "audit_personal SET salt = '', data_json = ''", "audit_head SET hash = 'x'", "audit_head SET number = number - 1",
    "audit_head SET number = number + 2", "audit_head SET sealed = 0", "audit_head SET chain = 'case:2'",
    "audit_seal SET digest = 'x'", "audit_sealedend SET number = 9",
])  # fmt: skip
def test_no_row_can_be_changed(row: Record, change: str):
    assert refused(f"UPDATE {change}")


def test_the_orm_is_refused_like_everybody(row: Record):
    for attempt in (
        row.delete,
        row.save,
        Record.objects.all().delete,
        lambda: Record.objects.update(reason="x"),
        lambda: Record.objects.bulk_update([row], ["reason"]),
        lambda: Personal.objects.update(data_json="{}"),
        lambda: Head.objects.update(number=F("number") + 5),
        Seal.objects.all().delete,
        SealedEnd.objects.all().delete,
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            attempt()
    assert Record.objects.get().reason == ""


def test_erased_is_erased(row: Record):
    Personal.objects.update(salt="", data_json="", erased_at=timezone.now())
    assert refused("UPDATE audit_personal SET erased_at = NULL")
    assert refused("UPDATE audit_personal SET data_json = 'back'")


def test_flush_is_refused(row: Record):
    with pytest.raises(Exception, match=r"append-only|couldn't be flushed"):
        call_command("flush", interactive=False, verbosity=0)
    assert Record.objects.exists()


def test_replacing_a_row_counts_as_deleting_it(row: Record):
    if connection.vendor == "sqlite":
        assert refused(
            "REPLACE INTO audit_seal (number, at, chains, digest, previous, hash)"
            " VALUES (1, '2026-01-01', 1, '', '', '')"
        )
    else:
        assert refused(
            "INSERT INTO audit_seal (number, at, chains, digest, previous, hash) VALUES (1, now(), 1, '', '', '')"
            " ON CONFLICT (number) DO UPDATE SET digest = 'x'"
        )


def test_the_check_names_a_missing_trigger_and_protect_restores_it():
    databases = ["default"]
    assert not [m for m in checks.run_checks(databases=databases, tags=["database"]) if m.id == "audit.E001"]
    suffix = ' ON "audit_seal"' if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f'DROP TRIGGER "audit_seal_no_delete"{suffix}')
    found = [m for m in checks.run_checks(databases=databases, tags=["database"]) if m.id == "audit.E001"]
    assert ["audit_seal_no_delete" in str(message) for message in found] == [True]
    call_command("audit", "protect")
    assert triggers.missing(connection) == []


def test_installing_twice_changes_nothing_and_a_rebuilt_table_is_protected_again():
    triggers.install(connection)
    with triggers_off():
        assert len(triggers.missing(connection)) >= 10
    call_command("migrate", verbosity=0)
    assert triggers.missing(connection) == []


def test_a_disabled_trigger_counts_as_missing():
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE audit_seal DISABLE TRIGGER audit_seal_no_update")
        assert triggers.missing(connection) == ["audit_seal_no_update"]
    else:
        with connection.cursor() as cursor:
            cursor.execute("DROP TRIGGER audit_seal_no_update")
        assert triggers.missing(connection) == ["audit_seal_no_update"]
