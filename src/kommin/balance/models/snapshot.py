"""A balance frozen for publication."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kommin.foundation.audit.triggers import append_only
from kommin.programmes.models import Programme


@append_only(updates="OLD.released_at IS NULL AND OLD.discarded_at IS NULL AND NEW.digest = OLD.digest")
class Snapshot(models.Model):
    """Figures, their definitions and the rows behind them as they stood at one moment.

    `content` is canonical JSON (figures, definitions in German and English, and the SHA-256 of the rows); `rows` a
    gzipped CSV file, one line for each project. `digest` is the SHA-256 of `content` and so covers everything. Whoever
    prepared a snapshot cannot release it. A released or discarded one never changes.
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="snapshots")
    number = models.PositiveIntegerField(_("number"))
    as_of = models.DateField(_("as of"))
    occasion = models.CharField(_("occasion"), max_length=200)
    content = models.TextField()
    rows = models.BinaryField()
    digest = models.CharField(_("SHA-256"), max_length=64)
    prepared_at = models.DateTimeField(_("prepared"), default=timezone.now)
    prepared_by_id = models.BigIntegerField(null=True)
    prepared_by_name = models.CharField(max_length=200)
    released_at = models.DateTimeField(_("released"), null=True)
    released_by_id = models.BigIntegerField(null=True)
    released_by_name = models.CharField(max_length=200, blank=True)
    discarded_at = models.DateTimeField(_("discarded"), null=True)

    class Meta:
        verbose_name = _("published balance")
        verbose_name_plural = _("published balances")
        ordering = ("-as_of", "-number")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(name="snapshot_number_once", fields=["programme", "number"]),
            models.CheckConstraint(
                name="snapshot_four_eyes",
                condition=Q(released_by_id__isnull=True) | ~Q(released_by_id=F("prepared_by_id")),
            ),
            models.CheckConstraint(
                name="snapshot_released_or_discarded",
                condition=Q(released_at__isnull=True) | Q(discarded_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme} {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("balance:snapshot", kwargs={"slug": self.programme.slug, "number": self.number})

    @property
    def is_open(self) -> bool:
        """Whether it still waits for a second person."""
        return self.released_at is None and self.discarded_at is None
