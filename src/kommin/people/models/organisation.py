"""The houses people act for; ministries are renamed and split, so names are dated and predecessors known."""

from datetime import date
from typing import ClassVar

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kommin.people.models.dated import Dated, DatedQuerySet, dates_in_order, today

KEY_LENGTH = 12
MUNICIPALITY_KEY = RegexValidator(
    r"\A[0-9A-Za-z]([0-9A-Za-z.-]{0,10}[0-9A-Za-z])?\Z",
    _("A key has up to 12 letters and digits, as in the register: 05914000 for a town, 05914 for a district."),
)
"""Keys as registers have them: German ones are digits, others hold letters (E07000223, 2A004)."""


class Kind(models.TextChoices):
    """What an organisation is for the programme; decides which roles its members can have."""

    MINISTRY = "ministry", _("Ministry")
    GRANTING_AUTHORITY = "granting_authority", _("Granting authority")
    MUNICIPALITY = "municipality", _("Municipality")
    EVALUATOR = "evaluator", _("Evaluator")
    PRESS_OFFICE = "press_office", _("Press office")
    COURT_OF_AUDIT = "court_of_audit", _("Court of audit")
    OPERATOR = "operator", _("Operator of this platform")


class Organisation(models.Model):
    """One organisation through all its names. Never deleted; its kind never changes."""

    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    municipality_key = models.CharField(
        _("municipality key"), max_length=KEY_LENGTH, blank=True, validators=[MUNICIPALITY_KEY]
    )
    predecessors: models.ManyToManyField = models.ManyToManyField(
        "self",
        through="Succession",
        through_fields=("successor", "predecessor"),
        symmetrical=False,
        related_name="successors",
    )

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        constraints = [
            models.CheckConstraint(name="organisation_kind_known", condition=Q(kind__in=Kind.values)),
            models.CheckConstraint(
                name="organisation_key_for_municipalities_only",
                condition=(Q(kind=Kind.MUNICIPALITY) & ~Q(municipality_key=""))
                | (~Q(kind=Kind.MUNICIPALITY) & Q(municipality_key="")),
                violation_error_message=_("A municipality needs its key, other organisations have none."),
            ),
            models.UniqueConstraint(
                name="organisation_one_per_municipality",
                fields=["municipality_key"],
                condition=~Q(municipality_key=""),
                violation_error_message=_("This municipality is already registered."),
            ),
        ]

    def __str__(self) -> str:
        return self.name_on(today())

    def name_on(self, day: date) -> str:
        """The name in force on this day; before the first or after the last name, the nearest one.

        Works on prefetched names, so that lists cost no further query.
        """
        names = sorted(self.names.all(), key=lambda name: name.valid_from)
        if not names:
            return f"{self.get_kind_display()} {self.municipality_key or self.pk}".strip()
        begun = [name for name in names if name.valid_from <= day]
        return (begun[-1] if begun else names[0]).name


class OrganisationName(Dated):
    """A name of an organisation, from one day to another."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="names")
    name = models.CharField(_("name"), max_length=300)

    objects: ClassVar[models.Manager] = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("name of an organisation")
        verbose_name_plural = _("names of organisations")
        ordering = ("organisation", "valid_from")
        constraints = [
            dates_in_order("organisation_name_dates_in_order"),
            models.UniqueConstraint(name="organisation_name_one_per_day", fields=["organisation", "valid_from"]),
            models.UniqueConstraint(
                name="organisation_name_one_without_end", fields=["organisation"], condition=Q(valid_until__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Succession(models.Model):
    """An organisation that took over from another on a day: by merger, split or a new cut of the departments."""

    predecessor = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="successions_from")
    successor = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="successions_to")
    day = models.DateField(_("from"))

    class Meta:
        verbose_name = _("succession")
        verbose_name_plural = _("successions")
        constraints = [
            models.UniqueConstraint(name="succession_once", fields=["predecessor", "successor"]),
            models.CheckConstraint(name="succession_of_another", condition=~Q(predecessor=F("successor"))),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor_id} → {self.successor_id} ({self.day})"
