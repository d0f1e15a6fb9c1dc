"""What is inserted in bulk stands in the database exactly as the ORM writes it."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from balance.grants import make_programme
from imports.test_imports_loading import begin
from kommin.cases.inserting import Inserter
from kommin.cases.models import Case, EntryKind, LedgerEntry, Stage
from kommin.foundation.access import Actor
from kommin.imports.models import ImportRow
from kommin.programmes.models import Programme

NOW = datetime(2026, 11, 1, 12, 30, tzinfo=UTC)
CASE = {
    "number": "ALT-1-1", "applicant_name": "Köln „%s“", "applicant_sort": "koeln", "title": "100 %", "title_sort": "a",
    "stage": Stage.CLOSED, "received_at": NOW, "stage_since": NOW, "changed_at": NOW, "applied": Decimal("1234.5"),
    "eligible": None, "starts_on": date(2009, 5, 4), "block_id": None,
}  # fmt: skip


def values_of(case: Case) -> dict[str, object]:
    return {
        field.attname: getattr(case, field.attname)
        for field in Case._meta.concrete_fields
        if field.attname not in {"id", "number"}
    }


@pytest.mark.django_db
def test_a_row_is_the_same_as_one_of_the_orm() -> None:
    programme = make_programme()
    given = CASE | {"programme_id": programme.pk}
    assert Inserter(Case, tuple(given)).insert([tuple(given.values())]) == 1
    usual = Case.objects.create(**given | {"number": "ALT-1-2"})
    usual.refresh_from_db()
    assert values_of(Case.objects.get(number="ALT-1-1")) == values_of(usual)


def test_rows_of_an_import_keep_what_json_holds(programme: Programme, officer: Actor) -> None:
    row = begin(programme, officer)
    rows = [(row.pk, 900, "grant", "choice", [], [{"kind": "outside"}]), (row.pk, 901, "grant", "choice", ["ä;"], [])]
    Inserter(ImportRow, ("grant_import_id", "line", "what", "state", "cells", "doubts")).insert(rows)
    found = ImportRow.objects.filter(line__gte=900).order_by("line").values_list("cells", "doubts", "partners", "cents")
    assert list(found) == [([], [{"kind": "outside"}], [], None), (["ä;"], [], [], None)]


def test_the_database_still_refuses_what_it_must(programme: Programme) -> None:
    case = Case.objects.create(**CASE | {"programme_id": programme.pk})
    columns = ("case_id", "programme_id", "kind", "amount", "budget_year", "effective_on", "source")
    entry = (case.pk, programme.pk, EntryKind.GRANTED, Decimal(-1), 2009, date(2009, 1, 1), "decision:1")
    with pytest.raises(IntegrityError), transaction.atomic():
        Inserter(LedgerEntry, columns).insert([entry])
    assert not LedgerEntry.objects.exists()


def test_an_unknown_column_is_named() -> None:
    with pytest.raises(ValueError, match="Case has no column colour"):
        Inserter(Case, ("number", "colour"))
