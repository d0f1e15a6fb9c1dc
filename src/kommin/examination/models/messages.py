"""What municipality and authority write to each other in a case, and what the authority notes for itself."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kommin.cases.models import Case
from kommin.foundation.audit.triggers import append_only

LONGEST_TEXT = 10_000


class Side(models.TextChoices):
    """Who writes."""

    AUTHORITY = "authority", pgettext_lazy("side of a message", "Authority")
    APPLICANT = "applicant", pgettext_lazy("side of a message", "Municipality")


_KEPT = " AND ".join(
    f"NEW.{column} = OLD.{column}" for column in ("id", "case_id", "side", "text", "once", "at", "by_name", "by_house")
)


@append_only(updates=f"{_KEPT} AND OLD.read_at IS NULL AND NEW.read_at IS NOT NULL")
class Message(models.Model):
    """One message. It cannot be changed or taken back; the one update it ever gets is the mark that it was read.

    `read_at` is the moment when the first person of the other side opened it.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="messages")
    side = models.CharField(max_length=10, choices=Side.choices)
    text = models.TextField(_("message"), max_length=LONGEST_TEXT)
    files = models.PositiveSmallIntegerField(default=0)
    once = models.CharField(max_length=32, editable=False)
    at = models.DateTimeField(default=timezone.now)
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=200)
    by_house = models.CharField(max_length=300, blank=True)
    read_at = models.DateTimeField(null=True)
    read_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ("-at", "-pk")
        indexes: ClassVar[list[models.Index]] = [models.Index(name="message_of_case", fields=["case", "-at"])]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(name="message_once", fields=["case", "once"]),
            models.CheckConstraint(name="message_side_known", condition=Q(side__in=Side.values)),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.side} {self.at:%Y-%m-%d %H:%M}"


@append_only
class Note(models.Model):
    """A note of the authority for itself. The municipality never sees it."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="notes")
    text = models.TextField(_("note"), max_length=LONGEST_TEXT)
    once = models.CharField(max_length=32, editable=False)
    at = models.DateTimeField(default=timezone.now)
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=200)

    class Meta:
        verbose_name = _("internal note")
        verbose_name_plural = _("internal notes")
        ordering = ("-at", "-pk")
        indexes: ClassVar[list[models.Index]] = [models.Index(name="note_of_case", fields=["case", "-at"])]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(name="note_once", fields=["case", "once"])
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.at:%Y-%m-%d %H:%M}"
