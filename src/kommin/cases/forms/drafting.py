"""The forms around the call's questions."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kommin.cases.content import BLOCK, EARLY, EARLY_FROM, EARLY_REASON, FROM, LONGEST_TITLE, TITLE, UNTIL
from kommin.cases.models import Application
from kommin.cases.project import lacks_of_project
from kommin.foundation.ui.forms import DateField
from kommin.programmes.frozen import FrozenCall
from kommin.questionnaires.answering.understanding import clean_text


class BeginForm(forms.Form):
    """What a new draft needs."""

    title = forms.CharField(label=_("Title of the project"), max_length=LONGEST_TITLE)
    block = forms.ChoiceField(label=_("Building block"), required=False)
    copy = forms.ModelChoiceField(
        queryset=Application.objects.none(),
        label=_("Take answers over from"),
        required=False,
        empty_label=_("begin empty"),
        help_text=_("Period, financing plan and documents are not copied."),
    )
    once = forms.CharField(widget=forms.HiddenInput, max_length=32)

    def __init__(self, *args: Any, content: FrozenCall, earlier: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(entry.code, str(entry.title)) for entry in content.blocks]
        self.fields["block"].choices = choices if len(choices) == 1 else [("", _("Please choose")), *choices]  # type: ignore[attr-defined]
        if not choices:
            del self.fields["block"]
        copy = self.fields["copy"]
        copy.queryset = earlier  # type: ignore[attr-defined]
        copy.label_from_instance = lambda row: f"{row.number} · {row.title}"  # type: ignore[attr-defined]
        if not earlier.exists():
            del self.fields["copy"]


class AboutForm(forms.Form):
    """The project itself. Its fields are those of the sheet under shorter names (see `KEYS`)."""

    title = forms.CharField(label=_("Title of the project"), max_length=LONGEST_TITLE, required=False)
    block = forms.ChoiceField(label=_("Building block"), required=False)
    starts = DateField(label=_("The project begins"), required=False)
    ends = DateField(label=_("The project ends"), required=False)
    early = forms.BooleanField(
        label=_("We want to begin before the decision"),
        required=False,
        help_text=_("Whoever begins without consent gets no grant. Ask for it here (vorzeitiger Maßnahmebeginn)."),
    )
    early_from = DateField(label=_("Begin early from"), required=False)
    early_reason = forms.CharField(
        label=_("Why the project cannot wait"), required=False, max_length=2000, widget=forms.Textarea({"rows": 4})
    )

    KEYS = {
        "title": TITLE, "block": BLOCK, "starts": FROM, "ends": UNTIL, "early": EARLY, "early_from": EARLY_FROM,
        "early_reason": EARLY_REASON,
    }  # fmt: skip

    def __init__(self, *args: Any, content: FrozenCall, check: bool = False, **kwargs: Any) -> None:
        """`check` also says what is missing, not only what is wrong."""
        super().__init__(*args, **kwargs)
        self.content, self.check = content, check
        self.read: dict[str, Any] = {}
        choices = [(entry.code, str(entry.title)) for entry in content.blocks]
        self.fields["block"].choices = [("", _("Please choose")), *choices]  # type: ignore[attr-defined]
        if not choices:
            del self.fields["block"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        self.read = dict(cleaned)
        names = {key: name for name, key in self.KEYS.items()}
        for lack in lacks_of_project(self.to_keep(), self.content):
            name = names[lack.key]
            if (self.check or not lack.missing) and name in self.fields and name not in self.errors:
                self.add_error(name, lack.text)
        return cleaned

    def to_keep(self) -> dict[str, Any]:
        """The fields that could be read, as the sheet keeps them; one that could not keeps what is stored.

        What can be read and is still wrong, such as an end before the beginning, is kept, because a draft may be wrong.
        """
        kept: dict[str, Any] = {}
        for name, value in self.read.items():
            match value:
                case str():
                    kept[self.KEYS[name]] = clean_text(value, several_lines=name == "early_reason").strip() or None
                case bool():
                    kept[self.KEYS[name]] = value or None
                case None:
                    kept[self.KEYS[name]] = None
                case _:
                    kept[self.KEYS[name]] = value.isoformat()
        return kept
