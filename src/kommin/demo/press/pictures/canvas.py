"""A canvas with smooth edges: everything is drawn three times as large and made smaller at the end."""

import math
from collections.abc import Iterable, Sequence
from random import Random

from PIL import Image, ImageDraw

WIDTH, HEIGHT = 1800, 1200
_FINE = 3

Point = tuple[float, float]


class Canvas:
    """Shapes in the finished picture's pixels; colours are hexadecimal.

    `chance` is what a scene may leave to it, `variant` which of its kinds is wanted.
    """

    def __init__(self, ground: str, chance: Random, variant: str = "") -> None:
        self.chance = chance
        self.variant = variant
        self._image = Image.new("RGB", (WIDTH * _FINE, HEIGHT * _FINE), ground)
        self._draw = ImageDraw.Draw(self._image)

    def finished(self) -> Image.Image:
        return self._image.reduce(_FINE)

    def rect(self, x: float, y: float, w: float, h: float, fill: str, r: float = 0, top_only: bool = False) -> None:
        """A rectangle, with round corners of radius `r`."""
        box = self._box(x, y, x + w, y + h)
        if r <= 0:
            self._draw.rectangle(box, fill)
        else:
            corners = (True, True, not top_only, not top_only)
            self._draw.rounded_rectangle(box, min(r, w / 2, h / 2) * _FINE, fill, corners=corners)

    def circle(self, x: float, y: float, r: float, fill: str) -> None:
        self.ellipse(x, y, r, r, fill)

    def ellipse(self, x: float, y: float, rx: float, ry: float, fill: str) -> None:
        self._draw.ellipse(self._box(x - rx, y - ry, x + rx, y + ry), fill)

    def ring(self, x: float, y: float, r: float, width: float, color: str) -> None:
        box = self._box(x - r, y - r, x + r, y + r)
        self._draw.ellipse(box, None, color, round(width * _FINE))

    def pie(self, x: float, y: float, r: float, start: float, end: float, fill: str) -> None:
        """A piece of a circle; degrees run clockwise from three o'clock."""
        self._draw.pieslice(self._box(x - r, y - r, x + r, y + r), start, end, fill)

    def arc(self, x: float, y: float, r: float, start: float, end: float, width: float, color: str) -> None:
        steps = max(8, int(abs(end - start) / 3))
        angles = [math.radians(start + (end - start) * step / steps) for step in range(steps + 1)]
        self.line([(x + r * math.cos(a), y + r * math.sin(a)) for a in angles], width, color)

    def poly(self, points: Iterable[Point], fill: str) -> None:
        self._draw.polygon([(x * _FINE, y * _FINE) for x, y in points], fill)

    def line(self, points: Sequence[Point], width: float, color: str) -> None:
        """A line with round ends and joints."""
        fine = [(x * _FINE, y * _FINE) for x, y in points]
        thick = max(1, round(width * _FINE))
        self._draw.line(fine, color, thick, joint="curve")
        r = thick / 2
        if thick > 6:
            for x, y in (fine[0], fine[-1]):
                self._draw.ellipse((x - r, y - r, x + r, y + r), color)

    def smooth(self, points: Sequence[Point], fill: str) -> None:
        """A closed shape whose outline runs softly through the points."""
        self.poly(soft([*points[-1:], *points, *points[:2]]), fill)

    def curve(self, points: Sequence[Point], width: float, color: str) -> None:
        """An open line that runs softly through the points."""
        self.line(soft([points[0], *points, points[-1]]), width, color)

    def _box(self, left: float, top: float, right: float, bottom: float) -> tuple[float, float, float, float]:
        return left * _FINE, top * _FINE, right * _FINE, bottom * _FINE


def soft(points: Sequence[Point], steps: int = 14) -> list[Point]:
    """A Catmull-Rom curve from the second point to the last but one."""
    found: list[Point] = []
    for before, start, end, after in zip(points, points[1:], points[2:], points[3:], strict=False):
        for step in range(steps):
            t = step / steps
            found.append((_at(before[0], start[0], end[0], after[0], t), _at(before[1], start[1], end[1], after[1], t)))
    found.append(points[-2])
    return found


def _at(before: float, start: float, end: float, after: float, t: float) -> float:
    return 0.5 * (
        2 * start
        + (end - before) * t
        + (2 * before - 5 * start + 4 * end - after) * t**2
        + (3 * start - before - 3 * end + after) * t**3
    )


def mix(first: str, second: str, share: float) -> str:
    """A colour between two; `share` of the second."""
    one = [int(first[i : i + 2], 16) for i in (1, 3, 5)]
    two = [int(second[i : i + 2], 16) for i in (1, 3, 5)]
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in zip(one, two, strict=True))
