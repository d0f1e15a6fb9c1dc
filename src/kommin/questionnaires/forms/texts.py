"""Forms for texts: the questionnaire's own, a section's, and what begins a questionnaire or a question."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kommin.questionnaires.definition import Words

TITLE_LENGTH = 1000


def titles(required: bool = True) -> tuple[forms.CharField, forms.CharField]:
    """The two fields of a short text."""
    return (
        forms.CharField(label=_("Title in German"), max_length=TITLE_LENGTH, required=required),
        forms.CharField(label=_("Title in English"), max_length=TITLE_LENGTH, required=False),
    )


class NewQuestionnaireForm(forms.Form):
    """How a questionnaire begins."""

    title = forms.CharField(label=_("Title in German"), max_length=300)
    start = forms.ChoiceField(
        label=_("Begin with"),
        choices=[
            ("empty", _("an empty questionnaire")),
            ("application", _("the application form after the state's model (Grundmuster 1)")),
        ],
        widget=forms.RadioSelect,
        initial="empty",
    )


class ImportForm(forms.Form):
    """A definition as a file."""

    file = forms.FileField(
        label=_("JSON file"), help_text=_("A file that was saved here or written after the published schema.")
    )


class WordsForm(forms.Form):
    """Base of forms that edit texts in two languages: `title_de`, `title_en` and so on become `Words`."""

    def words(self, name: str) -> Words:
        return Words(de=self.cleaned_data.get(f"{name}_de") or "", en=self.cleaned_data.get(f"{name}_en") or "")

    @staticmethod
    def initial_words(**texts: Words) -> dict[str, Any]:
        """The initial values of several texts."""
        return {
            f"{name}_{language}": getattr(words, language) for name, words in texts.items() for language in ("de", "en")
        }


class TextsForm(WordsForm):
    """The questionnaire's own texts."""

    title_de, title_en = titles()
    introduction_de = forms.CharField(
        label=_("Introduction in German"), max_length=5000, required=False, widget=forms.Textarea
    )
    introduction_en = forms.CharField(
        label=_("Introduction in English"), max_length=5000, required=False, widget=forms.Textarea
    )


class SectionForm(WordsForm):
    """A section's texts."""

    title_de, title_en = titles()
    help_de = forms.CharField(
        label=_("Explanation in German"), max_length=5000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    help_en = forms.CharField(
        label=_("Explanation in English"), max_length=5000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
