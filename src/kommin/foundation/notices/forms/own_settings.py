"""How often a person wants mail."""

from django import forms
from django.utils.translation import gettext_lazy as _

from kommin.foundation.notices.models import Pace


class PaceForm(forms.Form):
    """At once, daily or weekly."""

    pace = forms.ChoiceField(label=_("Mail about notices"), choices=Pace.choices, widget=forms.RadioSelect)
