"""What all pages of the portal share."""

from typing import Any, ClassVar

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page

from kommin.portal.models.languages import InLanguage


class PortalPage(InLanguage, Page):
    """A page in the house's look: it knows its language, the way to it, and what a reader of it may need."""

    class Meta:
        abstract = True

    promote_panels: ClassVar = [
        MultiFieldPanel([FieldPanel("slug"), FieldPanel("seo_title"), FieldPanel("search_description")], _("Address")),
        MultiFieldPanel([FieldPanel("text_language"), FieldPanel("says_the_same_as")], _("Other languages")),
    ]
    show_in_menus_default = False

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The page, its language, the way to it and its other languages, for `portal/base.html`."""
        from kommin.portal.queries import other_languages, trail

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return context | {
            "trail": trail(self),
            "other_languages": other_languages(self),
            "texts_by_language": self.texts_by_language(),
        }

    def texts_by_language(self) -> dict[str, str] | None:
        """Where the text stands in German and English; None for a page that is there in every language anyway."""
        from kommin.portal.queries import texts_by_language

        return texts_by_language(self)
