"""Regions, districts and municipalities. Rows are never deleted: what ends gets its last day."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kommin.foundation.search import sort_key
from kommin.foundation.search.fields import SortKeyField
from kommin.register.kinds import kind_label
from kommin.register.models.register import Register

KEY_LENGTH = 16


class PlaceQuerySet(models.QuerySet):
    """Places of a register on a day."""

    def current(self) -> "PlaceQuerySet":
        """Those that exist today."""
        return self.filter(valid_until=None)


class Place(models.Model):
    """What regions, districts and municipalities share."""

    register = models.ForeignKey(Register, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(_("key"), max_length=KEY_LENGTH)
    name = models.CharField(_("name"), max_length=200)
    seat = models.CharField(_("seat of the administration"), max_length=200, blank=True)
    sort_key = SortKeyField(max_length=500, editable=False)
    valid_from = models.DateField(_("exists since"), null=True, blank=True)
    valid_until = models.DateField(_("existed until"), null=True, blank=True)

    objects: ClassVar[models.Manager] = PlaceQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        self.put_in_order()
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def put_in_order(self) -> None:
        """Set the sort key; rows written in bulk do not pass through `save`."""
        self.sort_key = sort_key(self.name)

    @property
    def address_key(self) -> str:
        """The key as addresses have it; needs the register, so lists select it along."""
        return self.key if self.register.is_default else f"{self.register.code}:{self.key}"


class Region(Place):
    """A level above the districts, such as a Regierungsbezirk."""

    class Meta:
        verbose_name = _("region")
        verbose_name_plural = _("regions")
        ordering = ("sort_key", "key")
        constraints = [models.UniqueConstraint(name="region_key_once", fields=["register", "key"])]


class District(Place):
    """A district; a city that belongs to none is its own (`of_one_city`)."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, null=True, blank=True, related_name="districts")
    official_name = models.CharField(_("official name"), max_length=200, blank=True)
    kind = models.CharField(_("kind"), max_length=40, blank=True)
    of_one_city = models.BooleanField(_("city that is its own district"), default=False)

    class Meta:
        verbose_name = _("district")
        verbose_name_plural = _("districts")
        ordering = ("sort_key", "key")
        constraints = [
            models.UniqueConstraint(name="district_key_once", fields=["register", "key"]),
            models.CheckConstraint(
                name="district_dates_in_order",
                condition=Q(valid_from=None) | Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("register:district", kwargs={"key": self.address_key})

    def put_in_order(self) -> None:
        """Kreis Kleve stands under K for Kleve: the official lists leave the word out."""
        self.sort_key = sort_key(self.official_name or self.name)

    @property
    def kind_label(self) -> str:
        """The kind in the reader's language."""
        return kind_label(self.kind)


class Municipality(Place):
    """A municipality under one key. `population` repeats the latest row of its figures, for lists and filters."""

    district = models.ForeignKey(
        District, on_delete=models.PROTECT, null=True, blank=True, related_name="municipalities"
    )
    region = models.ForeignKey(Region, on_delete=models.PROTECT, null=True, blank=True, related_name="municipalities")
    official_name = models.CharField(_("official name"), max_length=200, blank=True)
    kind = models.CharField(_("kind"), max_length=40, blank=True)
    postcode = models.CharField(_("postcode of the administration"), max_length=12, blank=True)
    area_km2 = models.DecimalField(_("area in km²"), max_digits=10, decimal_places=2, null=True, blank=True)
    longitude = models.DecimalField(_("longitude"), max_digits=9, decimal_places=6, null=True, blank=True)
    latitude = models.DecimalField(_("latitude"), max_digits=8, decimal_places=6, null=True, blank=True)
    population = models.PositiveIntegerField(_("population"), null=True, blank=True)
    population_on = models.DateField(_("day of the population"), null=True, blank=True)

    class Meta:
        verbose_name = _("municipality")
        verbose_name_plural = _("municipalities")
        ordering = ("sort_key", "key")
        constraints = [
            models.UniqueConstraint(name="municipality_key_once", fields=["register", "key"]),
            models.CheckConstraint(
                name="municipality_area_not_negative", condition=Q(area_km2=None) | Q(area_km2__gte=0)
            ),
            models.CheckConstraint(
                name="municipality_dates_in_order",
                condition=Q(valid_from=None) | Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
            ),
        ]
        indexes = [models.Index(name="municipality_in_order", fields=["register", "valid_until", "sort_key"])]

    def get_absolute_url(self) -> str:
        return reverse("register:municipality", kwargs={"key": self.address_key})

    @property
    def kind_label(self) -> str:
        """The kind in the reader's language."""
        return kind_label(self.kind)


class Population(models.Model):
    """How many lived in a municipality on a day."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="populations")
    counted_on = models.DateField(_("on"))
    inhabitants = models.PositiveIntegerField(_("inhabitants"))

    class Meta:
        verbose_name = _("population")
        verbose_name_plural = _("populations")
        ordering = ("municipality", "counted_on")
        constraints = [
            models.UniqueConstraint(name="population_once_a_day", fields=["municipality", "counted_on"]),
        ]

    def __str__(self) -> str:
        return f"{self.municipality_id} {self.counted_on}: {self.inhabitants}"
