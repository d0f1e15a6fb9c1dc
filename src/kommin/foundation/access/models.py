"""Counts for limits that hold for all processes together."""

from django.db import models


class Attempts(models.Model):
    """How often something was tried within one window of time; the key tells nobody who tried."""

    key = models.CharField(max_length=64)
    window = models.BigIntegerField(db_index=True, help_text="Start of the window in seconds since 1970.")
    count = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name_plural = "attempts"
        constraints = [models.UniqueConstraint(fields=["key", "window"], name="access_attempts_once")]

    def __str__(self) -> str:
        return f"{self.key[:8]} {self.window}: {self.count}"
