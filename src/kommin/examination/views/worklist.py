"""The work list and its files."""

from typing import Any

from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    QueryDict,
    StreamingHttpResponse,
)
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kommin.examination import rules
from kommin.examination.actions.assigning import MOST_AT_ONCE
from kommin.examination.forms.worklist import OrderForm
from kommin.examination.models import SavedView
from kommin.examination.worklist import exporting
from kommin.examination.worklist.cells import rows
from kommin.examination.worklist.columns import names_for
from kommin.examination.worklist.counting import bound_of
from kommin.examination.worklist.keeping import address_of, choice_of, first_views_for
from kommin.examination.worklist.listing import TABS, Listing, beginning, stood_in_for
from kommin.foundation.access import access, acting


def listing_of(request: HttpRequest) -> Listing:
    """The list that the address asks for, with the columns this person has chosen."""
    by = acting(request)
    choice = choice_of(by)
    address: QueryDict = request.GET
    if _is_bare(request):
        address = address_of(choice.view) if choice and choice.view else beginning(by)
    return Listing(by, address, choice.columns if choice else ())


@access(rules.may_see_work_list)
@require_safe
def worklist(request: HttpRequest) -> HttpResponse:
    """The cases in reach: filtered, searched, ordered, with what can be done to many at once."""
    by = acting(request)
    listing = listing_of(request)
    page = listing.page(request.GET.get("page"))
    saved = first_views_for(by)
    query, counts = listing.query(), listing.tab_counts
    is_more: bool = page.paginator.is_more  # type: ignore[attr-defined]
    may_assign = rules.may_assign_here.holds(by)
    context = {
        "listing": listing,
        "form": listing.form,
        "page": page,
        "is_more": is_more,
        "rows": rows(
            list(page.object_list),
            listing.columns,
            names_for(listing.columns),
            inside=listing.is_inside,
            tick=_("Choose") if may_assign else "",
        ),
        "heads": _heads(listing),
        "tabs": _tabs(listing, counts),
        "unassigned": counts.get("unassigned", 0),
        "set_filters": _set_filters(listing),
        "query": query,
        "parts": [(name, value) for name, values in QueryDict(query).lists() for value in values],
        "in_all": listing.query(tab="all"),
        "kept_columns": listing.address.getlist("column"),
        "order_form": OrderForm(listing.sort),
        "views": [(view, address_of(view).urlencode(), _is_open(view, query)) for view in saved],
        "may_assign": may_assign,
        "may_assign_all": page.paginator.count <= MOST_AT_ONCE and not is_more,
        "closed": listing.closed_cases(),
        "stood_in_for": [one.deputising_for for one in stood_in_for(by)] if "mine" in listing.tabs else [],
    }
    return render(request, "examination/worklist/list.html", context)


@access(rules.may_see_work_list)
@require_http_methods(["GET", "HEAD", "POST"])
def export(request: HttpRequest, form: str) -> HttpResponseBase:
    """Exactly the rows of the list as a file; of a very long list only after asking, in the background."""
    if form not in exporting.CONTENT_TYPES:
        raise Http404
    listing = listing_of(request)
    if request.method == "POST":
        run = exporting.start_export(listing=listing, file_format=form, by=acting(request))
        return HttpResponseRedirect(reverse("runs:show", args=[run.pk]))
    count = listing.whole.count()
    if count > exporting.AT_ONCE:
        context = {"count": count, "format": form.upper(), "query": listing.query(), "described": listing.described()}
        return render(request, "examination/worklist/long_export.html", context)
    answer: HttpResponseBase
    if form == "csv":
        answer = StreamingHttpResponse(exporting.csv_of(listing), content_type=exporting.CONTENT_TYPES[form])
    else:
        answer = FileResponse(exporting.xlsx_of(listing), content_type=exporting.CONTENT_TYPES[form])
    answer["Content-Disposition"] = f'attachment; filename="{exporting.file_name(form)}"'
    return answer


def _is_bare(request: HttpRequest) -> bool:
    return not set(request.GET) - {"page"}


def _tabs(listing: Listing, counts: dict[str, int]) -> list[dict[str, Any]]:
    """Links to the parts of the list with how many cases each holds; without filters, so that the count is true."""
    return [
        {
            "label": TABS[tab],
            "href": f"?tab={tab}",
            "current": tab == listing.tab,
            "count": min(counts[tab], bound_of(tab)),
            "more": counts[tab] > bound_of(tab),
        }
        for tab in listing.tabs
    ]


def _heads(listing: Listing) -> list[dict[str, Any]]:
    """The columns with the address that orders by each: a second click turns the order around."""
    ordering, down = listing.order
    heads = []
    for column in listing.columns:
        current = column.key == ordering.key
        upwards = current and down
        heads.append(
            {
                "label": column.label,
                "figure": column.is_figure,
                "sort": listing.query(sort=column.key if upwards or not current else f"-{column.key}")
                if column.field
                else "",
                "direction": ("descending" if down else "ascending") if current else "",
            }
        )
    return heads


def _set_filters(listing: Listing) -> list[dict[str, str]]:
    """Each filter that is set, in words, with the address without it."""
    return [
        {"words": words, "without": listing.query(**{name: None})} for name, words in listing.form.described().items()
    ]


def _is_open(view: SavedView, query: str) -> bool:
    return address_of(view).urlencode() == query
