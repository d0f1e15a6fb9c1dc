"""Good practice: what a municipality has done and what others can learn from it."""

from functools import cached_property
from typing import Any, ClassVar

from django import forms
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from taggit.models import ItemBase, TagBase
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Orderable

from kommin.portal.blocks import PRESS_BODY, STANDARD_BODY
from kommin.portal.models.base import PortalPage
from kommin.portal.models.contacts import Contact
from kommin.portal.models.media import PortalDocument, PortalImage
from kommin.portal.models.topics import TopicPage
from kommin.portal.places import Place, PlaceKeyField, places_of
from kommin.programmes.models import BuildingBlock


class GoodPracticeIndexPage(PortalPage):
    """All examples of good practice."""

    lead = models.TextField(pgettext_lazy("text", "lead"), max_length=600, blank=True)
    body = StreamField(STANDARD_BODY, blank=True, verbose_name=_("text below the list"))

    template = "portal/practice_list.html"
    parent_page_types: ClassVar = ["portal.HomePage"]
    subpage_types: ClassVar = ["portal.GoodPracticePage"]
    content_panels: ClassVar = [*PortalPage.content_panels, FieldPanel("lead"), FieldPanel("body")]

    class Meta:
        verbose_name = _("list of good practice")
        verbose_name_plural = _("lists of good practice")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from kommin.portal.practice import found

        return super().get_context(request, *args, **kwargs) | found(self, request.GET)


class Problem(TagBase):
    """A problem in a few words, by which examples are found."""

    free_tagging = True

    class Meta:
        verbose_name = _("problem")
        verbose_name_plural = _("problems")


class PracticeProblem(ItemBase):
    """A problem that an example is about."""

    tag = models.ForeignKey(Problem, on_delete=models.CASCADE, related_name="examples")
    content_object = ParentalKey(
        "portal.GoodPracticePage", on_delete=models.CASCADE, related_name="problem_items"
    )  # fmt: skip

    class Meta:
        verbose_name = _("problem of an example")
        verbose_name_plural = _("problems of examples")


class GoodPracticePage(PortalPage):
    """One example: problem, what was done, what worked and what did not."""

    lead = models.TextField(pgettext_lazy("text", "lead"), max_length=600, blank=True)
    image = models.ForeignKey(
        PortalImage, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("image")
    )
    municipality = PlaceKeyField(
        _("municipality or district"),
        blank=True,
        db_index=True,
        help_text=_("Write the name and choose from the list."),
    )
    block = models.ForeignKey(
        BuildingBlock,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("building block"),
    )
    problem = models.CharField(_("problem"), max_length=300, help_text=_("In one sentence, as a reader would ask."))
    problems = ClusterTaggableManager(
        through=PracticeProblem,
        blank=True,
        verbose_name=_("problems to find it by"),
        help_text=_("A few words each, such as “long distances”; choose those that others use, if they fit."),
    )
    done = StreamField(PRESS_BODY, blank=True, verbose_name=_("what was done"))
    worked = StreamField(PRESS_BODY, blank=True, verbose_name=_("what worked"))
    did_not_work = StreamField(PRESS_BODY, blank=True, verbose_name=_("what did not work"))
    contact = models.ForeignKey(
        Contact, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("contact")
    )
    topics = ParentalManyToManyField(TopicPage, blank=True, related_name="practice", verbose_name=_("topics"))

    template = "portal/practice.html"
    parent_page_types: ClassVar = ["portal.GoodPracticeIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels: ClassVar = [
        *PortalPage.content_panels,
        FieldPanel("lead"),
        FieldPanel("image"),
        MultiFieldPanel(
            [FieldPanel("municipality"), FieldPanel("block"), FieldPanel("problem"), FieldPanel("problems")],
            heading=_("Where and what for"),
        ),
        FieldPanel("done"),
        FieldPanel("worked"),
        FieldPanel("did_not_work"),
        FieldPanel("contact"),
        InlinePanel("material", heading=pgettext_lazy("good practice", "Material"), label=_("Document")),
        FieldPanel("topics", widget=forms.CheckboxSelectMultiple),
    ]

    class Meta:
        verbose_name = _("good practice")
        verbose_name_plural = _("good practice")

    @cached_property
    def place(self) -> Place | None:
        """The municipality or district it comes from."""
        return next(iter(places_of([self.municipality])), None) if self.municipality else None

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from kommin.portal.addresses import href

        return super().get_context(request, *args, **kwargs) | {
            "list_href": href(self.get_parent()),
            "problems": self.problems.order_by("name"),
            "material": list(self.material.select_related("document")),
            "topics": self.topics.live().order_by("title"),
        }


class GoodPracticeMaterial(Orderable):
    """A document that others can use."""

    practice = ParentalKey(GoodPracticePage, on_delete=models.CASCADE, related_name="material")
    document = models.ForeignKey(
        PortalDocument, on_delete=models.PROTECT, related_name="+", verbose_name=_("document")
    )  # fmt: skip
    title = models.CharField(_("title"), max_length=250, blank=True, help_text=_("Empty: that of the document."))

    panels: ClassVar = [FieldPanel("document"), FieldPanel("title")]

    class Meta(Orderable.Meta):
        verbose_name = _("material")
        verbose_name_plural = _("material")

    def __str__(self) -> str:
        return self.title or str(self.document)
