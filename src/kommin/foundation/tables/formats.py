"""How numbers and dates are written in a column: recognised from all its cells at once, to be shown and overruled."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

_CURRENCY = re.compile(r"(?i)€|\$|£|\b(eur|euro|chf|usd|gbp|dkk|sek|fr\.?|teur|t€)\b|%")
_BLANKS = re.compile(r"[\s\u00a0\u202f\u2009]")
_MINUS = str.maketrans({"−": "-", "–": "-", "‐": "-", "‑": "-"})
_THOUSANDS = "'’.,"
_NUMBER = re.compile(r"^\d[\d.,'’]*$|^[.,]\d+$")
_GROUPED = re.compile(r"^\d{1,3}(?:([.,'’])\d{3})(?:\1\d{3})*$")
_DATE_FORMATS = (
    "%Y-%m-%d", "%d.%m.%Y", "%d.%m.%y", "%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y", "%Y/%m/%d", "%d/%m/%y", "%m/%d/%y",
    "%Y%m%d",
)  # fmt: skip
_TIME_BEHIND = re.compile(r"[T ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?$")
_DATE = re.compile(r"^\d{1,4}[./-]\d{1,2}[./-]\d{1,4}$|^(19|20)\d{6}$")


class FormatError(ValueError):
    """A cell is not written the way its column is."""


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """How a number is written.

    Attributes:
        decimal: the decimal mark, or an empty string where no cell has one.
        thousands: the mark between thousands, or an empty string; blanks are always allowed.
        doubtful: whether the cells would also fit the other reading ("1.234" alone may be a thousand or one).
    """

    decimal: str = "."
    thousands: str = ""
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class DateFormat:
    """How a date is written.

    Attributes:
        pattern: for `datetime.strptime`; empty where the cells hold real dates.
        doubtful: whether the cells would also fit day and month exchanged.
    """

    pattern: str
    doubtful: bool = False


def read_number(cell: object, written: NumberFormat) -> Decimal | None:
    """The number in a cell: currency signs, blanks, a minus behind or accountants' brackets are understood.

    Raises:
        FormatError: no number in this format; never a guess.
    """
    if cell is None or cell == "":
        return None
    if isinstance(cell, bool):
        raise FormatError(cell)
    if isinstance(cell, int | float | Decimal):
        # A float's shortest text is what the spreadsheet showed; its binary value is not.
        return _finite(str(cell))
    text = str(cell)
    digits, negative = (text, False) if _NUMBER.fullmatch(text) else _bare(text)
    if not digits:
        return None
    if not _NUMBER.match(digits):
        raise FormatError(cell)
    whole, mark, fraction = digits.rpartition(written.decimal) if written.decimal else (digits, "", "")
    if not mark:
        whole, fraction = digits, ""
    if written.thousands:
        whole = _without_thousands(whole.replace("’", "'"), written.thousands)
    if not (whole + fraction).isdigit():
        raise FormatError(cell)
    number = _finite(f"{whole or '0'}.{fraction}" if fraction else whole)
    return -number if negative else number


def _without_thousands(digits: str, mark: str) -> str:
    """Whole digits without the marks between them, which must stand at every third."""
    first, *others = digits.split(mark)
    if others and not (1 <= len(first) <= 3 and all(len(group) == 3 for group in others)):
        raise FormatError(digits)
    return "".join((first, *others))


def _finite(text: str) -> Decimal:
    try:
        number = Decimal(text)
    except InvalidOperation as error:
        raise FormatError(text) from error
    if not number.is_finite():
        raise FormatError(text)
    return number


def _bare(text: str) -> tuple[str, bool]:
    """Digits and marks only, and whether the number is negative."""
    stripped = _BLANKS.sub("", _CURRENCY.sub("", text.translate(_MINUS)))
    negative = (
        stripped.startswith("-") or stripped.endswith("-") or (stripped.startswith("(") and stripped.endswith(")"))
    )
    if stripped.endswith((",-", ".-")):
        # "1.200,-" means no cents.
        return f"{stripped[:-1].lstrip('-')}00", stripped.startswith("-")
    return stripped.strip("-+()"), negative


def recognise_numbers(cells: Iterable[object]) -> NumberFormat | None:
    """How the numbers of a column are written, or None where fewer than half of its filled cells are numbers."""
    filled = [cell for cell in cells if cell not in ("", None) and str(cell).strip()]
    real = sum(isinstance(cell, int | float | Decimal) and not isinstance(cell, bool) for cell in filled)
    texts = [digits for cell in filled if isinstance(cell, str) and _NUMBER.match(digits := _bare(cell)[0])]
    if not filled or (real + len(texts)) * 2 < len(filled):
        return None
    return _number_format(texts)


def _number_format(texts: Sequence[str]) -> NumberFormat:
    decimal, thousands = _marks_that_are_certain(texts)
    if decimal and not thousands:
        thousands = next((mark for mark in _THOUSANDS if mark != decimal and any(mark in text for text in texts)), "")
    doubtful = False
    if not decimal:
        # Every mark has three digits behind it: a thousand more likely than a thousandth, but a person should see it.
        grouped = [found[1] for text in texts if (found := _GROUPED.match(text))]
        if not thousands and grouped:
            thousands = grouped[0]
            doubtful = thousands in ".,"
        decimal = "," if thousands == "." else "."
    return NumberFormat(decimal, thousands.replace("’", "'"), doubtful)


def _marks_that_are_certain(texts: Iterable[str]) -> tuple[str, str]:
    """The decimal mark and the mark between thousands, as far as single cells prove them."""
    decimal = thousands = ""
    for text in texts:
        marks = [char for char in text if not char.isdigit()]
        if not marks:
            continue
        last = marks[-1]
        if len(set(marks)) > 1:
            decimal, thousands = last, marks[0]
        elif len(marks) > 1 or last in "'’":
            thousands = last
        elif len(text) - text.rindex(last) - 1 != 3 or text.startswith("0") or len(text.split(last)[0]) > 3:
            decimal = last
    return decimal if decimal in ".," else "", thousands


def read_date(cell: object, written: DateFormat) -> date | None:
    """The date in a cell.

    Raises:
        FormatError: no date in this format.
    """
    match cell:
        case None | "":
            return None
        case datetime():
            return cell.date()
        case date():
            return cell
        case str() if not cell.strip():
            return None
        case str():
            return _parsed_day(_TIME_BEHIND.sub("", cell.strip()), written.pattern)
        case _:
            raise FormatError(cell)


def _parsed_day(text: str, pattern: str) -> date:
    try:
        return datetime.strptime(text, pattern).date()  # noqa: DTZ007 - a day without a time
    except ValueError as error:
        raise FormatError(text) from error


def recognise_dates(cells: Iterable[object]) -> DateFormat | None:
    """How the dates of a column are written, or None where fewer than half of its filled cells are dates."""
    filled = [cell for cell in cells if cell not in ("", None) and str(cell).strip()]
    real = sum(isinstance(cell, date) for cell in filled)
    texts = [
        text for cell in filled if isinstance(cell, str) and _DATE.match(text := _TIME_BEHIND.sub("", cell.strip()))
    ]
    if not filled or (real + len(texts)) * 2 < len(filled):
        return None
    if not texts:
        return DateFormat("")
    fitting = [pattern for pattern in _DATE_FORMATS if all(_fits(text, pattern) for text in texts)]
    if not fitting:
        # Typing errors are reported row by row; the format is the one that most cells have.
        fitting = [max(_DATE_FORMATS, key=lambda pattern: sum(_fits(text, pattern) for text in texts))]
    return DateFormat(fitting[0], doubtful=len({_order(pattern) for pattern in fitting}) > 1)


def _order(pattern: str) -> str:
    return re.sub(r"[^dmyY]", "", pattern).lower()


def _fits(text: str, pattern: str) -> bool:
    try:
        parsed = datetime.strptime(text, pattern)  # noqa: DTZ007 - a day
    except ValueError:
        return False
    # "%Y" accepts "0009": a two-digit year is not a year of the first century.
    return parsed.year > 1000
