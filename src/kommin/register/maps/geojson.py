"""From GeoJSON to a topology: equal borders found, points thinned out, so that official files become small maps."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from kommin.register.errors import RegisterError
from kommin.register.maps.topology import Ring, Topology

GridPoint = tuple[int, int]
_GRID = 20_000
_TOLERANCE = 10.0
"""Steps of the grid that a thinned line may be beside the true one."""


def from_geojson(data: Mapping[str, Any], key_of: Callable[[Mapping[str, Any]], str]) -> Topology:
    """Read a FeatureCollection of polygons in degrees (WGS 84).

    Raises:
        RegisterError: no areas, another kind of geometry, or coordinates that are no degrees.
    """
    try:
        shapes = [(key_of(feature), list(_rings(feature["geometry"]))) for feature in _features(data)]
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise RegisterError(_("This is no complete GeoJSON file of areas.")) from error
    points = [point for _key, rings in shapes for ring in rings for point in ring]
    if not points:
        raise RegisterError(_("The file contains no areas."))
    west, east = min(x for x, _y in points), max(x for x, _y in points)
    south, north = min(y for _x, y in points), max(y for _x, y in points)
    if not (west >= -180 and east <= 180 and south >= -90 and north <= 90):
        raise RegisterError(_("The coordinates are no degrees. Please export the file as WGS 84 (EPSG:4326)."))
    step = max(east - west, north - south) / _GRID or 1.0
    on_grid = [
        (
            key,
            [
                _without_repeats((round((x - west) / step), round((y - south) / step)) for x, y in ring)
                for ring in rings
            ],
        )
        for key, rings in shapes
    ]
    return _Builder(on_grid).topology(lambda point: (point[0] * step + west, point[1] * step + south))


def _features(data: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """All features; some publishers nest a collection where a feature belongs."""
    for feature in data["features"]:
        if feature["type"] == "FeatureCollection":
            yield from _features(feature)
        elif feature["geometry"]:
            yield feature


def _rings(geometry: Mapping[str, Any]) -> Iterator[list[tuple[float, float]]]:
    if geometry["type"] == "GeometryCollection":
        for part in geometry["geometries"]:
            yield from _rings(part)
        return
    if geometry["type"] not in {"Polygon", "MultiPolygon"}:
        raise ValueError(geometry["type"])
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    for polygon in polygons:
        for ring in polygon:
            yield [(float(x), float(y)) for x, y, *_rest in ring]


def _without_repeats(points: Iterable[GridPoint]) -> list[GridPoint]:
    """A ring without its closing point and without points that fell onto one."""
    found: list[GridPoint] = []
    for point in points:
        if not found or found[-1] != point:
            found.append(point)
    while len(found) > 1 and found[0] == found[-1]:
        found.pop()
    return found


class _Builder:
    """Cuts rings where borders part, keeps each border once, thins it out."""

    def __init__(self, shapes: Sequence[tuple[str, list[list[GridPoint]]]]) -> None:
        self._shapes = [(key, [ring for ring in rings if len(ring) > 2]) for key, rings in shapes]
        self._junctions = self._find_junctions()
        self._arcs: list[list[GridPoint]] = []
        self._known: dict[tuple[GridPoint, ...], int] = {}

    def topology(self, place: Callable[[GridPoint], tuple[float, float]]) -> Topology:
        """Build it; `place` turns a point of the grid into degrees."""
        areas: dict[str, list[Ring]] = defaultdict(list)
        for key, rings in self._shapes:
            areas[key].extend(self._ring(ring) for ring in rings)
        return Topology([[place(point) for point in arc] for arc in self._arcs], dict(areas))

    def _find_junctions(self) -> set[GridPoint]:
        """Points where rings part: their neighbours are not the same two in every ring."""
        neighbours: dict[GridPoint, frozenset[GridPoint]] = {}
        junctions = set()
        for _key, rings in self._shapes:
            for ring in rings:
                for index, point in enumerate(ring):
                    beside = frozenset((ring[index - 1], ring[(index + 1) % len(ring)]))
                    if neighbours.setdefault(point, beside) != beside:
                        junctions.add(point)
        return junctions

    def _ring(self, points: list[GridPoint]) -> Ring:
        cuts = [index for index, point in enumerate(points) if point in self._junctions]
        # A ring that touches no border is one arc; it starts at the same point whoever draws it.
        start = cuts[0] if cuts else points.index(min(points))
        closed = [*points[start:], *points[: start + 1]]
        ring: Ring = []
        arc = [closed[0]]
        for point in closed[1:]:
            arc.append(point)
            if point in self._junctions:
                ring.append(self._arc(arc))
                arc = [point]
        if len(arc) > 1:
            ring.append(self._arc(arc))
        return ring

    def _arc(self, points: list[GridPoint]) -> int:
        forwards = tuple(points)
        if forwards in self._known:
            return self._known[forwards]
        index = len(self._arcs)
        self._arcs.append(_thinned(points))
        self._known[forwards] = index
        self._known.setdefault(forwards[::-1], ~index)
        return index


def _thinned(points: list[GridPoint]) -> list[GridPoint]:
    """Douglas and Peucker's thinning; a closed arc keeps at least a triangle."""
    if points[0] == points[-1] and len(points) > 3:
        middle = max(range(len(points)), key=lambda index: _distance(points[index], points[0], points[0]))
        return [*_thinned(points[: middle + 1])[:-1], *_at_least_three(points[middle:])]
    kept = [0, len(points) - 1]
    pending = [(0, len(points) - 1)]
    while pending:
        first, last = pending.pop()
        if last - first < 2:
            continue
        farthest = max(range(first + 1, last), key=lambda index: _distance(points[index], points[first], points[last]))
        if _distance(points[farthest], points[first], points[last]) > _TOLERANCE**2:
            kept.append(farthest)
            pending += [(first, farthest), (farthest, last)]
    return [points[index] for index in sorted(kept)]


def _at_least_three(points: list[GridPoint]) -> list[GridPoint]:
    thinned = _thinned(points)
    return thinned if len(thinned) > 2 or len(points) < 3 else [points[0], points[len(points) // 2], points[-1]]


def _distance(point: GridPoint, start: GridPoint, end: GridPoint) -> float:
    """The square of the distance of a point from a line."""
    (x, y), (x1, y1), (x2, y2) = point, start, end
    dx, dy = x2 - x1, y2 - y1
    length = dx * dx + dy * dy
    if length:
        along = max(0.0, min(1.0, ((x - x1) * dx + (y - y1) * dy) / length))
        x1, y1 = x1 + along * dx, y1 + along * dy  # type: ignore[assignment]
    return float((x - x1) ** 2 + (y - y1) ** 2)
