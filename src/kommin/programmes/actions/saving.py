"""What the actions of this room share: check, save and tell what has changed."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models

from kommin.programmes.errors import InvalidError


def apply(row: models.Model, values: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Set values on a row and check it; returns what changed as {field: [before, after]}. Does not save.

    Raises:
        InvalidError: a value cannot be used; names the fields.
    """
    changed: dict[str, list[Any]] = {}
    for name, value in values.items():
        before = getattr(row, name)
        if before != value:
            changed[name] = [told(before), told(value)]
            setattr(row, name, value)
    try:
        row.full_clean()
    except ValidationError as error:
        raise invalid(error) from error
    return changed


def invalid(error: ValidationError) -> InvalidError:
    """Django's complaint as one of ours."""
    if not hasattr(error, "error_dict"):
        return InvalidError({None: list(error.messages)})
    return InvalidError(
        {None if name == NON_FIELD_ERRORS else name: list(found) for name, found in error.message_dict.items()}
    )


def told(value: Any) -> Any:
    """A value as an audit record keeps it."""
    return value.pk if isinstance(value, models.Model) else value
