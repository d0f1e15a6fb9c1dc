"""Forms about calls that are more than fields of one row."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _

from kommin.foundation.ui.formatting import reader
from kommin.foundation.ui.forms import DateField
from kommin.programmes.forms.rows import titled
from kommin.programmes.legal import LegalValue
from kommin.programmes.models import BuildingBlock, Call, Guideline
from kommin.programmes.timing import ClockError, clock_of, last_day, moment_of, zone_named
from kommin.questionnaires.models import QuestionnaireVersion
from kommin.questionnaires.queries import published_versions

USUAL_ZONES = ("Europe/Berlin", "Europe/Vienna", "Europe/Zurich", "Europe/Brussels", "UTC")


def _clock(label: Any, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label, max_length=5, help_text=help_text, widget=forms.TextInput({"autocomplete": "off", "size": 6})
    )


class MomentsMixin(forms.Form):
    """Reads a day and a time of day as one moment in a zone."""

    def moment(self, day: str, clock: str, zone: Any) -> datetime | None:
        """The moment of two fields; says beside the second what is wrong."""
        values = self.cleaned_data.get(day), self.cleaned_data.get(clock)
        if values[0] is None or not values[1]:
            return None
        try:
            return moment_of(values[0], values[1], zone)
        except ClockError:
            self.add_error(
                clock, _("There is no such time on this day. Write it like 12:00; the end of the day is 24:00.")
            )
            return None


class DatesForm(MomentsMixin):
    opening_day = DateField(label=_("First day"))
    opening_time = _clock(_("Opens at"), _("Such as 8:00."))
    closing_day = DateField(label=_("Last day"))
    closing_time = _clock(_("Until"), _("24:00 is the end of the day. What arrives at that very moment is too late."))
    grace_minutes = forms.IntegerField(
        label=_("Grace in minutes"), min_value=0, max_value=1440,
        help_text=_("So long after the deadline an application is still accepted and marked as late. Usually 0."),
        widget=forms.TextInput({"inputmode": "numeric"}),
    )  # fmt: skip
    time_zone = forms.ChoiceField(label=_("Time zone"))

    def __init__(self, data: Any = None, *, call: Call) -> None:
        zone = call.zone
        initial: dict[str, Any] = {
            "opening_time": "00:00", "closing_time": "24:00", "grace_minutes": call.grace_minutes,
            "time_zone": call.time_zone,
        }  # fmt: skip
        if call.opens_at:
            local = call.opens_at.astimezone(zone)
            initial |= {"opening_day": local.date(), "opening_time": f"{local:%H:%M}"}
        if call.closes_at:
            initial |= {"closing_day": last_day(call.closes_at, zone), "closing_time": clock_of(call.closes_at, zone)}
        super().__init__(data, initial=initial)
        known = [name for name in (call.time_zone, *USUAL_ZONES) if name in available_timezones()]
        self.fields["time_zone"].choices = [(name, name) for name in dict.fromkeys(known)]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "time_zone" in cleaned:
            zone = zone_named(cleaned["time_zone"])
            cleaned["opens_at"] = self.moment("opening_day", "opening_time", zone)
            cleaned["closes_at"] = self.moment("closing_day", "closing_time", zone)
        return cleaned

    def values(self) -> dict[str, Any]:
        """What the action takes."""
        return {name: self.cleaned_data[name] for name in ("opens_at", "closes_at", "grace_minutes", "time_zone")}


class RulesForm(forms.Form):
    guideline = forms.ModelChoiceField(label=_("Version of the guideline"), queryset=Guideline.objects.none())
    blocks = forms.ModelMultipleChoiceField(
        label=_("Building blocks"), queryset=BuildingBlock.objects.none(), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, data: Any = None, *, call: Call) -> None:
        initial = {"guideline": call.guideline_id, "blocks": [block.pk for block in call.blocks.all()]}
        super().__init__(data, initial=initial)
        self.fields["guideline"].queryset = call.programme.guidelines.all()  # type: ignore[attr-defined]
        titled(self.fields["blocks"]).queryset = call.programme.blocks.all()


class QuestionsForm(forms.Form):
    questionnaire = forms.ModelChoiceField(label=_("Questionnaire"), queryset=QuestionnaireVersion.objects.none())

    def __init__(self, data: Any = None, *, call: Call) -> None:
        super().__init__(data, initial={"questionnaire": call.questionnaire_id})
        self.fields["questionnaire"].queryset = published_versions(  # type: ignore[attr-defined]
            call.programme.ministry_id
        )


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"), max_length=2000, widget=forms.Textarea({"rows": 3}),
        help_text=_("Everybody who reads the call sees this."),
    )  # fmt: skip


class ProlongForm(ReasonForm, MomentsMixin):
    day = DateField(label=_("New last day"))
    time = _clock(_("Until"), _("24:00 is the end of the day."))
    field_order = ("day", "time", "reason")

    def __init__(self, data: Any = None, *, call: Call) -> None:
        self.call = call
        super().__init__(data, initial={"time": "24:00"})

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        cleaned["closes_at"] = self.moment("day", "time", self.call.zone)
        return cleaned


class LegalValuesForm(forms.Form):
    """Each unconfirmed value: confirmed with a source, or replaced. Rows left empty stay open."""

    shared_source = forms.CharField(
        label=_("Source for all"), required=False, max_length=300,
        help_text=_("Where you have read it, such as the order and its date. Counts for every ticked line without a source of its own."),  # noqa: E501
    )  # fmt: skip

    def __init__(self, *args: Any, values: Sequence[LegalValue], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.legal_values = values
        speaks = reader()
        for each in values:
            name, label = each.value.parameter, speaks.text(each.value.label)
            shown = speaks.value(each.value.value)
            judged = each.judged
            self.fields[f"{name}-confirm"] = forms.BooleanField(
                label=_("Confirmed: %(label)s") % {"label": f"{label}: {shown}"},
                required=False,
                initial=judged is not None,
            )
            self.fields[f"{name}-value"] = forms.CharField(
                label=_("Another value"), required=False, max_length=40,
                initial=judged.value if judged and judged.value != judged.found else "",
                help_text=_("Written as in the data, here: %(written)s") % {"written": each.value.written},
            )  # fmt: skip
            self.fields[f"{name}-source"] = forms.CharField(
                label=_("Source"), required=False, max_length=300, initial=judged.source if judged else ""
            )

    def rows(self) -> list[dict[str, Any]]:
        """The three fields of each value, for the template."""
        found = []
        for each in self.legal_values:
            name = each.value.parameter
            confirm, value, source = (self[f"{name}-{part}"] for part in ("confirm", "value", "source"))
            found.append(
                {
                    "value": each.value, "label": reader().text(each.value.label), "judged": each.judged,
                    "confirm": confirm, "value_field": value, "source": source,
                    "is_open": bool(value.errors or source.errors),
                }
            )  # fmt: skip
        return found

    def sayings(self) -> dict[str, tuple[str, str]]:
        """(source, value) of each value that was ticked or replaced."""
        found = {}
        for each in self.legal_values:
            name = each.value.parameter
            value = self.cleaned_data[f"{name}-value"].strip()
            if self.cleaned_data[f"{name}-confirm"] or value:
                source = self.cleaned_data[f"{name}-source"].strip() or self.cleaned_data["shared_source"].strip()
                found[name] = (source, value)
        return found

    def place(self, parameter: str | None) -> str | None:
        """The field at which an action's complaint about a parameter is shown."""
        source = f"{parameter}-source"
        return source if source in self.fields else None
