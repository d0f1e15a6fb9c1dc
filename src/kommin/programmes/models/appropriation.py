"""The means of a programme in one budget year, and how they are split over granting authorities."""

from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Round
from django.db.models.lookups import LessThanOrEqual
from django.utils.translation import gettext_lazy as _

from kommin.people.models import Organisation
from kommin.programmes.models.programme import Programme

ZERO = Decimal("0.00")


class Appropriation(models.Model):
    """Means of one chapter and title for payments in one budget year.

    `cash` is what the year's budget holds; `commitment` is the commitment authority (VE): what may be promised at the
    expense of this year before its budget is in force. `split_cash` and `split_commitment` are the sums of the shares;
    triggers keep them (see `programmes.triggers`), so write rows with `update_fields` and never write these two.
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="appropriations")
    year = models.PositiveIntegerField(_("budget year"))
    chapter = models.CharField(_("chapter"), max_length=20)
    title = models.CharField(_("title"), max_length=20)
    cash = models.DecimalField(_("cash"), max_digits=14, decimal_places=2, default=ZERO)
    commitment = models.DecimalField(_("commitment authority"), max_digits=14, decimal_places=2, default=ZERO)
    split_cash = models.DecimalField(max_digits=14, decimal_places=2, default=ZERO, editable=False)
    split_commitment = models.DecimalField(max_digits=14, decimal_places=2, default=ZERO, editable=False)
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("appropriation")
        verbose_name_plural = _("appropriations")
        ordering = ("programme", "year", "chapter", "title")
        constraints = [
            models.UniqueConstraint(
                name="appropriation_once",
                fields=["programme", "year", "chapter", "title"],
                violation_error_message=_("This chapter and title is there already for this year."),
            ),
            models.CheckConstraint(
                name="appropriation_year_plausible",
                condition=Q(year__gte=1990, year__lte=2100),
                violation_error_message=_("Enter a budget year between 1990 and 2100."),
            ),
            models.CheckConstraint(
                name="appropriation_not_negative",
                condition=Q(cash__gte=0, commitment__gte=0, split_cash__gte=0, split_commitment__gte=0),
                violation_error_message=_("An amount cannot be negative."),
            ),
            models.CheckConstraint(
                name="appropriation_split_within",
                condition=Q(split_cash__lte=F("cash"), split_commitment__lte=F("commitment")),
                violation_error_message=_("The shares of the granting authorities exceed the appropriation."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.chapter}/{self.title}"

    @property
    def free_cash(self) -> Decimal:
        """What is not given to any granting authority yet."""
        return self.cash - self.split_cash

    @property
    def free_commitment(self) -> Decimal:
        """Commitment authority that is not given to any granting authority yet."""
        return self.commitment - self.split_commitment


class AppropriationShare(models.Model):
    """What one granting authority may commit of an appropriation, and what it has committed.

    `committed_cash` was bound when the year had come, `committed_commitment` before; both are paid out of the year's
    cash. The room of decisions keeps them by a trigger, the constraints hold them: never write these two, and write
    rows with `update_fields`.
    """

    appropriation = models.ForeignKey(Appropriation, on_delete=models.PROTECT, related_name="shares")
    authority = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="appropriation_shares")
    cash = models.DecimalField(_("cash"), max_digits=14, decimal_places=2, default=ZERO)
    commitment = models.DecimalField(_("commitment authority"), max_digits=14, decimal_places=2, default=ZERO)
    committed_cash = models.DecimalField(max_digits=14, decimal_places=2, default=ZERO, editable=False)
    committed_commitment = models.DecimalField(max_digits=14, decimal_places=2, default=ZERO, editable=False)

    class Meta:
        verbose_name = _("share of an appropriation")
        verbose_name_plural = _("shares of appropriations")
        ordering = ("appropriation", "pk")
        constraints = [
            models.UniqueConstraint(name="appropriation_share_once", fields=["appropriation", "authority"]),
            models.CheckConstraint(
                name="appropriation_share_not_negative",
                condition=Q(cash__gte=0, commitment__gte=0, committed_cash__gte=0, committed_commitment__gte=0),
            ),
            models.CheckConstraint(
                name="appropriation_share_commitment_holds",
                condition=Q(committed_commitment__lte=F("commitment")),
                violation_error_message=_("More is committed than this commitment authority holds."),
            ),
            models.CheckConstraint(
                name="appropriation_share_cash_holds",
                condition=Q(committed_cash=0)
                | Q(LessThanOrEqual(Round(F("committed_cash") + F("committed_commitment"), precision=2), F("cash"))),
                violation_error_message=_("More is committed than this cash holds."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.appropriation_id} {self.authority_id}"

    @property
    def committed(self) -> Decimal:
        """Everything that will be paid out of this share."""
        return self.committed_cash + self.committed_commitment

    @property
    def free_cash(self) -> Decimal:
        """What can still be committed out of cash; negative while cash does not cover earlier commitments."""
        return self.cash - self.committed

    @property
    def free_commitment(self) -> Decimal:
        """What can still be committed before the year has come."""
        return self.commitment - self.committed_commitment
