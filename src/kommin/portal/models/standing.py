"""Pages that are always there: about, imprint, privacy, accessibility, easy language, contacts, downloads."""

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.fields import StreamField
from wagtail.models import Orderable

from kommin.portal.blocks import STANDARD_BODY
from kommin.portal.models.base import PortalPage
from kommin.portal.models.contacts import Contact


class Purpose(models.TextChoices):
    """What a standing page is for; those with a purpose stand in the footer of every page, in this order."""

    ABOUT = "about", _("About this portal")
    CONTACT = "contact", _("Contact")
    IMPRINT = "imprint", _("Imprint")
    PRIVACY = "privacy", _("Privacy")
    ACCESSIBILITY = "accessibility", _("Accessibility")
    EASY_LANGUAGE = "easy", _("Easy language")
    SIGN_LANGUAGE = "sign", _("Sign language")


class Standing(PortalPage):
    """What these pages share."""

    lead = models.TextField(pgettext_lazy("text", "lead"), max_length=600, blank=True)
    purpose = models.CharField(
        _("purpose"),
        max_length=16,
        choices=Purpose.choices,
        blank=True,
        help_text=_("With a purpose the page is linked at the foot of every page."),
    )

    class Meta:
        abstract = True


class StandardPage(Standing):
    """A page of text."""

    body = StreamField(STANDARD_BODY, blank=True, verbose_name=_("text"))
    form_contact = models.ForeignKey(
        Contact,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("form for messages to"),
        help_text=_("The page then ends with a form; what readers write there goes to this contact by e-mail."),
    )

    template = "portal/standard.html"
    content_panels: ClassVar = [
        *Standing.content_panels, FieldPanel("lead"), FieldPanel("body"), FieldPanel("form_contact"),
        FieldPanel("purpose"),
    ]  # fmt: skip

    class Meta:
        verbose_name = _("page")
        verbose_name_plural = _("pages")


class ContactPage(Standing):
    """Whom to ask about what."""

    body = StreamField(STANDARD_BODY, blank=True, verbose_name=_("text"))

    template = "portal/contacts.html"
    content_panels: ClassVar = [
        *Standing.content_panels,
        FieldPanel("lead"),
        InlinePanel("entries", heading=_("Contacts"), label=_("Contact")),
        FieldPanel("body"),
        FieldPanel("purpose"),
    ]

    class Meta:
        verbose_name = _("contacts")
        verbose_name_plural = _("contacts")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        entries = [row.contact for row in self.entries.select_related("contact")]
        return super().get_context(request, *args, **kwargs) | {"contacts": entries}


class ContactEntry(Orderable):
    """One contact of a page of contacts."""

    page = ParentalKey(ContactPage, on_delete=models.CASCADE, related_name="entries")
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="+", verbose_name=_("contact"))

    panels: ClassVar = [FieldPanel("contact")]

    class Meta(Orderable.Meta):
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")

    def __str__(self) -> str:
        return f"{self.page_id} {self.contact_id}"


class DownloadsPage(Standing):
    """Documents to download, under headings."""

    body = StreamField(STANDARD_BODY, blank=True, verbose_name=_("text and documents"))

    template = "portal/downloads.html"
    content_panels: ClassVar = [*Standing.content_panels, FieldPanel("lead"), FieldPanel("body"), FieldPanel("purpose")]

    class Meta:
        verbose_name = _("downloads")
        verbose_name_plural = _("downloads")
