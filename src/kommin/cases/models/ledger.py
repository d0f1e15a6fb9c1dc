"""The one ledger of grants: whatever was granted, changed, taken back, paid or returned, as dated entries."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kommin.cases.models.case import KEY_LENGTH, Case
from kommin.foundation.audit.triggers import append_only
from kommin.people.models import Organisation
from kommin.programmes.models import ApplicantKind, BuildingBlock, Programme


class EntryKind(models.TextChoices):
    """What an entry says. The first four add up to what was granted; the last two tell what flowed."""

    GRANTED = "granted", pgettext_lazy("entry of the ledger", "Granted")
    CHANGED = "changed", pgettext_lazy("entry of the ledger", "Changed")
    WITHDRAWN = "withdrawn", pgettext_lazy("entry of the ledger", "Withdrawn")
    REVOKED = "revoked", pgettext_lazy("entry of the ledger", "Revoked")
    PAID = "paid", pgettext_lazy("entry of the ledger", "Paid")
    RETURNED = "returned", pgettext_lazy("entry of the ledger", "Returned")


IMPORTED, TAKEN_BACK = "import", "import-back:"
"""How the sources of imports begin, and of what undoes one (no event: it should never have been written)."""
GRANTING = (EntryKind.GRANTED, EntryKind.CHANGED, EntryKind.WITHDRAWN, EntryKind.REVOKED)


@append_only
class LedgerEntry(models.Model):
    """One dated movement of one case in one budget year. Never changed, never deleted.

    `amount` is the difference it makes: positive when more is granted, negative when less. `paid` and `returned` are
    positive amounts of their own; only an import carries them with the other sign, where a newer file or taking it back
    corrects what an earlier one said was paid. `effective_on` is the day from which it counts (a revocation leaves the
    balance from its own date on, never backwards); `recorded_at` the moment it was written. `source` names what
    wrote it (`decision:17`, `import:4:12`): it writes one entry per case, kind and budget year, however often it runs.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="entries")
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="entries")
    block = models.ForeignKey(BuildingBlock, on_delete=models.PROTECT, related_name="entries", null=True)
    authority = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="entries", null=True)
    applicant_key = models.CharField(max_length=KEY_LENGTH, blank=True)
    applicant_kind = models.CharField(max_length=12, choices=ApplicantKind.choices, blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=EntryKind.choices)
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)
    budget_year = models.PositiveIntegerField(_("budget year"))
    effective_on = models.DateField(_("effective"))
    recorded_at = models.DateTimeField(_("recorded"), default=timezone.now)
    source = models.CharField(_("source"), max_length=80)
    by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("entry of the ledger")
        verbose_name_plural = _("ledger of grants")
        ordering = ("effective_on", "pk")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(name="ledger_of_programme", fields=["programme", "effective_on", "kind"]),
            models.Index(name="ledger_of_place", fields=["applicant_key", "effective_on"]),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(name="ledger_once", fields=["source", "case", "kind", "budget_year"]),
            models.CheckConstraint(name="ledger_kind_known", condition=Q(kind__in=EntryKind.values)),
            models.CheckConstraint(
                name="ledger_signs",
                condition=Q(kind="changed")
                | Q(kind__in=["granted", "paid", "returned"], amount__gte=0)
                | Q(kind__in=["paid", "returned"], source__startswith=IMPORTED)
                | Q(kind__in=["withdrawn", "revoked"], amount__lte=0),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind} {self.amount} ({self.budget_year})"
