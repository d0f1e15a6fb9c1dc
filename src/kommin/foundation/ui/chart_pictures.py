"""Charts as files of their own: a picture that says what it shows, for a newspaper or a report.

The picture is an SVG that needs no style sheet and no font of the house. Its geometry is that of `charts`.
"""

from collections.abc import Iterator, Sequence

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator

from kommin.foundation.ui.charts import Chart, Point

MARGIN, HEAD, LINE = 24, 72, 20
ROW, NAMES, VALUES = 30, 250, 110
LONGEST_NAME = 36
BLUE, INK, GREY, RULE = "#1f44ab", "#171a2b", "#565a74", "#c9cde0"
FONT = "'Fira Sans', 'Helvetica Neue', Arial, sans-serif"


def as_svg(chart: Chart, *, subtitle: str = "", notes: Sequence[str] = ()) -> str:
    """The chart with its title, a line below it and notes at its foot (source, day, demonstration data)."""
    body = list(_bars(chart) if chart.kind == "bars" else _over_time(chart))
    height = len(chart.points) * ROW if chart.kind == "bars" else chart.height
    whole = (chart.width + 2 * MARGIN, HEAD + height + MARGIN + LINE * len(notes) + MARGIN)
    foot = HEAD + height + MARGIN
    parts = [
        format_html(
            '<svg xmlns="http://www.w3.org/2000/svg" width="{0}" height="{1}" viewBox="0 0 {0} {1}" role="img"'
            ' font-family="{2}"><title>{3}</title><desc>{4}</desc><rect width="{0}" height="{1}" fill="#ffffff"/>',
            *whole, FONT, chart.title, chart.summary if chart.points else "",
        ),
        _text(MARGIN, 36, chart.title, size=20, weight=600),
        _text(MARGIN, 58, subtitle, size=14, colour=GREY),
        format_html('<g transform="translate({} {})">', MARGIN, HEAD), *body, mark_safe("</g>"),
        *(_text(MARGIN, foot + LINE * place, note, size=12, colour=GREY) for place, note in enumerate(notes, 1)),
        mark_safe("</svg>"),
    ]  # fmt: skip
    return "\n".join(parts)


def _over_time(chart: Chart) -> Iterator[SafeString]:
    for tick in chart.ticks:
        yield format_html('<line x1="0" x2="{}" y1="{}" y2="{}" stroke="{}"/>', chart.width, tick.y, tick.y, RULE)
    if chart.kind == "line":
        yield format_html('<polyline points="{}" fill="none" stroke="{}" stroke-width="3"/>', chart.path, BLUE)
    for point in chart.points:
        yield _dot(point) if chart.kind == "line" else _column(point, chart.bar_width)
        yield _text(point.x, chart.label_y, point.label, size=12, colour=GREY, anchor="middle")
    for tick in chart.ticks:
        yield _text(0, tick.label_y, tick.text, size=12, colour=GREY)


def _dot(point: Point) -> SafeString:
    return format_html('<circle cx="{}" cy="{}" r="4" fill="{}"/>', point.x, point.y, BLUE)


def _column(point: Point, width: str) -> SafeString:
    return format_html(
        '<rect x="{}" y="{}" width="{}" height="{}" fill="{}"/>', point.left, point.y, width, point.height, BLUE
    )


def _bars(chart: Chart) -> Iterator[SafeString]:
    room = chart.width - NAMES - VALUES
    for place, point in enumerate(chart.points):
        top = place * ROW
        yield _text(0, top + 19, Truncator(str(point.label)).chars(LONGEST_NAME), size=13)
        yield format_html(
            '<rect x="{}" y="{}" width="{}" height="16" rx="2" fill="{}"/>',
            NAMES, top + 6, f"{room * float(point.share) / 100:.1f}", BLUE,
        )  # fmt: skip
        yield _text(chart.width, top + 19, point.text, size=13, anchor="end")


def _text(
    x: object, y: object, words: object, *, size: int, colour: str = INK, weight: int = 400, anchor: str = "start"
) -> SafeString:
    return format_html(
        '<text x="{}" y="{}" font-size="{}" font-weight="{}" fill="{}" text-anchor="{}">{}</text>',
        x, y, size, weight, colour, anchor, words,
    )  # fmt: skip
