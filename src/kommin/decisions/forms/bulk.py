"""The form that starts many drafts: the reasons that go into the letters."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kommin.decisions.bulk.planning import Plan
from kommin.decisions.bulk.wording import PARTIAL, Reasons, keys_of, suggested
from kommin.decisions.models import LONGEST_TEXT
from kommin.examination.ranking.presenting import why_words

PREFIX = "reason-"


class StartForm(forms.Form):
    """What was seen, and the mark of the page, so that sending it twice starts once."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)
    once = forms.CharField(widget=forms.HiddenInput, max_length=32, min_length=16)


class DraftRoundForm(StartForm):
    """One text for each thing a proposal says that needs reasons in the letter."""

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.keys = keys_of(plan)
        for key in self.keys:
            self.fields[PREFIX + key] = forms.CharField(
                label=_label(key), initial=suggested(key), max_length=LONGEST_TEXT, widget=forms.Textarea({"rows": 3}),
                help_text=gettext_lazy("Stands in each of these letters, word for word."),
            )  # fmt: skip

    def reasons(self) -> Reasons:
        return Reasons({key: self.cleaned_data[PREFIX + key] for key in self.keys})


def _label(key: str) -> str:
    if key == PARTIAL:
        return _("Reasons for partial awards")
    return _("Reasons for refusal: %(why)s") % {"why": why_words(key)}


class ReleaseRoundForm(StartForm):
    """How the letters go out."""

    letters = forms.ChoiceField(
        label=gettext_lazy("How the letters go out"),
        widget=forms.RadioSelect,
        initial="portal",
        choices=[
            ("portal", gettext_lazy("In the portal at once, where somebody can open them; the others by post")),
            ("later", gettext_lazy("Decide later, for each letter")),
        ],
    )
