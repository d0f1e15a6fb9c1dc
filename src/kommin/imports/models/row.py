"""A row of a file: what stands in it, what was understood, what was doubtful, and the case it became."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kommin.cases.models import Case
from kommin.imports.core.doubts import Doubt
from kommin.imports.models.grant_import import GrantImport

KEY_LENGTH = 16


class Change(models.TextChoices):
    """What loading a row changes, compared with the earlier edition of its source."""

    NOTHING = "", pgettext_lazy("change by a row", "Not loaded")
    NEW = "new", pgettext_lazy("change by a row", "New")
    SAME = "same", pgettext_lazy("change by a row", "Unchanged")
    CHANGED = "changed", pgettext_lazy("change by a row", "Changed")
    REPLACED = "replaced", pgettext_lazy("change by a row", "Replaced")
    GONE = "gone", pgettext_lazy("change by a row", "No longer there")
    CARRIED = "carried", pgettext_lazy("change by a row", "Stays as it was")


class ImportRow(models.Model):
    """One line. `cents` is what it says in whole cents, `booked` what the ledger has because of it.

    Rows that are gone, or stay from an earlier edition without being ready in this one, have `before`: the row of then.
    """

    grant_import = models.ForeignKey(GrantImport, on_delete=models.CASCADE, related_name="rows")
    line = models.PositiveIntegerField(_("line"))
    what = models.CharField(max_length=8)
    state = models.CharField(max_length=8)
    change = models.CharField(max_length=8, choices=Change.choices, blank=True)
    cells = models.JSONField(default=list)
    doubts = models.JSONField(default=list)
    identity = models.CharField(max_length=40, blank=True)
    case_key = models.CharField(max_length=40, blank=True)
    applicant_text = models.CharField(max_length=500, blank=True)
    applicant_name = models.CharField(_("recipient"), max_length=300, blank=True)
    applicant_kind = models.CharField(max_length=12, blank=True)
    place_key = models.CharField(max_length=KEY_LENGTH, blank=True)
    candidates = models.JSONField(default=list)
    partners = models.JSONField(default=list)
    title = models.CharField(_("title"), max_length=250, blank=True)
    reference = models.CharField(_("reference"), max_length=120, blank=True)
    category = models.CharField(max_length=250, blank=True)
    block = models.CharField(max_length=60, blank=True)
    day = models.DateField(null=True)
    year = models.PositiveIntegerField(null=True)
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    exact = models.CharField(max_length=60, blank=True)
    cents = models.DecimalField(_("amount"), max_digits=16, decimal_places=2, null=True)
    paid = models.DecimalField(_("paid"), max_digits=16, decimal_places=2, null=True)
    eligible = models.DecimalField(_("eligible expenditure"), max_digits=16, decimal_places=2, null=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="import_rows", null=True)
    booked = models.DecimalField(max_digits=16, decimal_places=2, null=True)
    before = models.ForeignKey("self", on_delete=models.PROTECT, related_name="+", null=True)

    class Meta:
        verbose_name = _("row of an import")
        verbose_name_plural = _("rows of imports")
        ordering = ("grant_import", "line", "pk")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(name="import_row_state", fields=["grant_import", "state", "line"]),
            models.Index(name="import_row_identity", fields=["identity"]),
            models.Index(name="import_row_case_key", fields=["grant_import", "case_key"]),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="import_row_ready_is_whole",
                condition=~Q(state="ready") | Q(cents__isnull=False, year__isnull=False, day__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.grant_import_id}:{self.line}"

    @property
    def told(self) -> list[Doubt]:
        """Its doubts."""
        return [Doubt.from_json(each) for each in self.doubts]

    @property
    def ledger_source(self) -> str:
        """The source of its entries in the ledger."""
        return f"import:{self.grant_import_id}:{self.line}"
