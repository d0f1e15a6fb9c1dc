"""Registers to match against, built without a database."""

from functools import lru_cache

from kommin.register.editions import Edition
from kommin.register.editions.shipped import shipped_register
from kommin.register.matching import Entry, Matcher
from kommin.register.matching.entries import DISTRICT, MUNICIPALITY
from kommin.register.matching.vocabulary import vocabulary


def entries_of(edition: Edition) -> list[Entry]:
    """The entries that the edition's records and key changes amount to."""
    own_districts = {m.district_key: m.key for m in edition.municipalities if m.kind == "kreisfreie_stadt"}
    found = [
        Entry(
            m.key, m.name, MUNICIPALITY, m.official_name, m.kind, m.district_key, edition.aliases.get(m.key, ()),
            (m.district_key,) if m.district_key in own_districts else (),
        )
        for m in edition.municipalities
    ]  # fmt: skip
    found += [
        Entry(d.key, d.name, DISTRICT, d.official_name, d.kind, "", edition.aliases.get(d.key, ()))
        for d in edition.districts
        if d.key not in own_districts
    ]
    found += [Entry(c.old_key, c.old_name, c.level, successor_keys=(c.new_key,)) for c in edition.key_changes]
    return found


@lru_cache(maxsize=1)
def nrw() -> Matcher:
    shipped = shipped_register("nrw")
    return Matcher(
        entries_of(shipped.edition), vocabulary(shipped.language), shipped.qualifiers, shipped.usual_additions
    )
