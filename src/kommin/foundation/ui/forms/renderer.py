"""Draws every Django form in the look of the house, so that `{{ form }}` in a template is all a room needs.

The classes come from the KERN design system; what the look needs to know about a field (is it a choice, does it carry a
unit) is asked of the widget, so that forms of other packages look right without a change.
"""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest
from django.template.loader import get_template
from django.utils.safestring import SafeString

from kommin.foundation.ui.forms import drawing
from kommin.foundation.ui.forms.bound import HouseBoundField, is_drawn_plainly

if TYPE_CHECKING:
    from django.template.backends.base import _EngineTemplate

HOUSE_TEMPLATES = {
    "django/forms/div.html": "ui/forms/form.html",
    "django/forms/formsets/div.html": "ui/forms/formset.html",
    "django/forms/widgets/clearable_file_input.html": "ui/forms/file.html",
}


class HouseRenderer(DjangoTemplates):
    """Set as `FORM_RENDERER`. Names of the house come from the site's templates, all others from Django.

    Fields and their widgets are drawn without templates (`drawing`).
    """

    form_template_name = "ui/forms/form.html"
    formset_template_name = "ui/forms/formset.html"
    bound_field_class = HouseBoundField

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        """A field, its widget or a form as HTML."""
        if is_drawn_plainly():
            return super().render(template_name, context, request)
        if template_name == self.field_template_name:
            return drawing.group(context["field"])
        draw = _WIDGETS.get(template_name)
        return draw(context["widget"]) if draw else super().render(template_name, context, request)

    def get_template(self, template_name: str) -> "_EngineTemplate":
        """The house's template where there is one."""
        if not is_drawn_plainly():
            template_name = HOUSE_TEMPLATES.get(template_name, template_name)
        if template_name.startswith("ui/"):
            return get_template(template_name)
        return super().get_template(template_name)


_WIDGETS: dict[str, Callable[[Mapping[str, Any]], SafeString]] = {
    f"django/forms/widgets/{name}.html": drawing.single_input
    for name in (
        "checkbox", "color", "date", "datetime", "email", "hidden", "input", "number", "password", "search", "tel",
        "text", "time", "url",
    )
} | {
    "django/forms/widgets/select.html": drawing.select,
    "django/forms/widgets/radio.html": drawing.choices,
    "django/forms/widgets/checkbox_select.html": drawing.choices,
}  # fmt: skip
