"""Bringing law in: who may, what is kept, and what stays as it was."""

import json
from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from kommin.foundation.access import Actor, NotAllowed
from kommin.foundation.audit.models import Record
from kommin.law.errors import LawError
from kommin.law.rates import shipped_rates
from kommin.regimes import queries
from kommin.regimes.actions import import_base_rates, import_regimes
from kommin.regimes.models import BaseRateRow, ParameterRow, RegimeRow

pytestmark = pytest.mark.django_db
OPERATOR = Actor.person(user_id=1, name="Olga Operator", role="operator")
CASEWORKER = Actor.person(user_id=2, name="Kim Kasus", role="caseworker")
RATES = b"2026-07-01,1.52\n2027-01-01,1.77\n"


def regime_file(**value):
    entry = {"valid_from": "2026-04-22", "value": "4", "source": "VVG 2026", "confirmed": True} | value
    return json.dumps(
        {"schema": 1, "jurisdiction": "NRW", "regimes": [], "parameters": {"interest_margin": [entry]}}
    ).encode()


def test_a_row_keeps_source_moment_and_importer():
    import_base_rates(content=RATES, by=OPERATOR, source="Bundesbank, abgerufen am 04.01.2027")
    row = BaseRateRow.objects.get(valid_from=date(2027, 1, 1))
    assert (row.percent, row.source, row.imported_by) == (
        Decimal("1.77"), "Bundesbank, abgerufen am 04.01.2027", "Olga Operator",
    )  # fmt: skip
    assert row.imported_at
    record = Record.objects.get(action="regimes.base_rates_imported")
    assert record.actor_name == "Olga Operator"
    assert "1.77" in record.data_json


def test_the_official_file_confirms_what_was_unconfirmed():
    report = import_base_rates(content=RATES, by=OPERATOR)
    assert (report.new, report.changed) == (("2027-01-01",), ("2026-07-01",))
    assert queries.base_rates().on(date(2026, 8, 1)).confirmed
    assert not shipped_rates().on(date(2026, 8, 1)).confirmed


def test_a_correction_stands_over_the_earlier_row_which_stays():
    import_base_rates(content=RATES, by=OPERATOR)
    report = import_base_rates(content=b"2027-01-01,1.87\n", by=OPERATOR)
    assert report.changed == ("2027-01-01",)
    assert queries.base_rates().on(date(2027, 1, 1)).percent == Decimal("1.87")
    assert BaseRateRow.objects.filter(valid_from=date(2027, 1, 1)).count() == 2


@pytest.mark.parametrize("by", [CASEWORKER, Actor.nobody()])
def test_only_the_operator_may(by):
    with pytest.raises(NotAllowed):
        import_base_rates(content=RATES, by=by)
    with pytest.raises(NotAllowed):
        import_regimes(content=regime_file(), by=by)
    assert not BaseRateRow.objects.exists()


def test_an_imported_value_is_in_force_from_its_day_only():
    report = import_regimes(content=regime_file(), by=OPERATOR)
    assert report.changed == ("NRW interest_margin 2026-04-22",)
    book = queries.regime_book()
    assert book.named("NRW-2026").basis("interest_margin").value.points == 4
    assert book.named("NRW-2026").basis("interest_margin").confirmed
    assert book.named("NRW-2025").basis("interest_margin").value.points == 3
    assert Record.objects.filter(action="regimes.regimes_imported").count() == 1


def test_a_wrong_regime_file_leaves_nothing_behind():
    with pytest.raises(LawError):
        import_regimes(content=regime_file(value="many"), by=OPERATOR)
    assert not ParameterRow.objects.exists()
    assert not RegimeRow.objects.exists()
    assert not Record.objects.filter(action__startswith="regimes.").exists()


def test_a_huge_file_is_refused():
    with pytest.raises(LawError, match="too large"):
        import_base_rates(content=b"x" * 2_000_001, by=OPERATOR)


def test_old_german_encoding_is_read():
    content = "Prüfung;Hälfte;\n2027-01;1,77;\n".encode("iso-8859-1")
    assert import_base_rates(content=content, by=OPERATOR).new == ("2027-01-01",)


@pytest.mark.parametrize("change", [lambda rows: rows.delete(), lambda rows: rows.update(percent=0)])
def test_rows_can_neither_be_changed_nor_deleted(change):
    import_base_rates(content=RATES, by=OPERATOR)
    with pytest.raises(DatabaseError), transaction.atomic():
        change(BaseRateRow.objects.filter(valid_from=date(2027, 1, 1)))
    assert BaseRateRow.objects.get(valid_from=date(2027, 1, 1)).percent == Decimal("1.77")
