"""Texts, head and courts of letters as somebody edits them, and what is checked about a letter by its code."""

import re
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kommin.decisions.letters.checking import problems
from kommin.decisions.letters.codes import is_whole, normalized
from kommin.decisions.letters.head import Court, Letterhead
from kommin.decisions.letters.kinds import blocks_of

MOST_COURTS = 30
_KEYS = re.compile(r"[\s,;]+")
_SHA256 = re.compile(r"[0-9a-f]{64}")


class TextsForm(forms.Form):
    """One field for each block of a kind of letter."""

    base = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        for block in blocks_of(kind):
            shown = str(self.data.get(block.key) or self.initial.get(block.key) or "")
            self.fields[block.key] = forms.CharField(
                label=str(block.label), help_text=str(block.help), required=block.required, strip=False,
                widget=forms.TextInput() if block.line else forms.Textarea(attrs={"rows": _rows(shown)}),
                error_messages={"required": _("This part is needed: a letter without it would not stand.")},
            )  # fmt: skip
        self.fields["note"] = forms.CharField(
            label=_("What is new"), required=False, max_length=200,
            help_text=_("For the list of versions, in a few words."),
        )  # fmt: skip

    def clean_base(self) -> int:
        """The version the editing began with; without one, what came with the house."""
        return self.cleaned_data["base"] or 0

    @property
    def blocks(self) -> dict[str, str]:
        """The texts as they were typed."""
        return {block.key: self.cleaned_data.get(block.key, "") for block in blocks_of(self.kind)}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        self.add_problems(
            problems(self.kind, {block.key: cleaned.get(block.key, "") for block in blocks_of(self.kind)})
        )
        return cleaned

    def add_problems(self, found: dict[str, list[str]] | Any) -> None:
        """Show what is wrong beside the text it is about."""
        for key, sentences in found.items():
            for sentence in sentences:
                self.add_error(key if key in self.fields else None, sentence)


def _rows(text: str) -> int:
    """How high a field is, so that its text is seen without scrolling (on a phone nearly so)."""
    return min(18, max(3, sum(1 + len(line) // 60 for line in text.split("\n")) + 1))


class HeadForm(forms.Form):
    """Address and contact."""

    base = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)
    unit = forms.CharField(label=_("Department"), max_length=150, required=False)
    street = forms.CharField(label=_("Street and number"), max_length=150)
    postcode = forms.CharField(
        label=_("Postcode"), max_length=10,
        validators=[RegexValidator(r"\A[0-9A-Za-z -]{4,10}\Z", _("Write a postcode such as 59821."))],
    )  # fmt: skip
    town = forms.CharField(label=_("Town"), max_length=100)
    phone = forms.CharField(label=_("Phone"), max_length=60, required=False)
    email = forms.EmailField(label=_("E-mail"), max_length=120, required=False)
    website = forms.CharField(label=_("Website"), max_length=120, required=False)
    hours = forms.CharField(label=_("Office hours"), max_length=150, required=False)

    def clean_base(self) -> int:
        return self.cleaned_data["base"] or 0

    def head(self) -> Letterhead:
        return Letterhead.from_json({name: text.strip() for name, text in self.cleaned_data.items() if name != "base"})


class CourtForm(forms.Form):
    """One court with the places it is for; an empty row is no court."""

    name = forms.CharField(label=_("Court"), max_length=150, required=False)
    street = forms.CharField(label=_("Street and number"), max_length=150, required=False)
    postcode = forms.CharField(label=_("Postcode"), max_length=10, required=False)
    town = forms.CharField(label=_("Town"), max_length=100, required=False)
    keys = forms.CharField(
        label=_("Keys of places"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Beginnings of municipality keys, parted by commas. Empty: every place that no other court names."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if any(cleaned.get(name) for name in ("street", "postcode", "town", "keys")) and not cleaned.get("name"):
            self.add_error("name", _("Write the name of the court, or empty the whole row."))
        if cleaned.get("name") and not cleaned.get("town"):
            self.add_error("town", _("The seat of the court is needed (§ 58 VwGO)."))
        keys = [key for key in _KEYS.split(cleaned.get("keys", "")) if key]
        wrong = [key for key in keys if not re.fullmatch(r"[0-9A-Za-z.-]{1,12}", key)]
        if wrong:
            self.add_error("keys", _("%(key)s is no beginning of a municipality key.") % {"key": wrong[0]})
        cleaned["keys"] = keys
        return cleaned

    def court(self) -> Court:
        return Court.from_json(self.cleaned_data)


CourtForms = forms.formset_factory(CourtForm, extra=2, max_num=MOST_COURTS, absolute_max=MOST_COURTS)


class PreviewForm(forms.Form):
    """With which case a letter is shown: the example, or a draft."""

    draft = forms.TypedChoiceField(label=_("Shown with"), required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, drafts: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["draft"]
        field.choices = [("0", _("an invented case")), *drafts]


class CodeForm(forms.Form):
    """The digits of a letter, with spaces or without."""

    code = forms.CharField(
        label=pgettext_lazy("letter", "Code"), max_length=60,
        help_text=_("24 digits; they stand at the foot of each page."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip

    def clean_code(self) -> str:
        code = normalized(self.cleaned_data["code"])
        if not is_whole(code):
            raise forms.ValidationError(
                _("These digits do not fit together: one is missing or mistyped. Please compare them with the letter.")
            )
        return code


class HashForm(forms.Form):
    """The letter as a file, or its checksum."""

    nothing_sent = _("Choose the PDF, or write its checksum.")

    file = forms.FileField(
        label=_("PDF of the letter"), required=False, widget=forms.FileInput(attrs={"accept": ".pdf"})
    )
    checksum = forms.CharField(
        label=_("or its checksum (SHA-256)"), max_length=200, required=False,
        help_text=_("64 signs, 0–9 and a–f. For those who do not want to send the letter."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip

    def clean_checksum(self) -> str:
        text = re.sub(r"[\s:]+", "", self.cleaned_data["checksum"]).lower()
        if text and not _SHA256.fullmatch(text):
            raise forms.ValidationError(_("A checksum has 64 signs from 0–9 and a–f."))
        return text
