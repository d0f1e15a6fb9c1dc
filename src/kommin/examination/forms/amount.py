"""The form of a judged plan: for each line a verdict, amounts per year, a reason."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kommin.cases.plan import Line
from kommin.examination.amounts import Judged
from kommin.examination.models import Verdict
from kommin.foundation.ui.formatting import reader
from kommin.foundation.ui.forms import MoneyField
from kommin.law.money import ZERO

LONGEST_REASON = 1000


@dataclass(frozen=True)
class LineFields:
    """The fields of one line."""

    line: Line
    label: str
    verdict: BoundField
    amounts: Sequence[tuple[int, Decimal, BoundField]]
    reason: BoundField


class AmountForm(forms.Form):
    """What is accepted of a plan. Amounts are read only where a line is reduced."""

    note = forms.CharField(
        label=gettext_lazy("Note on the whole"), required=False, max_length=4000, widget=forms.Textarea({"rows": 3})
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, lines: Sequence[Line], before: Mapping[str, Any], *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.lines = lines
        for line in lines:
            kept = before.get(line.key, {})
            label = reader().text(line.label)
            self.fields[f"verdict-{line.key}"] = forms.ChoiceField(
                label=_("Verdict"), choices=Verdict.choices, required=False,
                initial=kept.get("verdict") or Verdict.ACCEPTED,
            )  # fmt: skip
            for year, applied in line.amounts.items():
                self.fields[f"amount-{line.key}-{year}"] = MoneyField(
                    label=_("%(line)s, %(year)s: accepted") % {"line": label, "year": year}, required=False,
                    initial=Decimal(kept.get("accepted", {}).get(str(year), "0.00")) if kept else applied,
                )  # fmt: skip
            self.fields[f"reason-{line.key}"] = forms.CharField(
                label=_("Reason"), required=False, max_length=LONGEST_REASON, initial=kept.get("reason", ""),
                widget=forms.Textarea({"rows": 2}),
            )  # fmt: skip

    @property
    def rows(self) -> list[LineFields]:
        """The lines in order, each with its fields."""
        return [
            LineFields(
                line, reader().text(line.label), self[f"verdict-{line.key}"],
                [(year, applied, self[f"amount-{line.key}-{year}"]) for year, applied in line.amounts.items()
                 if applied], self[f"reason-{line.key}"],
            )
            for line in self.lines
        ]  # fmt: skip

    def judged(self) -> list[Judged]:
        """What was said about each line; call after `is_valid`."""
        data = self.cleaned_data
        return [
            Judged(
                line.key,
                data[f"verdict-{line.key}"],
                {year: data.get(f"amount-{line.key}-{year}") or ZERO for year in line.amounts},
                data[f"reason-{line.key}"],
            )
            for line in self.lines
        ]
