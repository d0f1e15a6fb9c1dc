"""Where a press release stands on its way from the editor over a second person to the public."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from kommin.portal.models.press import PressRelease


class Step(models.TextChoices):
    """Who has to act."""

    WRITING = "writing", _("being written")
    HANDED_OVER = "handed_over", _("waits for its release")
    SENT_BACK = "sent_back", _("sent back")


class ReleaseDesk(models.Model):
    """The way of one release; beside the page, so that no older version of its text brings back an older step.

    Attributes:
        approved: number of the version that a second person has released last; whoever has written a later one
            cannot release it.
    """

    release = models.OneToOneField(PressRelease, on_delete=models.CASCADE, related_name="desk")
    step = models.CharField(max_length=12, choices=Step.choices, default=Step.WRITING)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(null=True)
    note = models.TextField(max_length=1000, blank=True)
    approved = models.BigIntegerField(null=True)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("way of a release")
        verbose_name_plural = _("ways of releases")
        indexes: ClassVar = [models.Index(fields=["step"], name="portal_desk_step")]

    def __str__(self) -> str:
        return f"{self.release_id}: {self.step}"
