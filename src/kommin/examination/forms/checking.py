"""The forms of the check, of requests and of messages."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kommin.examination.actions.requesting import LONGEST_LETTER, LONGEST_TITLE
from kommin.examination.models import LONGEST_TEXT
from kommin.foundation.files.forms import FilesField
from kommin.foundation.ui.forms import DateField
from kommin.people.models.dated import today

ONCE = 32
USUAL_TIME = timedelta(days=14)


def usual_day() -> date:
    """The day that is proposed for an answer: two weeks on, never a weekend."""
    day = today() + USUAL_TIME
    while day.weekday() > 4:
        day += timedelta(days=1)
    return day


class ReasonForm(forms.Form):
    """A reason for something that changes the course of a case."""

    reason = forms.CharField(label=_("Reason"), max_length=4000, widget=forms.Textarea({"rows": 4}))


class ExtendForm(forms.Form):
    """A later day for a request."""

    due_on = DateField(label=_("New day for the answer"))
    reason = forms.CharField(
        label=_("Reason"), required=False, max_length=4000, widget=forms.Textarea({"rows": 3}),
        help_text=_("The municipality reads it."),
    )  # fmt: skip


class RequestForm(forms.Form):
    """The letter of a request; the items beside it are fields of their own."""

    due_on = DateField(label=_("Answer by"), help_text=_("Until the end of this day. Later answers are marked."))
    text = forms.CharField(label=_("Letter"), max_length=LONGEST_LETTER, widget=forms.Textarea({"rows": 9}))
    extra = forms.CharField(
        label=_("Something else"), required=False, max_length=LONGEST_TITLE,
        help_text=_("A document or statement that is no item of the check. The municipality can upload files for it."),
    )  # fmt: skip
    extra_note = forms.CharField(
        label=_("What exactly is needed"), required=False, max_length=4000, widget=forms.Textarea({"rows": 2})
    )
    once = forms.CharField(widget=forms.HiddenInput, max_length=ONCE)


class MessageForm(forms.Form):
    """A message to the other side."""

    text = forms.CharField(label=_("Message"), max_length=LONGEST_TEXT, widget=forms.Textarea({"rows": 5}))
    uploads = FilesField(label=_("Attach files"), required=False)
    once = forms.CharField(widget=forms.HiddenInput, max_length=ONCE)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "message_%s")
        super().__init__(*args, **kwargs)


class NoteForm(forms.Form):
    """A note for the authority alone."""

    text = forms.CharField(label=_("Internal note"), max_length=LONGEST_TEXT, widget=forms.Textarea({"rows": 3}))
    once = forms.CharField(widget=forms.HiddenInput, max_length=ONCE)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "note_%s")
        super().__init__(*args, **kwargs)
