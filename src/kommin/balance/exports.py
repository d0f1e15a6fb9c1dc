"""Figures and projects as files for other programs. Invented data says so in every line."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO

from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kommin.balance import charts
from kommin.balance.definitions import DEFINITIONS
from kommin.balance.figures import Balance, euro
from kommin.balance.geography import Geography
from kommin.balance.models import Project
from kommin.foundation.tables import write_csv, write_xlsx
from kommin.foundation.ui.formatting import reader
from kommin.law.money import round_cents
from kommin.programmes.models import Programme

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Table:
    """What a file holds."""

    title: str
    columns: Sequence[str]
    rows: Iterable[Sequence[object]]
    notes: Sequence[str] = ()


def mark(invented: bool) -> str:
    """The word in the column that marks demonstration data; empty for real data."""
    return _("demonstration data") if invented else ""


def figures_table(programme: Programme, figures: Balance, places: Geography, *, invented: bool) -> Table:
    """Every figure in a line: which, part, projects, participants, euro, definition."""
    columns = [
        _("Figure"), _("Part"), pgettext("balance", "Projects"), _("Participants"), _("Euro"), _("Definition"),
        _("Note"),
    ]  # fmt: skip
    notes = [
        _("%(programme)s as of %(day)s") % {"programme": programme.title, "day": reader().date(figures.as_of)},
        *([mark(invented)] if invented else []),
        *(f"{each.label}: {each.text}" for each in DEFINITIONS.values()),
    ]
    rows = list(_figure_rows(programme, figures, places, mark(invented)))
    return Table(_("Balance"), columns, rows, notes)


def _figure_rows(programme: Programme, figures: Balance, places: Geography, note: str) -> Iterator[tuple[object, ...]]:
    def told(code: str) -> tuple[str, str]:
        return str(DEFINITIONS[code].label), str(DEFINITIONS[code].text)

    for code in ("participants", "towns", "cities", "districts", "new_participants"):
        label, text = told(code)
        yield label, "", None, getattr(figures, code), None, text, note
    label, text = told("projects")
    yield label, "", figures.projects, None, None, text, note
    for code in ("granted", "paid", "returned", "per_inhabitant"):
        label, text = told(code)
        yield label, "", None, None, getattr(figures, code), text, note
    for part in charts.breakdowns(programme, figures, places):
        label, text = told(part.code)
        for line in part.lines:
            who = line.part.participants if part.with_participants else None
            yield label, str(line.label), line.part.projects, who, line.part.granted, text, note
    label, text = told("repeat")
    for count, number in figures.repeat.items():
        yield label, charts.repeat_label(count), None, number, None, text, note


def participants_table(programme: Programme, figures: Balance, places: Geography, *, invented: bool) -> Table:
    """A line for each participant, in German order: key, name, kind, inhabitants, projects, euro, first year."""
    columns = [
        _("Municipality key"), _("Name"), _("Kind"), _("District"), _("Inhabitants"), pgettext("balance", "Projects"),
        _("Granted in euro"), _("Granted per inhabitant"), _("since"), _("Note"),
    ]  # fmt: skip
    notes = [
        _("%(programme)s as of %(day)s") % {"programme": programme.title, "day": reader().date(figures.as_of)},
        *([mark(invented)] if invented else []),
    ]
    return Table(_("Participants"), columns, list(_participant_rows(figures, places, mark(invented))), notes)


def _participant_rows(figures: Balance, places: Geography, note: str) -> Iterator[tuple[object, ...]]:
    known = sorted(
        ((place.sort_key if (place := places.places.get(key)) else key, key, place) for key in figures.places),
        key=lambda row: row[:2],
    )
    for _sort, key, place in known:
        each = figures.places[key]
        people = place.inhabitants(figures.as_of) if place else None
        yield (
            key, place.name if place else "", charts.kind_label(each.kind),
            places.districts.get(place.district, "") if place else "", people[0] if people else None, each.projects,
            each.granted, round_cents(each.granted / people[0]) if people and people[0] else None, each.first_year,
            note,
        )  # fmt: skip


def project_columns() -> list[str]:
    """Headers of the list of projects, in the reader's language."""
    return [
        _("Number"), _("Title"), _("Applicant"), _("Municipality key"), _("District"), _("Administrative region"),
        _("Building block"), _("Year"), _("First decision"), _("Granted in euro"), _("Note"),
    ]  # fmt: skip


def project_rows(
    projects: Iterable[Project], amounts: dict[int, int], places: Geography
) -> Iterator[tuple[object, ...]]:
    """One line for each project, in the order of `project_columns`."""
    for project in projects:
        place = places.place(project.applicant_key)
        yield (
            project.case.number, project.case.title, project.case.applicant_name, project.applicant_key,
            places.districts.get(place.district, "") if place else "",
            places.regions.get(place.region, "") if place else "",
            project.block.title if project.block else "", project.year, project.first_on,
            euro(amounts.get(project.pk, 0)), mark(project.invented),
        )  # fmt: skip


def file_response(table: Table, file_format: str, name: str) -> HttpResponse:
    """The table as CSV or XLSX, to be saved under a name."""
    response: HttpResponseBase
    if file_format == "csv":
        response = StreamingHttpResponse(write_csv(table.columns, table.rows), content_type=CSV)
    else:
        buffer = BytesIO()
        write_xlsx(buffer, table.columns, table.rows, title=table.title, notes=table.notes)
        buffer.seek(0)
        response = FileResponse(buffer, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}.{file_format}"'
    return response  # type: ignore[return-value]
