"""The press release and the archive it stands in."""

from datetime import datetime
from functools import cached_property
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
    TitleFieldPanel,
)
from wagtail.fields import StreamField
from wagtail.search import index

from kommin.people.models import Organisation
from kommin.people.models.dated import today
from kommin.portal import cleaning, previews, senders
from kommin.portal.blocks import PRESS_BODY
from kommin.portal.days import DayInput
from kommin.portal.leading_on import lead_on
from kommin.portal.models.base import PortalPage
from kommin.portal.models.topics import TopicPage
from kommin.portal.permissions import ArchivePermissions, ReleasePermissions
from kommin.programmes.models import Programme

ARCHIVE_SLUG = "presse"


class PressIndexPage(PortalPage):
    """The archive of releases in one language; its address is fixed, because the house's menu leads there."""

    lead = models.TextField(pgettext_lazy("text", "lead"), max_length=600, blank=True)

    template = "portal/archive.html"
    parent_page_types: ClassVar = ["portal.HomePage"]
    subpage_types: ClassVar = ["portal.PressRelease"]
    content_panels: ClassVar = [*PortalPage.content_panels, FieldPanel("lead")]
    promote_panels: ClassVar = [FieldPanel("seo_title"), FieldPanel("search_description")]

    class Meta:
        verbose_name = _("press archive")
        verbose_name_plural = _("press archives")

    def permissions_for_user(self, user: Any) -> ArchivePermissions:
        return ArchivePermissions(user, self)

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        self.slug = ARCHIVE_SLUG
        super().full_clean(*args, **kwargs)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from kommin.portal.archive import Asked, archive_context

        listed = kwargs.get("listed") or archive_context(Asked())
        return super().get_context(request, *args, **kwargs) | listed

    def texts_by_language(self) -> None:
        """Every year has an address in each language of the house."""


class PressReleaseForm(WagtailAdminPageForm):
    """Offers what fits the release: topics of its language, senders that send press releases."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "topics" in self.fields:
            self.fields["topics"].queryset = TopicPage.objects.filter(locale_id=self.instance.locale_id).order_by(
                "title"
            )
        if "sender" in self.fields:
            senders_known = Organisation.objects.exclude(kind__in=("municipality", "operator"))
            self.fields["sender"].queryset = senders_known.prefetch_related("names")

    def clean(self) -> dict[str, Any]:
        """What was pasted from elsewhere is put right before anybody sees it."""
        cleaned: dict[str, Any] = super().clean()
        for names, clean in (
            (cleaning.ONE_LINE, cleaning.clean_line),
            (cleaning.SEVERAL_LINES, cleaning.clean_lines),
            (("body",), cleaning.clean_body),
        ):
            for name in names:
                if cleaned.get(name):
                    cleaned[name] = clean(cleaned[name])
        return cleaned


class PressRelease(PortalPage):
    """One release with everything a journalist needs beside it. The headline is the page's title."""

    kicker = models.CharField(_("kicker"), max_length=150, blank=True)
    subheadline = models.CharField(_("sub-headline"), max_length=300, blank=True)
    place = models.CharField(pgettext_lazy("press release", "place"), max_length=100, blank=True)
    date = models.DateField(_("date"), default=today, db_index=True)
    lead = models.TextField(pgettext_lazy("text", "lead"), max_length=1500, blank=True)
    sender = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("sender"),
        help_text=_("Shown under the name it had on the day of the release."),
    )
    sender_line = models.CharField(
        _("opening words"),
        max_length=300,
        blank=True,
        help_text=_("Empty: “Das Ministerium … teilt mit:”, with the sender’s name on that day."),
    )
    body = StreamField(PRESS_BODY, blank=True, verbose_name=_("text"))
    topics = ParentalManyToManyField(TopicPage, blank=True, related_name="releases", verbose_name=_("topics"))
    programme = models.ForeignKey(
        Programme,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("programme"),
    )
    mail_text = models.TextField(
        _("short text for mail"), max_length=1000, blank=True, help_text=_("Empty: the lead is sent.")
    )

    template = "portal/release.html"
    base_form_class = PressReleaseForm
    parent_page_types: ClassVar = ["portal.PressIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    search_fields: ClassVar = [*PortalPage.search_fields, index.SearchField("lead"), index.FilterField("date")]

    text_panels: ClassVar = [
        FieldPanel("kicker"),
        TitleFieldPanel("title", placeholder=_("Headline"), help_text=""),
        FieldPanel("subheadline"),
        FieldRowPanel([FieldPanel("place"), FieldPanel("date", widget=DayInput)]),
        MultiFieldPanel([FieldPanel("sender"), FieldPanel("sender_line")], heading=_("Sender")),
        FieldPanel("lead"),
        FieldPanel("body"),
        InlinePanel("corrections", heading=_("Correction notices"), label=_("Correction notice")),
    ]
    beside_panels: ClassVar = [
        InlinePanel("contacts", heading=_("Press contact"), label=_("Contact")),
        InlinePanel("photos", heading=_("Press photos"), label=_("Photo")),
        InlinePanel("downloads", heading=_("Downloads"), label=_("Document")),
        InlinePanel("links", heading=_("Links on the topic"), label=_("Link")),
        FieldPanel("mail_text"),
    ]
    about_panels: ClassVar = [
        FieldPanel("topics", widget=forms.CheckboxSelectMultiple),
        FieldPanel("programme"),
        InlinePanel("places", heading=_("Municipalities and districts"), label=_("Municipality or district")),
        InlinePanel("projects", heading=_("Projects"), label=_("Project")),
        InlinePanel("related", heading=_("Related releases"), label=_("Release")),
    ]
    edit_handler = TabbedInterface(
        [
            ObjectList(text_panels, heading=_("Text")),
            ObjectList(beside_panels, heading=_("Beside the text")),
            ObjectList(about_panels, heading=_("What it is about")),
            ObjectList(PortalPage.promote_panels, heading=_("Address and languages")),
        ]
    )

    class Meta:
        verbose_name = _("press release")
        verbose_name_plural = _("press releases")

    def permissions_for_user(self, user: Any) -> ReleasePermissions:
        return ReleasePermissions(user, self)

    def publish(self, revision: Any, user: Any = None, **kwargs: Any) -> Any:
        """For the house's own jobs only; nobody publishes a release by the CMS's means, see `actions.releasing`.

        Raises:
            PermissionDenied: somebody tries to.
        """
        if user is not None:
            raise PermissionDenied(
                _("A press release is released by a second person, on the page “Check and release”.")
            )
        return super().publish(revision, user=None, **kwargs)

    @property
    def preview_modes(self) -> list[Any]:
        return previews.MODES

    def serve_preview(self, request: HttpRequest, mode_name: str) -> Any:
        """The page as it will be, or on paper, or as a mail."""
        return previews.serve_preview(self, request, mode_name) if mode_name else super().serve_preview(request, "")

    def set_url_path(self, parent: Any) -> str:
        """Addresses hold the year: /presse/2010/fachtagung/."""
        if not parent:
            return super().set_url_path(parent)
        self.url_path = f"{parent.url_path}{self.date.year}/{self.slug}/"
        return self.url_path

    def save(self, *args: Any, **kwargs: Any) -> Any:
        """The address follows the year of the day, also when the day is changed later; the old one leads on."""
        before = type(self).objects.filter(pk=self.pk).values_list("slug", "url_path").first() if self.pk else None
        if self.pk and f"/{self.date.year}/{self.slug}/" not in self.url_path and "update_fields" not in kwargs:
            self.set_url_path(self.get_parent())
        saved = super().save(*args, **kwargs)
        if before and before[0] == self.slug and before[1] != self.url_path:
            lead_on(self, before[1])
        return saved

    @property
    def opening(self) -> str:
        """“Das Ministerium … teilt mit:”; empty without a sender."""
        if self.sender_line or self.sender is None:
            return self.sender_line
        return senders.sentence(self.sender, self.date, self.content_language)

    @property
    def text_for_mail(self) -> str:
        """What a mail says about the release."""
        return self.mail_text or self.lead

    @property
    def short_address(self) -> str:
        """An address that stays when headline, day or place in the tree change."""
        return reverse("portal:short", kwargs={"pk": self.pk})

    @property
    def released_at(self) -> datetime | None:
        """The moment it was released, if that was on its own day; old releases were taken over later."""
        first = self.first_published_at
        return first if first and timezone.localtime(first).date() == self.date else None

    @cached_property
    def free_photos(self) -> list[Any]:
        """The photos that journalists may take along."""
        return [photo for photo in self.photos.all() if photo.is_free]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from kommin.portal.beside import beside

        return super().get_context(request, *args, **kwargs) | beside(self)

    def texts_by_language(self) -> None:
        """Comes with all that stands beside it, in the same query."""
