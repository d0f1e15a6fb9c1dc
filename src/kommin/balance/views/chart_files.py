"""Each chart of the public pages as a file: its figures as CSV, the chart itself as a picture."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from kommin.balance import charts, exports, queries
from kommin.balance.asking import Asked
from kommin.balance.exports import Table, mark
from kommin.balance.geography import geography
from kommin.balance.views.common import address, public_page
from kommin.foundation.ui.chart_pictures import as_svg
from kommin.foundation.ui.charts import Chart
from kommin.foundation.ui.formatting import reader
from kommin.programmes.models import BuildingBlock, Programme

FORMATS = ("csv", "svg")


def with_files(named: Mapping[str, Chart], programme: Programme, asked: Asked) -> list[Chart]:
    """The charts with the addresses of their files."""
    return [
        replace(chart, files=[(form.upper(), _address(programme, name, form, asked)) for form in FORMATS])
        for name, chart in named.items()
    ]


def _address(programme: Programme, name: str, form: str, asked: Asked) -> str:
    return address("chart_file", programme, chart=name, file_format=form) + asked.query()


@public_page("as_of", "block")
def download(request: HttpRequest, programme: Programme, asked: Asked, chart: str, file_format: str) -> HttpResponse:
    """One chart of the overview, or of a building block, as of a day."""
    as_of = queries.check_day(programme, asked.day())
    block = _block(programme, asked)
    drawn = _named(programme, block, as_of).get(chart)
    if drawn is None:
        raise Http404
    title = f"{programme.title}: {block.title}" if block else programme.title
    invented = queries.is_invented(programme)
    file_name = f"{programme.slug}-{block.code + '-' if block else ''}{chart}-{as_of.isoformat()}"
    if file_format == "csv":
        return exports.file_response(_table(drawn, title, as_of, invented=invented), "csv", file_name)
    notes = [_("Source: KOMM-IN, %(programme)s") % {"programme": programme.title}]
    picture = as_svg(drawn, subtitle=_as_of(title, as_of), notes=[*notes, *([mark(invented)] if invented else [])])
    response = HttpResponse(picture, content_type="image/svg+xml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{file_name}.svg"'
    return response


def _block(programme: Programme, asked: Asked) -> BuildingBlock | None:
    code = asked.one("block")
    if not code:
        return None
    block = programme.blocks.filter(code=code).first()
    if block is None:
        raise Http404
    return block


def _named(programme: Programme, block: BuildingBlock | None, as_of: date) -> Mapping[str, Chart]:
    if block is None:
        return charts.of_programme(programme, queries.balance(programme, as_of, geography()))
    return charts.of_block(programme, queries.balance_of_block(programme, block, as_of, geography()))


def _as_of(title: str, day: date) -> str:
    return _("%(programme)s as of %(day)s") % {"programme": title, "day": reader().date(day)}


def _table(chart: Chart, title: str, as_of: date, *, invented: bool) -> Table:
    columns = [str(chart.label_heading), str(chart.value_heading), _("Note")]
    note = "; ".join(filter(None, [_as_of(title, as_of), mark(invented)]))
    rows: Sequence[Sequence[object]] = [(str(point.label), point.value, note) for point in chart.points]
    return Table(str(chart.title), columns, rows)
