"""What a page says of itself to search engines and to services that show a preview of a link."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime, time
from typing import Any, Final

from django.utils.safestring import SafeString

from kommin.portal.addresses import canonical
from kommin.portal.models import PortalImage, PressPhoto, PressRelease
from kommin.portal.models.base import PortalPage
from kommin.portal.pictures import NOT_DRAWN, preview

LOCALES: Final = {"de": "de_DE", "en": "en_GB"}
_ESCAPES: Final = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


def told(page: PortalPage, photos: Sequence[PressPhoto] = ()) -> dict[str, Any]:
    """Title, description, address and picture of a page; of a release also who announced what and when."""
    description = page.search_description or getattr(page, "lead", "")
    is_release = isinstance(page, PressRelease)
    found = {
        "type": "article" if is_release else "website",
        "title": page.seo_title or page.title,
        "description": description[:300],
        "address": canonical(page),
        "locale": LOCALES.get(page.content_language, page.content_language),
    }
    return found | (_told_of_release(page, found, photos) if isinstance(page, PressRelease) else {})


def _told_of_release(release: PressRelease, found: dict[str, Any], photos: Sequence[PressPhoto]) -> dict[str, Any]:
    image = _picture(photos[0].image, photos[0].alt) if photos else None
    begun = release.first_published_at or datetime.combine(release.date, time(), UTC)
    article = {
        "@context": "https://schema.org", "@type": "NewsArticle", "headline": release.title[:110],
        "alternativeHeadline": release.subheadline, "description": found["description"],
        "inLanguage": release.content_language, "datePublished": release.date.isoformat(),
        "dateModified": max(begun, release.last_published_at or begun).isoformat(),
        "mainEntityOfPage": found["address"], "dateline": release.place, "articleSection": release.kicker,
        "image": [image["address"]] if image else [],
        "publisher": {
            "@type": "GovernmentOrganization",
            "name": release.sender.name_on(release.date) if release.sender else "KOMM-IN",
        },
    }  # fmt: skip
    kept = {name: value for name, value in article.items() if value}
    return {"image": image, "linked_data": as_data(kept)}


def _picture(image: PortalImage, alt: str) -> dict[str, Any] | None:
    try:
        drawn = preview(image)
    except NOT_DRAWN:
        return None
    return {"address": drawn.address, "width": str(drawn.width), "height": str(drawn.height), "alt": alt}


def as_data(value: dict[str, Any]) -> SafeString:
    """JSON that can stand in a page as data: nothing in it ends the element or begins another."""
    return SafeString(json.dumps(value, ensure_ascii=False).translate(_ESCAPES))
