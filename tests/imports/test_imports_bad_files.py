"""Bad input: refused in one sentence or told row by row, never read as something else, never half-done."""

import io
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter

from imports.files import kinds, read
from imports.test_imports_command import run
from imports.test_imports_oddities import PLAIN
from kommin.cases.models import Case, LedgerEntry
from kommin.foundation.cli import BadInput
from kommin.foundation.tables import TableError
from kommin.imports.core.rows import State
from kommin.imports.errors import ImportFileError
from kommin.imports.models import GrantImport
from kommin.programmes.models import Programme
from tables.oldsheets import archive, xlsx

BAD = {
    "binary": bytes(range(256)) * 40,
    "a picture": b"\x89PNG\r\n\x1a\n" + b"0" * 200,
    "nothing": b"",
    "only empty rows": b";;;\n" * 1000,
    "an archive of something else": archive({"letter.txt": b"x"}),
    "macros": archive({"xl/workbook.xml": b"<x/>", "xl/vbaProject.bin": b"x"}),
    "protected": archive({"content.xml": b"<x/>", "META-INF/manifest.xml": b"<manifest:encryption-data/>"}),
    "a bomb": archive({"xl/workbook.xml": b"<x/>", "xl/worksheets/sheet1.xml": b"0" * 310_000_000}),
    "a million empty rows": archive({"xl/workbook.xml": b"<x/>", "xl/worksheets/s.xml": b'<row r="1048576"></row>'}),
    "too large": b"a;b\n" * 13_000_000,
    "a table of one column": b"Stadt\nBonn\n",
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_bad_files_are_refused_in_one_sentence(name: str) -> None:
    with pytest.raises((TableError, ImportFileError)) as refusal:
        read(BAD[name])
    assert 10 < len(str(refusal.value)) < 300


def test_a_text_file_that_claims_to_be_a_workbook_is_read_for_what_it_is() -> None:
    assert read(PLAIN, file_name="liste.xlsx").sums[0].after == Decimal("1234.50")


def test_several_columns_that_can_be_the_amount_are_a_question() -> None:
    with pytest.raises(ImportFileError, match="amount="):
        read("Stadt;Betrag 2009;Betrag 2010\nKöln;1,00;2,00\n")


def test_a_file_without_amounts_is_refused() -> None:
    with pytest.raises(ImportFileError, match="amount="):
        read("Stadt;Notiz\nKöln;schön\nBonn;auch\n")


HEADER = ["Stadt", "Projekt", "Betrag", "Jahr"]


def with_formulas(*, computed: bool) -> bytes:
    """A sheet whose amounts and sum are formulas, with what the office program computed or without."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, HEADER)
        for line, (name, factor) in enumerate([("Köln", 10), ("Bonn", 20)], 1):
            page.write_row(line, 0, [name, "A", None, 2009])
            page.write_formula(line, 2, f"={factor}*50.25", value=factor * 50.25 if computed else "")
        page.write(3, 0, "Summe")
        page.write_formula(3, 2, "=SUM(C2:C3)", value=1507.5 if computed else "")
    return buffer.getvalue()


def test_formulas_count_with_what_was_computed() -> None:
    found = read(with_formulas(computed=True))
    assert found.sums[0].after == Decimal("1507.50")
    assert [(control.said, control.fits) for control in found.read.controls] == [(Decimal("1507.5"), True)]


def test_formulas_that_were_never_computed_are_told_row_by_row() -> None:
    found = read(with_formulas(computed=False), {"columns": {"amount": "Betrag"}})
    assert found.read.of_state(State.READY) == []
    assert kinds(found)[2] == kinds(found)[3] == ["no_amount"]


def test_a_workbook_that_claims_to_be_a_text_is_read_for_what_it_is() -> None:
    found = read(xlsx([HEADER, ["Köln", "A", 1000, 2009], ["Bonn", "B", 234.5, 2009]]), file_name="liste.csv")
    assert found.sums[0].after == Decimal("1234.50")


def test_a_million_empty_lines_below_a_list_are_no_rows() -> None:
    found = read(PLAIN.encode() + b";;;\r\n" * 1_000_000)
    assert (found.sums[0].after, len(found.read.rows)) == (Decimal("1234.50"), 2)


def test_lines_of_two_encodings_are_read_each_in_its_own_and_told() -> None:
    lines = ["Empfänger;Projekt;Bewilligt;Datum", "Stadt Köln;Brücke;1,00;2009", "Stadt Münster;Straße;2,50;2009"]
    content = b"\n".join([lines[0].encode(), lines[1].encode(), lines[2].encode("cp1252")])
    found = read(content)
    assert [row.title for row in found.read.rows] == ["Brücke", "Straße"]
    assert kinds(found) == {3: ["encoding"]}
    assert found.sums[0].after == Decimal("3.50")


@pytest.mark.django_db
@pytest.mark.once
@pytest.mark.parametrize(
    ("name", "beginning", "says"),
    [("gross.csv", b"Stadt;Betrag\n", "50 MB"), ("bild.xlsx", b"\x89PNG\r\n\x1a\n", "PNG")],
)
def test_a_file_of_200_mb_is_refused_by_the_command(
    name: str, beginning: bytes, says: str, programme: Programme, tmp_path: Path
) -> None:
    file = tmp_path / name
    with file.open("wb") as out:
        out.write(beginning)
        out.truncate(200_000_000 if name == "gross.csv" else 1_000)
    with pytest.raises(BadInput, match=says):
        run("grants", file, "--programme", programme.slug)
    assert not GrantImport.objects.exists()


@pytest.mark.django_db
@pytest.mark.once
def test_of_a_command_that_breaks_at_the_end_nothing_counts(
    programme: Programme, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "liste.csv"
    file.write_text(PLAIN, encoding="utf-8")

    def broken(*_args: object) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr("kommin.cases.actions.ledger.ManyEntries.settle", broken)
    with pytest.raises(RuntimeError, match="the disk is full"):
        run("grants", file, "--programme", programme.slug)
    assert [row.state for row in GrantImport.objects.all()] == ["discarded"]
    assert not Case.objects.exists()
    assert not LedgerEntry.objects.exists()
