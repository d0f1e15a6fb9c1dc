"""Draws every Django form in the look of the house, so that `{{ form }}` in a template is all a room needs.

The classes come from the KERN design system; what the look needs to know about a field (is it a choice, does it carry a
unit) is asked of the widget, so that forms of other packages look right without a change.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from django.forms import BoundField, Widget, widgets
from django.forms.renderers import DjangoTemplates
from django.forms.utils import flatatt
from django.http import HttpRequest
from django.template.loader import get_template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

if TYPE_CHECKING:
    from django.template.backends.base import _EngineTemplate

_plain: ContextVar[bool] = ContextVar("drawn_plainly", default=False)


@contextmanager
def drawn_plainly() -> Iterator[None]:
    """Inside, forms are drawn as Django draws them: for the pages of a package that brings a look of its own."""
    before = _plain.set(True)
    try:
        yield
    finally:
        _plain.reset(before)


HOUSE_TEMPLATES = {
    "django/forms/div.html": "ui/forms/form.html",
    "django/forms/field.html": "ui/forms/field.html",
    "django/forms/formsets/div.html": "ui/forms/formset.html",
    "django/forms/widgets/radio.html": "ui/forms/choices.html",
    "django/forms/widgets/checkbox_select.html": "ui/forms/choices.html",
    "django/forms/widgets/clearable_file_input.html": "ui/forms/file.html",
}


class HouseBoundField(BoundField):
    """A form's field with the classes of the look and the marks a reader needs (required, unit, length)."""

    def build_widget_attrs(self, attrs: dict[str, Any], widget: Widget | None = None) -> dict[str, Any]:
        """Django's attributes plus the class of the look, keeping classes the room set itself."""
        widget = widget or self.field.widget
        built = super().build_widget_attrs(attrs, widget)
        name = "" if _plain.get() else _css_class(widget)
        if name:
            own = str(attrs.get("class") or widget.attrs.get("class") or "")
            error = f" {name}--error" if self.errors else ""
            built["class"] = f"{name}{error} {own}".strip()
        return built

    @property
    def shape(self) -> str:
        """Which of the five ways of drawing fits: `check`, `choices`, `select`, `file` or `input`."""
        widget = self.field.widget
        if isinstance(widget, widgets.CheckboxInput):
            return "check"
        if isinstance(widget, widgets.RadioSelect | widgets.CheckboxSelectMultiple):
            return "choices"
        if isinstance(widget, widgets.SelectMultiple):
            return "input"
        if isinstance(widget, widgets.Select):
            return "select"
        return "file" if isinstance(widget, widgets.FileInput) else "input"

    @property
    def prefix(self) -> str:
        """Text drawn before the input, such as a currency; empty for most."""
        return getattr(self.field.widget, "prefix", "")

    @property
    def suffix(self) -> str:
        """Text drawn after the input, such as “€” or “%”; empty for most."""
        return getattr(self.field.widget, "suffix", "")


class HouseRenderer(DjangoTemplates):
    """Set as `FORM_RENDERER`. Names of the house come from the site's templates, all others from Django.

    Widgets that are a single tag are drawn without a template: that saves a page with many fields a third of its time.
    """

    form_template_name = "ui/forms/form.html"
    field_template_name = "ui/forms/field.html"
    formset_template_name = "ui/forms/formset.html"
    bound_field_class = HouseBoundField

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        """The widget or form as HTML."""
        if template_name in _INPUTS:
            return _input(context["widget"])
        if template_name == "django/forms/widgets/select.html":
            return _select(context["widget"])
        return super().render(template_name, context, request)

    def get_template(self, template_name: str) -> "_EngineTemplate":
        """The house's template where there is one."""
        if not _plain.get():
            template_name = HOUSE_TEMPLATES.get(template_name, template_name)
        if template_name.startswith("ui/"):
            return get_template(template_name)
        return super().get_template(template_name)


_INPUTS = frozenset(
    f"django/forms/widgets/{name}.html"
    for name in (
        "checkbox", "color", "date", "datetime", "email", "hidden", "input", "number", "password", "search", "tel",
        "text", "time", "url",
    )
)  # fmt: skip


def _input(widget: Mapping[str, Any]) -> SafeString:
    value = "" if widget["value"] is None else format_html(' value="{}"', str(widget["value"]))
    return format_html(
        '<input type="{}" name="{}"{}{}>', widget["type"], widget["name"], value, flatatt(widget["attrs"])
    )


def _select(widget: Mapping[str, Any]) -> SafeString:
    parts: list[str] = [format_html('<select name="{}"{}>', widget["name"], flatatt(widget["attrs"]))]
    for group, options, _index in widget["optgroups"]:
        if group:
            parts.append(format_html('<optgroup label="{}">', group))
        parts += [
            f'<option value="{conditional_escape(str(option["value"]))}"{flatatt(option["attrs"])}>'
            f"{conditional_escape(option['label'])}</option>"
            for option in options
        ]
        if group:
            parts.append("</optgroup>")
    return mark_safe("".join([*parts, "</select>"]))  # noqa: S308 - every part is escaped above


def _css_class(widget: Widget) -> str:
    if isinstance(widget, widgets.CheckboxInput | widgets.CheckboxSelectMultiple):
        return "kern-form-check__checkbox"
    if isinstance(widget, widgets.RadioSelect):
        return "kern-form-check__radio"
    if isinstance(widget, widgets.HiddenInput):
        return ""
    if isinstance(widget, widgets.SelectMultiple):
        return "kern-form-input__input"
    if isinstance(widget, widgets.Select):
        return "kern-form-input__select"
    if isinstance(widget, widgets.Input | widgets.Textarea | widgets.MultiWidget):
        return "kern-form-input__input"
    return ""
