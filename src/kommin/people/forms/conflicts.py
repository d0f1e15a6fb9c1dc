"""Forms about conflicts of interest."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from kommin.foundation.ui.forms import DateField
from kommin.people.models import Ground, User
from kommin.people.models.dated import today


class ConflictForm(forms.Form):
    person = forms.ModelChoiceField(label=_("Person"), queryset=User.objects.none(), empty_label=None)
    municipality = forms.ChoiceField(label=_("Municipality"))
    ground = forms.ChoiceField(label=_("Ground"), choices=Ground.choices, widget=forms.RadioSelect)
    valid_from = DateField(label=_("First day"), initial=today)
    valid_until = DateField(
        label=_("Last day"), required=False, help_text=_("Only if it ended or will end on a known day.")
    )

    def __init__(self, *args: Any, people: QuerySet[User], places: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]
        choices = [("", _("Choose a municipality")), *((key, f"{name} ({key})") for key, name in places.items())]
        self.fields["municipality"].choices = choices  # type: ignore[attr-defined]


class EndForm(forms.Form):
    last_day = DateField(label=_("Last day"), initial=today)
