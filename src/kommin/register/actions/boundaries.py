"""Taking over boundaries from an official file."""

import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kommin.foundation.access import Actor, require
from kommin.foundation.audit.actions import record
from kommin.register.errors import RegisterError
from kommin.register.maps.geojson import from_geojson
from kommin.register.maps.topology import Topology, from_topojson, to_topojson
from kommin.register.models import Boundaries, KeyChange, Municipality, Register
from kommin.register.models.history import Level
from kommin.register.models.register import new_revision
from kommin.register.rules import maintains_the_register

LARGEST_FILE = 200_000_000
"""Bytes of a boundary file; the whole of Germany at 1 : 250 000 is under 100 MB."""
_NAMED = 10


def import_boundaries(
    *,
    register: Register,
    content: bytes,
    by: Actor,
    key_property: str = "",
    as_of: date | None = None,
    source: str = "",
    attribution: str = "",
) -> Boundaries:
    """Take over the shapes of a register's municipalities from a TopoJSON or GeoJSON file in degrees (WGS 84).

    Every municipality of today must have a shape; a shape under an old key goes to its successor, shapes of others are
    left out. The same file twice changes nothing.

    Args:
        key_property: the property that holds the key; found by itself where it is left empty.
        as_of, source, attribution: what the file does not say itself; an attribution there must be.

    Raises:
        RegisterError: no such file, no attribution, or municipalities without a shape.
    """
    require(maintains_the_register, by=by)
    data = _parsed(content)
    with transaction.atomic():
        keys = set(Municipality.objects.filter(register=register).current().values_list("key", flat=True))
        topology = _only_known(_topology(data, keys, key_property), register, keys)
        attribution = attribution or str(data.get("attribution") or "")
        if not attribution:
            raise RegisterError(_("Please say who must be named as the source of the boundaries (--attribution)."))
        text = to_topojson(topology)
        boundaries, created = Boundaries.objects.get_or_create(
            register=register,
            digest=hashlib.sha256(text.encode()).hexdigest(),
            defaults={
                "topology": text,
                "as_of": as_of or _day(data.get("as_of")),
                "source": source or str(data.get("source") or ""),
                "attribution": attribution,
            },
        )
        if created:
            Register.objects.filter(pk=register.pk).update(revision=new_revision())
            facts = {"areas": len(topology.areas), "digest": boundaries.digest, "source": boundaries.source}
            record(action="register.boundaries_imported", by=by, target=register, data=facts)
    return boundaries


def _parsed(content: bytes) -> Mapping[str, Any]:
    if len(content) > LARGEST_FILE:
        raise RegisterError(
            _("The file is too large: %(allowed)s MB are allowed.") % {"allowed": LARGEST_FILE // 1_000_000}
        )
    try:
        data = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise RegisterError(_("The file is no JSON. Please use TopoJSON or GeoJSON.")) from error
    if not isinstance(data, dict) or data.get("type") not in {"Topology", "FeatureCollection"}:
        raise RegisterError(_("The file is neither TopoJSON nor GeoJSON."))
    return data


def _topology(data: Mapping[str, Any], keys: set[str], key_property: str) -> Topology:
    if data["type"] == "Topology":
        layers = data.get("objects")
        first: Any = next(iter(layers.values()), None) if isinstance(layers, dict) else None
        features = first.get("geometries", []) if isinstance(first, dict) else []
        return from_topojson(data, _key_reader(features, keys, key_property))
    return from_geojson(data, _key_reader(data.get("features") or [], keys, key_property))


def _key_reader(features: list[Any], keys: set[str], key_property: str) -> Callable[[Mapping[str, Any]], str]:
    """How to read a shape's key: its id, or the property in which most of the register's keys are found."""
    if key_property:
        return lambda feature: str(feature["properties"][key_property])
    hits: dict[str, int] = {}
    for feature in features[:2000]:
        if not isinstance(feature, dict):
            continue
        for name, value in {**(feature.get("properties") or {}), "": feature.get("id")}.items():
            hits[name] = hits.get(name, 0) + (str(value) in keys)
    best = max(hits, key=lambda name: hits[name], default="")
    if not hits.get(best):
        raise RegisterError(
            _("No property of the shapes holds keys of this register. Please name it (--key-property).")
        )
    return (lambda feature: str(feature["properties"][best])) if best else (lambda feature: str(feature["id"]))


def _only_known(topology: Topology, register: Register, keys: set[str]) -> Topology:
    changes = KeyChange.objects.filter(register=register, level=Level.MUNICIPALITY)
    successors = dict(changes.values_list("old_key", "new_key"))

    def today(key: str) -> str | None:
        seen = {key}
        while key not in keys and key in successors and successors[key] not in seen:
            key = successors[key]
            seen.add(key)
        return key if key in keys else None

    known = topology.renamed(today)
    missing = sorted(keys - known.areas.keys())
    if missing:
        raise RegisterError(
            _("%(count)s municipalities have no shape in this file, among them %(keys)s.")
            % {"count": len(missing), "keys": ", ".join(missing[:_NAMED])}
        )
    return _without_unused_arcs(known)


def _without_unused_arcs(topology: Topology) -> Topology:
    used = sorted(
        {index if index >= 0 else ~index for rings in topology.areas.values() for ring in rings for index in ring}
    )
    place = {old: new for new, old in enumerate(used)}
    areas = {
        key: [[place[index] if index >= 0 else ~place[~index] for index in ring] for ring in rings]
        for key, rings in topology.areas.items()
    }
    return Topology([topology.arcs[index] for index in used], areas)


def _day(text: object) -> date | None:
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        return None
