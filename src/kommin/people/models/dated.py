"""Things that are true from one day to another: the last day counts, no last day means until further notice."""

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


def today() -> date:
    """The calendar day in the time zone of the Land, whatever the language or place of the reader."""
    return timezone.localdate(timezone=timezone.get_default_timezone())


class DatedQuerySet(models.QuerySet[Any]):
    def on(self, day: date) -> Self:
        """Only what holds on this day."""
        return self.filter(holds_on(day))

    def not_ended_before(self, day: date) -> Self:
        """What holds on this day or begins later."""
        return self.filter(Q(valid_until__isnull=True) | Q(valid_until__gte=day))


class Dated(models.Model):
    valid_from = models.DateField(_("valid from"), default=today)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)

    class Meta:
        abstract = True

    def holds_on(self, day: date) -> bool:
        """Whether this day lies within the dates, both included."""
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)


class EndableQuerySet(DatedQuerySet):
    def in_force(self, day: date) -> Self:
        """What holds on this day and was not ended at once."""
        return self.filter(in_force(day))


class Endable(Dated):
    """Dated, and can be ended at once: from that moment on, not at the end of the day."""

    ended_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        abstract = True

    def is_in_force(self, day: date) -> bool:
        """Whether it gives anything on this day."""
        return self.ended_at is None and self.holds_on(day)

    def has_ended(self, day: date) -> bool:
        """Whether it lies behind us on this day."""
        return self.ended_at is not None or (self.valid_until is not None and self.valid_until < day)


def holds_on(day: date, prefix: str = "") -> Q:
    """The condition "holds on this day" for a dated thing reached by `prefix` (such as `membership__`)."""
    return Q(**{f"{prefix}valid_from__lte": day}) & (
        Q(**{f"{prefix}valid_until__isnull": True}) | Q(**{f"{prefix}valid_until__gte": day})
    )


def in_force(day: date, prefix: str = "") -> Q:
    """The condition "in force on this day" for an endable thing reached by `prefix`."""
    return holds_on(day, prefix) & Q(**{f"{prefix}ended_at__isnull": True})


def dates_in_order(name: str) -> models.CheckConstraint:
    """The database refuses an end before the beginning."""
    return models.CheckConstraint(
        name=name,
        condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
        violation_error_message=_("The last day lies before the first day."),
    )
