"""Feeds and the list of pages for search engines."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from kommin.foundation.access import public
from kommin.portal import feeds
from kommin.portal.archive import language_of
from kommin.portal.finding.keeping import kept
from kommin.portal.models import TopicPage

ATOM = "application/atom+xml; charset=utf-8"


@public
@require_safe
@kept
def everything(request: HttpRequest) -> HttpResponseBase:
    """The latest releases."""
    return _answer(request, feeds.feed(language_of(), address=request.path, page=reverse("portal:press")))


@public
@require_safe
@kept
def of_topic(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The latest releases on a topic, whatever the topic is called in another language."""
    name = feeds.name_of(language_of(), "topic", slug)
    if name is None:
        raise Http404
    keys = list(TopicPage.objects.live().filter(slug=slug).values_list("translation_key", flat=True))
    page = f"{reverse('portal:press')}?{urlencode({'topic': slug})}"
    text = feeds.feed(
        language_of(), address=request.path, page=page, about=name, topics__translation_key__in=keys
    )  # fmt: skip
    return _answer(request, text)


@public
@require_safe
@kept
def of_sender(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The latest releases of a sender."""
    name = feeds.name_of(language_of(), "sender", str(pk))
    if name is None:
        raise Http404
    page = f"{reverse('portal:press')}?{urlencode({'sender': pk})}"
    return _answer(request, feeds.feed(language_of(), address=request.path, page=page, about=name, sender=pk))


@public
@require_safe
@kept
def sitemap(request: HttpRequest) -> HttpResponseBase:
    """Every public page of the portal with its languages."""
    text = render_to_string("portal/sitemap.xml", {"pages": feeds.pages_for_search_engines()})
    return _answer(request, text, "application/xml; charset=utf-8")


def _answer(request: HttpRequest, text: str, content_type: str = ATOM) -> HttpResponseBase:
    if request.META.get("QUERY_STRING"):
        return HttpResponseRedirect(request.path)
    return HttpResponse(text, content_type=content_type)
