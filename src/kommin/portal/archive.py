"""The archive of releases: what is listed, year by year."""

from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest
from django.utils.translation import get_language

from kommin.portal.queries import releases

PER_PAGE = 20


def archive_context(request: HttpRequest, *, year: int | None = None) -> dict[str, Any]:
    """The releases for readers of the request's language, the latest first, with the years there are."""
    language = get_language() or settings.LANGUAGE_CODE
    everything = releases(language)
    listed = everything.filter(date__year=year) if year else everything
    years = everything.order_by().values("date__year").annotate(number=Count("pk")).order_by("-date__year")
    return {
        "releases": Paginator(listed, PER_PAGE).get_page(request.GET.get("page")),
        "years": [(row["date__year"], row["number"]) for row in years],
        "year": year,
    }
