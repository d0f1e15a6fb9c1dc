"""The layers of a register's newest boundaries, drawn once and kept by the process."""

from collections import defaultdict
from dataclasses import dataclass
from threading import Lock

from django.db import connection

from kommin.register.maps.drawing import Layer, draw_borders, draw_layer
from kommin.register.maps.topology import Topology, stored_topology
from kommin.register.matching.entries import DISTRICT, MUNICIPALITY
from kommin.register.models import Boundaries, District, Municipality, Register

_MOST_KEPT = 8


@dataclass(frozen=True, eq=False)
class Drawn:
    """Boundaries as maps need them; `names` has key and name of today's places of each level, in their order."""

    topology: Topology
    layers: dict[str, Layer]
    names: dict[str, tuple[tuple[str, str], ...]]
    attribution: str


_kept: dict[tuple[str, int, str], Drawn | None] = {}
_lock = Lock()


def drawn(register: Register) -> Drawn | None:
    """The newest boundaries of a register, drawn for every level; None where there are none.

    They are asked for once per revision of the register: new boundaries are a new revision.
    """
    place = (str(connection.settings_dict["NAME"]), register.pk, register.revision)
    with _lock:
        if place not in _kept:
            newest = Boundaries.objects.filter(register=register).order_by("-pk").first()
            while len(_kept) >= _MOST_KEPT:
                _kept.pop(next(iter(_kept)))
            _kept[place] = None if newest is None else _draw(register, newest)
        return _kept[place]


def _draw(register: Register, boundaries: Boundaries) -> Drawn:
    topology = stored_topology(boundaries.topology)
    today = {"register": register, "valid_until": None}
    places = Municipality.objects.filter(**today).values_list("key", "district__key")
    districts: dict[str, list[str]] = defaultdict(list)
    district_of = {}
    for key, district in places:
        if district and key in topology.areas:
            districts[district].append(key)
            district_of[key] = district
    layers = {
        MUNICIPALITY: draw_layer(topology, borders=draw_borders(topology, district_of)),
        DISTRICT: draw_layer(topology, districts),
    }
    names = {
        level: tuple(model.objects.filter(**today).order_by("sort_key", "key").values_list("key", "name"))
        for level, model in ((MUNICIPALITY, Municipality), (DISTRICT, District))
    }
    return Drawn(topology, layers, names, boundaries.attribution)
