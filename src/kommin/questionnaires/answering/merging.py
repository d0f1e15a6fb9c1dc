"""Two people change one sheet at once: what both wrote is brought together, what clashes is shown to them.

Pure functions over stored values. Texts clash as a whole; tables are merged row by row and cell by cell, a matrix row
by row, files as a set.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kommin.questionnaires.answering.cleaning import strings, table_rows
from kommin.questionnaires.definition.questions import AnyQuestion, Files, Matrix, Table
from kommin.questionnaires.definition.structure import Definition

Values = Mapping[str, Any]


@dataclass(frozen=True)
class Conflict:
    """Two different answers to the same question (or cell) since `base`. The merged sheet holds `theirs`.

    For a row that one side removed while the other changed it, the removed side is None and the row is kept.
    """

    question: str
    base: Any
    mine: Any
    theirs: Any
    row: str = ""
    column: str = ""


@dataclass(frozen=True)
class Merged:
    """The answers brought together; where they clash, `theirs` (what was saved first) stands."""

    values: dict[str, Any]
    conflicts: tuple[Conflict, ...]


def merge(definition: Definition, *, base: Values, mine: Values, theirs: Values) -> Merged:
    """Bring two changed copies of one sheet together.

    Args:
        definition: says which answers can be merged inside.
        base: what both began with (the revision my page was opened with).
        mine: what I am about to save.
        theirs: what is stored now.
    """
    values: dict[str, Any] = {}
    conflicts: list[Conflict] = []
    for key in {**theirs, **mine, **base}:
        question = definition.by_key.get(key)
        values[key] = _answer(key, question, base.get(key), mine.get(key), theirs.get(key), conflicts)
    return Merged({key: value for key, value in values.items() if value is not None}, tuple(conflicts))


def _answer(
    key: str, question: AnyQuestion | None, base: Any, mine: Any, theirs: Any, conflicts: list[Conflict]
) -> Any:
    if mine in (theirs, base):
        return theirs
    if theirs == base:
        return mine
    match question:
        case Table():
            rows = [
                side for one in (base, mine, theirs) if (side := table_rows(one or [])) is not None and _unique(side)
            ]
            if len(rows) == 3:
                return _table(key, rows[0], rows[1], rows[2], conflicts)
        case Matrix():
            sides = [one or {} for one in (base, mine, theirs)]
            if all(isinstance(side, dict) for side in sides):
                return _cells(key, "", sides[0], sides[1], sides[2], conflicts, of_matrix=True)
        case Files():
            lists = [ids for one in (base, mine, theirs) if (ids := strings(one or [])) is not None]
            if len(lists) == 3:
                return _set(lists[0], lists[1], lists[2])
    conflicts.append(Conflict(key, base, mine, theirs))
    return theirs


def _unique(rows: list[Any]) -> bool:
    return len({row["id"] for row in rows}) == len(rows)


def _table(key: str, base: list[Any], mine: list[Any], theirs: list[Any], conflicts: list[Conflict]) -> Any:
    before, ours, others = ({row["id"]: row["cells"] for row in side} for side in (base, mine, theirs))
    merged = []
    for row in [*others, *(row for row in ours if row not in others)]:
        cells = _row(key, row, before.get(row), ours.get(row), others.get(row), conflicts)
        if cells is not None:
            merged.append({"id": row, "cells": cells})
    return merged or None


def _row(
    key: str,
    row: str,
    base: dict[str, Any] | None,
    mine: dict[str, Any] | None,
    theirs: dict[str, Any] | None,
    conflicts: list[Conflict],
) -> dict[str, Any] | None:
    if mine in (theirs, base):
        return theirs
    if theirs == base:
        return mine
    if mine is None or theirs is None:  # one removed the row while the other changed it: keep it and ask
        conflicts.append(Conflict(key, base, mine, theirs, row))
        return theirs if mine is None else mine
    return _cells(key, row, base or {}, mine, theirs, conflicts, of_matrix=False)


def _cells(
    key: str, row: str, base: Values, mine: Values, theirs: Values, conflicts: list[Conflict], *, of_matrix: bool
) -> dict[str, Any]:
    cells: dict[str, Any] = {}
    for name in {**theirs, **mine, **base}:
        before, ours, others = base.get(name), mine.get(name), theirs.get(name)
        if ours not in (others, before) and others != before:
            place = (name, "") if of_matrix else (row, name)
            conflicts.append(Conflict(key, before, ours, others, *place))
        value = ours if others == before else others
        if value is not None:
            cells[name] = value
    return cells


def _set(base: list[str], mine: list[str], theirs: list[str]) -> list[str] | None:
    removed = (set(base) - set(mine)) | (set(base) - set(theirs))
    return [one for one in dict.fromkeys([*theirs, *mine]) if one not in removed] or None
