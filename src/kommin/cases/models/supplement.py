"""What a municipality handed in later, at the authority's request."""

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kommin.cases.models.case import Case
from kommin.foundation.audit.triggers import append_only


@append_only
class Supplement(models.Model):
    """The whole application again after one round of requests: same form as `Submission.content`, with its digest.

    `round` counts from 1; `changed` names the keys whose values differ from the state before. What was handed in first
    stays in the `Submission`; `cases.current.current_content` answers with the latest.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="supplements")
    round = models.PositiveIntegerField(_("round"))
    content = models.JSONField()
    changed = models.JSONField(default=list)
    digest = models.CharField(_("SHA-256"), max_length=64, db_index=True)
    received_at = models.DateTimeField(_("received"))
    recorded_at = models.DateTimeField(default=timezone.now)
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=200)

    class Meta:
        verbose_name = _("supplement")
        verbose_name_plural = _("supplements")
        ordering = ("case", "round")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(name="supplement_once", fields=["case", "round"])
        ]

    def __str__(self) -> str:
        return f"{self.case_id} · {self.round}"
