"""Spellings of the register's names, made by the habits of people who fill in forms."""

import random
from collections.abc import Callable, Iterator

from kommin.register.matching import Entry
from kommin.register.matching.entries import DISTRICT, MUNICIPALITY

_UMLAUTS = {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"}
_BARE = {"ä": "a", "ö": "o", "ü": "u", "ß": "ss"}
_OFFICES = (
    " – Der Bürgermeister", ", Amt 50", " - Die Bürgermeisterin -", ", Fachbereich Jugend und Soziales", " / Sozialamt",
    "\nDer Bürgermeister\nFachdienst 4.2", " – Dezernat III", ", Kämmerei", " (Stadtverwaltung)", ", Rathaus",
    ", Integrationsbüro",
)  # fmt: skip
_PREFIXES = (
    "Stadt ", "Stadtverwaltung ", "Der Bürgermeister der Stadt ", "Die Bürgermeisterin der Stadt ", "Rat der Stadt ",
    "Jugendamt der Stadt ", "Stadt  ", "Verwaltung der Stadt ",
)  # fmt: skip
_DISTRICT_PREFIXES = ("", "Der Landrat ", "Kreisverwaltung ", "Die Landrätin des ", "Sozialamt ")


def spellings_of(entries: list[Entry], count: int, seed: int = 2009) -> Iterator[tuple[str, Entry]]:
    """`count` spellings with the place meant; a name that a town and a district share gets a hint which it is."""
    chance = random.Random(seed)
    districts = {word for entry in entries if entry.level == DISTRICT for word in _words(entry.name)}
    places = [entry for entry in entries if not entry.successor_keys]
    for number in range(count):
        entry = places[number % len(places)] if number < len(places) // 2 else chance.choice(places)
        rules = list(_RULES if entry.level == MUNICIPALITY else _DISTRICT_RULES)
        text = chance.choice(rules)(entry.name, chance)
        if entry.level == MUNICIPALITY and _words(entry.name) & districts and "tadt" not in text:
            text = f"Stadt {text}"
        yield chance.choice(_LAST_RULES)(text, chance), entry


def _words(name: str) -> set[str]:
    return {word for word in name.replace("-", " ").split() if word not in {"Kreis", "am", "an", "der", "Bad"}}


def _swap(table: dict[str, str]) -> Callable[[str, random.Random], str]:
    return lambda text, _chance: "".join(table.get(char, char) for char in text)


def _typing_error(text: str, chance: random.Random) -> str:
    """One letter too many in a long word; a short word could become another town's name."""
    long_words = [word for word in text.split() if len(word) > 8 and word.isalpha()]
    if not long_words:
        return text
    word = chance.choice(long_words)
    place = chance.randrange(2, len(word) - 1)
    return text.replace(word, word[:place] + word[place] + word[place:])


def _same(text: str, _chance: random.Random) -> str:
    return text


_RULES: list[Callable[[str, random.Random], str]] = [
    _same,
    lambda name, chance: chance.choice(_PREFIXES) + name,
    lambda name, chance: name + chance.choice(_OFFICES),
    lambda name, chance: chance.choice(_PREFIXES) + name + chance.choice(_OFFICES),
    lambda name, _chance: f"{name}, Stadt",
    lambda name, _chance: f"{name} (Stadt)",
    lambda name, _chance: name.replace("-", " "),
    lambda name, _chance: name.replace("-", ""),
    lambda name, _chance: name.replace(" (", "/").replace(")", ""),
    lambda name, _chance: name.replace("(", "").replace(")", ""),
    lambda name, _chance: name.split(" (")[0],
    lambda name, _chance: name.replace(" an der ", "/").replace(" am ", "/"),
    lambda name, _chance: name.replace(" an der ", " a.d. ").replace(" am ", " a. "),
    lambda name, _chance: name.replace("Rheinland", "Rhld.").replace("Westf.", "Westfalen").replace("Sankt", "St."),
    lambda name, _chance: name.replace("-", " - "),
    lambda name, _chance: name.replace("-", "\N{NOT SIGN}") if "-" in name else name,
    _typing_error,
]
_DISTRICT_RULES: list[Callable[[str, random.Random], str]] = [
    lambda name, chance: chance.choice(_DISTRICT_PREFIXES) + name,
    lambda name, _chance: name.replace("-", " "),
    lambda name, _chance: f"{name.removeprefix('Kreis ')}, Kreis" if name.startswith("Kreis ") else name,
    lambda name, _chance: f"{name.removeprefix('Kreis ')} (Kreis)" if name.startswith("Kreis ") else name,
    lambda name, _chance: f"{name} – Der Landrat",
    lambda name, _chance: f"{name}, Kreissozialamt",
]
_LAST_RULES: list[Callable[[str, random.Random], str]] = [
    _same, _same, _swap(_UMLAUTS), _swap(_BARE), lambda text, _chance: text.upper(), lambda text, _chance: text.lower(),
    lambda text, _chance: f"  {text} ", lambda text, _chance: text.replace("ü", "u\N{COMBINING DIAERESIS}"),
]  # fmt: skip
