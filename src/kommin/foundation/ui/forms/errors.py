"""What a refused form says in one list at the top of the page."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.forms import BaseForm, BoundField


@dataclass(frozen=True)
class ErrorLine:
    """One line of the summary; `target` is the id to go to, empty where no field is at fault."""

    label: str
    message: str
    target: str


def collect_errors(forms: Iterable[BaseForm], general: Iterable[str] = ()) -> list[ErrorLine]:
    """The lines of all forms in the order of their fields, after everything that belongs to no field."""
    lines = [ErrorLine(label="", message=str(message), target="") for message in general]
    for form in forms:
        lines += [ErrorLine(label="", message=str(message), target="") for message in form.non_field_errors()]
        for field in form:
            lines += [
                ErrorLine(label=str(field.label), message=str(message), target=_target(field))
                for message in field.errors
            ]
    return lines


def _target(field: BoundField) -> str:
    if field.is_hidden:
        return ""
    return f"{field.auto_id}_0" if field.use_fieldset and field.subwidgets else field.id_for_label
