"""What a posted page says, as values to be stored."""

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from kommin.questionnaires.answering.cleaning import table_rows
from kommin.questionnaires.answering.understanding import understand
from kommin.questionnaires.definition.questions import MOST_ROWS, AnyQuestion, Files, Matrix, SeveralChoices, Table
from kommin.questionnaires.definition.structure import Definition

PREFIX = "q"
_ROW_ID = re.compile(r"[a-z0-9]{1,16}")
MOST_TEXT = 200_000


@dataclass(frozen=True)
class Read:
    """What was posted.

    `values` are all answers, those not on the page included. `asked` are the questions that stood on the page.
    `uploads` are files that the caller has to store and whose ids it adds to the answer. `only_rows` when the person
    pressed “add row” or “remove row” and wants to go on writing rather than be told what is missing.
    """

    values: dict[str, Any]
    asked: frozenset[str]
    uploads: dict[str, list[UploadedFile]] = field(default_factory=dict)
    only_rows: str = ""


def read_form(
    definition: Definition,
    stored: Mapping[str, Any],
    data: QueryDict,
    files: MultiValueDict | None = None,
    *,
    language: str = "de",
) -> Read:
    """Read a page drawn by `build_page`.

    Only questions that stood on the page (its hidden `asked` fields) are read; everything else keeps its stored
    answer. What cannot be understood is kept as it was typed. Empty rows of tables are dropped, unless a row was just
    added.
    """
    asked = frozenset(key for key in data.getlist(f"{PREFIX}-asked") if key in definition.by_key)
    added = data.get("add_row", "")
    removed, _colon, removed_row = data.get("remove_row", "").partition(":")
    values = dict(stored)
    uploads: dict[str, list[UploadedFile]] = {}
    for key in asked:
        question = definition.by_key[key]
        if not question.is_answerable:
            continue
        value = _read(question, data, language, keep_empty=key in (added, removed), without=removed_row)
        if key == added and isinstance(question, Table):
            value = [*(value or []), *_new_rows(question, value)]
        if value is None:
            values.pop(key, None)
        else:
            values[key] = value
        if files and isinstance(question, Files) and (posted := files.getlist(f"{PREFIX}-{key}-upload")):
            uploads[key] = posted
    only_rows = next((key for key in (added, removed) if key in asked), "")
    return Read(values, asked, uploads, only_rows)


def new_row_id() -> str:
    """An id that two people adding rows at once do not share."""
    return secrets.token_hex(4)


def _new_rows(question: Table, rows: Any) -> list[dict[str, Any]]:
    room = question.max_rows - len(rows or [])
    return [{"id": new_row_id(), "cells": {}}] if room > 0 else []


def _read(question: AnyQuestion, data: QueryDict, language: str, *, keep_empty: bool, without: str) -> Any:
    name = f"{PREFIX}-{question.key}"
    match question:
        case SeveralChoices():
            return [value for value in data.getlist(name)[:200] if value] or None
        case Files():
            return [value for value in data.getlist(f"{name}-keep")[:200] if value] or None
        case Matrix():
            rows = {row.key: data.get(f"{name}-{row.key}", "")[:100] for row in question.rows}
            return {row: value for row, value in rows.items() if value} or None
        case Table():
            return _read_table(question, data, language, keep_empty=keep_empty, without=without)
    return understand(question, data.get(name, "")[:MOST_TEXT], language=language)


def _read_table(question: Table, data: QueryDict, language: str, *, keep_empty: bool, without: str) -> Any:
    name = f"{PREFIX}-{question.key}"
    ids = [row for row in dict.fromkeys(data.getlist(f"{name}-rows")) if _ROW_ID.fullmatch(row) and row != without]
    rows = []
    for row in ids[:MOST_ROWS]:
        cells = {
            column.key: value
            for column in question.columns
            if (value := understand(column, data.get(f"{name}-{row}-{column.key}", "")[:MOST_TEXT], language=language))
            is not None
        }
        if cells or keep_empty:
            rows.append({"id": row, "cells": cells})
    return rows or None


def rows_to_show(question: Table, stored: Any) -> list[dict[str, Any]]:
    """The rows a page shows: those stored, and at least one (or as many as are asked for) to write in."""
    rows = [dict(row) for row in table_rows(stored) or []]
    missing = max(question.min_rows, 1) - len(rows)
    return rows + [{"id": new_row_id(), "cells": {}} for _number in range(min(max(missing, 0), 20))]
