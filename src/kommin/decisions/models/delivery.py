"""What became of a letter after its release: one dated entry for each thing that happened, none ever changed."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kommin.decisions.models.decision import Decision
from kommin.foundation.audit.triggers import append_only
from kommin.foundation.files.models import StoredFile


class DeliveryKind(models.TextChoices):
    """What happened."""

    POSTED = "posted", pgettext_lazy("entry of a delivery", "Posted")
    OFFERED = "offered", pgettext_lazy("entry of a delivery", "Ready in the portal")
    RETRIEVED = "retrieved", pgettext_lazy("entry of a delivery", "Retrieved in the portal")
    RECEIVED = "received", pgettext_lazy("entry of a delivery", "Receipt proven")
    WAIVED = "waived", pgettext_lazy("entry of a delivery", "Waiver of legal remedies")
    LAWSUIT = "lawsuit", pgettext_lazy("entry of a delivery", "Lawsuit filed")
    LAWSUIT_ENDED = "lawsuit_ended", pgettext_lazy("entry of a delivery", "Lawsuit ended")


TELLS_OF_RECEIPT = (DeliveryKind.POSTED, DeliveryKind.RETRIEVED, DeliveryKind.RECEIVED)
"""A letter with one of these has been sent: the municipality may read it."""


class Outcome(models.TextChoices):
    """How a lawsuit ended."""

    DISMISSED = "dismissed", pgettext_lazy("end of a lawsuit", "dismissed: the decision stands")
    WITHDRAWN = "withdrawn", pgettext_lazy("end of a lawsuit", "withdrawn by the plaintiff")
    SETTLED = "settled", pgettext_lazy("end of a lawsuit", "settled or declared closed")
    ANNULLED = "annulled", pgettext_lazy("end of a lawsuit", "successful: the court has set the decision aside")


@append_only
class DeliveryEntry(models.Model):
    """One entry: what, on which day, by whom, entered when.

    A wrong entry is followed by another that `corrects` it, with a `reason`: with the right day, or `withdrawn`, which
    takes it back altogether. `signed` marks a waiver that was declared in the portal itself.
    """

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="delivery")
    kind = models.CharField(_("what happened"), max_length=14, choices=DeliveryKind.choices)
    day = models.DateField(_("day"))
    note = models.TextField(_("note"), max_length=2000, blank=True)
    court = models.CharField(_("court"), max_length=200, blank=True)
    reference = models.CharField(_("reference of the court"), max_length=120, blank=True)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome.choices, blank=True)
    signed = models.BooleanField(default=False)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    corrects = models.OneToOneField("self", on_delete=models.PROTECT, related_name="corrected_by", null=True)
    withdrawn = models.BooleanField(default=False)
    reason = models.TextField(_("reason of the correction"), max_length=2000, blank=True)
    at = models.DateTimeField(_("entered"), default=timezone.now)
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=200)

    class Meta:
        verbose_name = _("entry of a delivery")
        verbose_name_plural = _("entries of deliveries")
        ordering = ("decision", "pk")
        indexes: ClassVar[list[models.Index]] = [models.Index(name="delivery_by_day", fields=["kind", "day"])]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(name="delivery_kind_known", condition=Q(kind__in=DeliveryKind.values)),
            models.CheckConstraint(
                name="delivery_correction_has_reason",
                condition=Q(corrects__isnull=True, withdrawn=False, reason="")
                | Q(corrects__isnull=False) & ~Q(reason=""),
            ),
            models.CheckConstraint(
                name="delivery_outcome_of_a_lawsuit",
                condition=Q(kind="lawsuit_ended", outcome__in=Outcome.values)
                | ~Q(kind="lawsuit_ended") & Q(outcome=""),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.decision_id} {self.kind} {self.day}"
