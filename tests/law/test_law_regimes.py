"""Regimes and base rates as data: validity, names, files, and what is not confirmed."""

import json
from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest

from kommin.law.errors import LawError
from kommin.law.finality import Delivery, final_from
from kommin.law.interest import recovery_interest
from kommin.law.language import reader_for
from kommin.law.parameters import PARAMETERS
from kommin.law.rates import BaseRate, read_rates, shipped_rates
from kommin.law.regime_files import read_regime_file, shipped_regimes
from kommin.law.regimes import count, points

BOOK = shipped_regimes()


@pytest.mark.parametrize(
    ("day", "name", "margin", "receipt", "donations", "fast"),
    [
        ("2003-10-01", "NRW-2003", 5, 3, "reduce-eligible", False),
        ("2023-06-19", "NRW-2003", 5, 3, "reduce-eligible", False),
        ("2023-06-20", "NRW-2023", 3, 3, "reduce-eligible", False),
        ("2024-12-31", "NRW-2023", 3, 3, "reduce-eligible", False),
        ("2025-01-01", "NRW-2023", 3, 4, "reduce-eligible", False),
        ("2025-06-06", "NRW-2023", 3, 4, "reduce-eligible", False),
        ("2025-06-07", "NRW-2025", 3, 4, "own-means", True),
        ("2026-04-22", "NRW-2026", 3, 4, "own-means", True),
    ],
)
def test_each_value_has_its_own_validity(day, name, margin, receipt, donations, fast):
    regime = BOOK.find(day)
    assert regime.name == name
    assert points(regime.basis("interest_margin")).points == margin
    assert count(regime.basis("deemed_receipt_days")) == receipt
    assert regime.basis("donations").value.key == donations
    assert regime.basis("simplified_procedure").value is fast


def test_every_parameter_has_a_value_in_every_regime():
    for name in BOOK.names:
        assert set(BOOK.named(name.name).values) == set(PARAMETERS)


def test_all_values_of_2026_are_unconfirmed():
    assert len(BOOK.named("nrw-2026").unconfirmed) == len(PARAMETERS)
    assert not BOOK.named("NRW-2025").basis("reduction_threshold").note
    assert BOOK.named("NRW-2025").basis("reduction_threshold").confirmed


@pytest.mark.parametrize("text", ["NRW-1999", "", "2003-09-30", "30.09.2003", "2025-13-01"])
def test_unknown_regimes_are_refused(text):
    with pytest.raises(LawError) as caught:
        BOOK.find(text)
    assert caught.value.field == "regime"


def test_an_unconfirmed_value_shows_in_the_answer():
    answer = final_from(delivery=Delivery(posted=date(2026, 5, 4)), regime=BOOK.on(date(2026, 5, 4))).as_json()
    assert answer["date"] == "2026-06-09"
    assert answer["confirmed"] is False
    assert {entry["name"] for entry in answer["unconfirmed"]} >= {"deemed_receipt_days", "remedy_months"}
    assert answer["derivation"][0]["confirmed"] is False


def test_a_derivation_names_rule_source_inputs_and_value():
    answer = recovery_interest(
        amount=Decimal(10000), start=date(2022, 1, 1), repaid=date(2023, 1, 1),
        rates=shipped_rates(), regime=BOOK.named("NRW-2003"),
    ).as_json()  # fmt: skip
    part = answer["derivation"][1]
    assert part["rule"] == "part"
    assert part["source"] == "Nr. 8.5 VVG zu § 44 LHO"
    assert part["inputs"] == {
        "amount": "10000.00",
        "from": "2022-01-01",
        "to": "2022-07-01",
        "days": 181,
        "rate": "4.12",
    }
    assert part["value"] == "204.3068"
    assert [entry["name"] for entry in part["parameters"]] == ["base_rate"]
    assert [entry["name"] for entry in answer["derivation"][0]["parameters"]] == ["interest_margin", "day_count"]
    assert answer["derivation"][-1]["value"] == answer["amount"] == "412.00"
    json.dumps(answer)


def test_a_derivation_reads_german():
    result = final_from(delivery=Delivery(posted=date(2026, 5, 4)), regime=BOOK.named("NRW-2025"))
    german = reader_for("de")
    assert german.value(result.day) == "09.06.2026"
    assert (
        german.text(result.steps[0].text) == "Ein Brief gilt 4\u00a0Tage nach der Aufgabe zur Post als bekannt gegeben."
    )


def regime_file(**changes):
    data = {
        "schema": 1,
        "jurisdiction": "RLP",
        "regimes": [{"name": "RLP-2024", "valid_from": "2024-01-01"}],
        "parameters": {
            "deemed_receipt_days": [
                {
                    "valid_from": "2024-01-01",
                    "value": "2",
                    "source": "§ 41 VwVfG",
                    "confirmed": True,
                    "valid_until": "2025-12-31",
                }
            ]
        },
    }
    return json.dumps({**data, **changes})


def one_value(parameter="use_months", **changes):
    value = {"valid_from": "2024-01-01", "value": "2", "source": "x", "confirmed": True}
    return regime_file(parameters={parameter: [{**value, **changes}]})


def test_another_land_is_another_set_of_rows():
    other = read_regime_file(regime_file())
    both = BOOK.with_rows(other.names, other.values)
    assert count(both.find("RLP-2024").basis("deemed_receipt_days")) == 2
    assert both.on(date(2024, 5, 1)).name == "NRW-2023"
    assert both.on(date(2024, 5, 1), "RLP").name == "RLP-2024"
    with pytest.raises(LawError, match="no value"):
        both.find("RLP-2024").basis("interest_margin")


def test_a_value_ends_on_its_last_day():
    other = read_regime_file(regime_file())
    assert other.ends(other.values[0]) == date(2025, 12, 31)
    assert "deemed_receipt_days" not in other.on(date(2026, 1, 1)).values


def test_later_rows_stand_over_earlier_ones():
    text = regime_file(jurisdiction="NRW", regimes=[], parameters={
        "interest_margin": [{"valid_from": "2026-04-22", "value": "4", "source": "x", "confirmed": True}]})  # fmt: skip
    merged = BOOK.with_rows((), read_regime_file(text).values)
    assert points(merged.named("NRW-2026").basis("interest_margin")).points == 4
    assert points(merged.named("NRW-2025").basis("interest_margin")).points == 3


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{", "not valid JSON"),
        ("[]", "schema"),
        ('{"schema": 2}', "schema"),
        (regime_file(extra=1), "extra"),
        (regime_file(jurisdiction=""), "jurisdiction"),
        (regime_file(regimes=[{"name": "X", "valid_from": "2024-02-30"}]), r"regimes\[0\]"),
        (regime_file(regimes=[{"name": "X", "valid_from": "2024-02-03"}] * 2), "twice"),
        (regime_file(parameters={"unknown": []}), "no such parameter"),
        (regime_file(parameters={"use_months": [1]}), "object"),
        (one_value(value="-1"), "whole"),
        (one_value(source=None), "source"),
        (one_value(confirmed="yes"), "confirmed"),
        (one_value(valid_until="2023-12-31"), "ends before"),
        (one_value("day_count", value="x"), "act/365"),
    ],
)
def test_a_bad_regime_file_is_refused_with_the_place(text, reason):
    with pytest.raises(LawError, match=reason) as caught:
        read_regime_file(text)
    assert caught.value.field == "file"


def test_the_shipped_series_is_complete_and_marks_2026():
    rows = shipped_rates().rows
    assert (rows[0].valid_from, rows[-1].valid_from, len(rows)) == (date(2002, 1, 1), date(2026, 7, 1), 50)
    assert all(row.confirmed == (row.valid_from.year < 2026) for row in rows)
    assert all(a.ends == b.valid_from for a, b in pairwise(rows))


BUNDESBANK_DE = """"";BBK01.SU0115;BBK01.SU0115_FLAGS
"";"Basiszinssatz gemäß BGB / Stand am Monatsende";
Einheit;% p.a.;
Dimension;Eins;
Stand vom;01.07.2027 08:00:00;
2026-12;1,52;
2027-01;1,77;
2027-02;.;Kein Wert vorhanden
2027-06;1,77;
2027-07;2,02;
Kommentar;"Ab 2002, siehe Vordruck";
"""


def test_the_bundesbanks_monthly_series():
    rates = read_rates(BUNDESBANK_DE, source="s")
    assert [(rate.valid_from.isoformat(), str(rate.percent)) for rate in rates] == [
        ("2026-07-01", "1.52"),
        ("2027-01-01", "1.77"),
        ("2027-07-01", "2.02"),
    ]


def test_the_english_notation_and_plain_rows_say_the_same():
    english = BUNDESBANK_DE.replace(",", ".").replace(";", ",")
    plain = "\ufeffvalid_from,percent\n2026-07-01,1.52\n01.01.2027,1.77\n2027-07-01,2.02\n"
    assert read_rates(english, source="s") == read_rates(BUNDESBANK_DE, source="s") == read_rates(plain, source="s")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "no base rates"),
        ("hello\nworld\n", "no base rates"),
        ("valid_from,percent\n2027-01-01,abc\n", "Line 2 .*abc"),
        ("2027-01-01,1.5\n2027-02-30,1.5\n", "Line 2 .*date"),
        ("2027-01-01,1.5\n2027-02,1.6\n", "contradicts line 1"),
        ("2027-01-01\n", "Line 1 .*missing"),
        ("2027-01-01,999\n", "can't be"),
        ("2027-01-01,1.234\n", "decimals"),
        ("2027-01-01,NaN\n", "can't be"),
    ],
)
def test_a_bad_series_names_line_and_reason(text, reason):
    with pytest.raises(LawError, match=reason):
        read_rates(text, source="s")


def test_a_missing_half_year_is_named():
    series = shipped_rates().with_rows([BaseRate(date(2027, 7, 1), Decimal("2"), "s", True)])
    assert series.on(date(2027, 12, 31)).percent == 2
    with pytest.raises(LawError, match="1\u00a0January 2027"):
        series.on(date(2027, 6, 30))
    with pytest.raises(LawError, match="1\u00a0July 2001"):
        series.on(date(2001, 12, 31))
