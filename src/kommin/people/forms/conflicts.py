"""Forms about conflicts of interest."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kommin.foundation.ui.forms import DateField
from kommin.people.models import Ground, Organisation, User
from kommin.people.models.dated import today
from kommin.people.queries import municipalities


class _NamedChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.house_name} ({obj.municipality_key})"


class ConflictForm(forms.Form):
    person = forms.ModelChoiceField(label=_("Person"), queryset=User.objects.none(), empty_label=None)
    municipality = _NamedChoice(
        label=_("Municipality"), queryset=Organisation.objects.none(), empty_label=_("Choose a municipality")
    )
    ground = forms.ChoiceField(label=_("Ground"), choices=Ground.choices, widget=forms.RadioSelect)
    valid_from = DateField(label=_("First day"), initial=today)
    valid_until = DateField(
        label=_("Last day"), required=False, help_text=_("Only if it ended or will end on a known day.")
    )

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]
        self.fields["municipality"].queryset = municipalities()  # type: ignore[attr-defined]


class EndForm(forms.Form):
    last_day = DateField(label=_("Last day"), initial=today)
