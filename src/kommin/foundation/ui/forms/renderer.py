"""Draws every Django form in the look of the house, so that `{{ form }}` in a template is all a room needs.

The classes come from the KERN design system; what the look needs to know about a field (is it a choice, does it carry a
unit) is asked of the widget, so that forms of other packages look right without a change.
"""

from typing import TYPE_CHECKING, Any

from django.forms import BoundField, Widget, widgets
from django.forms.renderers import DjangoTemplates
from django.template.loader import get_template

if TYPE_CHECKING:
    from django.template.backends.base import _EngineTemplate

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
        name = _css_class(widget)
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
    """Set as `FORM_RENDERER`. Names of the house come from the site's templates, all others from Django."""

    form_template_name = "ui/forms/form.html"
    field_template_name = "ui/forms/field.html"
    formset_template_name = "ui/forms/formset.html"
    bound_field_class = HouseBoundField

    def get_template(self, template_name: str) -> "_EngineTemplate":
        """The house's template where there is one."""
        template_name = HOUSE_TEMPLATES.get(template_name, template_name)
        if template_name.startswith("ui/"):
            return get_template(template_name)
        return super().get_template(template_name)


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
