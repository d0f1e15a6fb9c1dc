"""What visitors type."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kommin.foundation.ui.forms import MoneyField
from kommin.foundation.ui.forms.fields import DecimalTextInput
from kommin.law.financing import Kind
from kommin.programmes.frozen import FrozenCall
from kommin.programmes.models import ApplicantKind


class QuickCheckForm(forms.Form):
    """A few figures, nothing is kept."""

    applicant = forms.ChoiceField(label=_("Who would apply?"), choices=ApplicantKind.choices, widget=forms.RadioSelect)
    consolidation = forms.ChoiceField(
        label=_("Is the municipality under budget consolidation (HSK)?"),
        choices=[("no", _("No")), ("yes", _("Yes"))],
        widget=forms.RadioSelect,
        initial="no",
    )
    block = forms.ChoiceField(label=_("Building block"))
    expenditure = MoneyField(
        label=_("Planned eligible expenditure"), help_text=_("Everything together, for all years.")
    )
    own = MoneyField(label=_("Own means"), required=False)
    third_party = MoneyField(label=_("Payments by third parties"), required=False)
    donation = MoneyField(label=_("Earmarked donations"), required=False)
    units = forms.DecimalField(
        label=_("Units"), required=False, min_value=0, max_value=100_000, max_digits=10, decimal_places=2,
        localize=True, widget=DecimalTextInput(),
    )  # fmt: skip

    def __init__(self, *args: Any, content: FrozenCall, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["block"].choices = [(block.code, str(block.title)) for block in content.blocks]  # type: ignore[attr-defined]
        if len(content.blocks) == 1:
            self.fields["block"].initial = content.blocks[0].code
        fixed = [rate for rate in content.rates if rate.kind == Kind.FIXED and rate.unit_amount is not None]
        if not fixed:
            del self.fields["units"]
        else:
            self.fields["units"].help_text = ", ".join(dict.fromkeys(rate.unit for rate in fixed if rate.unit))
