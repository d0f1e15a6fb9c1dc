"""What is written opens cleanly and never runs as a formula."""

import io
from datetime import date
from decimal import Decimal

import pytest

from kommin.foundation.tables import open_workbook, safe_text, write_csv, write_xlsx

pytestmark = pytest.mark.once

DANGEROUS = ["=1+1", "+49 221 1", "-x", "@SUM(A1)", "\t=1", "\r=1", " =1", '=HYPERLINK("https://example.org")', "＝1"]


@pytest.mark.parametrize("text", DANGEROUS)
def test_a_text_that_begins_like_a_formula_is_made_harmless(text: str) -> None:
    assert str(safe_text(text)).startswith("'")


def test_ordinary_texts_and_numbers_stay_as_they_are() -> None:
    assert safe_text("Köln") == "Köln"
    assert safe_text(-5) == -5


def test_csv_reads_back_and_opens_in_german_office_programs() -> None:
    rows = [["Köln", Decimal("1234.50"), date(2009, 3, 14), None], ["=1+1", -5, None, 'a;b\n"c"']]
    text = "".join(write_csv(["Ort", "Betrag", "Tag", "Text"], rows))
    assert text.startswith("\ufeff")
    table = open_workbook(text.encode()).table()
    assert table.rows[0].cells == ["Köln", "1234.50", "2009-03-14", ""]
    assert table.rows[1].cells == ["'=1+1", "-5", "", 'a;b\n"c"']


def test_xlsx_holds_texts_numbers_and_dates_but_no_formula_and_no_link() -> None:
    buffer = io.BytesIO()
    rows = [[text, Decimal("2.5"), date(2009, 3, 14)] for text in [*DANGEROUS, "https://example.org"]]
    write_xlsx(
        buffer,
        ["=Ort", "Betrag", "Tag"],
        rows,
        title="Kommunen: [Liste]/2009 mit einem sehr langen Namen",
        notes=["=x"],
    )
    content = buffer.getvalue()
    table = open_workbook(content).table(header_line=1)
    assert [row.cells[0] for row in table.rows][:3] == ["=1+1", "+49 221 1", "-x"]
    assert table.rows[0].cells[1:] == [2.5, date(2009, 3, 14)]
    import zipfile

    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in sheet
    assert b"hyperlink" not in sheet


def test_a_long_file_comes_in_pieces() -> None:
    pieces = list(write_csv(["Text"], (["x" * 100] for _ in range(5000))))
    assert len(pieces) > 3
    assert "".join(pieces).count("\r\n") == 5001
