"""A register: the municipalities of one state or country, with the keys its statistical office gives them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Register(models.Model):
    """One register. The house keeps several side by side; keys are unique within one.

    Keys of the default register stand alone in addresses, those of others follow their register's code ("at:30101").
    `revision` rises with every change of the register's content, so that what was computed from it can be kept.
    """

    code = models.SlugField(_("code"), max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=200)
    country = models.CharField(_("country"), max_length=2, blank=True)
    language = models.CharField(_("language of its names"), max_length=2, default="de")
    as_of = models.DateField(_("as of"), null=True, blank=True)
    sources = models.TextField(_("sources"), blank=True)
    qualifiers = models.JSONField(_("additions to names and how they are written"), default=dict, blank=True)
    usual_additions = models.JSONField(_("additions that may follow any name"), default=list, blank=True)
    is_default = models.BooleanField(_("the house's own register"), default=False)
    revision = models.PositiveIntegerField(_("revision"), default=0)

    class Meta:
        verbose_name = _("register")
        verbose_name_plural = _("registers")
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                name="register_one_default", fields=["is_default"], condition=models.Q(is_default=True)
            ),
        ]

    def __str__(self) -> str:
        return self.name
