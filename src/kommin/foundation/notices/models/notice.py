"""What a person is told in the house, and how often by mail."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kommin.foundation.runs.words import in_current_language

KEY_LENGTH = 200


class Pace(models.TextChoices):
    """How often a person wants mail about notices."""

    AT_ONCE = "at_once", _("At once")
    DAILY = "daily", _("Once a day, in the morning")
    WEEKLY = "weekly", _("Once a week, on Monday morning")


class Notice(models.Model):
    """One line behind the bell. Its title may be confidential, so it never goes into a mail."""

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=KEY_LENGTH, help_text="the same key reaches a person once")
    kind = models.CharField(max_length=100)
    titles = models.JSONField(help_text="the title in each language")
    url = models.CharField(max_length=500)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    read_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True, help_text="when its mail or digest was put into the outbox")

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-created_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["recipient", "key"], name="notice_once_per_person")]
        indexes = [
            models.Index(fields=["recipient", "-created_at"], name="notices_of_a_person"),
            models.Index(fields=["recipient"], name="notices_unread", condition=models.Q(read_at=None)),
            models.Index(fields=["recipient"], name="notices_for_a_digest", condition=models.Q(mailed_at=None)),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """The title in the reader's language."""
        return in_current_language(self.titles)


class MailPreference(models.Model):
    """How a person wants to get mail. Who has no row gets it at once."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="mail_preference"
    )
    pace = models.CharField(_("mail about notices"), max_length=10, choices=Pace.choices, default=Pace.AT_ONCE)

    class Meta:
        verbose_name = _("mail setting")
        verbose_name_plural = _("mail settings")

    def __str__(self) -> str:
        return self.get_pace_display()
