"""From degrees to the numbers in an SVG path."""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kommin.register.maps.topology import Point, Ring, Topology

SIZE = 720
"""Units of the longer side of a map."""
_SMALLEST_AREA = 3.0


@dataclass(frozen=True)
class Projection:
    """Equal distances along the middle parallel: true enough for one state, and the same for every layer of it."""

    west: float
    north: float
    across: float
    upwards: float
    width: int
    height: int

    @classmethod
    def of(cls, box: tuple[float, float, float, float]) -> "Projection":
        """The projection that fits a box of degrees (west, south, east, north) into the map."""
        west, south, east, north = box
        narrow = math.cos(math.radians((south + north) / 2))
        wide, high = (east - west) * narrow or 1e-9, (north - south) or 1e-9
        scale = SIZE / max(wide, high)
        return cls(west, north, scale * narrow, scale, math.ceil(wide * scale), math.ceil(high * scale))

    def place(self, point: Point) -> tuple[int, int]:
        """Whole units from the upper left corner."""
        return round((point[0] - self.west) * self.across), round((self.north - point[1]) * self.upwards)


@dataclass(frozen=True)
class Shape:
    """One area of a map: its SVG path and the point in its middle."""

    path: str
    x: int
    y: int


@dataclass(frozen=True, eq=False)
class Layer:
    """The shapes of one level, drawn to the same frame."""

    width: int
    height: int
    shapes: Mapping[str, Shape]
    borders: str = ""


def part_of(topology: Topology, keys: Iterable[str]) -> Topology:
    """Some areas alone, so that they fill the map."""
    areas = {key: topology.areas[key] for key in keys if key in topology.areas}
    used = {index if index >= 0 else ~index for rings in areas.values() for ring in rings for index in ring}
    # The others stay in their places, empty, so that the rings' numbers hold.
    arcs = [arc if index in used else () for index, arc in enumerate(topology.arcs)]
    return Topology(arcs, areas)


def draw_layer(topology: Topology, groups: Mapping[str, Iterable[str]] | None = None, borders: str = "") -> Layer:
    """Draw every area, or every group of areas as one.

    Args:
        groups: key of the whole → keys of its parts, e.g. a district's municipalities.
        borders: a path drawn over the areas.
    """
    projection = Projection.of(topology.box)
    wholes = {key: topology.merged(parts) for key, parts in groups.items()} if groups is not None else topology.areas
    shapes = {key: _shape(topology, projection, found) for key, found in sorted(wholes.items()) if found}
    return Layer(projection.width, projection.height, shapes, borders)


def draw_borders(topology: Topology, group_of: Mapping[str, str]) -> str:
    """One path of all lines where two groups meet, each drawn once."""
    projection = Projection.of(topology.box)
    groups: dict[int, set[str]] = defaultdict(set)
    for key, found in topology.areas.items():
        for ring in found:
            for index in ring:
                groups[index if index >= 0 else ~index].add(group_of.get(key, ""))
    lines = [topology.arcs[index] for index, names in sorted(groups.items()) if len(names) > 1]
    return "".join(_line([projection.place(point) for point in line], closed=False) for line in lines)


def _shape(topology: Topology, projection: Projection, rings: Sequence[Ring]) -> Shape:
    drawn = [[projection.place(point) for point in topology.points(ring)] for ring in rings]
    largest = max(drawn, key=_area)
    worth_drawing = [ring for ring in drawn if _area(ring) >= _SMALLEST_AREA] or [largest]
    x = (min(x for x, _y in largest) + max(x for x, _y in largest)) // 2
    y = (min(y for _x, y in largest) + max(y for _x, y in largest)) // 2
    return Shape("".join(_line(ring, closed=True) for ring in worth_drawing), x, y)


def _area(ring: Sequence[tuple[int, int]]) -> float:
    pairs = zip(ring, [*ring[1:], *ring[:1]], strict=True)
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs)) / 2


def _line(points: Sequence[tuple[int, int]], *, closed: bool) -> str:
    """A line of relative steps; steps in one direction are joined, so that the page stays small."""
    steps: list[tuple[int, int]] = []
    x, y = points[0]
    for next_x, next_y in points[1:]:
        dx, dy = next_x - x, next_y - y
        if not (dx or dy):
            continue
        if steps and steps[-1][0] * dy == steps[-1][1] * dx and steps[-1][0] * dx + steps[-1][1] * dy > 0:
            steps[-1] = (steps[-1][0] + dx, steps[-1][1] + dy)
        else:
            steps.append((dx, dy))
        x, y = next_x, next_y
    if closed and steps:
        # "z" draws the last step.
        steps.pop()
    text = "".join(f"{dx}{dy}" if dy < 0 else f"{dx} {dy}" for dx, dy in _spaced(steps))
    return f"M{points[0][0]} {points[0][1]}l{text}{'z' if closed else ''}" if steps else ""


def _spaced(steps: Iterable[tuple[int, int]]) -> Iterable[tuple[str, int]]:
    """First numbers with the blank that SVG needs before them unless a minus parts them."""
    for number, (dx, dy) in enumerate(steps):
        yield (f" {dx}" if number and dx >= 0 else str(dx)), dy
