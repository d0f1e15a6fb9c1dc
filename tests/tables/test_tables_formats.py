"""Numbers and dates: recognised from the whole column, doubts shown, never a guess for a single cell."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kommin.foundation.tables import DateFormat, FormatError, NumberFormat, read_date, read_number
from kommin.foundation.tables.formats import recognise_dates, recognise_numbers

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("cells", "decimal", "thousands", "values"),
    [
        (["1.234,50 €", "7,00 €"], ",", ".", ["1234.50", "7.00"]),
        (["1,234.50", "$7.00"], ".", ",", ["1234.50", "7.00"]),
        (["1'234.50", "CHF 7.00"], ".", "'", ["1234.50", "7.00"]),
        (["1’234’567.50"], ".", "'", ["1234567.50"]),
        (["1 234,50", "12\N{NO-BREAK SPACE}345,1"], ",", "", ["1234.50", "12345.1"]),
        (["500,00-", "(20,00)", "−3,50"], ",", "", ["-500.00", "-20.00", "-3.50"]),
        (["1.200,-", "3.400,-"], ",", ".", ["1200", "3400"]),
        (["12,5 %"], ",", "", ["12.5"]),
        (["1.234.567"], ",", ".", ["1234567"]),
        (["0,125"], ",", "", ["0.125"]),
        (["1234,567"], ",", "", ["1234.567"]),
    ],
)
def test_numbers_are_recognised_by_column(cells: list[str], decimal: str, thousands: str, values: list[str]) -> None:
    written = recognise_numbers(cells)
    assert written is not None
    assert (written.decimal, written.thousands, written.doubtful) == (decimal, thousands, False)
    assert [read_number(cell, written) for cell in cells] == [Decimal(value) for value in values]


def test_a_column_that_reads_two_ways_says_so() -> None:
    written = recognise_numbers(["1.234", "5.678"])
    assert written == NumberFormat(",", ".", doubtful=True)
    assert recognise_numbers(["1.234", "5.678", "9,50"]) == NumberFormat(",", ".", doubtful=False)


def test_a_number_of_another_form_is_refused_not_guessed() -> None:
    german = NumberFormat(",", ".")
    for text in ["1,234.50", "12.34", "abc", "1.2.3", "12,3,4", "1.23.456,0", "€ x", "--5x"]:
        with pytest.raises(FormatError):
            read_number(text, german)


def test_numbers_of_a_spreadsheet_keep_what_was_shown() -> None:
    assert read_number(0.1, NumberFormat()) == Decimal("0.1")
    assert read_number("", NumberFormat()) is None
    with pytest.raises(FormatError):
        read_number(float("nan"), NumberFormat())
    with pytest.raises(FormatError):
        read_number(True, NumberFormat())


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=2, allow_nan=False), st.sampled_from([",.", ".,", ".'"]))
def test_what_is_written_in_a_format_is_read_back(amount: Decimal, marks: str) -> None:
    decimal, thousands = marks
    text = f"{amount:,.2f}".replace(",", "T").replace(".", decimal).replace("T", thousands)
    assert read_number(text, NumberFormat(decimal, thousands)) == amount


@pytest.mark.parametrize(
    ("cells", "pattern", "doubtful", "first"),
    [
        (["14.03.2009", "1.2.2010"], "%d.%m.%Y", False, date(2009, 3, 14)),
        (["2009-03-14", "2010-12-31"], "%Y-%m-%d", False, date(2009, 3, 14)),
        (["2009-03-14 00:00:00"], "%Y-%m-%d", False, date(2009, 3, 14)),
        (["14/03/2009"], "%d/%m/%Y", False, date(2009, 3, 14)),
        (["03/14/2009", "01/02/2009"], "%m/%d/%Y", False, date(2009, 3, 14)),
        (["03/04/2009"], "%d/%m/%Y", True, date(2009, 4, 3)),
        (["20090314"], "%Y%m%d", False, date(2009, 3, 14)),
        (["14.03.09"], "%d.%m.%y", False, date(2009, 3, 14)),
    ],
)
def test_dates_are_recognised_by_column(cells: list[str], pattern: str, doubtful: bool, first: date) -> None:
    written = recognise_dates(cells)
    assert written == DateFormat(pattern, doubtful)
    assert read_date(cells[0], written) == first


def test_words_are_neither_numbers_nor_dates() -> None:
    assert recognise_numbers(["Köln", "Bonn", "5"]) is None
    assert recognise_dates(["Köln", "Bonn"]) is None
    with pytest.raises(FormatError):
        read_date("31.02.2009", DateFormat("%d.%m.%Y"))
