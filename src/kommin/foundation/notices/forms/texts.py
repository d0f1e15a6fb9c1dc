"""Words of a mail as somebody edits them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kommin.foundation.notices.texts import KnownText, check_words


class MailTextForm(forms.Form):
    """Subject and text; refuses placeholders the mail does not know."""

    subject = forms.CharField(label=_("Subject"), max_length=200)
    body = forms.CharField(
        label=_("Text"),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text=_("An empty line begins a paragraph, “- ” an entry of a list. Write links as [label]({link})."),
    )

    def __init__(self, *args: Any, text: KnownText, **kwargs: Any) -> None:
        self.text = text
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "subject" in cleaned and "body" in cleaned:
            check_words(self.text, cleaned["subject"], cleaned["body"])
        return cleaned
