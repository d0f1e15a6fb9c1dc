"""Fields that read what people type: amounts and rates in German or English spelling, days in both."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kommin.foundation.ui.formatting import reader
from kommin.law import money
from kommin.law.errors import LawError
from kommin.law.money import parse_amount, parse_percent


class DecimalTextInput(forms.TextInput):
    """A text input with a numeric keyboard and its unit beside it (a number input loses what it can't read)."""

    def __init__(self, *, suffix: str = "", attrs: dict[str, Any] | None = None) -> None:
        self.suffix = suffix
        super().__init__({"inputmode": "decimal", "autocomplete": "off", **(attrs or {})})


class _SpokenDecimalField(forms.Field):
    """What `MoneyField` and `PercentField` share: text in, `Decimal` out, the law's sentence when it can't be read."""

    parse: Callable[..., Decimal]
    unit: str
    decimals: int | None

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", DecimalTextInput(suffix=self.unit))
        super().__init__(**options)

    def to_python(self, value: Any) -> Decimal | None:
        if value in self.empty_values:
            return None
        if isinstance(value, Decimal):
            return value
        try:
            return type(self).parse(str(value), field="value")
        except LawError as error:
            raise ValidationError(reader().text(error.text), code="invalid") from error

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, Decimal):
            return value
        return reader().number(value, decimals=self.decimals)

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return self.to_python(initial) != self.to_python(data)
        except ValidationError:
            return True


class MoneyField(_SpokenDecimalField):
    """An amount in euro, never negative: `48.987,20`, `48987.20`, `10.000` (ten thousand), with or without €.

    Give `min_value` and `max_value` as `Decimal` where the form knows a bound.
    """

    parse = staticmethod(parse_amount)
    unit = "€"
    decimals = 2

    def __init__(self, *, min_value: Decimal | None = None, max_value: Decimal = money.LARGEST, **options: Any) -> None:
        self.min_value, self.max_value = min_value, max_value
        super().__init__(**options)

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is None:
            return
        if self.min_value is not None and value < self.min_value:
            raise ValidationError(
                _("Enter at least %(bound)s."), code="min_value", params={"bound": reader().money(self.min_value)}
            )
        if value > self.max_value:
            raise ValidationError(
                _("Enter at most %(bound)s."), code="max_value", params={"bound": reader().money(self.max_value)}
            )


class PercentField(_SpokenDecimalField):
    """A rate in percent, above 0 and at most 100: `80`, `66,67`, `66.67 %`."""

    parse = staticmethod(parse_percent)
    unit = "%"
    decimals = None


class DateInput(forms.DateInput):
    """The browser's own date input, which speaks the reader's language and needs no script."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class DateField(forms.DateField):
    """A day. Understands `2026-11-23` and `23.11.2026`; `min_value` and `max_value` bound it, in the browser too."""

    default_error_messages = {"invalid": _("This is not a day. Write it like 23.11.2026.")}

    def __init__(self, *, min_value: date | None = None, max_value: date | None = None, **options: Any) -> None:
        options.setdefault("widget", DateInput())
        options.setdefault("input_formats", ["%Y-%m-%d", "%d.%m.%Y", "%d.%m.%y"])
        self.min_value, self.max_value = min_value, max_value
        super().__init__(**options)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        bounds = {"min": self.min_value, "max": self.max_value}
        return super().widget_attrs(widget) | {name: day.isoformat() for name, day in bounds.items() if day}

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is None:
            return
        if self.min_value and value < self.min_value:
            raise ValidationError(
                _("Enter a day from %(bound)s on."), code="min_value", params={"bound": reader().date(self.min_value)}
            )
        if self.max_value and value > self.max_value:
            raise ValidationError(
                _("Enter a day up to %(bound)s."), code="max_value", params={"bound": reader().date(self.max_value)}
            )
