"""The places about which somebody can declare a conflict: everything in the register, and whoever has joined."""

from typing import Any

from kommin.foundation.search.folding import sort_key
from kommin.people.queries import municipalities
from kommin.register import queries as register
from kommin.register.errors import RegisterError


def places() -> dict[str, str]:
    """Names of today's municipalities and districts by their key, in German order.

    Without a register, those that are organisations of this platform.
    """
    organisations: list[Any] = list(municipalities())
    known = {house.municipality_key: str(house.house_name) for house in organisations}
    try:
        entries = register.entries(register.default_register())
    except RegisterError:
        entries = []
    for entry in entries:
        if not entry.successor_keys or entry.key in entry.successor_keys:
            known.setdefault(entry.key, entry.name)
    return dict(sorted(known.items(), key=lambda place: (sort_key(place[1]), place[0])))
