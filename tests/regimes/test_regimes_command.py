"""`kommin law`: every command answers as documented, and refuses bad input in one sentence."""
# ruff: noqa: E501 - a table of commands with the sentences they give is read line by line

import json
import subprocess
import sys
from io import StringIO

import pytest
from django.core.management import call_command

from kommin.foundation.audit.models import Record
from kommin.foundation.cli import BadInput
from kommin.regimes.models import BaseRateRow, ParameterRow

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def law(*words, lang="de"):
    out = StringIO()
    call_command("law", *_with_language(words, lang), stdout=out)
    return out.getvalue()


def _with_language(words, lang):
    return [*words, "--lang", lang]


def answer(*words):
    return json.loads(law(*words, "--json"))


def refusal(*words, lang="de"):
    with pytest.raises(BadInput) as caught:
        law(*words, lang=lang)
    assert caught.value.returncode == 2
    sentence = str(caught.value)
    assert "\n" not in sentence
    return sentence


SHARE = ("grant", "--kind", "share", "--rate", "80")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ((*SHARE, "--eligible", "55000", "--cap", "48987.20", "--regime", "NRW-2025"), {"amount": "44000.00"}),
        ((*SHARE, "--eligible", "61.234,00 €"), {"amount": "48987.20"}),
        (
            ("grant", "--kind", "deficit", "--eligible", "60000", "--own", "10000", "--third-party", "5000"),
            {"amount": "45000.00"},
        ),
        (("grant", "--kind", "fixed", "--unit-amount", "57000", "--units", "1.25"), {"amount": "71250.00"}),
        (("grant", "--kind", "fixed", "--cap", "20000", "--eligible", "18000"), {"amount": "18000.00"}),
        (("grant", "--kind", "full", "--eligible", "18000", "--cap", "17000"), {"amount": "17000.00"}),
        (
            ("grant", "--kind", "share", "--rate", "60", "--eligible", "100000", "--donation", "10000", "--regime", "2025-06-06"),
            {"amount": "54000.00", "regime": "NRW-2023"},
        ),
        ((*SHARE, "--eligible", "49499.99", "--planned-eligible", "50000"), {"amount": "39599.99"}),
        (
            ("grant", "--kind", "full", "--eligible", "2000", "--minimum", "2000"),
            {"amount": "0.00", "below_minimum": True, "reached": "2000.00"},
        ),
        (
            ("drawdown", "--kind", "share", "--rate", "80", "--paid", "12000", "--due", "8000", "--received", "10000"),
            {"amount": "6000.00"},
        ),
        (
            ("drawdown", "--kind", "deficit", "--paid", "20000", "--own", "10000", "--third-party", "5000"),
            {"amount": "5000.00"},
        ),
        (
            ("drawdown", "--kind", "share", "--rate", "80", "--paid", "20000", "--received", "10000", "--tranche", "2500"),
            {"amount": "2500.00"},
        ),
        (
            ("interest", "--amount", "50000", "--from", "2010-12-01", "--repaid", "2011-09-01", "--regime", "NRW-2003"),
            {"amount": "1942.99", "exact": "1942.9863"},
        ),
        (
            (
                "late-use", "--amount", "30000", "--paid", "2026-02-02",
                "--used", "20000@2026-03-20", "--used", "10000@2026-06-01", "--regime", "NRW-2025",
            ),
            {"amount": "139.21", "use_until": "2026-04-02"},
        ),
        (("final-from", "--posted", "2026-05-04"), {"date": "2026-06-09", "received": "2026-05-08"}),
        (("final-from", "--posted", "04.05.2026", "--waiver", "2026-05-12"), {"date": "2026-05-12"}),
        (("final-from", "--posted", "2026-05-04", "--lawsuit", "2026-06-01"), {"date": None}),
        (
            ("final-from", "--posted", "2026-05-04", "--lawsuit", "2026-06-01", "--lawsuit-ended", "2026-09-15"),
            {"date": "2026-09-16"},
        ),
        (
            (
                "deadlines", "--grant-period-end", "2011-01-31", "--fulfilled", "2010-12-15",
                "--submitted", "2011-06-15", "--knowledge", "2026-03-10",
            ),
            {"report_due": "2011-06-15", "keep_until": "2016-06-15", "revoke_until": "2027-03-10"},
        ),
        (("deviation", "--line", "10000", "--actual", "12000.01", "--savings", "2000"), {"consent_needed": True}),
        (
            ("budget", "--total", "50000", "--part", "2010=45000", "--part", "2011=5000", "--request", "6000@2011"),
            {"allowed": False, "open": "5000.00"},
        ),
        (
            ("words", "48987.20"),
            {"words": "achtundvierzigtausendneunhundertsiebenundachtzig Euro und zwanzig Cent", "amount": "48987.20"},
        ),
    ],
)  # fmt: skip
def test_answers_as_documented(words, expected):
    given = answer(*words)
    assert {name: given[name] for name in expected} == expected
    assert given["derivation"]
    for step in given["derivation"]:
        assert {"rule", "text", "source", "inputs", "value"} <= set(step)


def test_words_alone_for_pasting():
    assert law("words", "48987.20") == "achtundvierzigtausendneunhundertsiebenundachtzig Euro und zwanzig Cent\n"


def test_without_json_a_table_in_german_with_sources():
    shown = law("interest", "--amount", "24000", "--from", "2026-05-01", "--repaid", "2026-10-01")
    assert "444,70 €" in shown
    assert "61 Tage zu 4,27 % im Jahr" in shown
    assert "§ 49a (3) VwVfG NRW" in shown
    assert "Rechtsstand: NRW-2026" in shown
    assert "Noch nicht bestätigt: " in shown


def test_the_same_in_english():
    shown = law("interest", "--amount", "24000", "--from", "2026-05-01", "--repaid", "2026-10-01", lang="en")
    assert "€444.70" in shown
    assert "61 days at 4.27% a year" in shown


@pytest.mark.parametrize(
    ("words", "german", "english"),
    [
        ((*SHARE, "--eligible=-5"), "--eligible: Ein Betrag kann nicht negativ sein.", "--eligible: An amount can't be negative."),
        ((*SHARE, "--eligible", "9" * 13), "--eligible: Dieser Betrag ist zu groß.", "--eligible: This amount is too large."),
        ((*SHARE, "--eligible", "x" * 5000), "--eligible: „xxx", "--eligible: “xxx"),
        (SHARE, "--eligible fehlt.", "--eligible is missing."),
        (("grant", "--kind", "share", "--eligible", "1"), "--rate fehlt.", "--rate is missing."),
        (("grant", "--kind", "deficit", "--rate", "80", "--eligible", "1"), "--rate hat bei", "--rate has no meaning"),
        ((*SHARE, "--eligible", "1", "--regime", "NRW-1999"), "--regime: Es gibt keinen Rechtsstand „NRW-1999“.", "--regime: No regime is called"),
        (("interest", "--amount", "1", "--from", "2026-05-02", "--repaid", "2026-05-01"), "--repaid: Der Tag der Erstattung liegt vor", "--repaid: The day of repayment lies before"),
        (("interest", "--amount", "1", "--from", "2026-05-02", "--repaid", "2027-05-01"), "Der Basiszinssatz für das Halbjahr ab 01.01.2027 ist nicht bekannt.", "The base rate of the half-year from 1 January 2027 is not known."),
        (("interest", "--amount", "1", "--from", "2026-02-30", "--repaid", "2027-05-01"), "--from: Den Tag „2026-02-30“ gibt es im Kalender nicht.", "--from: There is no day"),
        (("late-use", "--amount", "5", "--paid", "2026-02-02", "--used", "6@2026-03-01"), "--used: Die verwendeten Teile ergeben", "--used: The parts used add up"),
        (("late-use", "--amount", "5", "--paid", "2026-02-02", "--used", "6"), "--used: In „6“ fehlt", "--used: “6” lacks"),
        (("late-use", "--amount", "5", "--paid", "2026-02-02", "--used", "5@2026-01-01"), "--used: Ein Teil wurde vor der Auszahlung", "--used: A part was used before"),
        (("final-from",), "--posted: Geben Sie den Tag", "--posted: Give the day"),
        (("final-from", "--posted", "1999-01-01"), "--regime: Für den 01.01.1999 ist kein Rechtsstand bekannt", "--regime: No regime is known for"),
        (("deadlines",), "--grant-period-end: Geben Sie mindestens", "--grant-period-end: Give at least"),
        (("budget", "--total", "5", "--part", "2010=4"), "--part: Die Teilbeträge", "--part: The parts"),
        (("budget", "--total", "5", "--part", "x"), "--part: „x“ ist kein Teilbetrag.", "--part: “x” is not a part."),
        (("words", "one"), "amount: „one“ ist kein Betrag.", "amount: “one” is not an amount."),
        (("regimes", "list", "--regime", "X"), "Es gibt keinen Rechtsstand „X“.", "No regime is called “X”."),
    ],
)  # fmt: skip
def test_bad_input_is_refused_in_one_sentence(words, german, english):
    assert refusal(*words).startswith(german)
    assert refusal(*words, lang="en").startswith(english)


@pytest.fixture
def rates_file(tmp_path):
    file = tmp_path / "rates.csv"
    file.write_text("valid_from,percent\n2026-01-01,1.27\n2026-07-01,1.50\n2027-01-01,1.77\n", encoding="utf-8")
    return file


def test_importing_rates_says_what_is_new_and_a_second_time_nothing(rates_file):
    assert "2 geändert" in law("rates", "import", str(rates_file))
    assert answer("rates", "import", str(rates_file)) == {"new": [], "changed": [], "same": 3}
    assert BaseRateRow.objects.count() == 3
    assert Record.objects.filter(action="regimes.base_rates_imported").count() == 1


def test_imported_rates_are_used(rates_file):
    words = ("interest", "--amount", "10000", "--from", "2026-12-01", "--repaid", "2027-02-01")
    assert "01.01.2027" in refusal(*words)
    law("rates", "import", str(rates_file))
    parts = [step["inputs"]["rate"] for step in answer(*words)["derivation"] if step["rule"] == "part"]
    assert parts == ["4.5", "4.77"]
    listed = answer("rates", "list")["rates"]
    assert listed[-1] == {
        "valid_from": "2027-01-01",
        "percent": "1.77",
        "source": "Deutsche Bundesbank, Basiszinssatz nach § 247 BGB",
        "confirmed": True,
    }


def test_a_bad_file_leaves_nothing_behind(rates_file):
    rates_file.write_text(rates_file.read_text() + "2027-07-01,abc\n")
    assert "Zeile 5 ist nicht verwendbar: „abc“ ist kein Zinssatz." in refusal("rates", "import", str(rates_file))
    assert not BaseRateRow.objects.exists()


def test_binary_rubbish_is_refused(tmp_path):
    file = tmp_path / "picture.png"
    file.write_bytes(bytes(range(256)) * 20)
    assert str(file) in refusal("rates", "import", str(file))
    assert str(file) in refusal("regimes", "import", str(file))


def test_importing_regimes(tmp_path):
    file = tmp_path / "rlp.json"
    values = [{"valid_from": "2024-01-01", "value": "2", "source": "§ 41 VwVfG", "confirmed": True}]
    file.write_text(
        json.dumps(
            {
                "schema": 1,
                "jurisdiction": "RLP",
                "regimes": [{"name": "RLP-2024", "valid_from": "2024-01-01"}],
                "parameters": {"deemed_receipt_days": values},
            }
        )
    )
    assert answer("regimes", "import", str(file))["new"] == ["RLP-2024", "RLP deemed_receipt_days 2024-01-01"]
    assert answer("regimes", "import", str(file)) == {"new": [], "changed": [], "same": 2}
    assert ParameterRow.objects.get().value == "2"
    listed = answer("regimes", "list", "--regime", "RLP-2024")
    assert [row["parameter"] for row in listed["parameters"]] == ["deemed_receipt_days"]
    assert "hat" not in refusal("final-from", "--posted", "2024-05-05", "--regime", "RLP-2024")


def test_listing_regimes_names_sources_and_what_is_unconfirmed():
    shown = law("regimes", "list", "--regime", "2025-06-07")
    assert "zählen als Eigenmittel" in shown
    assert "unbestätigt" in shown
    assert {row["jurisdiction"] for row in answer("regimes", "list")["parameters"]} == {"NRW"}


def test_a_fresh_clone_answers_without_a_database(tmp_path):
    environment = {"KOMMIN_HOME": str(tmp_path / "new"), "KOMMIN_DEMO": "true", "LANG": "en_GB.UTF-8"}
    words = [sys.executable, "-m", "kommin", "law", "final-from", "--posted", "2026-05-04", "--json"]
    done = subprocess.run(words, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["date"] == "2026-06-09"
    words[-1] = "--waiver=x"
    refused = subprocess.run(words, env=environment, capture_output=True, text=True)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert refused.stderr.strip() == "--waiver: “x” is not a date. Write it like 2026-05-04 or 04.05.2026."
