"""Maps of the state drawn from the register's own boundaries, as the programme stood on a day."""

import csv
import io
import json
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files

from kommin.demo.press.pictures.canvas import Canvas, Point, mix
from kommin.demo.press.pictures.palette import AMBER, BLUE, CORAL, MIST, NAVY, PAPER, SKY, TEAL, WHITE

_LEFT, _TOP, _WIDE, _HIGH = 330.0, 70.0, 1140.0, 1060.0


def orte(c: Canvas) -> None:
    """A point for every participant by a day; districts are tinted as a whole."""
    members = participants(c.variant)
    _ground(c)
    for key, shapes in _municipalities().items():
        for shape in shapes:
            c.poly(shape, mix(SKY, WHITE, 0.18) if key[:5] in members else mix(SKY, MIST, 0.62))
    _borders(c)
    for key in sorted(members):
        if len(key) == 8:
            x, y = _middle(key)
            c.circle(x, y, 17, WHITE)
            c.circle(x, y, 13, CORAL if members[key] < c.variant[:4] else AMBER)


def kreise(c: Canvas) -> None:
    """The districts that take part as such by a day."""
    members = participants(c.variant)
    _ground(c)
    tones = (NAVY, BLUE, TEAL, mix(BLUE, SKY, 0.5), mix(NAVY, TEAL, 0.5))
    inside = sorted(key for key in members if len(key) == 5)
    for key, shapes in _municipalities().items():
        colour = tones[inside.index(key[:5]) % len(tones)] if key[:5] in inside else mix(SKY, MIST, 0.62)
        for shape in shapes:
            c.poly(shape, colour)
    _borders(c)


def netz(c: Canvas) -> None:
    """Places with a project by a day, each tied to its neighbours."""
    members = [key for key in participants(c.variant) if len(key) == 8]
    c.rect(0, 0, 1800, 1200, mix(NAVY, "#000000", 0.18))
    for shapes in _municipalities().values():
        for shape in shapes:
            c.poly(shape, mix(NAVY, BLUE, 0.45))
    places = sorted(_middle(key) for key in members)
    for x, y in places:
        near = sorted(places, key=lambda other: (other[0] - x) ** 2 + (other[1] - y) ** 2)[1:4]
        for other in near:
            c.line([(x, y), other], 4, mix(SKY, BLUE, 0.25))
    for index, (x, y) in enumerate(places):
        c.circle(x, y, 22 if index % 7 == 0 else 14, mix(NAVY, BLUE, 0.45))
        c.circle(x, y, 17 if index % 7 == 0 else 10, AMBER if index % 7 == 0 else WHITE)


def participants(day: str) -> dict[str, str]:
    """Keys of who had taken part by a day, with the day of the first decision."""
    rows = csv.DictReader(io.StringIO(_data("kommin.demo.press", "data/participants.csv")))
    return {row["key"]: row["since"] for row in rows if row["since"] <= day}


def _ground(c: Canvas) -> None:
    c.rect(0, 0, 1800, 1200, PAPER)
    for step in range(3):
        c.circle(900, 620, 860 - 160 * step, mix(PAPER, MIST, 0.25 + 0.25 * step))
    for shapes in _municipalities().values():
        for shape in shapes:
            c.poly([(x + 12, y + 16) for x, y in shape], mix(MIST, SKY, 0.35))


def _borders(c: Canvas) -> None:
    """White lines between districts: where what lies left and right begins differently."""
    for line, within in _lines():
        c.line(line, 1.5 if within else 4.5, mix(SKY, WHITE, 0.75) if within else WHITE)


def _middle(key: str) -> Point:
    longitude, latitude = _seats()[key]
    return _placed(longitude, latitude)


@cache
def _seats() -> Mapping[str, Point]:
    rows = csv.DictReader(io.StringIO(_data("kommin.register", "data/nrw/municipalities.csv")))
    return {row["ags"]: (float(row["longitude"]), float(row["latitude"])) for row in rows}


@cache
def _arcs() -> list[list[Point]]:
    shapes = json.loads(_data("kommin.register", "data/nrw/boundaries.topo.json"))
    (sx, sy), (tx, ty) = shapes["transform"]["scale"], shapes["transform"]["translate"]
    found = []
    for arc in shapes["arcs"]:
        x = y = 0
        line = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            line.append(_placed(x * sx + tx, y * sy + ty))
        found.append(line)
    return found


@cache
def _outlines() -> list[tuple[str, list[list[int]]]]:
    """Key and outer rings of every municipality."""
    shapes = json.loads(_data("kommin.register", "data/nrw/boundaries.topo.json"))
    found = []
    for each in shapes["objects"]["municipalities"]["geometries"]:
        rings = each["arcs"] if each["type"] == "MultiPolygon" else [each["arcs"]]
        found.append((each["id"], [polygon[0] for polygon in rings]))
    return found


@cache
def _municipalities() -> Mapping[str, list[list[Point]]]:
    return {key: [list(_ring(ring)) for ring in rings] for key, rings in _outlines()}


def _ring(ring: list[int]) -> Iterator[Point]:
    for number in ring:
        arc = _arcs()[number if number >= 0 else ~number]
        yield from arc if number >= 0 else reversed(arc)


@cache
def _lines() -> list[tuple[list[Point], bool]]:
    """Every line of the map, and whether the same district lies on both sides."""
    sides: dict[int, set[str]] = {}
    for key, rings in _outlines():
        for ring in rings:
            for number in ring:
                sides.setdefault(number if number >= 0 else ~number, set()).add(key[:5])
    seen_twice = [number for number in sides if len(sides[number]) == 2]
    outer = set(sides) - set(seen_twice)
    inner = [(_arcs()[number], True) for number in sorted(outer)]
    return inner + [(_arcs()[number], False) for number in sorted(seen_twice)]


def _placed(longitude: float, latitude: float) -> Point:
    return (
        _LEFT + (longitude - 5.866) / (9.462 - 5.866) * _WIDE,
        _TOP + (52.532 - latitude) / (52.532 - 50.323) * _HIGH,
    )


@cache
def _data(room: str, name: str) -> str:
    return files(room).joinpath(name).read_text(encoding="utf-8")


SCENES = {"orte": orte, "kreise": kreise, "netz": netz}
