"""How far an item is, told from outside its transaction."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ItemProgress(models.Model):
    """A note about an item at work, written by a connection of its own; gone when the item is.

    `item` is no foreign key, because its check would wait for the item's row, which the work itself holds.
    """

    item = models.BigIntegerField(primary_key=True)
    note = models.JSONField()

    class Meta:
        verbose_name = _("progress of an item")
        verbose_name_plural = _("progress of items")

    def __str__(self) -> str:
        return str(self.item)
