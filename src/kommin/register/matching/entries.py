"""What the engine knows of one place."""

from dataclasses import dataclass

MUNICIPALITY = "municipality"
DISTRICT = "district"


@dataclass(frozen=True, slots=True)
class Entry:
    """A municipality or a district, today's or a former one.

    Attributes:
        key: the official key, of any form.
        name: the short name, with the addition that tells it from others: "Hennef (Sieg)".
        level: MUNICIPALITY or DISTRICT.
        official_name: the full one, where it differs: "Hennef (Sieg), Stadt".
        kind: as the register calls it; only handed through.
        parent_key: the district of a municipality.
        aliases: other names it is known by.
        same_body_keys: keys of other levels that mean this very body (a city that is its own district).
        successor_keys: for a former place, those that took over, nearest first; empty for one of today.
    """

    key: str
    name: str
    level: str
    official_name: str = ""
    kind: str = ""
    parent_key: str = ""
    aliases: tuple[str, ...] = ()
    same_body_keys: tuple[str, ...] = ()
    successor_keys: tuple[str, ...] = ()
