"""Whom journalists and citizens can ask."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import TranslatableMixin
from wagtail.search import index


class Contact(TranslatableMixin, index.Indexed, models.Model):
    """An office or a person, with telephone, mail and hours."""

    office = models.CharField(_("office"), max_length=250, blank=True)
    person = models.CharField(_("person"), max_length=200, blank=True)
    task = models.CharField(_("responsible for"), max_length=250, blank=True)
    telephone = models.CharField(_("telephone"), max_length=50, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    hours = models.CharField(_("hours"), max_length=250, blank=True)
    address = models.TextField(_("postal address"), max_length=500, blank=True)

    panels = [
        MultiFieldPanel([FieldPanel("office"), FieldPanel("person"), FieldPanel("task")], heading=_("Who")),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("telephone"), FieldPanel("email")]), FieldPanel("hours"), FieldPanel("address")],
            heading=_("How to reach"),
        ),
    ]
    search_fields = [
        index.SearchField("office"), index.SearchField("person"), index.AutocompleteField("office"),
        index.AutocompleteField("person"), index.FilterField("locale_id"), index.FilterField("translation_key"),
    ]  # fmt: skip

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        ordering = ("office", "person")

    def __str__(self) -> str:
        return ", ".join(part for part in (self.person, self.office) if part)

    def clean(self) -> None:
        super().clean()
        if not self.office and not self.person:
            raise ValidationError({"office": _("Name the office or the person.")})
        if not self.telephone and not self.email:
            raise ValidationError({"telephone": _("Give a telephone number or an e-mail address.")})
