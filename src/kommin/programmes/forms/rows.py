"""Forms made from the fields of a model; an action checks and saves what they read."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db import models
from django.forms.models import fields_for_model
from django.http import QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kommin.foundation.audit.canonical import canonical, digest
from kommin.foundation.ui.forms import DateField, MoneyField, PercentField
from kommin.programmes.actions.saving import told
from kommin.programmes.models import (
    ApplicantKind,
    Appropriation,
    BuildingBlock,
    Call,
    Consolidation,
    CostCategory,
    Criterion,
    FinancingRule,
    Guideline,
    Milestone,
    Programme,
    RequiredDocument,
)

TITLES = ("title_de", "title_en")
TEXTS = ("text_de", "text_en")
SEEN = "seen"


def _field(source: models.Field, **options: Any) -> forms.Field | None:
    """The house's field for a model's: amounts, rates and days as people write them."""
    shared: dict[str, Any] = {
        "label": capfirst(source.verbose_name), "required": not source.blank, "help_text": source.help_text,
    }  # fmt: skip
    match source:
        case models.DecimalField(name="rate"):
            return PercentField(**shared)
        case models.DecimalField():
            return MoneyField(**shared)
        case models.DateField():
            return DateField(**shared)
        case models.TextField():
            return forms.CharField(**shared, max_length=source.max_length, widget=forms.Textarea({"rows": 5}))
        case models.URLField():
            return forms.URLField(**shared, max_length=source.max_length, assume_scheme="https")
        case models.PositiveIntegerField():
            return forms.IntegerField(
                **shared, min_value=0, max_value=100_000, widget=forms.TextInput({"inputmode": "numeric"})
            )
    return source.formfield(**options)


def row_form(model: type[models.Model], names: Iterable[str], **more: forms.Field) -> type[forms.Form]:
    """A form over these fields of a model, which may replace some by `more`."""
    fields = fields_for_model(model, fields=tuple(names), formfield_callback=_field)
    return type(f"{model.__name__}Form", (forms.Form,), {**fields, **more})


def initial_of(row: models.Model, form: type[forms.Form]) -> dict[str, Any]:
    """What the row holds, for the form's fields."""
    return {name: getattr(row, name) for name in form.base_fields if hasattr(row, name)}


def watched(form: forms.Form, row: models.Model) -> forms.Form:
    """Notice when somebody else has changed the row since the page was opened; `has_conflict` asks."""
    form.fields[SEEN] = forms.CharField(widget=forms.HiddenInput, required=False, initial=print_of(form, row))
    form.watched_row = row  # type: ignore[attr-defined]
    return form


def print_of(form: forms.Form, row: models.Model) -> str:
    """A fingerprint of the values of a row that a form shows."""
    values = {name: told(getattr(row, name)) for name in form.fields if name != SEEN and hasattr(row, name)}
    return digest(canonical(values))


def has_conflict(form: forms.Form) -> bool:
    """Whether a valid form would overwrite what somebody else has written meanwhile; says so on the form, once.

    The second submission goes through, because by then the person has seen what is there.
    """
    row = getattr(form, "watched_row", None)
    seen = form.cleaned_data.pop(SEEN, "")
    if row is None or not seen or seen == print_of(form, row):
        return False
    there = [
        f"{field.label}: {getattr(row, name)}"
        for name, field in form.fields.items()
        if hasattr(row, name) and getattr(row, name) != form.cleaned_data.get(name)
    ]
    if isinstance(form.data, QueryDict):
        form.data = form.data.copy()
        form.data[SEEN] = print_of(form, row)
    form.add_error(None, _("Somebody else changed this since you opened the page. Save again to replace it by yours."))
    form.add_error(None, gettext("There it says now – %(values)s") % {"values": "; ".join(there)})
    return True


def titled(field: Any) -> Any:
    """Choices of a model by their title in the reader's language."""
    field.label_from_instance = lambda row: row.title if hasattr(row, "title") else str(row)
    return field


class ProgrammeForm(
    row_form(  # type: ignore[misc]
        Programme,
        [*TITLES, "slug", *TEXTS, "valid_from", "valid_until", "predecessor", "regime", "second_person_publishes"],
    )
):
    """A programme; the choice of predecessors leaves out the programme itself."""

    def __init__(self, *args: Any, programme: Programme | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = titled(self.fields["predecessor"])
        others = Programme.objects.order_by("title_de", "pk")
        field.queryset = (others.exclude(pk=programme.pk) if programme else others)[:500]
        self.fields["text_de"].label = _("Aims (German)")
        self.fields["text_en"].label = _("Aims (English)")
        self.fields["slug"].help_text = _("Small letters, digits and hyphens, such as komm-in-zukunft.")


BlockForm = row_form(BuildingBlock, [*TITLES, "code", *TEXTS, "position", "valid_from", "valid_until"])

GuidelineForm = row_form(
    Guideline,
    ["title", "source", "source_url", "valid_from", "valid_until", "minimum_grant", "clause_set", "signed_scan"],
    applicants=forms.MultipleChoiceField(
        label=_("Who may apply"), choices=ApplicantKind.choices, widget=forms.CheckboxSelectMultiple
    ),
)


class FinancingForm(
    row_form(  # type: ignore[misc]
        FinancingRule,
        ["block", "applicant", "consolidation", "kind", "rate", "unit_amount", "unit_de", "unit_en", "cap"],
    )
):
    """A financing rule; blocks are those of the programme."""

    def __init__(self, *args: Any, guideline: Guideline, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        block = titled(self.fields["block"])
        block.queryset = guideline.programme.blocks.all()
        block.empty_label = _("all building blocks")
        self.fields["applicant"].choices = [("", _("all who may apply")), *ApplicantKind.choices]
        self.fields["consolidation"].choices = [
            ("", _("with or without budget consolidation")),
            *Consolidation.choices,
        ]
        self.fields["rate"].help_text = _("For share financing only.")
        self.fields["unit_amount"].help_text = _("For fixed-amount financing only.")


CostForm = row_form(CostCategory, [*TITLES, *TEXTS, "eligible", "usual", "position"])
AppropriationForm = row_form(
    Appropriation,
    ["year", "chapter", "title", "cash", "commitment"],
    reason=forms.CharField(label=_("Reason of the change"), required=False, max_length=500),
)
CallForm = row_form(Call, [*TITLES, "slug"])
CallTextsForm = row_form(Call, [*TITLES, *TEXTS])
CallContactForm = row_form(Call, ["contact_name", "contact_phone", "contact_email", "budget"])

PART_FORMS: dict[str, tuple[type[models.Model], type[forms.Form]]] = {
    "documents": (RequiredDocument, row_form(RequiredDocument, [*TITLES, *TEXTS, "required", "position"])),
    "criteria": (Criterion, row_form(Criterion, [*TITLES, *TEXTS, "weight", "most_points", "position"])),
    "timetable": (Milestone, row_form(Milestone, [*TITLES, "day", "until"])),
}
