"""Topics: what releases, practice and pages have in common."""

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from kommin.portal.blocks import STANDARD_BODY
from kommin.portal.models.base import PortalPage


class TopicIndexPage(PortalPage):
    """All topics."""

    lead = models.TextField(pgettext_lazy("text", "lead"), max_length=600, blank=True)

    template = "portal/topics.html"
    subpage_types: ClassVar = ["portal.TopicPage"]
    parent_page_types: ClassVar = ["portal.HomePage"]
    content_panels: ClassVar = [*PortalPage.content_panels, FieldPanel("lead")]

    class Meta:
        verbose_name = _("list of topics")
        verbose_name_plural = _("lists of topics")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        topics = TopicPage.objects.child_of(self).live().order_by("title")
        return super().get_context(request, *args, **kwargs) | {"topics": topics}


class TopicPage(PortalPage):
    """One topic with its text, its releases and its good practice."""

    lead = models.TextField(pgettext_lazy("text", "lead"), max_length=600, blank=True)
    body = StreamField(STANDARD_BODY, blank=True, verbose_name=_("text"))
    related_topics = ParentalManyToManyField(
        "portal.TopicPage", blank=True, related_name="+", verbose_name=_("related topics")
    )

    template = "portal/topic.html"
    parent_page_types: ClassVar = ["portal.TopicIndexPage"]
    subpage_types: ClassVar = ["portal.TopicPage"]
    content_panels: ClassVar = [
        *PortalPage.content_panels,
        FieldPanel("lead"),
        FieldPanel("body"),
        FieldPanel("related_topics"),
    ]

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from kommin.portal import queries

        return super().get_context(request, *args, **kwargs) | {
            "releases": queries.releases(self.locale.language_code).filter(
                topics__translation_key=self.translation_key
            )[: queries.FURTHER],
            "practice": queries.practice_of_topic(self),
            "topics": self.related_topics.live().order_by("title"),
        }
