"""What scenes are made of: houses, trees, hills, clouds, tables, cups."""

import math
from random import Random

from kommin.demo.press.pictures.canvas import Canvas, mix, soft
from kommin.demo.press.pictures.palette import AMBER, CORAL, INK, MINT, NAVY, SAND, SKY, SLATE, STONE, TEAL, WHITE


def sky(c: Canvas, colour: str, sun: tuple[float, float, float] | None = None, light: str = WHITE) -> None:
    """Soft rings of light around a sun, or around the middle of the horizon."""
    x, y, r = sun or (900, 1000, 0)
    for step in range(4):
        c.circle(x, y, r + 620 - step * 150, mix(colour, light, 0.1 + 0.11 * step))
    if r:
        c.circle(x, y, r, mix(light, AMBER, 0.35) if light != WHITE else WHITE)


def cloud(c: Canvas, x: float, y: float, size: float, colour: str = WHITE) -> None:
    c.rect(x - size, y - 0.28 * size, 2 * size, 0.56 * size, colour, 0.28 * size)
    c.circle(x - 0.3 * size, y - 0.3 * size, 0.38 * size, colour)
    c.circle(x + 0.28 * size, y - 0.2 * size, 0.28 * size, colour)


def hill(c: Canvas, heights: list[float], colour: str) -> None:
    """A soft ridge over the whole width."""
    step = 1800 / (len(heights) - 1)
    points = [(index * step, height) for index, height in enumerate(heights)]
    ridge = soft([(-step, heights[0]), *points, (1800 + step, heights[-1])])
    c.poly([(0, 1200), *ridge, (1800, 1200)], colour)


def tree(c: Canvas, x: float, base: float, h: float, colour: str = TEAL) -> None:
    c.rect(x - 0.03 * h, base - 0.45 * h, 0.06 * h, 0.45 * h, mix(INK, "#8a5a3a", 0.5))
    c.ellipse(x, base - 0.66 * h, 0.25 * h, 0.34 * h, colour)
    c.pie(x, base - 0.66 * h, 0.25 * h, -90, 90, mix(colour, INK, 0.14))


def poplar(c: Canvas, x: float, base: float, h: float, colour: str = TEAL) -> None:
    c.rect(x - 0.02 * h, base - 0.2 * h, 0.04 * h, 0.2 * h, mix(INK, "#8a5a3a", 0.5))
    c.ellipse(x, base - 0.55 * h, 0.13 * h, 0.45 * h, colour)


def windows(
    c: Canvas, x: float, y: float, w: float, h: float, across: int, down: int, colours: tuple[str, ...],
    chance: Random, r: float = 3,
) -> None:  # fmt: skip
    """Rows of windows in a wall, evenly."""
    dx, dy = w / across, h / down
    for row in range(down):
        for column in range(across):
            c.rect(x + (column + 0.24) * dx, y + (row + 0.18) * dy, 0.52 * dx, 0.64 * dy, chance.choice(colours), r)


def house(
    c: Canvas, x: float, base: float, w: float, h: float, wall: str, roof: str, chance: Random,
    panes: tuple[str, ...] = (SAND, WHITE), across: int = 3, down: int = 3,
) -> None:  # fmt: skip
    """A gabled house with a door; `h` to the eaves."""
    c.poly([(x - 0.06 * w, base - h), (x + w / 2, base - h - 0.5 * w), (x + 1.06 * w, base - h)], roof)
    c.rect(x, base - h, w, h, wall)
    windows(c, x + 0.06 * w, base - h + 0.03 * h, 0.88 * w, 0.68 * h, across, down, panes, chance)
    c.rect(x + 0.41 * w, base - 0.24 * h, 0.18 * w, 0.24 * h, mix(wall, INK, 0.55), 4, top_only=True)
    c.circle(x + w / 2, base - h - 0.17 * w, 0.07 * w, panes[0])


def block(
    c: Canvas, x: float, base: float, w: float, h: float, wall: str, chance: Random, panes: tuple[str, ...],
    across: int = 4, down: int = 6,
) -> None:  # fmt: skip
    """A block of flats with a flat roof."""
    c.rect(x, base - h, w, h, wall)
    c.rect(x - 8, base - h - 12, w + 16, 16, mix(wall, INK, 0.3))
    windows(c, x + 0.05 * w, base - h + 24, 0.9 * w, h - 100, across, down, panes, chance)
    c.rect(x + 0.43 * w, base - 76, 0.14 * w, 76, mix(wall, INK, 0.5), 3, top_only=True)


def town_hall(
    c: Canvas, x: float, base: float, s: float, wall: str, shade: str, roof: str, panes: tuple[str, ...],
    chance: Random,
) -> None:  # fmt: skip
    """A town hall with stepped wings, arcade and clock tower, centred on x; `s` is its half width."""
    for side in (-1, 1):
        left = x + side * 0.58 * s - 0.42 * s
        c.poly([(left - 12, base - 0.62 * s), (left + 0.12 * s, base - 0.82 * s), (left + 0.72 * s, base - 0.82 * s),
                (left + 0.84 * s + 12, base - 0.62 * s)], roof)  # fmt: skip
        c.rect(left, base - 0.62 * s, 0.84 * s, 0.62 * s, wall)
        windows(c, left + 0.04 * s, base - 0.58 * s, 0.76 * s, 0.3 * s, 6, 1, panes, chance, 10)
        for arch in range(5):
            c.rect(left + (0.07 + 0.15 * arch) * s, base - 0.24 * s, 0.1 * s, 0.24 * s, shade, 0.05 * s, top_only=True)
        c.rect(left, base - 0.28 * s, 0.84 * s, 0.018 * s, shade)
    c.rect(x - 0.2 * s, base - 1.28 * s, 0.4 * s, 1.28 * s, mix(wall, WHITE, 0.25))
    c.rect(x, base - 1.28 * s, 0.2 * s, 1.28 * s, mix(wall, shade, 0.18))
    c.rect(x - 0.235 * s, base - 1.32 * s, 0.47 * s, 0.05 * s, shade)
    c.poly([(x - 0.22 * s, base - 1.32 * s), (x, base - 1.74 * s), (x + 0.22 * s, base - 1.32 * s)], roof)
    c.line([(x, base - 1.74 * s), (x, base - 1.84 * s)], 5, shade)
    c.circle(x, base - 1.85 * s, 9, AMBER)
    c.circle(x, base - 1.1 * s, 0.125 * s, shade)
    c.circle(x, base - 1.1 * s, 0.105 * s, WHITE)
    c.line([(x, base - 1.1 * s), (x, base - 1.18 * s)], 7, INK)
    c.line([(x, base - 1.1 * s), (x + 0.055 * s, base - 1.07 * s)], 7, INK)
    windows(c, x - 0.14 * s, base - 0.9 * s, 0.28 * s, 0.4 * s, 2, 2, panes, chance, 12)
    c.rect(x - 0.1 * s, base - 0.32 * s, 0.2 * s, 0.32 * s, shade, 0.1 * s, top_only=True)


def cup(c: Canvas, x: float, y: float, r: float, colour: str, drink: str = "#6b4226") -> None:
    """A cup on its saucer, from above."""
    c.circle(x, y, 1.5 * r, mix(colour, WHITE, 0.7))
    c.circle(x, y, 1.2 * r, mix(colour, WHITE, 0.55))
    c.line([(x + 0.8 * r, y - 0.6 * r), (x + 1.4 * r, y - 1.05 * r)], 0.34 * r, colour)
    c.circle(x, y, r, colour)
    c.circle(x, y, 0.8 * r, drink)
    c.circle(x - 0.2 * r, y - 0.2 * r, 0.22 * r, mix(drink, WHITE, 0.35))


def sheet(c: Canvas, x: float, y: float, w: float, h: float, turn: float, ink: str = STONE, fill: str = WHITE) -> None:
    """A sheet with lines that say nothing."""
    angle = math.radians(turn)

    def at(dx: float, dy: float) -> tuple[float, float]:
        return x + dx * math.cos(angle) - dy * math.sin(angle), y + dx * math.sin(angle) + dy * math.cos(angle)

    c.poly([at(-w / 2, -h / 2), at(w / 2, -h / 2), at(w / 2, h / 2), at(-w / 2, h / 2)], fill)
    for row, length in enumerate((0.45, 0.76, 0.7, 0.76, 0.52)):
        dy = -0.3 * h + row * 0.15 * h
        start = -0.38 * w
        c.line([at(start, dy), at(start + length * w, dy)], 0.035 * h, NAVY if row == 0 else ink)


def gear(c: Canvas, x: float, y: float, r: float, teeth: int, colour: str, hole: str, turn: float = 0) -> None:
    points = []
    for tooth in range(teeth):
        start = turn + 2 * math.pi * tooth / teeth
        for share, reach in ((0.0, 0.84), (0.16, 0.84), (0.26, 1.0), (0.54, 1.0), (0.64, 0.84)):
            angle = start + share * 2 * math.pi / teeth
            points.append((x + reach * r * math.cos(angle), y + reach * r * math.sin(angle)))
    c.poly(points, colour)
    c.circle(x, y, 0.62 * r, mix(colour, WHITE, 0.18))
    c.circle(x, y, 0.34 * r, hole)


def lamp(c: Canvas, x: float, base: float, h: float, light: str = SAND) -> None:
    c.rect(x - 5, base - h, 10, h, SLATE)
    c.rect(x - 14, base - 16, 28, 16, SLATE, 5, top_only=True)
    c.circle(x, base - h - 18, 26, light)
    c.rect(x - 20, base - h - 50, 40, 10, SLATE, 5)


ROOFS = (CORAL, NAVY, SLATE, TEAL)
WALLS = (WHITE, SAND, SKY, MINT)
