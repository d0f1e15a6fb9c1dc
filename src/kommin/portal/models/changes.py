"""That something the portal shows has changed: kept pages ask for the newest row."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Change(models.Model):
    """Written in the transaction that changed a page, an image, a contact or a name; old ones are swept."""

    at = models.DateTimeField(_("moment"), auto_now_add=True)

    class Meta:
        verbose_name = _("change of the portal")
        verbose_name_plural = _("changes of the portal")

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"
