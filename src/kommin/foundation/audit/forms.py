"""What a reader of the record can look for."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kommin.foundation.audit.queries import Wanted, actions_recorded
from kommin.foundation.audit.words import action_label
from kommin.foundation.ui.forms import DateField


class RecordFilterForm(forms.Form):
    """Period, person, action, object, case, organisation."""

    since = DateField(label=_("From"), required=False)
    until = DateField(label=_("Until"), required=False)
    person = forms.CharField(label=_("Person"), required=False, max_length=100)
    organisation = forms.CharField(label=_("Organisation"), required=False, max_length=100)
    action = forms.ChoiceField(label=_("Action"), required=False)
    object = forms.CharField(label=_("Object"), required=False, max_length=200)
    case = forms.CharField(label=_("Case"), required=False, max_length=64)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = sorted(((action, action_label(action)) for action in actions_recorded()), key=lambda pair: pair[1])
        field = self.fields["action"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - narrows what Django types loosely
        field.choices = [("", _("all")), *labels]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and since > until:
            raise ValidationError(_("The period ends before it begins. Exchange the two days."))
        return cleaned

    def wanted(self) -> Wanted:
        """What was asked for, in a valid form."""
        return Wanted(**self.cleaned_data)
