"""Reading the amount in one cell: exact, in the format of its column, with every doubt named."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from kommin.foundation.tables import FormatError, NumberFormat, read_number
from kommin.foundation.tables.table import Cell, as_text
from kommin.imports.core.doubts import Doubt, doubt
from kommin.imports.core.words import Words
from kommin.law.money import CENT, LARGEST, ZERO, round_cents

SIGNIFICANT = ".15g"
"""A spreadsheet keeps and shows fifteen digits; what a binary number has beyond them is noise of computing."""
_ERRORS = re.compile(r"#[A-ZÄÖÜ0-9/!?]+[!?]?")
_ONLY_DIGITS = re.compile(r"[-+\d.,'’\s]*")
_DIGIT = re.compile(r"\d")
_EXPONENT = re.compile(r"[-+]?\d+(?:[.,]\d+)?[eE][-+]?\d{1,3}")
_GROUPED_ONCE = re.compile(r"[-+(]*\d{1,3}[.,]\d{3}[-)]*")
_ODD = (NumberFormat(",", "."), NumberFormat(".", ","), NumberFormat(".", "'"), NumberFormat(",", "'"))


_BEFORE_A_EURO_SIGN = re.compile(r"([-+\d.,'’\s]*\d)\s*€")


@dataclass(frozen=True, slots=True)
class Amount:
    """What a cell says.

    Attributes:
        exact: as written, or None where there is no amount.
        currency: the currency named in the cell, or "".
        other: the second reading of a doubtful amount.
        doubts: what to tell about it.
    """

    exact: Decimal | None
    currency: str = ""
    doubts: tuple[Doubt, ...] = ()

    @property
    def cents(self) -> Decimal | None:
        """In whole cents; the only rounding of an import, row by row."""
        return None if self.exact is None else in_cents(self.exact)


def in_cents(exact: Decimal) -> Decimal:
    """An amount in whole cents; most have no more than two decimals, and then nothing is to be rounded."""
    whole = exact.quantize(CENT)
    return whole + ZERO if whole == exact else round_cents(exact)


@dataclass(frozen=True)
class AmountReader:
    """Reads the cells of one column of amounts.

    Attributes:
        column: its name, for doubts.
        written: how its numbers are written.
        unit: what they are multiplied with.
        settled: whether a person, or a control total, settled the format.
    """

    words: Words
    column: str
    written: NumberFormat
    unit: int = 1
    settled: bool = False

    def read(self, cell: Cell) -> Amount:
        """The amount in a cell. Never raises and never guesses: what cannot be read is a doubt without an amount."""
        text = as_text(cell)
        if not text or self.words.is_nothing(text):
            return Amount(None, doubts=(doubt("no_amount", self.column),))
        if self.words.is_redacted(text):
            return Amount(None, doubts=(doubt("redacted_amount", self.column, text=text),))
        bare, currency, factor = self._bare(text)
        unreadable = Amount(None, currency, (doubt("bad_amount", self.column, text=text[:80]),))
        if isinstance(cell, bool) or "%" in text or _ERRORS.fullmatch(text) or not _DIGIT.search(text):
            return unreadable
        if isinstance(cell, int | float):
            return self._checked(
                Decimal(format(cell, SIGNIFICANT)) if isinstance(cell, float) else Decimal(cell), text, "", 1, ()
            )
        try:
            number, doubts = self._number(bare, text)
        except FormatError:
            return unreadable
        if number is None:
            return unreadable
        return self._checked(number, text, currency, factor, doubts)

    def bare(self, cell: str) -> str:
        """A cell without its currency and unit, for recognising the format of a column."""
        return self._bare(cell)[0]

    def _bare(self, text: str) -> tuple[str, str, int]:
        """The cell without its currency and unit, the code of the currency, the factor of the unit."""
        if _ONLY_DIGITS.fullmatch(text):
            return text, "", 1
        if (usual := _BEFORE_A_EURO_SIGN.fullmatch(text)) and "€" in self.words.currencies:
            return usual[1].strip(), self.words.currencies["€"], 1
        lowered = bare = text.casefold()
        units = [sign for sign in self.words.units if sign in lowered]
        currencies = [sign for sign in self.words.currencies if sign in lowered]
        factor = next((self.words.units[sign] for sign in units if _stands_alone(sign, lowered)), 1)
        currency = next((self.words.currencies[sign] for sign in currencies if _stands_alone(sign, lowered)), "")
        for sign in (*units, *currencies):
            if _stands_alone(sign, bare):
                bare = _remove(sign, bare)
        if factor > 1 and not currency and any(mark in lowered for mark in ("€", "eur")):
            currency = "EUR"
        return bare, currency, factor

    def _number(self, bare: str, text: str) -> tuple[Decimal | None, tuple[Doubt, ...]]:
        if _EXPONENT.fullmatch(bare.strip()):
            return Decimal(bare.strip().replace(",", ".")), (doubt("number_odd", self.column, text=text, value=bare),)
        try:
            number = read_number(bare, self.written)
        except FormatError:
            return self._odd(bare, text)
        if number is not None and self.written.doubtful and not self.settled and _GROUPED_ONCE.fullmatch(bare.strip()):
            other = self._other_reading(bare)
            if other is not None and other != number:
                return number, (
                    doubt("number_format", self.column, text=text, value=plain(number), other=plain(other)),
                )
        return number, ()

    def _other_reading(self, bare: str) -> Decimal | None:
        """What the cell would be if the mark between thousands were the decimal mark."""
        try:
            return read_number(bare, NumberFormat(self.written.thousands, ""))
        except FormatError:
            return None

    def _odd(self, bare: str, text: str) -> tuple[Decimal, tuple[Doubt, ...]]:
        """A cell that is written otherwise than its column, if it can be read in one way only."""
        readings = set()
        for written in _ODD:
            try:
                number = read_number(bare, written)
            except FormatError:
                continue
            if number is not None:
                readings.add(number)
        if len(readings) != 1:
            raise FormatError(text)
        number = readings.pop()
        return number, (doubt("number_odd", self.column, text=text, value=plain(number)),)

    def _checked(self, number: Decimal, text: str, currency: str, factor: int, doubts: tuple[Doubt, ...]) -> Amount:
        unit = factor if factor > 1 else self.unit
        exact = number * unit
        if abs(exact) > LARGEST:
            return Amount(None, currency, (doubt("large_amount", self.column, text=text[:80]),))
        if unit > 1:
            doubts = (*doubts, doubt("unit", self.column, text=text, value=plain(exact)))
        if exact != (cents := in_cents(exact)):
            doubts = (*doubts, doubt("rounded", self.column, text=plain(exact), value=plain(cents)))
        return Amount(exact, currency, doubts)


def _stands_alone(sign: str, text: str) -> bool:
    """Whether a sign stands in a text with no letter beside it; signs that are no words may stand anywhere."""
    return sign in text and bool(_pattern(sign).search(text))


def _remove(sign: str, text: str) -> str:
    return _pattern(sign).sub(" ", text).strip()


_patterns: dict[str, re.Pattern[str]] = {}


def _pattern(sign: str) -> re.Pattern[str]:
    """Letters of a sign are not part of a longer word, digits may touch them: "EUR1.234"."""
    known = _patterns.get(sign)
    if known is None:
        before = r"(?<![^\W\d_])" if sign[0].isalpha() else ""
        behind = r"(?![^\W\d_])" if sign[-1].isalpha() else ""
        known = _patterns[sign] = re.compile(before + re.escape(sign) + behind)
    return known


def plain(number: Decimal) -> str:
    """A number as plain digits, without an exponent or needless zeros behind two decimals."""
    text = format(number, "f")
    if "." not in text:
        return f"{text}.00"
    whole, _point, decimals = text.partition(".")
    return f"{whole}.{decimals.rstrip('0').ljust(2, '0')}"


def unit_in(header: str, words: Words) -> int:
    """The unit that a header names: 1000 for "Betrag in T€", else 1."""
    lowered = header.casefold()
    return next((factor for sign, factor in words.units.items() if _stands_alone(sign, lowered)), 1)


def currency_in(header: str, words: Words) -> str:
    """The currency that a header names, or ""."""
    lowered = header.casefold()
    return next((code for sign, code in words.currencies.items() if _stands_alone(sign, lowered)), "")


def sum_of(amounts: Iterable[Decimal | None]) -> Decimal:
    """The exact sum of those that are there."""
    return sum((amount for amount in amounts if amount is not None), Decimal(0))


def formats_to_try(written: NumberFormat) -> Mapping[str, NumberFormat]:
    """The two readings of a doubtful column."""
    return {
        "thousands": NumberFormat(written.decimal, written.thousands),
        "decimal": NumberFormat(written.thousands, ""),
    }
