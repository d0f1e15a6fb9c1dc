"""Forms about a file: uploading it, and how it is read."""

import re
from argparse import ArgumentTypeError
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from kommin.foundation.tables import NumberFormat
from kommin.imports.arguments import control_total
from kommin.imports.core.mapping import FIELDS, Mapping
from kommin.imports.models import GrantImport
from kommin.register.models import Register

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


CODE = re.compile(r"[A-Z]{3}")


class CurrencyField(forms.CharField):
    """Three letters, such as EUR."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=3, **kwargs)

    def clean(self, value: Any) -> str:
        text = str(super().clean(value) or "").strip().upper()
        if text and not CODE.fullmatch(text):
            raise forms.ValidationError(_("Write the three letters of the currency, such as EUR or CHF."))
        return text


def register_field(*, initial: int | None = None) -> forms.ModelChoiceField | None:
    """Which register the recipients are looked up in; None where there is only one."""
    known = Register.objects.order_by("-is_default", "name")
    if known.count() < 2:
        return None
    return forms.ModelChoiceField(
        known, label=_("Register"), required=False, empty_label=None, initial=initial or known[0].pk,
        help_text=_("The list of municipalities in which the recipients are looked up."),
    )  # fmt: skip


class BeginForm(forms.Form):
    """A file, and what is known about it. Register and currency are asked where there is more than one register."""

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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        register = register_field()
        if register is not None:
            self.fields["register"] = register
            self.fields["currency"] = CurrencyField(
                label=_("Currency"), required=False,
                help_text=_("In which the programme counts. Leave it empty for euro. Amounts are never converted."),
            )  # fmt: skip

    def clean_file(self) -> UploadedFile:
        """The file, if the house takes uploads of its size: of a larger one only the beginning has come."""
        file: UploadedFile = self.cleaned_data["file"]
        most = settings.KOMMIN.largest_upload
        if (file.size or 0) > most:
            raise forms.ValidationError(
                _("The file is larger than %(most)s MB. Split it, or have it taken over with “kommin import grants”.")
                % {"most": most // 1_000_000}
            )
        return file


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
        self.fields["currency"] = CurrencyField(
            label=_("Currency in which the programme counts"), initial=self.mapping.currency, required=False,
            help_text=_("Rows in another currency wait for a decision. Amounts are never converted."),
        )  # fmt: skip
        register = register_field(initial=of.register_id)
        if register is not None:
            self.fields["register"] = register
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
            currency=given["currency"] or self.mapping.currency,
        )  # fmt: skip


class TakeBackForm(forms.Form):
    """Why an import is taken back."""

    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=500, widget=forms.Textarea({"rows": 3}))
