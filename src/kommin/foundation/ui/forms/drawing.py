"""The parts of a form as HTML, without templates: a page with many fields would spend half its time in them.

A group is one field with label, help and error around its input. The input names help and error in `aria-describedby`
(Django does it), so both are read out with it.
"""

from collections.abc import Mapping
from typing import Any

from django.forms.utils import ErrorList, flatatt
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from kommin.foundation.ui.forms.bound import HouseBoundField


def group(field: HouseBoundField) -> SafeString:
    """A field as fits its widget: a tick beside its label, choices under a legend, or an input below its label."""
    errors: ErrorList = field.errors
    below = help_of(field) + errors_of(field, errors)
    if field.shape == "check":
        start = _start("kern-form-check", f"field field--check{' kern-form-check--error' if errors else ''}", field)
        return _joined(start, field.as_widget(), _label(field), below, "</div>")
    if field.use_fieldset:
        return _joined(_fieldset(field, errors), below, '<div class="kern-fieldset__body">', field, "</div></fieldset>")
    classes = f"field field--{field.widget_type}{' kern-form-input--error' if errors else ''}"
    return _joined(_start("kern-form-input", classes, field), _label(field), below, _input_of(field), "</div>")


def errors_of(field: HouseBoundField, errors: ErrorList | None = None) -> SafeString:
    """What is wrong with a field, under the name by which its input points here; nothing if nothing is."""
    errors = field.errors if errors is None else errors
    if not errors:
        return SafeString("")
    return format_html(
        '<div class="kern-error"{}>'
        '<span class="kern-icon kern-icon--danger kern-icon--default" aria-hidden="true"></span>'
        '<span class="kern-body"><span class="kern-sr-only">{}: </span>{}</span></div>',
        _id(field, "error"), gettext("Error"), format_html_join(" ", "{}", ((error,) for error in errors)),
    )  # fmt: skip


def help_of(field: HouseBoundField) -> SafeString:
    """The hint of a field; it is written by the house and may hold markup."""
    if not field.help_text:
        return SafeString("")
    return format_html('<div class="kern-hint"{}>{}</div>', _id(field, "helptext"), mark_safe(str(field.help_text)))  # noqa: S308


def choices(widget: Mapping[str, Any]) -> SafeString:
    """Radio buttons and checkboxes of one question; named groups keep their name."""
    return mark_safe(  # noqa: S308 - every part is escaped by the functions below
        "".join(_choice_group(name, options) for name, options, _index in widget["optgroups"])
    )


def single_input(widget: Mapping[str, Any]) -> SafeString:
    """A widget that is one tag."""
    value = "" if widget["value"] is None else format_html(' value="{}"', str(widget["value"]))
    return format_html(
        '<input type="{}" name="{}"{}{}>', widget["type"], widget["name"], value, flatatt(widget["attrs"])
    )


def select(widget: Mapping[str, Any]) -> SafeString:
    """A select with its options, in groups where they have one."""
    parts: list[str] = [format_html('<select name="{}"{}>', widget["name"], flatatt(widget["attrs"]))]
    for name, options, _index in widget["optgroups"]:
        if name:
            parts.append(format_html('<optgroup label="{}">', name))
        parts += [
            f'<option value="{conditional_escape(str(option["value"]))}"{flatatt(option["attrs"])}>'
            f"{conditional_escape(option['label'])}</option>"
            for option in options
        ]
        if name:
            parts.append("</optgroup>")
    return mark_safe("".join([*parts, "</select>"]))  # noqa: S308 - every part is escaped above


def _joined(*parts: Any) -> SafeString:
    return mark_safe("".join(map(str, parts)))  # noqa: S308 - made of safe parts only


def _start(name: str, classes: str, field: HouseBoundField) -> SafeString:
    return format_html('<div class="{} {}{}">', name, classes, _own(field))


def _own(field: HouseBoundField) -> str:
    classes = field.css_classes()
    return f" {classes}" if classes else ""


def _id(field: HouseBoundField, part: str) -> SafeString:
    return format_html(' id="{}_{}"', field.auto_id, part) if field.auto_id else SafeString("")


def _label(field: HouseBoundField) -> SafeString:
    return format_html(
        '<label class="kern-label" for="{}">{}{}</label>', field.id_for_label or "", field.label, _star(field)
    )


def _star(field: HouseBoundField) -> SafeString:
    if not field.field.required:
        return SafeString("")
    said = format_html('<span class="kern-sr-only"> ({})</span>', gettext("required")) if field.use_fieldset else ""
    return format_html('<span class="required-mark" aria-hidden="true"> *</span>{}', said)


def _fieldset(field: HouseBoundField, errors: ErrorList) -> SafeString:
    described = format_html(' aria-describedby="{}"', field.aria_describedby) if field.aria_describedby else ""
    return format_html(
        '<fieldset id="{}" class="kern-fieldset field{}{}"{}><legend class="kern-label">{}{}</legend>',
        field.auto_id, " kern-fieldset--error" if errors else "", _own(field), described, field.label, _star(field),
    )  # fmt: skip


def _input_of(field: HouseBoundField) -> SafeString:
    if field.shape == "select":
        return _joined('<div class="kern-form-input__select-wrapper">', field.as_widget(), "</div>")
    if field.prefix or field.suffix:
        return _joined('<div class="unit-group">', _unit(field.prefix), field, _unit(field.suffix), "</div>")
    return _joined(field)


def _unit(text: str) -> SafeString:
    return format_html('<span class="unit-group__unit" aria-hidden="true">{}</span>', text) if text else SafeString("")


def _choice_group(name: str | None, options: Any) -> str:
    drawn = "".join(_choice(option) for option in options)
    if not name:
        return drawn
    start = format_html(
        '<div class="choice-group" role="group" aria-label="{}">'
        '<p class="choice-group__name" aria-hidden="true">{}</p>',
        name, name,
    )  # fmt: skip
    return f"{start}{drawn}</div>"


def _choice(option: Mapping[str, Any]) -> SafeString:
    return format_html(
        '<div class="kern-form-check"><input type="{}" name="{}" value="{}"{}>'
        '<label class="kern-label" for="{}">{}</label></div>',
        option["type"], option["name"], str(option["value"]), flatatt(option["attrs"]), option["attrs"].get("id", ""),
        option["label"],
    )  # fmt: skip
