"""Forms about delivery: one question each, with the day it happened."""

from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from kommin.decisions.actions.entering import LONGEST_NOTE
from kommin.decisions.actions.remedies import LONGEST_COURT, LONGEST_REFERENCE
from kommin.decisions.models import Outcome
from kommin.foundation.ui.forms import DateField

LINES = {"rows": 3}


class Channel(models.TextChoices):
    """How a letter reaches the municipality."""

    PORTAL = "portal", _("In the portal: the municipality opens the letter here")
    POST = "post", _("By post")


class ReleaseForm(forms.Form):
    """How the letter is delivered after the release."""

    channel = forms.ChoiceField(
        label=_("How does the letter reach the municipality?"), choices=Channel.choices, widget=forms.RadioSelect,
        help_text=_("You can change your mind later, as long as the letter has not arrived."),
    )  # fmt: skip

    def __init__(self, *args: Any, in_portal: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        channel = self.fields["channel"]
        channel.initial = Channel.PORTAL if in_portal else Channel.POST
        if not in_portal:
            channel.choices = [(Channel.POST.value, Channel.POST.label)]  # type: ignore[attr-defined]
            channel.help_text = _("Nobody acts for this municipality in the portal yet.")


class DeliverForm(ReleaseForm):
    """The same afterwards, with the day of posting."""

    posted_on = DateField(
        label=_("Posted on"), required=False,
        help_text=_("The day on which the letter was handed to the post. Leave it empty for the portal."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("channel") == Channel.POST and not data.get("posted_on") and "posted_on" not in self.errors:
            self.add_error("posted_on", _("Enter the day of posting."))
        return data


class ReceiptForm(forms.Form):
    received_on = DateField(label=_("Received on"))
    note = forms.CharField(
        label=_("How is that proven?"), max_length=LONGEST_NOTE, widget=forms.Textarea(LINES),
        help_text=_("For example: signed receipt, stamp of arrival, certificate of formal service."),
    )  # fmt: skip


class WaiverForm(forms.Form):
    """A waiver on paper, entered by the authority."""

    arrived_on = DateField(label=_("Arrived on"), help_text=_("The day on which the signed form reached you."))
    upload = forms.FileField(
        label=_("Signed form"), required=False, allow_empty_file=True,
        help_text=_("PDF or picture. May be left out if the paper stays in the file."),
    )  # fmt: skip


class SentWaiverForm(forms.Form):
    """A waiver on paper, sent in by the municipality: it arrives today."""

    upload = forms.FileField(label=_("Signed form"), allow_empty_file=True, help_text=_("PDF or picture."))


class SignForm(forms.Form):
    """The municipality says that it has understood what it gives up."""

    understood = forms.BooleanField(
        label=_("The municipality gives up legal remedies against this decision. It has read the decision."),
        error_messages={"required": _("Tick this if you want to give up legal remedies.")},
    )


class LawsuitForm(forms.Form):
    filed_on = DateField(label=_("Filed on"), help_text=_("The day on which the lawsuit reached the court."))
    court = forms.CharField(label=_("Court"), max_length=LONGEST_COURT)
    reference = forms.CharField(
        label=_("Reference of the court"), max_length=LONGEST_REFERENCE, required=False,
        help_text=_("As soon as you know it."),
    )  # fmt: skip


class LawsuitEndForm(forms.Form):
    ended_on = DateField(
        label=_("Ended on"), help_text=_("The day from which on nothing can be done against the end any more.")
    )
    outcome = forms.ChoiceField(label=_("How did it end?"), choices=Outcome.choices, widget=forms.RadioSelect)
    note = forms.CharField(label=_("Note"), max_length=LONGEST_NOTE, required=False, widget=forms.Textarea(LINES))


class CorrectForm(forms.Form):
    """The right day of an entry, or that there was nothing of the kind."""

    RIGHT, NOTHING = "day", "nothing"

    what = forms.ChoiceField(label=_("What is right?"), widget=forms.RadioSelect)
    day = DateField(label=_("The right day"), required=False)
    reason = forms.CharField(
        label=_("What was wrong?"), max_length=LONGEST_NOTE, widget=forms.Textarea(LINES),
        help_text=_("Stays in the file beside the wrong entry."),
    )  # fmt: skip

    def __init__(self, *args: Any, day_is_fixed: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(self.RIGHT, _("It was on another day")), (self.NOTHING, _("It did not happen: take it back"))]
        if day_is_fixed:
            del self.fields["day"]
            choices = choices[1:]
            self.fields["what"].initial = self.NOTHING
        self.fields["what"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("what") == self.RIGHT and not data.get("day") and "day" not in self.errors:
            self.add_error("day", _("Enter the right day."))
        if data.get("what") == self.NOTHING:
            data["day"] = None
        return data


class PostingForm(forms.Form):
    """The day on which several letters were posted together."""

    posted_on = DateField(label=_("Posted on"), help_text=_("The day on which the letters were handed to the post."))
