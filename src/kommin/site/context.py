"""What every page knows about the house it stands in."""

from django.conf import settings
from django.http import HttpRequest

from kommin import __version__


def house(_: HttpRequest) -> dict[str, object]:
    """Version, source address and whether this is a demonstration; costs no query."""
    return {
        "house_version": __version__,
        "house_demo": settings.KOMMIN.demo,
        "house_source_url": settings.KOMMIN.source_url,
    }
