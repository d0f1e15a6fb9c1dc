"""The municipalities as files for other programs."""

import itertools
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _

from kommin.register.maps.layers import drawn
from kommin.register.maps.topology import Point, Topology
from kommin.register.models import Municipality, Register

CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "geojson": "application/geo+json",
}
_DECIMALS = 5


def columns() -> list[str]:
    """The headers of CSV and XLSX, in the reader's language."""
    return [
        _("Key"), _("Name"), _("Official name"), _("Kind"), _("District key"), _("District"),
        _("Administrative region"), _("Postcode"), _("Area in km²"), _("Inhabitants"), _("Inhabitants on"),
        _("Longitude"), _("Latitude"),
    ]  # fmt: skip


def rows(places: Iterable[Municipality]) -> Iterator[Sequence[object]]:
    """One row per municipality, in the order of `columns`."""
    for place in places:
        yield (
            place.key, place.name, place.official_name, place.kind_label, place.district.key if place.district else "",
            place.district.name if place.district else "", place.region.name if place.region else "", place.postcode,
            place.area_km2, place.population, place.population_on, place.longitude, place.latitude,
        )  # fmt: skip


def feature_collection(register: Register, places: Iterable[Municipality], notes: Sequence[str]) -> dict[str, Any]:
    """GeoJSON with the shapes of the boundaries in use; the sources to be named stand in it."""
    picture = drawn(register)
    topology = picture.topology if picture else None
    attribution = [picture.attribution] if picture else []
    return {
        "type": "FeatureCollection",
        "attribution": "; ".join(filter(None, [*notes[:1], *attribution])),
        "filters": list(notes[1:]),
        "features": [_feature(place, topology) for place in places],
    }


def _feature(place: Municipality, topology: Topology | None) -> dict[str, Any]:
    return {
        "type": "Feature",
        "id": place.key,
        "properties": {
            "key": place.key,
            "name": place.name,
            "official_name": place.official_name,
            "kind": place.kind,
            "district": place.district.key if place.district else None,
            "region": place.region.key if place.region else None,
            "area_km2": None if place.area_km2 is None else float(place.area_km2),
            "inhabitants": place.population,
            "inhabitants_on": place.population_on.isoformat() if place.population_on else None,
        },
        "geometry": _geometry(place, topology),
    }


def _geometry(place: Municipality, topology: Topology | None) -> dict[str, Any] | None:
    """The area, or at least the point, or nothing."""
    if topology and place.key in topology.areas:
        rings = [topology.points(ring) for ring in topology.areas[place.key]]
        return {"type": "MultiPolygon", "coordinates": _polygons(rings)}
    if place.longitude is None or place.latitude is None:
        return None
    return {"type": "Point", "coordinates": [float(place.longitude), float(place.latitude)]}


def _polygons(rings: Sequence[Sequence[Point]]) -> list[list[list[list[float]]]]:
    """Rings as polygons: a ring inside another is its hole. Outer rings run counter-clockwise, as GeoJSON asks."""
    largest_first = sorted(rings, key=lambda ring: -abs(_area(ring)))
    polygons: list[list[Sequence[Point]]] = []
    for ring in largest_first:
        around = next((polygon for polygon in polygons if _contains(polygon[0], ring[0])), None)
        if around is None:
            polygons.append([ring if _area(ring) > 0 else ring[::-1]])
        else:
            around.append(ring if _area(ring) < 0 else ring[::-1])
    return [[[[round(x, _DECIMALS), round(y, _DECIMALS)] for x, y in ring] for ring in polygon] for polygon in polygons]


def _area(ring: Sequence[Point]) -> float:
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in itertools.pairwise(ring)) / 2


def _contains(ring: Sequence[Point], point: Point) -> bool:
    x, y = point
    inside = False
    for (x1, y1), (x2, y2) in itertools.pairwise(ring):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            inside = not inside
    return inside
