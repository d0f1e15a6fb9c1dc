"""The shapes of a register's municipalities, as one topology in which neighbours share their border."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kommin.register.models.register import Register


class Boundaries(models.Model):
    """One edition of boundaries; maps draw the newest of their register."""

    register = models.ForeignKey(Register, on_delete=models.PROTECT, related_name="boundaries")
    as_of = models.DateField(_("as of"), null=True, blank=True)
    source = models.TextField(_("source"), blank=True)
    attribution = models.CharField(_("attribution"), max_length=300)
    topology = models.TextField(_("topology (TopoJSON)"))
    digest = models.CharField(_("SHA-256 of the topology"), max_length=64)
    imported_at = models.DateTimeField(_("taken over"), auto_now_add=True)

    class Meta:
        verbose_name = _("boundaries")
        verbose_name_plural = _("boundaries")
        ordering = ("-pk",)
        constraints = [models.UniqueConstraint(name="boundaries_once", fields=["register", "digest"])]

    def __str__(self) -> str:
        return f"{self.register_id} {self.as_of or ''}".strip()
