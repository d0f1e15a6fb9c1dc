"""Which images and documents the public may have: those that a published page shows.

What a draft or a release under embargo uses stays closed, whoever guesses its address. The index of references, which
is the CMS's own, says what each page uses; it is brought up to date in the moment in which a page is published.
"""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from wagtail.models import Page, ReferenceIndex

from kommin.portal.models import PortalDocument, PortalImage


def note_what_is_shown(instance: Page, **_: Any) -> None:
    """Receiver of `page_published`: the page's images can be fetched at once, not when the worker comes by."""
    ReferenceIndex.create_or_update_for_object(instance)


def is_shown(thing: PortalImage | PortalDocument) -> bool:
    """Whether a published page shows this image or document."""
    users = ReferenceIndex.get_references_to(thing).values_list("base_content_type__model", "object_id")
    pages = [int(pk) for model, pk in users if model == "page"]
    return bool(pages) and Page.objects.live().filter(pk__in=pages).exists()


def keep_what_is_shown(instance: PortalImage | PortalDocument, **_more: Any) -> None:
    """Receiver of `pre_delete`: nobody takes a piece out of a public page past the second person.

    Raises:
        PermissionDenied: a published page shows it.
    """
    if is_shown(instance):
        raise PermissionDenied(still_shown(instance))


def still_shown(thing: PortalImage | PortalDocument) -> str:
    """Why an image or document cannot be deleted."""
    words = _("“%(title)s” cannot be deleted: a public page shows it. Take it out of the page first.")
    return words % {"title": thing.title}
