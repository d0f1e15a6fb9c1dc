"""Template tags of the portal: `{% load portal %}`."""

import logging
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Literal

from django import template
from django.conf import settings
from django.template import Context
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext
from wagtail.models import Page

from kommin.foundation.keeping import is_visitor
from kommin.portal import addresses, drawing, live, markup, queries, sharing
from kommin.portal.forms.messages import MessageForm
from kommin.portal.models import PortalImage, PressPhoto, PressRelease, ProgrammeStoryPage
from kommin.portal.models.base import PortalPage
from kommin.portal.models.languages import OWN_NAMES
from kommin.portal.pictures import NOT_DRAWN, picture

logger = logging.getLogger(__name__)
register = template.Library()


@register.simple_tag
def page_href(page: Page) -> str:
    """The address of a page for the reader's interface language."""
    return addresses.href(page)


@register.simple_tag
def canonical(page: Page) -> str:
    """The one full address of a page."""
    return addresses.canonical(page)


@register.simple_tag
def own_name(language: str) -> str:
    """What speakers call their language."""
    return OWN_NAMES.get(language, language)


@register.filter
def telephone(number: str) -> str:
    """`{{ number|telephone }}`: only what a telephone dials."""
    return "".join(mark for mark in number.replace("(0)", "") if mark.isdigit() or mark == "+")


@register.simple_tag(takes_context=True)
def footer_pages(context: Context) -> list[dict[str, str]]:
    """The standing pages of the reader's language; pages that are kept for visitors show those of the moment."""
    request = context.get("request")
    links = queries.footer_links if request is None or is_visitor(request) else queries.footer_links_of_late
    return links(get_language() or settings.LANGUAGE_CODE)


@register.simple_tag
def archive_trail(page: Page | str) -> list[dict[str, str]]:
    """The way to one year of the archive."""
    label = page.title if isinstance(page, Page) else gettext("Press releases")
    return [{"label": label, "href": reverse("portal:press")}]


@register.simple_tag
def lead_photo(release: PressRelease) -> PressPhoto | None:
    """The first photo of a release."""
    found: PressPhoto | None = release.photos.select_related("image").first()
    return found


@register.simple_tag
def portal_image(image: PortalImage, alt: str = "", sizes: str = "100vw", shape: str = "") -> SafeString:
    """An image in several widths; nothing where the file is gone, so that the text around it can still be read."""
    try:
        drawn = picture(image, shape)
    except NOT_DRAWN:
        logger.exception("Image %s cannot be drawn.", image.pk)
        return SafeString("")
    return format_html(
        '<img src="{}" srcset="{}" sizes="{}" width="{}" height="{}" alt="{}" loading="lazy" decoding="async">',
        drawn.address, drawn.choices, sizes, str(drawn.width), str(drawn.height), alt,
    )  # fmt: skip


@register.simple_tag
def live_figures(page: ProgrammeStoryPage, as_of: date | None = None) -> dict[str, Any]:
    """The figures of the page's programme."""
    return live.figures_of(page.programme, as_of)


@register.simple_tag
def live_map(page: ProgrammeStoryPage) -> str:
    """The map of the page's programme."""
    return live.map_of(page.programme)


@register.simple_tag
def live_chart(page: ProgrammeStoryPage, name: str) -> Any:
    """A chart of the page's programme."""
    return live.chart_of(page.programme, name)


@register.simple_tag
def message_form(page: Page) -> MessageForm | None:
    """The form with which readers write to the contacts of a page; None where nobody can be reached by mail."""
    contacts = queries.written_to(page)
    return MessageForm(contacts=contacts) if contacts else None


@register.simple_tag
def page_trail(page: Page) -> list[dict[str, str]]:
    """The way to what belongs to a page: as far as the page itself."""
    return [*queries.trail(page), {"label": page.title, "href": addresses.href(page)}]


@register.simple_tag
def told_about(page: PortalPage, photos: Sequence[PressPhoto] | Literal[""] = "") -> dict[str, Any]:
    """What a page says of itself in its head."""
    return sharing.told(page, photos or ())


@register.simple_tag
def release_rows(releases: Iterable[Any], level: int | str = "", short: int | str = "") -> SafeString:
    """The rows of a list of releases; `level` of their headings is 3 if none is given, `short` leaves the lead out."""
    return drawing.release_rows(releases, level=int(level or 3), short=bool(short))


@register.simple_tag
def choice_rows(choices: Sequence[dict[str, Any]]) -> SafeString:
    """The choices of a filter of the archive."""
    return drawing.choice_rows(choices)


@register.simple_tag
def search_more(addresses_by_kind: dict[str, str], kind: str) -> str:
    """Where all hits of a kind stand."""
    return addresses_by_kind[kind]


@register.filter
def text_markup(html: str) -> SafeString:
    """A text with the few marks it may have."""
    return markup.shown(str(html))


@register.filter
def leads(address: str) -> str:
    """An address that a link may have; empty for any other."""
    return addresses.leads(address)
