"""What decisions bind of the means of a budget year."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kommin.cases.models import Case
from kommin.decisions.models.decision import Decision
from kommin.foundation.audit.triggers import append_only
from kommin.people.models import Organisation
from kommin.programmes.models import AppropriationShare, Programme


class Basis(models.TextChoices):
    """What is bound: cash of a year that has come, or commitment authority for a later one."""

    CASH = "cash", pgettext_lazy("what a commitment binds", "Cash")
    COMMITMENT = "commitment", pgettext_lazy("what a commitment binds", "Commitment authority")


@append_only
class Commitment(models.Model):
    """A decision binds (positive) or gives back (negative) means of one share. Never changed, never deleted.

    A trigger adds each row to the share's `committed_cash` or `committed_commitment`, whose constraints refuse what
    exceeds the share (see `decisions.triggers`).
    """

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="commitments")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="commitments")
    share = models.ForeignKey(AppropriationShare, on_delete=models.PROTECT, related_name="commitments")
    year = models.PositiveIntegerField(_("budget year"))
    basis = models.CharField(_("out of"), max_length=10, choices=Basis.choices)
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("commitment")
        verbose_name_plural = _("commitments")
        ordering = ("share", "pk")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(name="commitment_of_case", fields=["case", "year"]),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(name="commitment_once", fields=["decision", "share", "basis"]),
            models.CheckConstraint(name="commitment_basis_known", condition=Q(basis__in=Basis.values)),
            models.CheckConstraint(name="commitment_not_nothing", condition=~Q(amount=0)),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.basis} {self.amount}"


@append_only
class Transfer(models.Model):
    """Means that went from one authority or year to another, with the reason."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="transfers")
    from_authority = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    to_authority = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    from_label = models.CharField(max_length=80)
    to_label = models.CharField(max_length=80)
    from_year = models.PositiveIntegerField()
    to_year = models.PositiveIntegerField()
    basis = models.CharField(max_length=10, choices=Basis.choices)
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    reason = models.TextField(max_length=2000)
    once = models.CharField(max_length=32, unique=True, editable=False)
    at = models.DateTimeField(default=timezone.now)
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=200)

    class Meta:
        verbose_name = _("transfer of means")
        verbose_name_plural = _("transfers of means")
        ordering = ("-at", "-pk")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(name="transfer_of_something", condition=Q(amount__gt=0)),
            models.CheckConstraint(name="transfer_basis_known", condition=Q(basis__in=Basis.values)),
        ]

    def __str__(self) -> str:
        return f"{self.from_label} → {self.to_label}: {self.amount}"
