"""The general conditions of grants (Nebenbestimmungen) as data, so that a decision can switch single clauses off."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kommin.foundation.audit.triggers import append_only
from kommin.programmes.words import Described, in_language


@append_only
class ClauseSet(models.Model):
    """One edition of a set such as the ANBest-G. Never changed: another edition is another set."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    title_de = models.CharField(_("title (German)"), max_length=250)
    title_en = models.CharField(_("title (English)"), max_length=250, blank=True)
    source = models.CharField(_("source"), max_length=500)
    confirmed = models.BooleanField(_("confirmed"), default=False)

    class Meta:
        verbose_name = _("clause set")
        verbose_name_plural = _("clause sets")
        ordering = ("code",)

    def __str__(self) -> str:
        return self.title_de

    @property
    def title(self) -> str:
        """The title in the reader's language."""
        return in_language(self.title_de, self.title_en)


@append_only
class Clause(Described):
    """One clause: its number and heading as in the source, and in own words what it asks for."""

    clause_set = models.ForeignKey(ClauseSet, on_delete=models.PROTECT, related_name="clauses")
    number = models.CharField(_("number"), max_length=12)
    position = models.PositiveIntegerField(_("position"))
    switchable = models.BooleanField(
        _("switchable"), default=True, help_text=_("Whether a decision may leave this clause out.")
    )

    class Meta:
        verbose_name = _("clause")
        verbose_name_plural = _("clauses")
        ordering = ("clause_set", "position")
        constraints = [
            models.UniqueConstraint(name="clause_number_once", fields=["clause_set", "number"]),
            models.UniqueConstraint(name="clause_position_once", fields=["clause_set", "position"]),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title_de}"
