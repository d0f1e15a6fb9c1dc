"""A page that tells the story of a programme, with figures and a map that come from the records."""

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from kommin.portal.blocks import STORY_BODY
from kommin.portal.models.base import PortalPage
from kommin.portal.models.topics import TopicPage
from kommin.programmes.models import Programme


class ProgrammeStoryPage(PortalPage):
    """How a programme came about, what happened, what came of it."""

    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, related_name="+", verbose_name=_("programme")
    )  # fmt: skip
    lead = models.TextField(pgettext_lazy("text", "lead"), max_length=600, blank=True)
    body = StreamField(STORY_BODY, blank=True, verbose_name=_("text"))
    topics = ParentalManyToManyField(TopicPage, blank=True, related_name="+", verbose_name=_("topics"))

    template = "portal/story.html"
    parent_page_types: ClassVar = ["portal.HomePage", "portal.StandardPage"]
    content_panels: ClassVar = [
        *PortalPage.content_panels,
        FieldPanel("programme"),
        FieldPanel("lead"),
        FieldPanel("body"),
        FieldPanel("topics"),
    ]

    class Meta:
        verbose_name = _("story of a programme")
        verbose_name_plural = _("stories of programmes")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from kommin.portal import queries

        language = self.locale.language_code
        return super().get_context(request, *args, **kwargs) | {
            "releases": queries.releases(language).filter(programme=self.programme)[: queries.FURTHER],
            "practice": queries.practice_of_programme(self.programme, language)[: queries.FURTHER],
            "topics": self.topics.live().order_by("title"),
        }
