"""The programmes, the overview of one, and its figures as files."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from kommin.balance import charts, exports, queries, rules
from kommin.balance.answers import as_json
from kommin.balance.asking import Asked
from kommin.balance.definitions import DEFINITIONS
from kommin.balance.geography import Geography, geography
from kommin.balance.sentence import sentence
from kommin.balance.views.chart_files import with_files
from kommin.balance.views.common import address, frame, public_page
from kommin.foundation.access import acting
from kommin.foundation.keeping import is_visitor
from kommin.programmes.models import Programme

SNAPSHOTS_SHOWN = 3


@public_page()
def listing(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Every programme with grants, each with its sentence."""
    today, places = timezone.localdate(), geography()
    programmes = [
        {"programme": one, "sentence": sentence(one, queries.balance(one, today, places))}
        for one in queries.programmes_with_projects()
    ]
    return render(request, "balance/programmes.html", {"programmes": programmes})


@public_page("as_of")
def home(request: HttpRequest, programme: Programme, asked: Asked) -> HttpResponse:
    """The sentence, the key figures with their definitions, charts and all breakdowns of a programme as of a day."""
    context = frame(programme, asked, current="programme")
    places = geography()
    figures = queries.balance(programme, context["as_of"], places)
    parts = list(charts.breakdowns(programme, figures, places))
    context |= {
        "figures": figures,
        "sentence": sentence(programme, figures),
        "definitions": DEFINITIONS,
        "charts": with_files(charts.of_programme(programme, figures), programme, asked),
        "breakdowns": [_linked(part, programme, places) for part in parts],
        "repeat": [(charts.repeat_label(count), number) for count, number in figures.repeat.items()],
        "hidden": queries.hidden_projects(programme, context["as_of"]),
        "snapshots": queries.released_snapshots(programme)[:SNAPSHOTS_SHOWN],
    }  # fmt: skip
    if not is_visitor(request) and rules.may_read_snapshots.holds(acting(request), programme):
        context["ministry_href"] = reverse("balance:ministry", kwargs={"slug": programme.slug})
    return render(request, "balance/home.html", context)


@public_page("as_of")
def download(request: HttpRequest, programme: Programme, asked: Asked, file_format: str) -> HttpResponse:
    """All figures of a day as CSV, XLSX or JSON, with their definitions."""
    as_of = queries.check_day(programme, asked.day())
    places = geography()
    figures = queries.balance(programme, as_of, places)
    invented = queries.is_invented(programme)
    if file_format == "json":
        return JsonResponse(
            as_json(programme, figures, places, invented=invented),
            json_dumps_params={"ensure_ascii": False, "indent": 1},
        )
    table = exports.figures_table(programme, figures, places, invented=invented)
    return exports.file_response(table, file_format, f"{programme.slug}-{as_of.isoformat()}")


def _linked(part: charts.Breakdown, programme: Programme, places: Geography) -> dict[str, Any]:
    """A breakdown with the addresses of what is behind its lines."""
    behind = _behind(part.code, programme, places)
    return {"part": part, "lines": [(line, behind(line.code)) for line in part.lines]}


def _behind(breakdown: str, programme: Programme, places: Geography) -> Callable[[str], str]:
    """What says where the projects of a line are, by its code; empty for a line of which there is no page."""
    if breakdown == "by_block":
        return lambda code: address("block", programme, code=code) if code else ""
    if breakdown == "by_district":
        pattern = address("district", programme, key="KEY")
        return lambda code: pattern.replace("KEY", code) if code in places.districts else ""
    query = {"by_year": "year", "by_kind": "kind", "by_region": "region", "by_size": "size"}.get(breakdown)
    listed = address("projects", programme)
    return lambda code: listed + Asked().with_(**{query: [code]}).query() if query else ""
