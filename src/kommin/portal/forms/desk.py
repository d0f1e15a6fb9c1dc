"""The steps of a release, as people fill them in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

MOMENT = "%Y-%m-%dT%H:%M"


def moment_field(label: Any, help_text: Any, *, required: bool = False) -> forms.DateTimeField:
    """A day with a time to the minute, as the clock on the wall shows it."""
    return forms.DateTimeField(
        label=label,
        help_text=help_text,
        required=required,
        input_formats=[MOMENT, "%d.%m.%Y %H:%M", "%Y-%m-%d %H:%M"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT),
        error_messages={"invalid": _("Give the day and the time, such as 24.11.2026 10:00.")},
    )


class HandOverForm(forms.Form):
    """With a word to the second person."""

    seen = forms.CharField(widget=forms.HiddenInput)
    note = forms.CharField(
        label=_("A word to whoever releases it"), max_length=1000, required=False, widget=forms.Textarea({"rows": 2})
    )


class ReasonForm(forms.Form):
    """Why; missing words are asked for by the action, in its own sentence."""

    reason = forms.CharField(label=_("Reason"), max_length=1000, required=False, widget=forms.Textarea({"rows": 2}))


class ReleaseForm(forms.Form):
    """At once, or at a moment."""

    seen = forms.CharField(widget=forms.HiddenInput)
    embargo = moment_field(
        _("Embargo until"), _("Local time. Until then nobody outside sees it. Empty: public at once.")
    )  # fmt: skip
    ends = moment_field(_("Public until"), _("Empty: without an end."))


class EmbargoForm(forms.Form):
    """Another moment for what waits."""

    embargo = moment_field(_("New moment"), _("Local time."), required=True)
