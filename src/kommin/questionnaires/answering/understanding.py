"""From what a person types to what is stored: `48.987,20` becomes `"48987.20"`, `23.11.2026` becomes `"2026-11-23"`.

What cannot be understood stays as it was typed, so that nothing is lost; `evaluate` then says what is wrong with it.
Stored numbers have a point and no grouping, so nothing is ever understood twice.
"""

import re
import unicodedata
from datetime import date
from decimal import Decimal
from typing import Any

from kommin.law.errors import LawError
from kommin.law.money import parse_amount
from kommin.law.texts import plain
from kommin.questionnaires.definition.questions import AnyQuestion, Column, LongText

_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_DIRECTION = re.compile(r"[\u202a-\u202e\u2066-\u2069]")
_LONGEST_FIGURE = 40
_GERMAN_DAY = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{2}|\d{4})")
_ISO_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")


def understand(question: AnyQuestion | Column, typed: str, *, language: str = "de") -> Any:
    """What to store for a text typed into a field that holds one value; None for nothing.

    `language` decides what a point and a comma mean in a plain number.
    """
    text = clean_text(typed, several_lines=isinstance(question, LongText))
    if not text.strip():
        return None
    match question.kind:
        case "money":
            return _amount(text)
        case "number":
            return number(text, language)
        case "date":
            return _day(text)
        case "scale":
            return int(text) if re.fullmatch(r"[0-9]{1,2}", text.strip()) else text
        case "yes_no":
            return {"yes": True, "no": False}.get(text.strip(), text)
        case "short_text":
            return text.strip()
        case "long_text":
            return text.rstrip()
    return text.strip()


def clean_text(text: str, *, several_lines: bool) -> str:
    """Text without what no person types: control characters, lone surrogates, marks that turn the writing around."""
    text = unicodedata.normalize("NFC", _DIRECTION.sub("", _CONTROLS.sub("", text.replace("\r\n", "\n"))))
    text = text.replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n").replace("\x85", "\n")
    return text if several_lines else re.sub(r"[\n\t]+", " ", text)


def number(text: str, language: str) -> str:
    """A plain number in the way the language writes it, as it is stored; the text itself when it is none."""
    compact = re.sub(r"[\s\u00a0\u202f']", "", text).replace("−", "-")
    if len(compact) > _LONGEST_FIGURE:
        return text.strip()
    group, point = (".", ",") if language.startswith("de") else (",", ".")
    if re.fullmatch(rf"-?[0-9]{{1,3}}(\{group}[0-9]{{3}})+(\{point}[0-9]+)?", compact):
        compact = compact.replace(group, "").replace(point, ".")
    elif re.fullmatch(r"-?[0-9]+[.,][0-9]+", compact):
        compact = compact.replace(",", ".")
    elif not re.fullmatch(r"-?[0-9]+", compact):
        return text.strip()
    value = Decimal(compact)
    return "0" if value == 0 else plain(value)


def _amount(text: str) -> str:
    try:
        return f"{parse_amount(text, field='amount'):.2f}"
    except LawError:
        negative = re.fullmatch(r"\s*[-−]\s*(.+)", text, flags=re.DOTALL)
        if negative:
            inner = _amount(negative[1])
            return f"-{inner}" if re.fullmatch(r"[0-9]+\.[0-9]{2}", inner) else text.strip()
        return text.strip()


def _day(text: str) -> str:
    text = text.strip()
    if match := _GERMAN_DAY.fullmatch(text):
        day, month, year = (int(part) for part in match.groups())
        year += 2000 if year < 100 else 0
    elif match := _ISO_DAY.fullmatch(text):
        year, month, day = (int(part) for part in match.groups())
    else:
        return text
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return text
