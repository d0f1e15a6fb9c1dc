"""Shapes that share their borders. A border between two areas is one arc, so outlines and neighbours are exact."""

import itertools
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from kommin.register.errors import RegisterError

Point = tuple[float, float]
Ring = list[int]
"""Arcs in order; `~index` is an arc run backwards."""
GRID = 10_000
"""Steps that the longer side of a stored topology has."""


@dataclass(frozen=True)
class Topology:
    """Arcs of points (longitude, latitude) and the areas made of them: key → rings, outer ones and holes alike."""

    arcs: Sequence[Sequence[Point]]
    areas: Mapping[str, Sequence[Ring]]

    def points(self, ring: Ring) -> list[Point]:
        """The points of a ring, closed: the last is the first."""
        found: list[Point] = []
        for index in ring:
            arc = self.arcs[index] if index >= 0 else list(reversed(self.arcs[~index]))
            found.extend(arc[1:] if found else arc)
        return found

    def merged(self, keys: Iterable[str]) -> list[Ring]:
        """The outline of several areas together: the arcs that only one of them has, joined to rings."""
        uses: dict[int, int] = defaultdict(int)
        for key in keys:
            for ring in self.areas.get(key, ()):
                for index in ring:
                    uses[index] += 1
        open_arcs = [index for index, times in uses.items() if not uses.get(~index)]
        return self._join(open_arcs)

    def _join(self, indices: list[int]) -> list[Ring]:
        starting: dict[Point, list[int]] = defaultdict(list)
        for index in indices:
            starting[self._ends(index)[0]].append(index)
        rings = []
        unused = set(indices)
        while unused:
            index = min(unused)
            ring: Ring = []
            first = self._ends(index)[0]
            while True:
                unused.discard(index)
                starting[self._ends(index)[0]].remove(index)
                ring.append(index)
                end = self._ends(index)[1]
                if end == first or not starting[end]:
                    break
                index = starting[end][0]
            rings.append(ring)
        return rings

    def _ends(self, index: int) -> tuple[Point, Point]:
        arc = self.arcs[index if index >= 0 else ~index]
        return (arc[0], arc[-1]) if index >= 0 else (arc[-1], arc[0])

    def neighbours(self, key: str) -> set[str]:
        """The areas that share a border with this one."""
        mine = {index if index >= 0 else ~index for ring in self.areas.get(key, ()) for index in ring}
        return {other for index in mine for other in self._areas_of_arc[index] if other != key}

    @cached_property
    def _areas_of_arc(self) -> Mapping[int, set[str]]:
        found: dict[int, set[str]] = defaultdict(set)
        for key, rings in self.areas.items():
            for ring in rings:
                for index in ring:
                    found[index if index >= 0 else ~index].add(key)
        return found

    @cached_property
    def box(self) -> tuple[float, float, float, float]:
        """West, south, east, north of all arcs."""
        points = [point for arc in self.arcs for point in arc]
        across, upwards = [x for x, _y in points], [y for _x, y in points]
        return min(across), min(upwards), max(across), max(upwards)

    def renamed(self, name: Callable[[str], str | None]) -> "Topology":
        """The areas under other keys; those renamed to None are left out, those renamed alike become one."""
        areas: dict[str, list[Ring]] = defaultdict(list)
        for key, rings in self.areas.items():
            if new := name(key):
                areas[new].extend(rings)
        return Topology(self.arcs, dict(areas))


def from_topojson(data: Mapping[str, Any], key_of: Callable[[Mapping[str, Any]], str]) -> Topology:
    """Read the first layer of a TopoJSON document.

    Raises:
        RegisterError: it is no complete TopoJSON.
    """
    try:
        arcs = _decode(data["arcs"], data.get("transform"))
        layer = next(iter(data["objects"].values()))
        areas: dict[str, list[Ring]] = defaultdict(list)
        for geometry in layer["geometries"]:
            polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
            areas[key_of(geometry)].extend([int(index) for index in ring] for polygon in polygons for ring in polygon)
        topology = Topology(arcs, dict(areas))
        for rings in areas.values():
            for ring in rings:
                topology.points(ring)
    except (KeyError, TypeError, ValueError, IndexError, StopIteration, AttributeError) as error:
        raise RegisterError(_("This is no complete TopoJSON file.")) from error
    return topology


def _decode(arcs: Sequence[Sequence[Sequence[float]]], transform: Mapping[str, Any] | None) -> list[list[Point]]:
    if not transform:
        return [[(float(x), float(y)) for x, y, *_rest in arc] for arc in arcs]
    (scale_x, scale_y), (move_x, move_y) = transform["scale"], transform["translate"]
    decoded = []
    for arc in arcs:
        x = y = 0.0
        points = []
        for dx, dy, *_rest in arc:
            x, y = x + dx, y + dy
            points.append((x * scale_x + move_x, y * scale_y + move_y))
        decoded.append(points)
    return decoded


def to_topojson(topology: Topology) -> str:
    """A topology as TopoJSON text, the same for the same topology."""
    west, south, east, north = topology.box
    step = max(east - west, north - south) / GRID or 1.0
    arcs = []
    for arc in topology.arcs:
        grid = [(round((x - west) / step), round((y - south) / step)) for x, y in arc]
        kept = [point for number, point in enumerate(grid) if number == 0 or point != grid[number - 1]]
        if len(kept) == 1:
            kept.append(kept[0])
        arcs.append([list(kept[0])] + [[x - px, y - py] for (px, py), (x, y) in itertools.pairwise(kept)])
    geometries = [
        {"type": "MultiPolygon", "id": key, "arcs": [[ring] for ring in topology.areas[key]]}
        for key in sorted(topology.areas)
    ]
    document = {
        "type": "Topology",
        "transform": {"scale": [step, step], "translate": [west, south]},
        "objects": {"municipalities": {"type": "GeometryCollection", "geometries": geometries}},
        "arcs": arcs,
    }
    return json.dumps(document, separators=(",", ":"))


def stored_topology(text: str) -> Topology:
    """A topology as `to_topojson` wrote it."""
    return from_topojson(json.loads(text), lambda geometry: str(geometry["id"]))
