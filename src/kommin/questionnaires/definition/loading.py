"""Definitions in and out of JSON, and the schema that describes them."""

import json
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from kommin.law.texts import Text
from kommin.law.texts import gettext_noop as _
from kommin.questionnaires.definition.structure import Definition

SCHEMA_ID = "https://json-schema.org/draft/2020-12/schema"
DEEPEST = 40
LARGEST_FILE = 2_000_000
_UNION_TAGS = frozenset({"all", "any", "not", "comparison"})


class DefinitionError(ValueError):
    """A definition that cannot be read: each line names the place (`sections.0.title.de`) and what is wrong there."""

    def __init__(self, lines: list[tuple[str, Text]]) -> None:
        super().__init__("; ".join(f"{path}: {text}" if path else str(text) for path, text in lines))
        self.lines = lines


def load(data: Any) -> Definition:
    """The definition that parsed JSON describes.

    Its shape is right afterwards; whether it can be published, `problems` tells.

    Raises:
        DefinitionError: something is missing, unknown or out of bounds.
    """
    if _too_deep(data):
        raise DefinitionError([("", Text(_("This file is nested too deeply.")))])
    try:
        return Definition.model_validate(data)
    except ValidationError as error:
        raise DefinitionError([_line(detail) for detail in error.errors(include_url=False)[:20]]) from error


def load_json(text: str | bytes) -> Definition:
    """The definition in a JSON file.

    Raises:
        DefinitionError: it is no JSON, too large, or describes no definition.
    """
    if len(text) > LARGEST_FILE:
        raise DefinitionError([("", Text(_("This file is too large for a questionnaire.")))])
    try:
        data = json.loads(text, parse_float=str)
    except UnicodeDecodeError as error:
        raise DefinitionError([("", Text(_("This is not a JSON file in UTF-8.")))]) from error
    except RecursionError as error:
        raise DefinitionError([("", Text(_("This file is nested too deeply.")))]) from error
    except ValueError as error:
        line = getattr(error, "lineno", 1)
        raise DefinitionError([("", Text(_("This is not JSON: line {line} cannot be read."), line=line))]) from error
    return load(data)


def dump(definition: Definition) -> dict[str, Any]:
    """The definition as JSON data; what has its usual value is left out, so that files stay readable."""
    data = definition.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    kinds = [
        [{"key": question.key, "kind": question.kind} for question in section.questions]
        for section in definition.sections
    ]
    for section, named in zip(data.get("sections", []), kinds, strict=True):
        section["questions"] = [
            {**head, **question} for head, question in zip(named, section.get("questions", []), strict=True)
        ]
    return {"schema_version": definition.schema_version, **data}


def schema(address: str = "") -> dict[str, Any]:
    """The JSON Schema of a definition; `address` is where it is published."""
    made = Definition.model_json_schema(by_alias=True, mode="validation")
    made["title"] = "KOMM-IN questionnaire"
    head: dict[str, Any] = {"$schema": SCHEMA_ID}
    if address:
        head["$id"] = address
    return head | made


def _line(detail: ErrorDetails) -> tuple[str, Text]:
    place = [str(part) for part in detail["loc"] if part not in _UNION_TAGS or isinstance(part, int)]
    context = detail.get("ctx", {})
    return ".".join(place), _sentence(detail["type"], context, detail)


def _sentence(kind: str, context: dict[str, Any], detail: ErrorDetails) -> Text:
    match kind:
        case "missing":
            return Text(_("This is missing."))
        case "extra_forbidden":
            return Text(_("This name is not known here."))
        case "union_tag_not_found" | "union_tag_invalid":
            return Text(_("Say which kind of question this is in “kind”."))
        case "literal_error" | "enum":
            return Text(_("Allowed here: {values}."), values=str(context.get("expected", "")))
        case "string_too_long" | "too_long":
            return Text(_("This is too long: at most {most}."), most=str(context.get("max_length", "")))
        case "string_pattern_mismatch":
            return Text(
                _("A key begins with a small letter and has small letters, digits and underscores, at most 40.")
            )
        case "greater_than_equal" | "less_than_equal":
            bound = context.get("ge", context.get("le", ""))
            return Text(_("This lies beyond what is allowed: {bound}."), bound=str(bound))
    return Text(_("This cannot be read: {why}"), why=detail["msg"])


def _too_deep(data: Any) -> bool:
    level, depth = [data], 0
    while level:
        depth += 1
        if depth > DEEPEST:
            return True
        level = [
            child
            for part in level
            if isinstance(part, dict | list)
            for child in (part.values() if isinstance(part, dict) else part)
        ]
    return False
