"""The form of a calculator, made from its description."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kommin.foundation.ui.forms.fields import DateInput, DecimalTextInput
from kommin.law.errors import LawError
from kommin.law.regimes import RegimeBook
from kommin.regimes.calculators import Calculator, Field, Input
from kommin.regimes.calculators.specs import LONGEST_ENTRY, read
from kommin.regimes.reading import said

LONGEST_LINE = 100


class LawField(forms.CharField):
    """A field read by the law package, so that a page and a command understand the same spellings."""

    def __init__(self, entry: Field) -> None:
        self.entry = entry
        lines = entry.input in {Input.USES, Input.PARTS}
        super().__init__(
            label=str(entry.label),
            help_text=str(entry.help),
            required=entry.required,
            widget=_widget(entry),
            max_length=LONGEST_ENTRY if lines else LONGEST_LINE,
        )

    def widget_attrs(self, _widget: forms.Widget) -> dict[str, Any]:
        """No length limit in the browser: what is too long is refused with a sentence instead of being cut."""
        return {}

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        try:
            return read(self.entry, text)
        except LawError as error:
            raise ValidationError(said(error), code="invalid") from error


class CalculatorForm(forms.Form):
    """All fields of one calculator that matter for the kind of financing chosen, and the regime."""

    def __init__(
        self, calculator: Calculator, kind: str | None, book: RegimeBook, data: Mapping[str, Any] | None
    ) -> None:
        super().__init__(data)
        self.book = book
        for entry in calculator.fields_for(kind):
            self.fields[entry.name] = _switch(entry) if entry.input is Input.SWITCH else LawField(entry)
        if calculator.uses_regime:
            self.fields["regime"] = self._regime_field()
        if kind:
            self.fields["kind"] = forms.CharField(widget=forms.HiddenInput, initial=kind, required=False)

    def _regime_field(self) -> forms.CharField:
        names = [name.name for name in self.book.names]
        typed = str(self.data.get("regime", "")).strip()[:40]
        other = [typed] if typed and typed not in names else []
        choices = [("", _("By the day the case is about")), *((name, name) for name in [*names, *other])]
        return forms.CharField(
            label=_("Legal regime"),
            required=False,
            max_length=LONGEST_LINE,
            widget=forms.Select(choices=choices),
            help_text=_("A decision keeps the regime that was in force when it was issued."),
        )

    @property
    def main_fields(self) -> list[forms.BoundField]:
        """What nearly every case needs."""
        return [field for field in self.visible_fields() if not self._is_further(field)]

    @property
    def further_fields(self) -> list[forms.BoundField]:
        """What is needed now and then."""
        return [field for field in self.visible_fields() if self._is_further(field)]

    @property
    def further_in_use(self) -> bool:
        """Whether one of the further fields is filled in or at fault, so that they must not be folded away."""
        return any(field.value() or field.errors for field in self.further_fields)

    @staticmethod
    def _is_further(field: forms.BoundField) -> bool:
        return isinstance(field.field, LawField) and field.field.entry.further

    def clean_regime(self) -> str:
        regime: str = self.cleaned_data["regime"]
        if regime:
            try:
                self.book.find(regime)
            except LawError as error:
                raise ValidationError(said(error), code="invalid") from error
        return regime

    def refuse(self, error: LawError) -> None:
        """Show what the law refused beside the field it names, or above the form."""
        self.add_error(error.field if error.field in self.fields else None, said(error))


def _switch(entry: Field) -> forms.BooleanField:
    return forms.BooleanField(label=str(entry.label), help_text=str(entry.help), required=False)


def _widget(entry: Field) -> forms.Widget:
    match entry.input:
        case Input.AMOUNT:
            return DecimalTextInput(suffix="€")
        case Input.PERCENT:
            return DecimalTextInput(suffix="%")
        case Input.NUMBER:
            return DecimalTextInput()
        case Input.DAY:
            return DateInput()
        case Input.USES | Input.PARTS:
            return forms.Textarea(attrs={"rows": 4})
        case _:
            return forms.TextInput()
