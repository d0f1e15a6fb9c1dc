"""What the authority accepts of a financing plan, and the grant that follows."""

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kommin.cases.models import Case
from kommin.foundation.audit.triggers import append_only


class Verdict(models.TextChoices):
    """What is said about one line of the plan."""

    ACCEPTED = "accepted", _("Accepted")
    REDUCED = "reduced", _("Reduced")
    REJECTED = "rejected", _("Rejected")


@append_only
class AmountJudgement(models.Model):
    """One judgement of the whole plan; the latest holds, earlier ones stay.

    `lines` is a list of `{"key", "label_de", "label_en", "eligible", "verdict", "reason", "applied": {year: amount},
    "accepted": {year: amount}}`. `content_digest` says which content of the application was judged, `version` which
    version of the call. `years` is the grant per budget year, `shares` what each town of a joint project would
    receive, `derivation` the steps as they were computed then (`law.derivation`, in both languages).
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="amount_judgements")
    number = models.PositiveIntegerField(_("number"))
    content_digest = models.CharField(max_length=64)
    version = models.PositiveIntegerField()
    regime = models.CharField(max_length=40)
    lines = models.JSONField()
    applied = models.DecimalField(_("amount applied for"), max_digits=14, decimal_places=2)
    eligible = models.DecimalField(_("eligible expenditure"), max_digits=14, decimal_places=2)
    amount = models.DecimalField(_("grant that follows"), max_digits=14, decimal_places=2)
    below_minimum = models.BooleanField(default=False)
    years = models.JSONField(default=dict)
    shares = models.JSONField(default=list)
    derivation = models.JSONField(default=dict)
    note = models.TextField(_("note"), blank=True)
    at = models.DateTimeField(default=timezone.now)
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=200)
    deputising_for = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("judgement of the financing plan")
        verbose_name_plural = _("judgements of financing plans")
        ordering = ("case", "number")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(name="amount_judgement_once", fields=["case", "number"]),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} · {self.number}"
