"""What stands beside a release: contacts, photos, downloads, links, places, projects, related releases, corrections."""

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, PageChooserPanel
from wagtail.models import Orderable

from kommin.cases.models import Case
from kommin.people.models.dated import today
from kommin.portal import addresses
from kommin.portal.days import DayInput
from kommin.portal.models.contacts import Contact
from kommin.portal.models.media import PortalDocument, PortalImage
from kommin.portal.models.press import PressRelease
from kommin.portal.places import PlaceKeyField


class ReleaseContact(Orderable):
    """Whom journalists ask about a release."""

    release = ParentalKey(PressRelease, on_delete=models.CASCADE, related_name="contacts")
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="+", verbose_name=_("contact"))

    panels: ClassVar = [FieldPanel("contact")]

    class Meta(Orderable.Meta):
        verbose_name = _("press contact")
        verbose_name_plural = _("press contacts")

    def __str__(self) -> str:
        return f"{self.release_id} {self.contact_id}"


class PressPhoto(Orderable):
    """A photo of a release. What is left empty here is taken from the image itself."""

    release = ParentalKey(PressRelease, on_delete=models.CASCADE, related_name="photos")
    image = models.ForeignKey(PortalImage, on_delete=models.PROTECT, related_name="+", verbose_name=_("image"))
    alt_text = models.CharField(
        _("alternative text"), max_length=300, blank=True, help_text=_("Empty: that of the image.")
    )
    caption = models.CharField(_("caption"), max_length=500, blank=True, help_text=_("Empty: that of the image."))

    panels: ClassVar = [FieldPanel("image"), FieldPanel("alt_text"), FieldPanel("caption")]

    class Meta(Orderable.Meta):
        verbose_name = _("press photo")
        verbose_name_plural = _("press photos")

    def __str__(self) -> str:
        return f"{self.release_id} {self.image_id}"

    def clean(self) -> None:
        super().clean()
        if self.image_id and not (self.alt_text or self.image.alt_text):
            raise ValidationError({"alt_text": _("Say what the image shows: here, or at the image itself.")})

    @property
    def alt(self) -> str:
        return self.alt_text or self.image.alt_text

    @property
    def words(self) -> str:
        """The caption."""
        return self.caption or self.image.caption

    @property
    def is_free(self) -> bool:
        """Whether journalists may use it."""
        return bool(self.image.free_for_press)

    @property
    def original_href(self) -> str:
        """Where the original is downloaded."""
        image = self.image
        return reverse("media:original", kwargs={"pk": image.pk, "digest": image.digest, "extension": image.extension})


class ReleaseDownload(Orderable):
    """A document of a release."""

    release = ParentalKey(PressRelease, on_delete=models.CASCADE, related_name="downloads")
    document = models.ForeignKey(
        PortalDocument, on_delete=models.PROTECT, related_name="+", verbose_name=_("document")
    )  # fmt: skip
    title = models.CharField(_("title"), max_length=250, blank=True, help_text=_("Empty: that of the document."))

    panels: ClassVar = [FieldPanel("document"), FieldPanel("title")]

    class Meta(Orderable.Meta):
        verbose_name = _("download")
        verbose_name_plural = _("downloads")

    def __str__(self) -> str:
        return self.title or str(self.document)


class ReleaseLink(Orderable):
    """A link on the topic."""

    release = ParentalKey(PressRelease, on_delete=models.CASCADE, related_name="links")
    text = models.CharField(_("text"), max_length=250)
    page = models.ForeignKey(
        "wagtailcore.Page",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("page of the portal"),
    )
    address = models.CharField(
        _("other address"),
        max_length=500,
        blank=True,
        validators=[addresses.check_address],
        help_text=_("Of another site, or of a page of this house: /balance/…"),
    )

    panels: ClassVar = [FieldPanel("text"), PageChooserPanel("page"), FieldPanel("address")]

    class Meta(Orderable.Meta):
        verbose_name = _("link on the topic")
        verbose_name_plural = _("links on the topic")

    def __str__(self) -> str:
        return self.text

    @property
    def href(self) -> str:
        """Where it leads; pages of the house in the reader's language."""
        return addresses.href(self.page) if self.page else addresses.for_reader(self.address)

    @property
    def is_outside(self) -> bool:
        return not self.page and not self.address.startswith("/")

    def clean(self) -> None:
        super().clean()
        if bool(self.page_id) == bool(self.address):
            raise ValidationError({"address": _("Choose a page or give another address, one of both.")})


class ReleasePlace(Orderable):
    """A municipality or district that a release is about."""

    release = ParentalKey(PressRelease, on_delete=models.CASCADE, related_name="places")
    key = PlaceKeyField(
        _("municipality or district"), db_index=True, help_text=_("Write the name and choose from the list.")
    )

    panels: ClassVar = [FieldPanel("key")]

    class Meta(Orderable.Meta):
        verbose_name = _("place of a release")
        verbose_name_plural = _("places of releases")

    def __str__(self) -> str:
        return self.key


class ReleaseProject(Orderable):
    """A project that a release is about, by the number of its case; shown as long as it is public."""

    release = ParentalKey(PressRelease, on_delete=models.CASCADE, related_name="projects")
    number = models.CharField(_("number of the project"), max_length=40, db_index=True)

    panels: ClassVar = [FieldPanel("number")]

    class Meta(Orderable.Meta):
        verbose_name = _("project of a release")
        verbose_name_plural = _("projects of releases")

    def __str__(self) -> str:
        return self.number

    def clean(self) -> None:
        super().clean()
        self.number = self.number.strip()
        if not Case.objects.filter(number=self.number, is_public=True, project__is_public=True).exists():
            raise ValidationError({"number": _("There is no public project with this number; see the balance.")})


class RelatedRelease(Orderable):
    """A related release chosen by hand; shown before those found automatically."""

    release = ParentalKey(PressRelease, on_delete=models.CASCADE, related_name="related")
    other = models.ForeignKey(PressRelease, on_delete=models.CASCADE, related_name="+", verbose_name=_("release"))

    panels: ClassVar = [PageChooserPanel("other", "portal.PressRelease")]

    class Meta(Orderable.Meta):
        verbose_name = _("related release")
        verbose_name_plural = _("related releases")

    def __str__(self) -> str:
        return f"{self.release_id} {self.other_id}"


class CorrectionNotice(Orderable):
    """What was put right after publication, and when."""

    release = ParentalKey(PressRelease, on_delete=models.CASCADE, related_name="corrections")
    day = models.DateField(_("date"), default=today)
    text = models.TextField(_("what was corrected"), max_length=1000)

    panels: ClassVar = [FieldPanel("day", widget=DayInput), FieldPanel("text")]

    class Meta(Orderable.Meta):
        verbose_name = _("correction notice")
        verbose_name_plural = _("correction notices")

    def __str__(self) -> str:
        return f"{self.day}: {self.text[:60]}"
