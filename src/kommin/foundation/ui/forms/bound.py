"""A form's field as the house draws it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.forms import BoundField, Widget, widgets

_plain: ContextVar[bool] = ContextVar("drawn_plainly", default=False)
is_drawn_plainly = _plain.get


@contextmanager
def drawn_plainly() -> Iterator[None]:
    """Inside, forms are drawn as Django draws them: for the pages of a package that brings a look of its own."""
    before = _plain.set(True)
    try:
        yield
    finally:
        _plain.reset(before)


class HouseBoundField(BoundField):
    """A form's field with the classes of the look and the marks a reader needs (required, unit, length)."""

    def build_widget_attrs(self, attrs: dict[str, Any], widget: Widget | None = None) -> dict[str, Any]:
        """Django's attributes plus the class of the look, keeping classes the room set itself."""
        widget = widget or self.field.widget
        built = super().build_widget_attrs(attrs, widget)
        name = "" if is_drawn_plainly() else _css_class(widget)
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
