"""Reading the files that carry regimes (docs/law.md describes the format), and the file shipped with the software."""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from datetime import date
from importlib import resources
from typing import Any

from kommin.law.dates import parse_date
from kommin.law.errors import LawError
from kommin.law.parameters import PARAMETERS
from kommin.law.regimes import ParameterValue, RegimeBook, RegimeName
from kommin.law.texts import Text
from kommin.law.texts import gettext_noop as _

SCHEMA = 1
LONGEST_TEXT = 300
_TOP = {"schema", "jurisdiction", "regimes", "parameters", "about"}
_VALUE = {"valid_from", "valid_until", "value", "source", "confirmed", "note"}


def read_regime_file(text: str) -> RegimeBook:
    """The names and values a regime file holds.

    Raises:
        LawError: the file is not in the format; the sentence names the place.
    """
    try:
        data = json.loads(text)
    except ValueError as error:
        line = getattr(error, "lineno", 1)
        raise LawError(Text(_("The file is not valid JSON (line {line})."), line=line), field="file") from None
    if not isinstance(data, dict) or data.get("schema") != SCHEMA:
        raise LawError(Text(_("This is not a regime file: “schema” must be {schema}."), schema=SCHEMA), field="file")
    _only(data, _TOP, "/")
    jurisdiction = _text(data, "jurisdiction", "/", longest=20)
    names = [_name(entry, jurisdiction, f"regimes[{n}]") for n, entry in enumerate(_list(data, "regimes", "/"))]
    values = [
        value
        for name, entries in _mapping(data, "parameters").items()
        for value in _values(name, entries, jurisdiction)
    ]
    _once([name.name for name in names], "regimes")
    return RegimeBook(names, values)


@functools.cache
def shipped_regimes() -> RegimeBook:
    """The regimes the software comes with."""
    return read_regime_file(resources.files("kommin.law").joinpath("data", "regimes.json").read_text(encoding="utf-8"))


def _name(entry: Any, jurisdiction: str, place: str) -> RegimeName:
    entry = _object(entry, place)
    _only(entry, {"name", "valid_from"}, place)
    name = _text(entry, "name", place, longest=40)
    if not name[0].isalpha():
        raise _wrong(place, Text(_("a name begins with a letter.")))
    return RegimeName(name, jurisdiction, _day(entry, "valid_from", place))


def _values(parameter: str, entries: Any, jurisdiction: str) -> list[ParameterValue]:
    place = f"parameters.{parameter}"
    if parameter not in PARAMETERS:
        raise _wrong(place, Text(_("there is no such parameter.")))
    if not isinstance(entries, list):
        raise _wrong(place, Text(_("a list is expected.")))
    found = [_value(parameter, entry, jurisdiction, f"{place}[{n}]") for n, entry in enumerate(entries)]
    _once([value.valid_from.isoformat() for value in found], place)
    return found


def _value(parameter: str, entry: Any, jurisdiction: str, place: str) -> ParameterValue:
    entry = _object(entry, place)
    _only(entry, _VALUE, place)
    confirmed = entry.get("confirmed")
    if not isinstance(confirmed, bool):
        raise _wrong(place, Text(_("“confirmed” must be true or false.")))
    valid_from = _day(entry, "valid_from", place)
    valid_until = _day(entry, "valid_until", place) if entry.get("valid_until") else None
    if valid_until and valid_until < valid_from:
        raise _wrong(place, Text(_("it ends before it begins.")))
    try:
        value = PARAMETERS[parameter].read(_text(entry, "value", place, longest=40))
    except LawError as error:
        raise _wrong(place, error.text) from None
    return ParameterValue(
        jurisdiction, parameter, valid_from, value, _text(entry, "source", place), confirmed,
        _text(entry, "note", place) if "note" in entry else "", valid_until,
    )  # fmt: skip


def _object(value: Any, place: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise _wrong(place, Text(_("an object is expected.")))
    return value


def _mapping(data: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    return _object(data.get(key, {}), key)


def _list(data: Mapping[str, Any], key: str, place: str) -> list[Any]:
    value = data.get(key, [])
    if not isinstance(value, list):
        raise _wrong(f"{place}{key}", Text(_("a list is expected.")))
    return value


def _text(entry: Mapping[str, Any], key: str, place: str, *, longest: int = LONGEST_TEXT) -> str:
    value = entry.get(key)
    if not isinstance(value, str) or not value.strip() or len(value) > longest:
        raise _wrong(place, Text(_("“{key}” must be a text of 1 to {longest} characters."), key=key, longest=longest))
    return value.strip()


def _day(entry: Mapping[str, Any], key: str, place: str) -> date:
    try:
        return parse_date(_text(entry, key, place, longest=10), field=key)
    except LawError as error:
        raise _wrong(place, error.text) from None


def _only(entry: Mapping[str, Any], known: set[str], place: str) -> None:
    unknown = sorted(set(entry) - known)
    if unknown:
        raise _wrong(place, Text(_("“{key}” is not known here."), key=unknown[0][:40]))


def _once(keys: list[str], place: str) -> None:
    twice = sorted({key for key in keys if keys.count(key) > 1})
    if twice:
        raise _wrong(place, Text(_("“{key}” stands here twice."), key=twice[0]))


def _wrong(place: str, reason: Text) -> LawError:
    return LawError(Text(_("The regime file is wrong at {place}: {reason}"), place=place, reason=reason), field="file")
