"""Forms about organisations."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kommin.foundation.ui.forms import DateField
from kommin.people.models import Kind, Organisation
from kommin.people.models.dated import today
from kommin.people.models.organisation import KEY_LENGTH
from kommin.people.queries import organisations


class OrganisationFilterForm(forms.Form):
    q = forms.CharField(label=_("Name or key"), required=False, max_length=100)
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("All")), *Kind.choices])


class OrganisationForm(forms.Form):
    kind = forms.ChoiceField(label=_("Kind"), choices=Kind.choices, widget=forms.RadioSelect)
    name = forms.CharField(label=_("Name"), max_length=300)
    municipality_key = forms.CharField(
        label=_("Municipality key"),
        required=False,
        max_length=KEY_LENGTH,
        help_text=_("For municipalities only, as in the register: 8 digits in Germany, for a district 5."),
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )


class NameForm(forms.Form):
    name = forms.CharField(label=_("New name"), max_length=300)
    valid_from = DateField(label=_("Valid from"), initial=today)


class _NamedChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.house_name)


class PredecessorForm(forms.Form):
    predecessor = _NamedChoice(label=_("Earlier organisation"), queryset=Organisation.objects.none())
    day = DateField(label=_("Took over on"), initial=today)

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = organisations(kind=organisation.kind).exclude(pk=organisation.pk)
        self.fields["predecessor"].queryset = others  # type: ignore[attr-defined]
