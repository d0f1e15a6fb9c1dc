"""Charts drawn on the server: geometry here, shapes in `cotton/chart.html`. A table always says the same.

`bars` compares named things (long names fit), `columns` shows amounts of single years, `line` a development.
Coordinates go to the template as text: Django would write a number the German way, with a comma no SVG understands.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_CEILING, Decimal
from typing import Final, Literal

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from kommin.foundation.ui.formatting import reader

WIDTH: Final = 640
HEIGHT: Final = 300
LEFT: Final = 56
TOP: Final = 28
BOTTOM: Final = 40
LABELS_ON_A_PHONE: Final = 6
Words = str | Promise


@dataclass(frozen=True)
class Point:
    """One figure of a chart. `x`, `y`, `left`, `height` and `share` are places in the picture."""

    label: Words
    value: Decimal
    text: str
    share: str = "0"
    x: str = "0"
    y: str = "0"
    left: str = "0"
    height: str = "0"
    always: bool = True


@dataclass(frozen=True)
class Tick:
    """One line of the grid."""

    y: str
    label_y: str
    text: str


@dataclass(frozen=True)
class Chart:
    """A chart ready to be drawn by `<c-chart>`."""

    kind: Literal["bars", "columns", "line"]
    title: Words
    label_heading: Words
    value_heading: Words
    points: Sequence[Point]
    source: Words = ""
    ticks: Sequence[Tick] = field(default_factory=tuple)
    bar_width: str = "0"
    width: int = WIDTH
    height: int = HEIGHT
    label_y: str = str(HEIGHT - 14)
    files: Sequence[tuple[str, str]] = ()
    """Names of formats and the addresses where the chart can be fetched."""

    @property
    def path(self) -> str:
        """The points of the line."""
        return " ".join(f"{point.x},{point.y}" for point in self.points)

    @property
    def summary(self) -> str:
        """What the picture shows in one sentence, for those who don't see it."""
        first, last = self.points[0], self.points[-1]
        highest = max(self.points, key=lambda point: point.value)
        return _(
            "{title}: from {first} ({first_label}) to {last} ({last_label}), highest {highest} ({highest_label})"
        ).format(
            title=self.title,
            first=first.text,
            first_label=first.label,
            last=last.text,
            last_label=last.label,
            highest=highest.text,
            highest_label=highest.label,
        )


Figures = Sequence[tuple[Words, Decimal | int]]
Write = Callable[[Decimal], str]


def bars(
    title: Words,
    figures: Figures,
    *,
    label_heading: Words,
    value_heading: Words,
    write: Write | None = None,
    source: Words = "",
) -> Chart:
    """Named things side by side, the longest bar as long as there is room; `write` writes a value."""
    write = write or _number
    values = [Decimal(value) for _label, value in figures]
    largest = max([*values, Decimal(0)])
    points = [
        Point(label, value, write(value), share=_place(value / largest * 100) if largest > 0 and value > 0 else "0")
        for (label, _value), value in zip(figures, values, strict=True)
    ]
    return Chart("bars", title, label_heading, value_heading, points, source)


def columns(
    title: Words,
    figures: Figures,
    *,
    label_heading: Words,
    value_heading: Words,
    write: Write | None = None,
    source: Words = "",
) -> Chart:
    """Amounts of single years (or other steps of time) as upright bars. Values are 0 or more."""
    return _over_time("columns", title, figures, label_heading, value_heading, write or _number, source)


def line(
    title: Words,
    figures: Figures,
    *,
    label_heading: Words,
    value_heading: Words,
    write: Write | None = None,
    source: Words = "",
) -> Chart:
    """A development over time as a line from zero upwards. Values are 0 or more."""
    return _over_time("line", title, figures, label_heading, value_heading, write or _number, source)


def _over_time(
    kind: Literal["columns", "line"],
    title: Words,
    figures: Figures,
    label_heading: Words,
    value_heading: Words,
    write: Write,
    source: Words,
) -> Chart:
    values = [Decimal(value) for _label, value in figures]
    top, step = _scale(max([*values, Decimal(0)]), whole=all(value == int(value) for value in values))
    room = Decimal(WIDTH - LEFT) / max(len(values), 1)
    bar = min(room * Decimal("0.62"), Decimal(72))
    every = -(-len(values) // LABELS_ON_A_PHONE)
    points = []
    for index, ((label, _value), value) in enumerate(zip(figures, values, strict=True)):
        middle = LEFT + room * index + room / 2
        y = _height(value, top)
        points.append(
            Point(
                label,
                value,
                write(value),
                x=_place(middle),
                y=_place(y),
                left=_place(middle - bar / 2),
                height=_place(HEIGHT - BOTTOM - y),
                always=index % every == 0,
            )
        )
    ticks = [_tick(step * count, top, write) for count in range(int(top / step) + 1)]
    return Chart(kind, title, label_heading, value_heading, points, source, ticks=ticks, bar_width=_place(bar))


def _tick(value: Decimal, top: Decimal, write: Write) -> Tick:
    y = _height(value, top)
    return Tick(y=_place(y), label_y=_place(y - 5), text=write(value))


def _height(value: Decimal, top: Decimal) -> Decimal:
    room = HEIGHT - TOP - BOTTOM
    return Decimal(HEIGHT - BOTTOM) - (value / top * room if top else Decimal(0))


def _scale(largest: Decimal, *, whole: bool) -> tuple[Decimal, Decimal]:
    """The top of the axis and the distance of its lines: up to four round steps, whole ones for whole values."""
    if largest <= 0:
        return Decimal(1), Decimal(1)
    power = Decimal(10) ** (largest.adjusted() - 1)
    steps = (power * factor for factor in (Decimal("2.5"), 5, 10, 20, 25))
    step = next(step for step in steps if step * 4 >= largest)
    if whole:
        step = max(step.to_integral_value(ROUND_CEILING), Decimal(1))
    return step * (largest / step).to_integral_value(ROUND_CEILING), step


def _place(number: Decimal) -> str:
    return f"{number:.1f}"


def _number(value: Decimal) -> str:
    return reader().number(value)
