"""Matches as the outside sees them: the same words for commands, pages and interfaces."""

from typing import Any

from kommin.register.matching import Match, Matcher


def describe_match(match: Match, matcher: Matcher) -> dict[str, Any]:
    """A match as plain values. `former_key` and `former_name` are there when an old key or name led to it."""
    entry = match.entry
    district = matcher.index.entries.get(entry.parent_key)
    described: dict[str, Any] = {
        "key": entry.key,
        "name": entry.name,
        "kind": entry.kind,
        "confidence": round(match.confidence, 2),
        "level": entry.level,
        "official_name": entry.official_name or entry.name,
        "district": entry.parent_key,
        "district_name": district.name if district else "",
    }
    if match.former:
        described |= {"former_key": match.former.key, "former_name": match.former.name}
    return described
