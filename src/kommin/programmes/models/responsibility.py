"""Which granting authority handles the applications of which places."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kommin.people.models import Organisation
from kommin.programmes.models.programme import Programme


class Responsibility(models.Model):
    """An authority handles the places whose key begins with `key_prefix`; the longest prefix wins, "" is everywhere."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="responsibilities")
    authority = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="responsibilities")
    key_prefix = models.CharField(
        _("keys begin with"), max_length=12, blank=True,
        help_text=_("For example 059 for the region of Arnsberg; left empty, all places that nobody else handles."),
    )  # fmt: skip

    class Meta:
        verbose_name = _("responsibility")
        verbose_name_plural = _("responsibilities")
        ordering = ("programme", "key_prefix")
        constraints = [
            models.UniqueConstraint(
                name="responsibility_once",
                fields=["programme", "key_prefix"],
                violation_error_message=_("Another authority handles these places already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.key_prefix or '*'} → {self.authority_id}"
