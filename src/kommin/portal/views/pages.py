"""Public pages: the archive, a release, and whatever page the editors have put at an address."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe
from wagtail.models import Page

from kommin.foundation.access import public
from kommin.portal import archive as press_archive
from kommin.portal import printing, queries
from kommin.portal.addresses import href
from kommin.portal.archive import language_of
from kommin.portal.finding.keeping import kept
from kommin.portal.gone import withdrawn_answer
from kommin.portal.models.press import ARCHIVE_SLUG


@public
@require_safe
@kept
def archive(request: HttpRequest, year: int | None = None) -> HttpResponseBase:
    """The press archive, of one year or of all; it opens even before the editors have made its page."""
    asked = press_archive.read(request, year)
    if asked.href != request.get_full_path():
        return HttpResponseRedirect(asked.href)
    request.few_like_it = asked.is_plain  # type: ignore[attr-defined]
    page = press_archive.page_of(language_of())
    context = press_archive.archive_context(asked)
    if context["releases"].number != asked.page:
        raise Http404
    if page is not None:
        return page.serve(request, listed=context)
    return render(request, "portal/archive.html", context)


@public
@require_safe
@kept
def release(request: HttpRequest, year: int, slug: str) -> HttpResponseBase:
    """One press release."""
    if request.META.get("QUERY_STRING"):
        return HttpResponseRedirect(request.path)
    return _answer(request, queries.release_at(year, slug, language_of()), f"{ARCHIVE_SLUG}/{year}/{slug}/")


@public
@require_safe
@kept
def page(request: HttpRequest, path: str) -> HttpResponseBase:
    """Any other page of the portal."""
    return _answer(request, queries.page_at(path, language_of()), path)


@public
@require_safe
@kept
def printed(request: HttpRequest, year: int, slug: str) -> HttpResponseBase:
    """A release as an accessible PDF."""
    if request.META.get("QUERY_STRING"):
        return HttpResponseRedirect(request.path)
    found = queries.release_at(year, slug, language_of())
    if found is None:
        raise Http404
    if found.elsewhere:
        return HttpResponseRedirect(found.elsewhere.rstrip("/") + ".pdf")
    response = HttpResponse(printing.make(found.page).content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{slug}.pdf"'
    return response


@public
@require_safe
def short(request: HttpRequest, pk: int) -> HttpResponse:
    """The lasting short address of a page leads to wherever it lies now."""
    withdrawn = withdrawn_answer(request, pk=pk)
    if withdrawn is not None:
        return withdrawn
    found = get_object_or_404(Page.objects.live().filter(depth__gt=2), pk=pk)
    return HttpResponseRedirect(href(found))


def _answer(request: HttpRequest, found: queries.Found | None, path: str) -> HttpResponseBase:
    """The page, the way to it, word that it was withdrawn, or that there is none."""
    if found is not None:
        return HttpResponseRedirect(found.elsewhere) if found.elsewhere else found.page.serve(request)
    withdrawn = withdrawn_answer(request, path=path)
    if withdrawn is None:
        raise Http404
    return withdrawn
