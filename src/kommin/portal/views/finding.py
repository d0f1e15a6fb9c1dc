"""The search over everything the portal knows."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from kommin.foundation.access import public
from kommin.portal.archive import language_of
from kommin.portal.finding import searching


@public
@require_safe
def search(request: HttpRequest) -> HttpResponseBase:
    """The best hits of each kind, or all of one kind page by page."""
    words, kind = searching.plain(request.GET.get("q", "")), request.GET.get("kind", "")
    kind = kind if kind in searching.KINDS and words else ""
    number = request.GET.get("page", "") if kind else ""
    page = max(int(number), 1) if number.isascii() and number.isdigit() and len(number) < 5 else 1
    plain = address(words, kind, page)
    if plain != request.get_full_path():
        return HttpResponseRedirect(plain)
    context = {"words": words, "kind": kind, "labels": searching.labels()}
    if not words:
        return render(request, "portal/search.html", context)
    if not kind:
        groups = searching.overview(words, language_of())
        more = {group.kind: address(words, group.kind) for group in groups}
        return render(request, "portal/search.html", context | {"groups": groups, "more": more})
    found = searching.group(kind, words, language_of(), offset=(page - 1) * searching.PER_PAGE)
    pages = Paginator(range(found.reachable), searching.PER_PAGE)
    if page > pages.num_pages:
        raise Http404
    return render(
        request, "portal/search.html",
        context | {"groups": [found] if found.total else [], "page_of_hits": pages.page(page), "all": address(words)},
    )  # fmt: skip


def address(words: str, kind: str = "", page: int = 1) -> str:
    """The one address of a search."""
    values = [("q", words), ("kind", kind), ("page", page if page > 1 else "")]
    query = urlencode([(name, value) for name, value in values if value])
    return reverse("portal:search") + (f"?{query}" if query else "")
