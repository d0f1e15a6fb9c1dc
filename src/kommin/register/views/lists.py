"""The register as a list, and as files."""

import json
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.http.response import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kommin.foundation.access import public
from kommin.foundation.tables import write_csv, write_xlsx
from kommin.register import queries
from kommin.register.errors import RegisterError
from kommin.register.exports import CONTENT_TYPES, columns, feature_collection, rows
from kommin.register.forms import RegisterFilter
from kommin.register.kinds import SIZE_CLASSES
from kommin.register.maps.rendering import render_map
from kommin.register.matching import SURE, Match
from kommin.register.matching.entries import MUNICIPALITY
from kommin.register.models import District, Register

PER_PAGE = 50
_MATCHES_SHOWN = 20


@public
@require_safe
def municipalities(request: HttpRequest) -> HttpResponse:
    """Search, filter, list, map and downloads of the municipalities of today."""
    register = _register(request)
    if register is None:
        return render(request, "register/none.html")
    chosen = RegisterFilter(register, request.GET)
    found = chosen.municipalities()
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "register": register,
        "filter": chosen,
        "page": page,
        "matches": list(_shown_matches(register, chosen)),
        "map": _map_of(register, chosen),
        "query": _without_page(request),
        "formats": (("csv", "CSV"), ("xlsx", "XLSX"), ("geojson", "GeoJSON")),
    }
    return render(request, "register/list.html", context)


@public
@require_safe
def districts(request: HttpRequest) -> HttpResponse:
    """The districts with their municipalities' number and inhabitants, as list and map."""
    register = _register(request)
    if register is None:
        return render(request, "register/none.html")
    rows_ = queries.districts_with_figures(register)
    picture = render_map(
        {district.key: district.inhabitants for district in rows_},
        title=_("Districts by inhabitants"),
        register=register,
        level="district",
        breaks=(150_000, 250_000, 350_000, 500_000),
        table_url="#districts",
    )
    return render(request, "register/districts.html", {"register": register, "districts": rows_, "map": picture})


@public
@require_safe
def download(request: HttpRequest, file_format: str) -> HttpResponseBase:
    """Exactly the municipalities that the list shows with the same filters, with the sources to be named."""
    register = _register(request)
    if register is None or file_format not in CONTENT_TYPES:
        raise Http404
    chosen = RegisterFilter(register, request.GET)
    found = chosen.municipalities()
    name = f"{register.code}-{_('municipalities')}.{file_format}"
    notes = [register.sources, *chosen.describe()]
    response: HttpResponseBase
    if file_format == "csv":
        response = StreamingHttpResponse(write_csv(columns(), rows(found)), content_type=CONTENT_TYPES["csv"])
    elif file_format == "xlsx":
        buffer = BytesIO()
        write_xlsx(buffer, columns(), rows(found), title=_("Municipalities"), notes=notes)
        buffer.seek(0)
        response = FileResponse(buffer, content_type=CONTENT_TYPES["xlsx"])
    else:
        text = json.dumps(feature_collection(register, found, notes), ensure_ascii=False)
        response = HttpResponse(text, content_type=CONTENT_TYPES["geojson"])
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _register(request: HttpRequest) -> Register | None:
    try:
        return queries.register_by_code(request.GET.get("register", ""))
    except RegisterError:
        if request.GET.get("register"):
            raise Http404 from None
        return None


def _shown_matches(register: Register, chosen: RegisterFilter) -> Iterator[dict[str, Any]]:
    """What the search found, municipalities and districts, best first; filters leave only municipalities that pass."""
    if chosen.answer is None:
        return
    passing = dict(chosen.municipalities().in_bulk(field_name="pk"))
    municipalities_by_key = {place.key: place for place in passing.values()}
    keys = [match.entry.key for match in chosen.answer.matches if match.entry.level != MUNICIPALITY]
    found = District.objects.filter(register=register, key__in=keys).select_related("register", "region")
    districts_by_key = {} if chosen.narrows else {place.key: place for place in found}
    for match in chosen.answer.matches[:_MATCHES_SHOWN]:
        places = municipalities_by_key if match.entry.level == MUNICIPALITY else districts_by_key
        if match.entry.key in places:
            yield {"place": places[match.entry.key], "match": match, "fit": _fit(match)}


def _fit(match: Match) -> str:
    """How surely, in a word."""
    if match.confidence >= SURE:
        return _("fits")
    return _("may be meant") if match.confidence > 0.4 else _("less likely")


def _map_of(register: Register, chosen: RegisterFilter) -> str:
    values = dict(chosen.municipalities().values_list("key", "population"))
    breaks = [size.least for size in SIZE_CLASSES[1:]]
    if not values:
        return ""
    return render_map(
        values,
        title=_("Municipalities of this list by inhabitants"),
        register=register,
        breaks=breaks,
        table_url="#list",
    )


def _without_page(request: HttpRequest) -> str:
    query = request.GET.copy()
    query.pop("page", None)
    return f"?{query.urlencode()}" if query else ""
