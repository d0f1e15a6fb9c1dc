"""Forms about oneself."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kommin.people.models import LANGUAGES
from kommin.people.models.user import NAME_LENGTH


class ProfileForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=NAME_LENGTH, widget=forms.TextInput({"autocomplete": "name"}))
    language = forms.ChoiceField(
        label=_("Language"), choices=LANGUAGES, widget=forms.RadioSelect, help_text=_("For letters to you.")
    )


class NewAccountForm(ProfileForm):
    """What the invited tell to get an account."""

    password = forms.CharField(
        label=_("Password"),
        strip=False,
        max_length=128,
        help_text=_("At least 12 characters. Several words in a row are easy to remember."),
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )
    field_order = ("name", "password", "language")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].initial = "de"
