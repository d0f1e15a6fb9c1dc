"""From what is stored to what is meant: one answer against its question. Anything may be stored, even nonsense."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from kommin.law.money import LARGEST, round_cents
from kommin.law.texts import Money, Text
from kommin.law.texts import Number as Figure
from kommin.law.texts import gettext_noop as _
from kommin.questionnaires.answering.iban import is_iban
from kommin.questionnaires.answering.lookups import FileInfo
from kommin.questionnaires.definition import questions as kinds
from kommin.questionnaires.definition.questions import AnyQuestion, Column

LARGEST_NUMBER = Decimal(10) ** 15
_EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s.]+(\.[^@\s.]+)+")
_PHONE = re.compile(r"\+?[0-9][0-9 ()/.-]{3,28}[0-9]")
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with an answer; row (its id, or the row of a matrix) and column where the fault has a place."""

    text: Text
    row: str = ""
    column: str = ""


@dataclass(slots=True)
class Cleaned:
    """An answer as it is meant: None for none, otherwise text, Decimal, date, bool, int, or tuples and mappings.

    `faults` may stand beside a value (a table with one bad cell); the value then holds what could be understood.
    `incomplete` are faults that only count once the answer is complete (an empty required cell).
    """

    value: Any = None
    faults: list[Fault] = field(default_factory=list)
    incomplete: list[Fault] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Known:
    """What was looked up for the whole sheet."""

    municipalities: Mapping[str, str]
    files: Mapping[str, FileInfo]


def clean(question: AnyQuestion, stored: Any, known: Known) -> Cleaned:
    """What a stored answer means. Never raises, whatever is stored."""
    if stored is None or stored == "" or stored in ([], {}):
        return Cleaned()
    return _CLEANERS[question.kind](question, stored, known)


def _fault(text: Text) -> Cleaned:
    return Cleaned(None, [Fault(text)])


def _text(question: Any, stored: Any, _known: Known) -> Cleaned:
    if not isinstance(stored, str):
        return _fault(Text(_("This is not a text.")))
    if not stored.strip():
        return Cleaned()
    if len(stored) > question.max_length:
        return _fault(
            Text(
                _("Please shorten this text: {count} characters, at most {most}."),
                count=Figure(Decimal(len(stored))),
                most=Figure(Decimal(question.max_length)),
            )
        )
    found = Cleaned(stored)
    if len(stored.strip()) < getattr(question, "min_length", 0):
        found.incomplete.append(Fault(Text(_("Please write at least {least} characters."), least=question.min_length)))
    if fault := _FORMATS[getattr(question, "format", "any")](stored):
        found.faults.append(Fault(fault))
        found.value = None
    return found


def _number(question: Any, stored: Any, _known: Known) -> Cleaned:
    number = stored_decimal(stored)
    if number is None:
        return _fault(Text(_("“{entry}” is not a number. Write it like 1.5."), entry=_short(stored)))
    if abs(number) > LARGEST_NUMBER:
        return _fault(Text(_("This number is too large.")))
    exponent = number.normalize().as_tuple().exponent
    if isinstance(exponent, int) and -exponent > question.decimals:
        if not question.decimals:
            return _fault(Text(_("Please enter a whole number.")))
        return _fault(Text(_("At most {count} decimals, please."), count=question.decimals))
    low, high = question.minimum, question.maximum
    if low is not None and number < low:
        return _fault(Text(_("Enter at least {bound}."), bound=Figure(low)))
    if high is not None and number > high:
        return _fault(Text(_("Enter at most {bound}."), bound=Figure(high)))
    return Cleaned(number)


def _money(question: Any, stored: Any, _known: Known) -> Cleaned:
    amount = stored_decimal(stored)
    if amount is None or amount != round_cents(amount):
        return _fault(Text(_("“{entry}” is not an amount. Write it like 48987.20 or 48.987,20."), entry=_short(stored)))
    low = max(question.minimum or Decimal(0), Decimal(0))
    high = min(question.maximum if question.maximum is not None else LARGEST, LARGEST)
    if amount < low:
        return _fault(Text(_("Enter at least {bound}."), bound=Money(low)))
    if amount > high:
        return _fault(Text(_("Enter at most {bound}."), bound=Money(high)))
    return Cleaned(round_cents(amount))


def _date(question: Any, stored: Any, _known: Known) -> Cleaned:
    try:
        day = date.fromisoformat(stored) if isinstance(stored, str) and len(stored) == 10 else None
    except ValueError:
        day = None
    if day is None:
        return _fault(Text(_("“{entry}” is not a day. Write it like 23.11.2026."), entry=_short(stored)))
    earliest, latest = getattr(question, "earliest", None), getattr(question, "latest", None)
    if earliest and day < earliest:
        return _fault(Text(_("Enter a day from {bound} on."), bound=earliest))
    if latest and day > latest:
        return _fault(Text(_("Enter a day up to {bound}."), bound=latest))
    return Cleaned(day)


def _choice(question: Any, stored: Any, _known: Known) -> Cleaned:
    if isinstance(stored, str) and any(option.key == stored for option in question.choices):
        return Cleaned(stored)
    return _fault(Text(_("Please choose one of the entries offered.")))


def _choices(question: kinds.SeveralChoices, stored: Any, _known: Known) -> Cleaned:
    chosen = strings(stored)
    if chosen is None or not set(chosen) <= {option.key for option in question.choices}:
        return _fault(Text(_("Please choose among the entries offered.")))
    ordered = tuple(option.key for option in question.choices if option.key in chosen)
    found = Cleaned(ordered)
    if len(ordered) < question.at_least:
        found.incomplete.append(Fault(Text(_("Please choose at least {count}."), count=question.at_least)))
    if question.at_most and len(ordered) > question.at_most:
        found.faults.append(Fault(Text(_("Please choose at most {count}."), count=question.at_most)))
    return found


def _scale(question: kinds.Scale, stored: Any, _known: Known) -> Cleaned:
    if isinstance(stored, int) and not isinstance(stored, bool) and question.lowest <= stored <= question.highest:
        return Cleaned(stored)
    return _fault(
        Text(_("Please choose a number from {lowest} to {highest}."), lowest=question.lowest, highest=question.highest)
    )


def _matrix(question: kinds.Matrix, stored: Any, _known: Known) -> Cleaned:
    if not isinstance(stored, dict):
        return _fault(Text(_("Please choose one entry in each row.")))
    rows, columns = [row.key for row in question.rows], {column.key for column in question.columns}
    found = Cleaned({})
    for row in rows:
        value = stored.get(row)
        if isinstance(value, str) and value in columns:
            found.value[row] = value
        elif value not in (None, ""):
            found.faults.append(Fault(Text(_("Please choose one of the entries offered.")), row))
        else:
            found.incomplete.append(Fault(Text(_("Please choose one entry in this row.")), row))
    if not found.value:
        found.value = None
        found.incomplete.clear()
    return found


def _table(question: kinds.Table, stored: Any, known: Known) -> Cleaned:
    rows = table_rows(stored)
    if rows is None:
        return _fault(Text(_("This is not a table.")))
    rows = [row for row in rows if any(value not in (None, "") for value in row["cells"].values())]
    found = Cleaned()
    found.value = tuple(_row(question, row, found, known) for row in rows[: kinds.MOST_ROWS]) or None
    if len(rows) > question.max_rows:
        found.faults.append(Fault(Text(_("At most {most} rows, please."), most=question.max_rows)))
    if rows and len(rows) < question.min_rows:
        found.incomplete.append(Fault(Text(_("Please fill at least {least} rows."), least=question.min_rows)))
    return found


def _row(question: kinds.Table, row: Row, found: Cleaned, known: Known) -> Row:
    cells = {}
    for column in question.columns:
        cell = clean_cell(column, row["cells"].get(column.key), known)
        cells[column.key] = cell.value
        found.faults += [Fault(fault.text, row["id"], column.key) for fault in cell.faults]
        if column.required and cell.value is None and not cell.faults:
            found.incomplete.append(Fault(Text(_("Please fill in this cell.")), row["id"], column.key))
    return {"id": row["id"], "cells": cells}


def clean_cell(column: Column, stored: Any, known: Known) -> Cleaned:
    """What one cell of a table means."""
    if stored is None or stored == "":
        return Cleaned()
    return _CLEANERS[column.kind](column, stored, known)


def _municipality(_question: kinds.Municipality, stored: Any, known: Known) -> Cleaned:
    if isinstance(stored, str) and stored in known.municipalities:
        return Cleaned(stored)
    return _fault(Text(_("Please choose a municipality of the list.")))


def _files(question: kinds.Files, stored: Any, known: Known) -> Cleaned:
    ids = strings(stored)
    if ids is None:
        return _fault(Text(_("These are not files.")))
    there = tuple(dict.fromkeys(one for one in ids if one in known.files))
    found = Cleaned(there or None)
    if len(there) < len(set(ids)):
        found.faults.append(Fault(Text(_("A file is no longer there. Please upload it again."))))
    if len(there) > question.at_most:
        found.faults.append(Fault(Text(_("At most {most} files, please. Remove some."), most=question.at_most)))
    for one in there:
        if fault := file_fault(question, known.files[one]):
            found.faults.append(Fault(fault))
    return found


def file_fault(question: kinds.Files, info: FileInfo) -> Text | None:
    """Why a file does not suit the question: its type or its size."""
    if info.type and info.type.lower().lstrip(".") not in question.types:
        return Text(
            _("“{name}” is of a type that is not asked for. Allowed: {types}."),
            name=_short(info.name),
            types=", ".join(one.upper() for one in question.types),
        )
    if info.size > question.max_megabytes * 1_000_000:
        return Text(_("“{name}” is too large: at most {most} MB."), name=_short(info.name), most=question.max_megabytes)
    return None


def _yes_no(question: kinds.YesNo, stored: Any, _known: Known) -> Cleaned:
    if not isinstance(stored, bool):
        return _fault(Text(_("Please choose yes or no.")))
    found = Cleaned(stored)
    if question.must_be_yes and not stored:
        found.incomplete.append(Fault(Text(_("This has to be confirmed."))))
    return found


def _calculated(_question: kinds.Calculated, _stored: Any, _known: Known) -> Cleaned:
    return Cleaned()


_CLEANERS: Mapping[str, Callable[[Any, Any, Known], Cleaned]] = {
    "short_text": _text,
    "long_text": _text,
    "number": _number,
    "money": _money,
    "date": _date,
    "choice": _choice,
    "choices": _choices,
    "scale": _scale,
    "matrix": _matrix,
    "table": _table,
    "municipality": _municipality,
    "files": _files,
    "yes_no": _yes_no,
    "calculated": _calculated,
}


def stored_decimal(stored: Any) -> Decimal | None:
    """A number as it is stored (a point, no grouping); None for everything else, floats included."""
    if isinstance(stored, str) and re.fullmatch(r"-?[0-9]{1,18}(\.[0-9]{1,6})?", stored):
        return Decimal(stored)
    if isinstance(stored, int) and not isinstance(stored, bool) and abs(stored) < LARGEST_NUMBER:
        return Decimal(stored)
    return None


def strings(stored: Any) -> list[str] | None:
    """A list of texts; None for everything else."""
    if isinstance(stored, list | tuple) and all(isinstance(one, str) for one in stored):
        return list(stored)
    return None


def table_rows(stored: Any) -> list[Row] | None:
    """The rows of a stored table with their ids; None when it is no table."""
    if not isinstance(stored, list | tuple):
        return None
    rows: list[Row] = []
    for row in stored:
        if not isinstance(row, dict) or not isinstance(row.get("id"), str) or not isinstance(row.get("cells"), dict):
            return None
        rows.append(row)
    return rows


def _email(text: str) -> Text | None:
    if _EMAIL.fullmatch(text.strip()):
        return None
    return Text(_("This is not an e-mail address. Write it like name@example.org."))


def _phone(text: str) -> Text | None:
    return None if _PHONE.fullmatch(text.strip()) else Text(_("This is not a telephone number."))


def _iban(text: str) -> Text | None:
    return None if is_iban(text) else Text(_("This IBAN is not right. Please compare every digit."))


_FORMATS: Mapping[str, Callable[[str], Text | None]] = {
    "any": lambda _text: None,
    "email": _email,
    "phone": _phone,
    "iban": _iban,
}


def _short(entry: Any) -> str:
    shown = " ".join(str(entry)[:200].split())
    return shown if len(shown) <= 40 else shown[:39] + "…"
