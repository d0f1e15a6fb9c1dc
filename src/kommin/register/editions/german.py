"""How German official lists name districts."""

_WORDS = {"kreis": "Kreis", "landkreis": "Landkreis"}


def district_name(name: str, kind: str) -> str:
    """What people call a district; the lists have "Herford" for the Kreis and for the town."""
    word = _WORDS.get(kind, "")
    return f"{word} {name}" if word and "kreis" not in name.casefold() else name
