"""Forms about the municipality, its colleagues and partners."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kommin.cases.actions.applicants import CONSOLIDATION_IN_ORDER, checked_iban
from kommin.cases.errors import MasterDataError
from kommin.cases.models import MasterData, SignOffBy
from kommin.foundation.files.forms import FilesField
from kommin.foundation.ui.forms import DateField
from kommin.people.models import Organisation


class MasterDataForm(forms.ModelForm):
    """Entered once for all applications."""

    consolidation_from = DateField(
        label=_("Budget consolidation plan since"),
        required=False,
        help_text=_("Leave empty if your municipality has no budget consolidation plan (HSK)."),
    )
    consolidation_until = DateField(label=_("Budget consolidation plan until"), required=False)

    class Meta:
        model = MasterData
        fields = (
            "street", "postcode", "town", "contact_name", "contact_phone", "contact_email", "account_holder", "iban",
            "consolidation_from", "consolidation_until",
        )  # fmt: skip
        widgets = {
            "street": forms.TextInput({"autocomplete": "street-address"}),
            "postcode": forms.TextInput({"autocomplete": "postal-code", "inputmode": "numeric"}),
            "town": forms.TextInput({"autocomplete": "address-level2"}),
            "iban": forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
        }

    def clean_iban(self) -> str:
        """As written; checked here, so that the sentence stands beside the field while somebody types."""
        iban = str(self.cleaned_data["iban"])
        try:
            checked_iban(iban)
        except MasterDataError as error:
            raise forms.ValidationError(str(error)) from error
        return iban

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("consolidation_from"), cleaned.get("consolidation_until")
        if last and "consolidation_from" not in self.errors and (not first or last < first):
            self.add_error("consolidation_until", CONSOLIDATION_IN_ORDER)
        return cleaned


class HandlingForm(forms.Form):
    """Who signs off and who submits."""

    sign_off = forms.ChoiceField(
        label=_("Who signs off"),
        choices=SignOffBy.choices,
        widget=forms.RadioSelect,
        help_text=_("An application can be submitted when everybody named here has signed it off."),
    )
    editors_submit = forms.BooleanField(
        label=_("Editors may submit, too"), required=False, help_text=_("Otherwise only the signatory submits.")
    )


class DocumentsForm(forms.Form):
    """Several files for one purpose."""

    purpose = forms.ChoiceField(label=_("These are"))
    documents = FilesField(label=_("Files"))

    def __init__(self, *args: Any, purposes: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["purpose"].choices = purposes  # type: ignore[attr-defined]


class PartnerForm(forms.Form):
    """Which municipality takes part."""

    organisation = forms.ModelChoiceField(
        queryset=Organisation.objects.none(), label=_("Municipality"), empty_label=_("Please choose")
    )

    def __init__(self, *args: Any, municipalities: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["organisation"]
        field.queryset = municipalities  # type: ignore[attr-defined]
        field.label_from_instance = lambda row: row.house_name  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    """Why an application is withdrawn."""

    reason = forms.CharField(label=_("Reason"), max_length=2000, widget=forms.Textarea({"rows": 4}))


class CommentForm(forms.Form):
    """A note for colleagues, or with `joint` for all municipalities of the project."""

    text = forms.CharField(label=_("Comment for your colleagues"), max_length=5000, widget=forms.Textarea({"rows": 3}))
    once = forms.CharField(widget=forms.HiddenInput, max_length=32)

    def __init__(self, *args: Any, joint: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.joint = joint
        if joint:
            self.fields["text"].label = _("Comment for all municipalities of the project")


class DigestForm(forms.Form):
    """A checksum to be compared."""

    digest = forms.CharField(label=_("Checksum on your receipt"), max_length=200)
