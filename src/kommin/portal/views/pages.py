"""Public pages: the archive, a release, and whatever page the editors have put at an address."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe
from wagtail.models import Page

from kommin.foundation.access import public
from kommin.portal import queries
from kommin.portal.addresses import href
from kommin.portal.archive import archive_context
from kommin.portal.gone import withdrawn_answer
from kommin.portal.models.press import ARCHIVE_SLUG


@public
@require_safe
def archive(request: HttpRequest, year: int | None = None) -> HttpResponseBase:
    """The press archive, of one year or of all; it opens even before the editors have made its page."""
    found = queries.page_at(f"{ARCHIVE_SLUG}/", _language())
    if found is not None and not found.elsewhere:
        return found.page.serve(request, year=year)
    return render(request, "portal/archive.html", archive_context(request, year=year))


@public
@require_safe
def release(request: HttpRequest, year: int, slug: str) -> HttpResponseBase:
    """One press release."""
    return _answer(request, f"{ARCHIVE_SLUG}/{year}/{slug}/")


@public
@require_safe
def page(request: HttpRequest, path: str) -> HttpResponseBase:
    """Any other page of the portal."""
    return _answer(request, path)


@public
@require_safe
def short(request: HttpRequest, pk: int) -> HttpResponse:
    """The lasting short address of a page leads to wherever it lies now."""
    withdrawn = withdrawn_answer(request, pk=pk)
    if withdrawn is not None:
        return withdrawn
    found = get_object_or_404(Page.objects.live().filter(depth__gt=2), pk=pk)
    return HttpResponseRedirect(href(found))


def _answer(request: HttpRequest, path: str) -> HttpResponseBase:
    found = queries.page_at(path, _language())
    if found is None:
        withdrawn = withdrawn_answer(request, path=path)
        if withdrawn is not None:
            return withdrawn
        raise Http404
    return HttpResponseRedirect(found.elsewhere) if found.elsewhere else found.page.serve(request)


def _language() -> str:
    return get_language() or settings.LANGUAGE_CODE
