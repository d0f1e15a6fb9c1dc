"""Forms about members, invitations and deputies."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kommin.foundation.ui.forms import DateField
from kommin.people.models import LANGUAGES, ROLES_OF_KIND, Membership, Organisation, User
from kommin.people.models.dated import today
from kommin.people.queries import colleagues_for


class InvitationForm(forms.Form):
    email = forms.EmailField(label=_("E-mail address"), widget=forms.EmailInput({"autocomplete": "off"}))
    role = forms.ChoiceField(label=_("Role"), widget=forms.RadioSelect)
    administers_members = forms.BooleanField(
        label=_("Administers members"),
        required=False,
        help_text=_("May invite colleagues, change their dates, name deputies and end memberships."),
    )
    valid_until = DateField(
        label=_("Last day"), required=False, help_text=_("Only if the membership ends on a known day.")
    )
    language = forms.ChoiceField(
        label=_("Language of the letter"), choices=LANGUAGES, initial="de", widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = ROLES_OF_KIND[organisation.kind]
        self.fields["role"].choices = [(role.value, role.label) for role in roles]  # type: ignore[attr-defined]
        if len(roles) == 1:
            self.fields["role"].initial = roles[0].value


class MembershipForm(forms.Form):
    valid_until = DateField(label=_("Last day"), required=False, help_text=_("Empty: until further notice."))
    administers_members = forms.BooleanField(
        label=_("Administers members"),
        required=False,
        help_text=_("May invite colleagues, change their dates, name deputies and end memberships."),
    )


class DeputyForm(forms.Form):
    deputy = forms.ModelChoiceField(
        label=_("Deputy"), queryset=User.objects.none(), empty_label=_("Choose a colleague")
    )
    valid_from = DateField(label=_("First day"))
    valid_until = DateField(label=_("Last day"))

    def __init__(self, *args: Any, membership: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["deputy"].queryset = colleagues_for(membership)  # type: ignore[attr-defined]
        self.fields["valid_from"].initial = max(today(), membership.valid_from)


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=500, widget=forms.Textarea({"rows": 3}))
