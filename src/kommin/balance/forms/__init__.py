"""Forms of the balance."""

from django import forms
from django.utils.translation import gettext_lazy as _

from kommin.foundation.ui.forms import DateField


class PrepareForm(forms.Form):
    """Which day, and what for."""

    as_of = DateField(label=_("As of"))
    occasion = forms.CharField(
        label=_("Occasion"), max_length=200, help_text=_("Readers see it, such as “Press release of 27 October 2010”.")
    )
