"""Counts for limits that hold for all processes together, and the cache they share."""

from django.db import models


class Attempts(models.Model):
    """How often a form was sent from one place within one window of time."""

    key = models.CharField(max_length=64)
    window = models.BigIntegerField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name_plural = "attempts"
        constraints = [models.UniqueConstraint(fields=["key", "window"], name="access_attempts_once")]

    def __str__(self) -> str:
        return f"{self.key[:8]} {self.window}: {self.count}"
