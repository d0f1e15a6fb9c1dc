"""`kommin import`: the same as the browser, from a shell; what it answers is what a script can go on with."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import translation

from imports.test_imports_loading import FIRST, SECOND, in_force
from kommin.cases.models import Case
from kommin.foundation.cli import BadInput
from kommin.imports.models import GrantImport, ImportState
from kommin.programmes.models import Programme
from tables.oldsheets import xlsx

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def first(tmp_path: Path) -> Path:
    return written(tmp_path / "liste.csv", FIRST)


def written(file: Path, text: str) -> Path:
    file.write_text(text, encoding="utf-8")
    return file


def run(*words: object) -> str:
    """What the command says to somebody who reads English."""
    out = StringIO()
    with translation.override("en"):
        call_command("import", *map(str, words), stdout=out, stderr=StringIO())
    return out.getvalue()


def asked(*words: object) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(run(*words, "--json"))
    return answer


def grants(file: Path, programme: Programme, *words: object) -> dict[str, Any]:
    return asked("grants", file, "--programme", programme.slug, *words)


def test_the_answer_says_what_was_loaded_and_what_is_left(programme: Programme, first: Path) -> None:
    answer = grants(first, programme)
    assert (answer["rows"], answer["imported"], answer["skipped"], answer["needs_choice"]) == (6, 4, 1, 1)
    assert answer["amount_eur"] == "64000.50"
    assert in_force(programme) == 64000.50
    assert [(each["row"], each["column"]) for each in answer["problems"] if each["state"] == "choice"] == [
        (4, "Empfänger")
    ]
    assert answer["mapping"]["columns"]["amount"] == "Bewilligt"
    assert [(total["row"], total["fits"]) for total in answer["control_totals"]] == [(7, True)]


def test_a_trial_run_changes_nothing_and_says_the_same(programme: Programme, first: Path) -> None:
    tried = grants(first, programme, "--dry-run")
    assert not GrantImport.objects.exists()
    assert not Case.objects.exists()
    loaded = grants(first, programme)
    told = {"import", "dry_run", "imported"}
    assert {key: tried[key] for key in tried if key not in told} == {
        key: loaded[key] for key in loaded if key not in told
    }
    assert (tried["imported"], tried["import"]) == (0, None)


def test_the_second_run_of_a_file_changes_nothing(programme: Programme, first: Path) -> None:
    grants(first, programme)
    again = grants(first, programme)
    assert (again["imported"], again["unchanged"], again["import"]) == (0, 4, None)
    assert "nothing was changed" in run("grants", first, "--programme", programme.slug)
    assert GrantImport.objects.count() == 1


def test_the_answer_given_back_as_mapping_takes_up_what_was_decided(programme: Programme, first: Path) -> None:
    answer = grants(first, programme, "--dry-run")
    answer["mapping"]["places"]["Herford"] = "05758012"
    chosen = written(first.with_name("answer.json"), json.dumps(answer))
    loaded = grants(first, programme, "--mapping", chosen)
    assert (loaded["imported"], loaded["needs_choice"]) == (5, 0)
    assert Case.objects.filter(applicant_key="05758012").count() == 1
    assert grants(first, programme)["unchanged"] == 5, "the mapping is remembered for the source"


def test_a_newer_edition_is_found_by_its_grants(programme: Programme, first: Path) -> None:
    grants(first, programme)
    changed = grants(written(first.with_name("neu.csv"), SECOND), programme)["changes"]
    assert {name: changed[name] for name in ("new", "same", "changed", "gone")} == {
        "new": 2, "same": 1, "changed": 2, "gone": 1,
    }  # fmt: skip


def test_a_control_total_that_does_not_fit_loads_nothing(programme: Programme, first: Path) -> None:
    with pytest.raises(SystemExit) as left:
        run("grants", first, "--programme", programme.slug, "--control-total", "71.000,51")
    assert left.value.code == 1
    assert not Case.objects.exists()
    assert grants(first, programme, "--control-total", "71.000,50")["imported"] == 4


def test_sheets_columns_and_decisions_are_chosen_by_options(programme: Programme, tmp_path: Path) -> None:
    file = tmp_path / "mappe.xlsx"
    rows = [["Wer", "Betrag", "Anderes Geld", "Datum"], ["Stadt Köln", 100, 7, "04.05.2009"]]
    newer = [rows[0], ["Stadt Bonn", 900, 8, "04.05.2009"]]
    file.write_bytes(xlsx([["Bericht"]], sheet="Deckblatt", Alt=rows, Neu=newer))
    for sheet in ("Neu", "3"):
        answer = grants(file, programme, "--dry-run", "--sheet", sheet)
        assert (answer["mapping"]["sheet"], answer["amount_eur"]) == ("Neu", "900.00")
    other = grants(file, programme, "--dry-run", "--sheet", "Alt", "--column", "amount=Anderes Geld")
    assert (other["amount_eur"], other["mapping"]["columns"]["amount"]) == ("7.00", "Anderes Geld")
    twice = written(tmp_path / "zwei.csv", "Stadt;Betrag;Jahr\nKöln;5,00;2009\nKöln;5,00;2009\n")
    assert grants(twice, programme, "--dry-run")["amount_eur"] == "5.00"
    assert grants(twice, programme, "--dry-run", "--decide", "duplicate=keep")["amount_eur"] == "10.00"
    with pytest.raises(BadInput, match="There is no sheet “9”"):
        grants(file, programme, "--dry-run", "--sheet", "9")


def test_a_person_reads_what_happened(programme: Programme, first: Path) -> None:
    said = run("grants", first, "--programme", programme.slug)
    for words in ("Bewilligt", "Row 7, “Summe”: fits", "6 rows: 4 ready, 1 to be chosen, 1 left out.", "4 rows loaded"):
        assert words in said


def test_listed_exported_taken_back(programme: Programme, first: Path, tmp_path: Path) -> None:
    number = grants(first, programme)["import"]
    for name in ("alt.csv", "alt.xlsx"):
        run("export", number, "--output", tmp_path / name)
        again = grants(tmp_path / name, programme, "--dry-run")
        assert (again["amount_eur"], again["unchanged"]) == ("64000.50", 4)
    [listed] = json.loads(run("list", "--programme", programme.slug, "--json"))
    assert (listed["import"], listed["state"]) == (number, ImportState.LOADED)
    assert "liste.csv" in run("list", "--programme", programme.slug)
    back = asked("take-back", number, "--reason", "falsche Datei")
    assert (back["state"], back["reason"], in_force(programme)) == (ImportState.TAKEN_BACK, "falsche Datei", 0)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("grants", "{file}", "--programme", "gibt-es-nicht"), "There is no programme “gibt-es-nicht”"),
        (("grants", "{file}", "--programme", "{slug}", "--decide", "unklar"), "please write NAME=VALUE"),
        (("grants", "{file}", "--programme", "{slug}", "--mapping", "{file}"), "is no JSON file"),
        (("export", "4711", "--output", "x.csv"), "There is no import 4711"),
        (("take-back", "4711", "--reason", "x"), "There is no import 4711"),
    ],
)
def test_bad_input_gets_a_sentence(words: tuple[str, ...], says: str, programme: Programme, first: Path) -> None:
    with pytest.raises(BadInput, match=says):
        run(*(word.format(file=first, slug=programme.slug) for word in words))


def test_an_export_goes_to_a_file_of_a_known_kind_in_a_known_folder(programme: Programme, first: Path) -> None:
    number = grants(first, programme)["import"]
    for output, says in (("alt.pdf", "csv or .xlsx"), ("nirgends/alt.csv", "There is no folder")):
        with pytest.raises(BadInput, match=says):
            run("export", number, "--output", first.with_name(output) if "/" not in output else output)
