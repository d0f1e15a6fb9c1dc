"""Dated duties, when to remind of them, and the calendar they appear in."""

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kommin.foundation.notices.models.notice import KEY_LENGTH
from kommin.foundation.runs.words import in_current_language


def today() -> date:
    """The calendar day of the Land, whatever the place of the reader."""
    return timezone.localdate(timezone=timezone.get_default_timezone())


class Deadline(models.Model):
    """Something that somebody has to do by a day. Overdue until it is settled, however long that takes."""

    key = models.CharField(max_length=KEY_LENGTH, unique=True)
    organisation = models.BigIntegerField(null=True, blank=True)
    role = models.CharField(max_length=50, blank=True, default="")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    titles = models.JSONField(help_text="the title in each language")
    source = models.CharField(_("source"), max_length=200, blank=True, default="")
    url = models.CharField(max_length=500, blank=True, default="")
    due = models.DateField(_("due"))
    by_hand = models.BooleanField(default=False, help_text="who is responsible may tick it off")
    settled_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("deadline")
        verbose_name_plural = _("deadlines")
        ordering = ["due", "pk"]
        constraints = [
            models.CheckConstraint(
                name="deadline_has_somebody",
                condition=models.Q(person__isnull=False) | (models.Q(organisation__isnull=False) & ~models.Q(role="")),
            )
        ]
        indexes = [
            models.Index(
                fields=["organisation", "due"], name="deadlines_open_of_a_house", condition=models.Q(settled_at=None)
            ),
            models.Index(
                fields=["person", "due"], name="deadlines_open_of_a_person", condition=models.Q(settled_at=None)
            ),
            models.Index(fields=["organisation", "-settled_at"], name="deadlines_settled_of_a_house"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """The title in the reader's language."""
        return in_current_language(self.titles)

    @property
    def is_overdue(self) -> bool:
        """The day has passed and nobody has settled it."""
        return self.settled_at is None and self.due < today()

    @property
    def days_left(self) -> int:
        """Days until the day; negative when it has passed."""
        return (self.due - today()).days


class ReminderPlan(models.Model):
    """When an organisation wants to be reminded, and who is told when nothing happens."""

    DEFAULT_DAYS: ClassVar[list[int]] = [14, 3, 0]

    organisation = models.BigIntegerField(unique=True)
    days_before = models.JSONField()
    deputy_after = models.PositiveSmallIntegerField(_("tell the deputy, days after the deadline"), default=1)
    head_after = models.PositiveSmallIntegerField(_("tell the head, days after the deadline"), default=7)

    class Meta:
        verbose_name = _("reminder plan")
        verbose_name_plural = _("reminder plans")

    def __str__(self) -> str:
        return f"{self.organisation}: {self.days_before}"

    @classmethod
    def usual(cls, organisation: int = 0) -> "ReminderPlan":
        """What applies while an organisation has set nothing: 14, 3 and 0 days before; deputy after 1, head after 7."""
        return cls(organisation=organisation, days_before=list(cls.DEFAULT_DAYS))


class CalendarFeed(models.Model):
    """The secret address of a person's calendar. Only a digest is kept: who reads the database cannot read along."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="calendar_feed"
    )
    token_digest = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    read_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("calendar feed")
        verbose_name_plural = _("calendar feeds")

    def __str__(self) -> str:
        return f"{self.person_id}"
