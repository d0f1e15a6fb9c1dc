"""A register: the municipalities of one state or country, with the keys its statistical office gives them."""

import secrets

from django.db import models
from django.utils.translation import gettext_lazy as _


def new_revision() -> str:
    """A revision that never was."""
    return secrets.token_hex(8)


class Register(models.Model):
    """One register. The house keeps several side by side; keys are unique within one.

    Keys of the default register stand alone in addresses, those of others follow their register's code ("at:30101").
    `revision` is another one after every change of the content, so that what was computed from it can be kept. It is no
    number: one that a rolled back change has used up must not come again for other content.
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
    revision = models.CharField(_("revision"), max_length=16, default=new_revision)

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
