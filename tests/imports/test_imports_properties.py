"""Whatever is written in cells: nothing is guessed, nothing raises, and every difference is explained to the cent."""

from datetime import date
from decimal import Decimal

from hypothesis import example, given, settings
from hypothesis import strategies as st

from imports.files import read
from kommin.foundation.tables import NumberFormat
from kommin.imports.core.amounts import AmountReader
from kommin.imports.core.days import read_day
from kommin.imports.core.rows import State, What
from kommin.imports.core.words import words

CENTS = st.integers(-(10**11), 10**11).map(lambda cents: Decimal(cents).scaleb(-2))
GERMAN, ENGLISH, SWISS = NumberFormat(",", "."), NumberFormat(".", ","), NumberFormat(".", "'")


def written(amount: Decimal, form: NumberFormat) -> str:
    text = f"{abs(amount):,.2f}".replace(",", "\0").replace(".", form.decimal).replace("\0", form.thousands)
    return f"-{text}" if amount < 0 else text


@settings(deadline=None)
@given(CENTS, st.sampled_from([GERMAN, ENGLISH, SWISS]), st.sampled_from(["{}", "{} €", "€ {}", "EUR {}", " {}\u00a0"]))
def test_what_was_written_in_a_format_is_read_in_it(amount: Decimal, form: NumberFormat, around: str) -> None:
    cell = around.format(written(amount, form))
    assert AmountReader(words(), "x", form).read(cell).exact == amount


@settings(deadline=None)
@given(CENTS, st.sampled_from([GERMAN, ENGLISH]))
def test_the_other_format_never_reads_another_amount_in_silence(amount: Decimal, form: NumberFormat) -> None:
    other = ENGLISH if form is GERMAN else GERMAN
    found = AmountReader(words(), "x", other).read(written(amount, form))
    assert found.exact is None or found.exact == amount or found.doubts


@settings(deadline=None)
@given(st.text(max_size=40))
@example("=1+1")
@example("1e9")
@example("NaN")
@example("∞")
@example("１２３")
def test_no_text_raises_and_no_letter_is_a_number(text: str) -> None:
    found = AmountReader(words(), "x", GERMAN).read(text)
    assert found.exact is not None or found.doubts
    assert found.exact is None or found.exact.is_finite()
    read_day(text, words())


@settings(deadline=None)
@given(st.dates(date(1950, 1, 1), date(2049, 12, 31)))
def test_a_day_is_read_back_in_every_form(day: date) -> None:
    for text in (f"{day:%Y-%m-%d}", f"{day:%d.%m.%Y}", f"{day.day}.{day.month}.{day:%Y}", f"{day:%Y%m%d}"):
        assert read_day(text, words()).day == day
    assert read_day(f"{day:%m/%d/%Y}", words(), month_first=True).day == day
    unsure = read_day(f"{day:%m/%d/%Y}", words())
    assert day in (unsure.day, unsure.other)


CELLS = st.sampled_from([
    "1.000,00", "234,50", "-10,00", "0,00", "k. A.", "geschwärzt", "abc", "10,005", "1,234.50", "12.000", "5,00 CHF",
    "",
])  # fmt: skip
DAYS = st.sampled_from(["2009", "04.05.2009", "04/05/2009", ""])
NAMES = st.sampled_from(["Stadt Köln", "Herford", "Caritasverband Köln e. V.", "Summe", "", "Stadt Bonn, Stadt Köln"])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(NAMES, CELLS, DAYS), min_size=1, max_size=12))
def test_every_difference_is_explained_to_the_cent(rows: list[tuple[str, str, str]]) -> None:
    texts = (f"{name};P{number % 3};{amount};{day}" for number, (name, amount, day) in enumerate(rows))
    body = "\n".join(texts)
    found = read(f"Empfänger;Projekt;Bewilligt;Datum\nStadt Essen;A;1,50;2009\n{body}\n")
    for one in found.sums:
        assert one.difference == sum((step.difference for step in one.steps), Decimal(0))
    ready = found.read.of_state(State.READY)
    assert all(row.cents is not None and row.year and row.day and row.applicant_name for row in ready)
    assert all(row.state == State.LEFT_OUT for row in found.read.rows if row.what != What.GRANT)
    worth: dict[str, Decimal] = {}
    for row in ready:
        worth[row.case_key] = worth.get(row.case_key, Decimal(0)) + (row.cents or 0)
    assert all(value >= 0 for value in worth.values())
