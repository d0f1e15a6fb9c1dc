"""Many decisions at once: which round, which step, which long work does it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kommin.foundation.runs.models import Run
from kommin.people.models import Organisation
from kommin.programmes.models import Call


class BulkStep(models.TextChoices):
    """Two steps, so that four eyes look at every decision."""

    DRAFT = "draft", pgettext_lazy("step of many decisions", "Draft and hand over")
    RELEASE = "release", pgettext_lazy("step of many decisions", "Release")


class Bulk(models.Model):
    """One step taken for many cases of an authority in a round. `once` is the mark of the page it was started from.

    The run is deleted some time after it has finished; who started what for how many cases stays.
    """

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="bulks")
    authority = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="bulks")
    step = models.CharField(max_length=10, choices=BulkStep.choices)
    run = models.OneToOneField(Run, on_delete=models.SET_NULL, related_name="bulk", null=True)
    cases = models.PositiveIntegerField()
    once = models.CharField(max_length=32, unique=True, editable=False)
    at = models.DateTimeField(default=timezone.now)
    by_id = models.BigIntegerField()
    by_name = models.CharField(max_length=200)

    class Meta:
        verbose_name = _("many decisions at once")
        verbose_name_plural = _("many decisions at once")
        ordering = ("-at", "-pk")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(name="bulk_of_round", fields=["call", "authority", "-at"]),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(name="bulk_step_known", condition=Q(step__in=BulkStep.values)),
        ]

    def __str__(self) -> str:
        return f"{self.call_id} {self.step} {self.cases}"
