"""Tables as people keep them: what is recognised, what is refused, and that nothing is refused halfway."""

import io
import zipfile
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kommin.foundation.tables import Limits, TableError, open_workbook

from tables.oldsheets import archive, compound, ods, xls, xlsx  # isort: skip

pytestmark = pytest.mark.once

GRANTS = "Kommune;Zuwendung\nKöln;1.234,50 €\nDüren;2.000,00 €\n"


@pytest.mark.parametrize(
    ("encoding", "shown"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8"), ("utf-16", "utf-16"), ("utf-16-le", "utf-16-le"),
     ("utf-16-be", "utf-16-be"),
     ("cp1252", "cp1252"), ("utf-32", "utf-32")],
)  # fmt: skip
def test_the_encoding_is_recognised_and_shown(encoding: str, shown: str) -> None:
    workbook = open_workbook(GRANTS.encode(encoding))
    assert workbook.encoding == shown
    assert [row.text(0) for row in workbook.table().rows] == ["Köln", "Düren"]


def test_iso_8859_1_is_recognised_where_windows_has_no_say() -> None:
    workbook = open_workbook("Ort;Zahl\nKöln;1\n".encode("iso-8859-1"))
    assert (workbook.encoding, workbook.table().rows[0].text(0)) == ("iso-8859-1", "Köln")


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_the_delimiter_is_recognised_and_shown(delimiter: str) -> None:
    text = (
        f"Name{delimiter}Ort{delimiter}Jahr\nA; B, C{delimiter}Köln{delimiter}2009\nD{delimiter}Bonn{delimiter}2010\n"
    )
    text = text.replace("A; B, C", '"A; B, C"')
    workbook = open_workbook(text.encode())
    assert workbook.delimiter == delimiter
    assert workbook.table().rows[0].cells == ["A; B, C", "Köln", "2009"]


def test_titles_above_the_header_are_kept_apart() -> None:
    title = "KOMM-IN NRW: Bewilligungen 2009;;\nStand: 14.03.2009, Summe 48.987,20 EUR;;\n;;\n"
    text = f"{title}Kommune;Betrag;Jahr\nHerne;48.987,20;2009\n"
    table = open_workbook(text.encode()).table()
    assert table.header_line == 4
    assert table.above == ("KOMM-IN NRW: Bewilligungen 2009", "Stand: 14.03.2009, Summe 48.987,20 EUR")
    assert [column.name for column in table.columns] == ["Kommune", "Betrag", "Jahr"]
    assert table.rows[0].line == 5


def test_line_breaks_in_headers_and_cells_are_understood() -> None:
    text = "Kom-\nmune;Betrag\n".replace("Kom-\nmune", '"Kom-\nmune"').replace("Betrag", '"Betrag\nin Euro"')
    table = open_workbook((text + '"Bad\nHonnef";5\nMarl;6\n').encode()).table()
    assert [column.name for column in table.columns] == ["Kommune", "Betrag in Euro"]
    assert [(row.line, row.text(0)) for row in table.rows] == [(4, "Bad\nHonnef"), (6, "Marl")]


def test_columns_without_or_with_the_same_name_get_names_of_their_own() -> None:
    table = open_workbook(b"Ort;Ort;\nA;B;C\nD;E;F\n").table(header_line=1)
    names = [column.name for column in table.columns]
    assert names[:2] == ["Ort", "Ort (2)"]
    assert len(set(names)) == 3


def test_a_missing_column_is_named_with_those_that_are_there() -> None:
    table = open_workbook(GRANTS.encode()).table()
    assert table.column(" KOMMUNE ").index == 0
    with pytest.raises(TableError, match=r"Kommune.*Zuwendung"):
        table.column("Stadt")


def test_spreadsheets_keep_numbers_and_dates() -> None:
    rows = [
        ["Ort", "Betrag", "Tag", "Jahr"],
        ["Köln", 1234.5, date(2009, 3, 14), 2009],
        ["Bonn", -7, datetime(2010, 1, 2), 2010],  # noqa: DTZ001 - a spreadsheet knows no zones
    ]
    table = open_workbook(xlsx(rows)).table()
    amount, day = table.columns[1], table.columns[2]
    assert [str(amount.number(row.cells[1])) for row in table.rows] == ["1234.5", "-7.0"]
    assert [day.date(row.cells[2]) for row in table.rows] == [date(2009, 3, 14), date(2010, 1, 2)]
    assert table.rows[0].text(3) == "2009"


def test_old_excel_files_and_opendocument_sheets_are_read() -> None:
    assert open_workbook(xls([["Ort", "Betrag"], ["Köln", 2.5]])).table().rows[0].cells == ["Köln", 2.5]
    assert open_workbook(ods([["Ort", "Jahr"], ["Köln", "x"]])).table().rows[0].cells == ["Köln", "x"]


def test_the_sheet_is_chosen_or_the_first_that_holds_something() -> None:
    content = xlsx([], sheet="Leer", Daten=[["Ort"], ["Marl"]], Mehr=[["Ort"], ["Herne"]])
    workbook = open_workbook(content)
    assert workbook.sheet_names == ("Leer", "Daten", "Mehr")
    assert workbook.table().rows[0].text(0) == "Marl"
    assert workbook.table("Mehr").rows[0].text(0) == "Herne"
    with pytest.raises(TableError, match="Leer, Daten, Mehr"):
        workbook.sheet("Weg")


def test_a_sheet_is_also_chosen_by_its_number_unless_one_is_called_so() -> None:
    content = xlsx([["Ort"], ["Marl"]], sheet="Erste", Zweite=[["Ort"], ["Herne"]])
    workbook = open_workbook(content)
    assert [workbook.table(number).sheet for number in ("1", "2")] == ["Erste", "Zweite"]
    for number in ("0", "3", "-1", "²"):
        with pytest.raises(TableError, match="Erste, Zweite"):
            workbook.sheet(number)
    named = open_workbook(xlsx([["Ort"], ["Marl"]], sheet="2", Zweite=[["Ort"], ["Herne"]]))
    assert named.table("2").rows[0].text(0) == "Marl"


def refuse(content: bytes, **options: object) -> str:
    with pytest.raises(TableError) as refusal:
        open_workbook(content, **options).table()  # type: ignore[arg-type]
    return str(refusal.value)


@pytest.mark.parametrize("content", [b"", b"   \n\n", b"\xef\xbb\xbf", b"\xff\xfe", b"\0\0\0"])
def test_an_empty_file_is_refused(content: bytes) -> None:
    refuse(content)


def test_a_header_without_rows_is_refused() -> None:
    refuse(b"Ort;Jahr\n")


@pytest.mark.parametrize(
    "content",
    [b"%PDF-1.7\n...", b"\x89PNG\r\n\x1a\n", b"<!DOCTYPE html><html>", bytes(range(256)) * 20, b"\x1f\x8b\x08\0",
     archive({"word/document.xml": b"<x/>"}), archive({"xl/workbook.bin": b"x"}), b"PK\x03\x04 and nothing more"],
)  # fmt: skip
def test_what_is_no_table_is_refused_whatever_it_is_called(content: bytes) -> None:
    refuse(content)


def test_binary_bytes_in_a_text_are_refused_with_their_line() -> None:
    with pytest.raises(TableError) as refusal:
        open_workbook(b"Ort;Jahr\nK\x01ln;2009\n")
    assert "2" in str(refusal.value)


def test_a_wrong_encoding_is_refused_with_the_line() -> None:
    with pytest.raises(TableError) as refusal:
        open_workbook("Ort\nMarl\nKöln\n".encode("cp1252"), encoding="utf-8")
    assert refusal.value.line == 3
    refuse(GRANTS.encode(), encoding="klingon")


def test_a_password_is_named_as_the_reason() -> None:
    protected = compound({"EncryptionInfo": b"x", "EncryptedPackage": b"y" * 5000})
    assert "assw" in refuse(protected) or "Kennwort" in refuse(protected)
    marked = archive({"content.xml": b"<x/>", "META-INF/manifest.xml": b"<manifest:encryption-data/>"})
    assert "assw" in refuse(marked) or "Kennwort" in refuse(marked)


def test_a_large_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    large = tmp_path / "large.csv"
    with large.open("wb") as file:
        file.write(b"Ort;Jahr\n")
        file.truncate(200_000_000)
    refuse(large)  # type: ignore[arg-type]


@pytest.fixture
def nothing_opens(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fails the test as soon as the reading library is asked."""

    def opened(*_args: object, **_kwargs: object) -> None:
        pytest.fail("the library opened the file")

    monkeypatch.setattr("kommin.foundation.tables.reading._calamine", opened)


@pytest.mark.usefixtures("nothing_opens")
def test_a_zip_bomb_is_refused_before_anything_opens_it() -> None:
    bomb = archive({"xl/workbook.xml": b"<x/>", "xl/worksheets/sheet1.xml": b"\0" * 20_000_000})
    assert len(bomb) < 50_000
    refuse(bomb, limits=Limits(unpacked_bytes=10_000_000))


@pytest.mark.usefixtures("nothing_opens")
def test_a_zip_bomb_that_lies_about_its_size_is_refused() -> None:
    bomb = bytearray(archive({"xl/workbook.xml": b"<x/>", "xl/worksheets/sheet1.xml": b"\0" * 20_000_000}))
    size = (20_000_000).to_bytes(4, "little")
    while (place := bomb.find(size)) >= 0:
        bomb[place : place + 4] = (100).to_bytes(4, "little")
    with zipfile.ZipFile(io.BytesIO(bomb)) as packed:
        assert sum(info.file_size for info in packed.infolist()) < 1000
    refuse(bytes(bomb), limits=Limits(unpacked_bytes=10_000_000))


@pytest.mark.usefixtures("nothing_opens")
def test_a_cell_in_the_last_corner_of_a_sheet_reserves_no_memory() -> None:
    buffer = io.BytesIO()
    import xlsxwriter

    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        page = book.add_worksheet()
        page.write(0, 0, "Ort")
        page.write(1_048_575, 16_383, "x")
    assert "1048576" in refuse(buffer.getvalue())


@pytest.mark.parametrize(
    ("part", "cells"),
    [
        ("xl/worksheets/sheet1.xml", b"<c r='XFD1048576'><v>1</v></c>"),
        ("xl/elsewhere/sheet.xml", b'<c s="1" r="XFD1048576"><v>1</v></c>'),
        ("xl/worksheets/sheet1.xml", b'<x:c r = "xfd1048576"><v>1</v></x:c>'),
        ("xl/worksheets/sheet1.xml", b'<row r="1048576"><c><v>1</v></c></row>'),
    ],
)
def test_no_way_of_writing_a_far_cell_gets_past(part: str, cells: bytes) -> None:
    assert "1048576" in refuse(archive({"xl/workbook.xml": b"<x/>", part: b"<worksheet>" + cells + b"</worksheet>"}))


def test_repeated_rows_of_an_opendocument_sheet_count() -> None:
    assert "1000000" in refuse(ods([["Ort", "Jahr"], ["a", "b"]], repeat=1_000_000))


def test_a_sheet_that_defines_entities_is_refused() -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>'
    refuse(archive({"content.xml": bomb, "mimetype": b"x"}))


def test_more_rows_or_columns_than_allowed_are_refused() -> None:
    refuse(b"a;b\n" + b"1;2\n" * 50, limits=Limits(rows=20))
    refuse(b";".join(b"x%d" % number for number in range(50)) + b"\n" + b"1;" * 49 + b"1\n", limits=Limits(columns=20))
    refuse(xlsx([["a", "b"]] * 50), limits=Limits(rows=20))


def test_damaged_spreadsheets_are_refused() -> None:
    whole = xlsx([["Ort"], ["Marl"]])
    refuse(whole[: len(whole) // 2])
    refuse(xls([["Ort"], ["Marl"]])[:900])


@settings(deadline=None, max_examples=150)
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused_never_worse(content: bytes) -> None:
    with suppress(TableError):
        open_workbook(content).table()


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 3000), st.binary(min_size=1, max_size=20))
def test_a_spreadsheet_with_broken_bytes_is_read_or_refused_never_worse(place: int, noise: bytes) -> None:
    content = bytearray(xlsx([["Ort", "Jahr"], ["Köln", 2009]]))
    content[place : place + len(noise)] = noise
    with suppress(TableError):
        open_workbook(bytes(content)).table()
