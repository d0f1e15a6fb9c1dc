"""What files call their fields, from `data/names.toml`. Data, so another language is another line."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from kommin.foundation.search import fold

FIELDS = (
    "identity", "title", "kicker", "subheadline", "lead", "body", "published", "published_time", "addresses", "sender",
    "topics", "contact", "images", "image_alt", "image_caption", "image_credit", "attachments",
)  # fmt: skip
"""What a field of the file can be."""
SEVERAL = frozenset({"addresses", "topics", "images", "attachments"})
"""Fields that take the values of all names mapped to them; the others take the first that is filled."""


@dataclass(frozen=True)
class Names:
    """Folded names.

    Attributes:
        fields: field → what a file may call it, the best first.
        parts: part of a picture, document or topic → the same.
        steps, beginnings: what can be left out of a name.
        vocabularies: prefixes whose words mean another thing than the same word without.
        technical: names that hold nothing for readers.
        commas: names whose lists may be written with commas.
        zones: abbreviation → minutes east of Greenwich.
    """

    fields: Mapping[str, tuple[str, ...]]
    parts: Mapping[str, tuple[str, ...]]
    steps: frozenset[str]
    beginnings: frozenset[str]
    vocabularies: frozenset[str]
    technical: frozenset[str]
    commas: frozenset[str]
    zones: Mapping[str, int]


@lru_cache(maxsize=1)
def names() -> Names:
    """The names that the software ships."""
    text = (resources.files("kommin.portal.old_releases") / "data" / "names.toml").read_text(encoding="utf-8")
    data = tomllib.loads(text)
    return Names(
        fields={field: _folded(words) for field, words in data["fields"].items()},
        parts={part: _folded(words) for part, words in data["parts"].items()},
        steps=frozenset(_folded(data["wrapping"]["steps"])),
        beginnings=frozenset(_folded(data["wrapping"]["beginnings"])),
        vocabularies=frozenset(_folded(data["wrapping"]["vocabularies"])),
        technical=frozenset(_folded(data["technical"]["fields"])),
        commas=frozenset(_folded(data["commas"]["fields"])),
        zones={word: int(minutes) for minutes, words in data["zones"].items() for word in words},
    )


def _folded(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, map(fold, words))))


def propose_fields(given: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Which field each name of a file probably is: field → names, the best first; no name is used twice."""
    known = names()
    free: dict[str, tuple[str, ...]] = {name: tuple(_readings(name)) for name in given}
    proposed: dict[str, tuple[str, ...]] = {}
    for field in FIELDS:
        fitting = []
        for word in known.fields[field]:
            fitting += [name for name, readings in free.items() if word in readings and name not in fitting]
        if fitting:
            proposed[field] = tuple(fitting)
            for name in fitting:
                del free[name]
    if "body" not in proposed and "lead" in proposed:
        proposed["body"] = proposed.pop("lead")  # many feeds put the whole text into the description
    return proposed


def _readings(name: str) -> Iterator[str]:
    """A name in all forms it is looked up in: "attributes.field_dachzeile.value" is also "dachzeile"."""
    known = names()
    steps = [folded for step in name.split(".") if (folded := fold(step)) and not folded.isdecimal()]
    candidates = [steps]
    while len(steps) > 1 and steps[-1] in known.steps:
        candidates.append(steps := steps[:-1])
    while len(steps) > 1 and steps[0] in known.steps:
        candidates.append(steps := steps[1:])
    if len(steps) > 1:
        candidates.append(steps[-1:])
    for candidate in candidates:
        joined = " ".join(candidate)
        yield joined
        first, _blank, rest = joined.partition(" ")
        if rest and first in known.beginnings:
            yield rest
    prefix, colon, local = name.partition(":")
    if colon and fold(prefix) not in known.vocabularies:
        yield fold(local)


def part_of(parts: Mapping[str, str], part: str) -> str:
    """A part of a picture, document or topic by whatever name it has, or empty."""
    folded = {fold(name): value for name, value in parts.items()}
    for word in names().parts[part]:
        if value := folded.get(word, "").strip():
            return value
    return ""
