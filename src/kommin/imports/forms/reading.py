"""Forms about a file: uploading it, and how it is read."""

from argparse import ArgumentTypeError
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from kommin.foundation.tables import NumberFormat
from kommin.imports.arguments import control_total
from kommin.imports.core.mapping import FIELDS, Mapping
from kommin.imports.models import GrantImport

FIELD_LABELS: dict[str, Any] = {
    "applicant": gettext_lazy("Recipient"),
    "key": gettext_lazy("Municipality key"),
    "district": gettext_lazy("District (tells places of one name apart)"),
    "partners": gettext_lazy("Partners of a joint project"),
    "amount": gettext_lazy("Amount granted"),
    "paid": gettext_lazy("Amount paid"),
    "eligible": gettext_lazy("Eligible expenditure"),
    "title": gettext_lazy("Title of the project"),
    "reference": gettext_lazy("Reference"),
    "block": gettext_lazy("Building block or category"),
    "decided_on": gettext_lazy("Day of the decision"),
    "year": gettext_lazy("Budget year"),
    "starts_on": pgettext_lazy("column of a file", "Project from"),
    "ends_on": pgettext_lazy("column of a file", "Project until"),
    "currency": gettext_lazy("Currency"),
}
NUMBERS = {
    "": gettext_lazy("as recognised"),
    ",.": gettext_lazy("1.234,56"),
    ".,": gettext_lazy("1,234.56"),
    ".'": gettext_lazy("1'234.56"),
    ".": gettext_lazy("1234.56"),
    ",": gettext_lazy("1234,56"),
}
UNITS = {"1": gettext_lazy("as in the file"), "1000": gettext_lazy("thousands"), "1000000": gettext_lazy("millions")}


class ControlTotalField(forms.CharField):
    """A sum in any notation."""

    def clean(self, value: Any) -> Decimal | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            return control_total(text)
        except ArgumentTypeError as error:
            raise forms.ValidationError(str(error)) from error


class BeginForm(forms.Form):
    """A file, and what is known about it."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("CSV, TSV, XLSX, XLS or ODS, as it is. Nothing is loaded before you say so."),
        widget=forms.FileInput({"accept": ".csv,.tsv,.txt,.xlsx,.xls,.ods"}),
    )
    control_total = ControlTotalField(
        label=gettext_lazy("Control total"), required=False, max_length=40,
        help_text=gettext_lazy("What all grants of the file add up to, if you know it. It is compared to the cent."),
    )  # fmt: skip
    source = forms.CharField(
        label=gettext_lazy("Source"), required=False, max_length=200,
        help_text=gettext_lazy("Only for a newer edition of a list that is loaded already: the source it is named by."),
    )  # fmt: skip


class ReadingForm(forms.Form):
    """Where the table is, what its columns are, how its numbers are written."""

    def __init__(self, *args: Any, of: GrantImport, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.mapping = of.given
        sheets = list(of.summary.get("sheets", {}))
        if len(sheets) > 1:
            self.fields["sheet"] = forms.ChoiceField(
                label=_("Sheet"), choices=[(name, name) for name in sheets], initial=self.mapping.sheet
            )
        self.fields["header_line"] = forms.IntegerField(
            label=_("Line of the header"), min_value=1, initial=self.mapping.header_line
        )
        self._add_columns(of.summary.get("columns", []))
        self.fields["numbers"] = forms.ChoiceField(
            label=_("Amounts are written"), choices=list(NUMBERS.items()), required=False, initial=self._numbers()
        )
        self.fields["unit"] = forms.ChoiceField(
            label=_("Amounts are in"), choices=list(UNITS.items()), initial=str(self.mapping.unit)
        )
        self.fields["year"] = forms.IntegerField(
            label=_("Budget year of rows that name none"), min_value=1945, max_value=2100, required=False,
            initial=self.mapping.year,
        )  # fmt: skip
        self.fields["control_total"] = ControlTotalField(
            label=_("Control total"), required=False, max_length=40, initial=of.control_total
        )

    def _add_columns(self, columns: Sequence[str]) -> None:
        choices = [("", _("not in the file")), *((name, name) for name in columns)]
        for name in FIELDS:
            self.fields[f"column-{name}"] = forms.ChoiceField(
                label=FIELD_LABELS[name], choices=choices, required=name == "amount",
                initial=self.mapping.columns.get(name, ""),
            )  # fmt: skip

    def _numbers(self) -> str:
        written = self.mapping.numbers.get("amount")
        return f"{written.decimal}{written.thousands}" if written else ""

    def as_mapping(self) -> Mapping:
        """The mapping with what was typed in. Another sheet or header line proposes the columns anew."""
        given = self.cleaned_data
        sheet = given.get("sheet") or self.mapping.sheet
        moved = sheet != self.mapping.sheet or given["header_line"] != self.mapping.header_line
        columns = {name: given[f"column-{name}"] for name in FIELDS if given[f"column-{name}"]}
        numbers = {}
        if given["numbers"]:
            written = NumberFormat(given["numbers"][0], given["numbers"][1:])
            numbers = dict.fromkeys(("amount", "paid", "eligible"), written)
        return self.mapping.with_(
            sheet=sheet, header_line=None if sheet != self.mapping.sheet else given["header_line"],
            columns={} if moved else columns, numbers=numbers, unit=int(given["unit"]), year=given["year"],
        )  # fmt: skip


class TakeBackForm(forms.Form):
    """Why an import is taken back."""

    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=500, widget=forms.Textarea({"rows": 3}))
