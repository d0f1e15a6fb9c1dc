"""The project database, one project, and the list as a file."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kommin.balance import exports, queries
from kommin.balance.asking import SORTS, Asked
from kommin.balance.errors import BalanceError
from kommin.balance.facets import Database
from kommin.balance.figures import euro
from kommin.balance.geography import geography
from kommin.balance.lines import lines_of
from kommin.balance.models import Project, Step
from kommin.balance.views.common import address, frame, place_address, public_page
from kommin.foundation.search import index
from kommin.foundation.ui.formatting import reader
from kommin.programmes.models import Programme

PER_PAGE = 20
MOST_IN_A_FILE = 100_000
FILTERS = ("q", "as_of", "year", "block", "kind", "region", "district", "size", "sort")


class KnownCount(Paginator):
    """Pages of a list whose length is known already, and whose rows are fetched by themselves."""

    def __init__(self, per_page: int, number: int) -> None:
        super().__init__((), per_page)
        self._number = number

    @cached_property
    def count(self) -> int:
        return self._number


@public_page(*FILTERS, "page")
def listing(request: HttpRequest, programme: Programme, asked: Asked) -> HttpResponse:
    """Search, facets, list."""
    context = frame(programme, asked, current="projects")
    places = geography()
    database = Database(programme, asked, context["as_of"], places)
    pages = KnownCount(PER_PAGE, database.count)
    wanted = int(asked.one("page", "1"))
    if wanted > pages.num_pages:
        raise BalanceError(
            _("This list has %(pages)s pages; there is no page %(wanted)s.")
            % {"pages": reader().number(pages.num_pages), "wanted": reader().number(wanted)}
        )
    keys = database.keys((wanted - 1) * PER_PAGE, wanted * PER_PAGE)
    rows = lines_of(programme, keys, context["as_of"], index.understand(asked.one("q")))
    context |= {
        "database": database,
        "page": Page(keys, wanted, pages),
        "rows": rows,
        "sorts": [
            {"label": label, "href": asked.with_(sort=code if code != SORTS[0] else "").query() or "?",
             "current": asked.one("sort", SORTS[0]) == code}
            for code, label in _sort_labels()
        ],
        "hidden_fields": [
            (name, value) for name, values in asked.with_(q="").values.items() for value in values
        ],
        "file_query": asked.with_().query(),
        "hidden": queries.hidden_projects(programme, context["as_of"]),
    }  # fmt: skip
    return render(request, "balance/projects.html", context)


@public_page(*FILTERS)
def download(request: HttpRequest, programme: Programme, asked: Asked, file_format: str) -> HttpResponse:
    """Exactly the projects that the list shows with the same filters."""
    as_of = queries.check_day(programme, asked.day())
    places = geography()
    database = Database(programme, asked, as_of, places)
    projects = database.projects()[:MOST_IN_A_FILE]
    amounts = queries.amounts_of_programme(programme, as_of)
    notes = [
        f"{programme.title}, {reader().date(as_of)}",
        *(f"{label}: {value}" for label, value, _href in database.described()),
        *([exports.mark(True)] if queries.is_invented(programme) else []),
    ]
    rows = exports.project_rows(projects.iterator(chunk_size=2000), amounts, places)
    table = exports.Table(pgettext("balance", "Projects"), exports.project_columns(), rows, notes)
    words = _("projects")
    return exports.file_response(table, file_format, f"{programme.slug}-{words}-{as_of.isoformat()}")


@public_page()
def project(request: HttpRequest, programme: Programme, asked: Asked, number: str) -> HttpResponse:
    """One project with all that happened to its grant."""
    context = frame(programme, asked, day=False)
    shown = (
        Project.objects.filter(
            programme=programme,
            case__number=number,
            is_public=True,
            case__is_public=True,
            first_on__lte=context["today"],
        )
        .select_related("case", "block")
        .first()
    )
    if shown is None:
        raise Http404
    places = geography()
    place = places.place(shown.applicant_key)
    steps = list(Step.objects.filter(case=shown.case_id, day__lte=context["today"]).order_by("day", "means_year"))
    keys = places.all_keys([place.key]) if place else {shown.applicant_key}
    others = queries.projects_of_places(programme, context["today"], keys).exclude(pk=shown.pk)
    context |= {
        "project": shown,
        "case": shown.case,
        "place": place,
        "district": places.districts.get(place.district, "") if place else "",
        "region": places.regions.get(place.region, "") if place else "",
        "place_href": place_address(programme, place) if place else "",
        "granted": euro(sum(step.cents for step in steps)),
        "paid": euro(sum(step.paid for step in steps)),
        "returned": euro(sum(step.returned for step in steps)),
        "history": [_told(step) for step in steps],
        "ended": shown.ended_on if shown.ended_on and shown.ended_on <= context["today"] else None,
        "others": others.select_related("case")[:10],
    }
    context["trail"].append({"label": pgettext("balance", "Projects"), "href": address("projects", programme)})
    return render(request, "balance/project.html", context)


def _sort_labels() -> list[tuple[str, str]]:
    labels = {
        "title": _("Title"), "applicant": _("Applicant"), "-amount": _("largest amount first"),
        "amount": _("smallest amount first"), "-day": _("newest first"), "day": _("oldest first"),
    }  # fmt: skip
    return [(code, labels[code]) for code in SORTS]


def _told(step: Step) -> dict[str, Any]:
    """A step as a line of the table: what it was, in which budget year, how much."""
    if step.projects > 0:
        what = _("Granted")
    elif step.projects < 0:
        what = _("Ended: withdrawn or revoked")
    elif step.cents > 0:
        what = _("Granted, further budget year or increase")
    elif step.cents < 0:
        what = _("Reduced")
    else:
        what = ""
    return {
        "day": step.day, "what": what, "year": step.means_year, "granted": euro(step.cents), "paid": euro(step.paid),
        "returned": euro(step.returned),
    }  # fmt: skip
