"""What was imported over the shipped data. Rows are only added: newer ones stand over older ones of the same day."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kommin.foundation.audit.triggers import append_only


class Imported(models.Model):
    """When and by whom a row came in."""

    source = models.CharField(_("source"), max_length=300)
    imported_at = models.DateTimeField(_("imported"), auto_now_add=True)
    imported_by = models.CharField(_("imported by"), max_length=200)

    class Meta:
        abstract = True


@append_only
class BaseRateRow(Imported):
    """The base rate of one half-year, in percent a year."""

    valid_from = models.DateField(_("valid from"))
    percent = models.DecimalField(_("percent"), max_digits=5, decimal_places=2)
    confirmed = models.BooleanField(_("confirmed"))

    class Meta:
        verbose_name = _("base rate")
        verbose_name_plural = _("base rates")
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.valid_from}: {self.percent}"


@append_only
class RegimeRow(Imported):
    """The name of a regime and the day from which it applies."""

    name = models.CharField(_("name"), max_length=40)
    jurisdiction = models.CharField(_("jurisdiction"), max_length=20)
    valid_from = models.DateField(_("valid from"))

    class Meta:
        verbose_name = _("legal regime")
        verbose_name_plural = _("legal regimes")
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.name


@append_only
class ParameterRow(Imported):
    """One value of one parameter, written as regime files write it."""

    jurisdiction = models.CharField(_("jurisdiction"), max_length=20)
    parameter = models.CharField(_("parameter"), max_length=60)
    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    value = models.CharField(_("value"), max_length=40)
    confirmed = models.BooleanField(_("confirmed"))
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("regime parameter")
        verbose_name_plural = _("regime parameters")
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.jurisdiction} {self.parameter} {self.valid_from}: {self.value}"
