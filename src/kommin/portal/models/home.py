"""The editors' part of the front door."""

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, PageChooserPanel
from wagtail.models import Orderable

from kommin.portal.models.base import PortalPage
from kommin.portal.permissions import FixedPagePermissions


class HomePage(PortalPage):
    """The top of the branch of one language: what stands at the front door is chosen here.

    The house has its front door without it, too; see `site/home.html`.
    """

    welcome = models.CharField(_("headline"), max_length=200, blank=True)
    lead = models.TextField(pgettext_lazy("text", "lead"), max_length=600, blank=True)
    lead_release = models.ForeignKey(
        "portal.PressRelease",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("first release"),
        help_text=_("Empty: the latest one."),
    )
    programme_story = models.ForeignKey(
        "portal.ProgrammeStoryPage",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("programme that is told about"),
    )

    template = "portal/home.html"
    parent_page_types: ClassVar = ["wagtailcore.Page"]
    content_panels: ClassVar = [
        *PortalPage.content_panels,
        FieldPanel("welcome"),
        FieldPanel("lead"),
        PageChooserPanel("lead_release"),
        InlinePanel("topics", heading=_("Topics"), label=_("Topic"), max_num=8),
        PageChooserPanel("programme_story"),
    ]

    class Meta:
        verbose_name = _("front door")
        verbose_name_plural = _("front doors")

    def permissions_for_user(self, user: Any) -> FixedPagePermissions:
        return FixedPagePermissions(user, self)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from kommin.portal.queries import front_door

        return super().get_context(request, *args, **kwargs) | front_door(self)


class HomeTopic(Orderable):
    """A topic shown at the front door."""

    home = ParentalKey(HomePage, on_delete=models.CASCADE, related_name="topics")
    topic = models.ForeignKey(
        "portal.TopicPage", on_delete=models.CASCADE, related_name="+", verbose_name=_("topic")
    )  # fmt: skip

    panels: ClassVar = [PageChooserPanel("topic")]

    class Meta(Orderable.Meta):
        verbose_name = _("topic at the front door")
        verbose_name_plural = _("topics at the front door")

    def __str__(self) -> str:
        return f"{self.home_id} {self.topic_id}"
