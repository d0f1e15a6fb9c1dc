"""Images and documents of the portal, with all that a journalist has to know before using them."""

from hashlib import sha256

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage, AbstractRendition

from kommin.foundation.files.kinds import KINDS
from kommin.portal.models.languages import FURTHER_LANGUAGES

VIDEOS = {"mp4": "video/mp4", "webm": "video/webm"}
DIGEST_LENGTH = 20


def digest(*parts: object) -> str:
    """A short name for this very content: an address with it can be kept for ever and cannot be guessed."""
    return sha256("\n".join(str(part) for part in parts).encode()).hexdigest()[:DIGEST_LENGTH]


class PortalImage(AbstractImage):
    """An image with its words: what it shows, who made it, who may use it."""

    alt_text = models.CharField(
        _("alternative text"),
        max_length=300,
        blank=True,
        help_text=_("What the image shows, for people who cannot see it. Pages ask for it before they are released."),
    )
    caption = models.CharField(_("caption"), max_length=500, blank=True)
    photographer = models.CharField(_("photographer or artist"), max_length=200, blank=True)
    rights = models.CharField(
        _("rights"), max_length=300, blank=True, help_text=_("Who holds them and what is allowed.")
    )
    free_for_press = models.BooleanField(
        _("free for press use"),
        default=False,
        help_text=_("Journalists can then download the original from a published release."),
    )

    admin_form_fields = (
        "title", "file", "collection", "alt_text", "caption", "photographer", "rights", "free_for_press", "tags",
        "focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height",
    )  # fmt: skip

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")

    @property
    def default_alt_text(self) -> str:
        return self.alt_text

    @property
    def digest(self) -> str:
        """Names this very original."""
        return digest("original", self.pk, self.file_hash)

    @property
    def extension(self) -> str:
        """Ending of the file's name, in small letters."""
        return self.file.name.rpartition(".")[2].lower()


class PortalRendition(AbstractRendition):
    """An image cut and scaled for one place of a page."""

    image = models.ForeignKey(PortalImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="portal_rendition_once", fields=["image", "filter_spec", "focal_point_key"]
            ),
        ]  # fmt: skip

    @property
    def digest(self) -> str:
        """Names this very content."""
        return digest("rendition", self.image_id, self.image.file_hash, self.filter_spec, self.focal_point_key)

    @property
    def url(self) -> str:
        """The house's own address: files lie where nobody can fetch them past the rules.

        It names image and filter, not the row: rows made in bulk do not know their number.
        """
        extension = self.file.name.rpartition(".")[2].lower()
        names = {"pk": self.image_id, "digest": self.digest, "spec": self.filter_spec, "extension": extension}
        return reverse("media:rendition", kwargs=names)


class Accessibility(models.TextChoices):
    """What is known about a document's accessibility."""

    YES = "yes", _("accessible")
    PARTLY = "partly", _("partly accessible")
    NO = "no", _("not accessible")


class PortalDocument(AbstractDocument):
    """A file to download, with its language and what is known about its accessibility."""

    language = models.CharField(
        _("language"),
        max_length=8,
        choices=[("de", "Deutsch"), ("en", "English"), *FURTHER_LANGUAGES],
        default="de",
    )
    accessibility = models.CharField(
        _("accessibility"), max_length=8, choices=Accessibility.choices, blank=True, help_text=_("Empty: not checked.")
    )
    accessibility_note = models.CharField(
        _("note on accessibility"),
        max_length=300,
        blank=True,
        help_text=_("What is missing, and where people get the content otherwise."),
    )

    admin_form_fields = (
        "title", "file", "collection", "language", "accessibility", "accessibility_note", "tags",
    )  # fmt: skip

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")

    @property
    def digest(self) -> str:
        """Names this very content."""
        return digest("document", self.pk, self.file_hash)

    @property
    def url(self) -> str:
        """The house's own address, see `PortalRendition.url`."""
        return reverse(
            "media:document", kwargs={"pk": self.pk, "digest": self.digest, "extension": self.file_extension.lower()}
        )

    @property
    def is_video(self) -> bool:
        return self.file_extension.lower() in VIDEOS

    @property
    def content_type(self) -> str:
        """By the ending, which was held against the content when the file was taken in."""
        extension = self.file_extension.lower()
        known = {ending: kind.content_type for kind in KINDS.values() for ending in kind.endings}
        return VIDEOS.get(extension) or known.get(extension, "application/octet-stream")

    @property
    def kind_label(self) -> str:
        """What readers call this kind of file."""
        extension = self.file_extension.lower()
        found = next((kind.label for kind in KINDS.values() if extension in kind.endings), None)
        return str(found) if found else extension.upper()
