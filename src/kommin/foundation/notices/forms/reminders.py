"""When an organisation wants to be reminded."""

import re
from typing import Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

MOST_REMINDERS: Final = 6
LONGEST_AHEAD: Final = 180


class ReminderForm(forms.Form):
    """Days before the deadline, and days after it for the escalation."""

    days_before = forms.CharField(
        label=_("Remind so many days before"),
        help_text=_("Up to six numbers with commas, for example 14, 3, 0. The number 0 means on the last day."),
        max_length=60,
    )
    deputy_after = forms.IntegerField(
        label=_("Tell the deputy so many days after the deadline"), min_value=1, max_value=LONGEST_AHEAD
    )
    head_after = forms.IntegerField(
        label=_("Tell the head so many days after the deadline"), min_value=1, max_value=LONGEST_AHEAD
    )

    def clean_days_before(self) -> list[int]:
        """The numbers, largest first."""
        words = [word for word in re.split(r"[,;\s]+", self.cleaned_data["days_before"].strip()) if word]
        if not all(word.isascii() and word.isdigit() and int(word) <= LONGEST_AHEAD for word in words):
            raise ValidationError(
                _("Write whole numbers from 0 to 180 with commas between them, for example 14, 3, 0.")
            )
        days = sorted({int(word) for word in words}, reverse=True)
        if not 1 <= len(days) <= MOST_REMINDERS:
            raise ValidationError(_("Give one to six different numbers."))
        return days
