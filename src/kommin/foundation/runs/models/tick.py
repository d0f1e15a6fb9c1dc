"""When each tick is due."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kommin.foundation.runs.leases import Leased


class TickState(Leased):
    """The one row of a tick on which all workers agree: when it is due and who runs it now."""

    name = models.CharField(max_length=100, primary_key=True)
    next_due = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    failures = models.PositiveIntegerField(default=0, help_text="failures in a row")
    error = models.TextField(blank=True, default="")

    class Meta:
        verbose_name = _("tick")
        verbose_name_plural = _("ticks")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
