"""The words that spreadsheets about grants use, from `data/words.toml`. Data, so another language is another line."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import TypeVar

from kommin.foundation.search import fold


@dataclass(frozen=True)
class Words:
    """Folded words.

    Attributes:
        headers: field → what its header may be called, the best first.
        not_granted: words in a header that rule out the amount granted.
        totals_begin, totals_end: how a text that names a sum begins or ends.
        carried: beginnings of a sum that is carried forward from an earlier page.
        above: words before a control total in the lines above a table.
        redacted, nothing: what stands in a cell whose content was hidden, or never there.
        lead: what marks the leading partner of a joint project.
        joins: words between two names.
        months: name → number.
        units: as written (lower case, not folded) → factor, longest first.
        currencies: as written (lower case, not folded) → code of ISO 4217, longest first.
        nothing_has_digits: whether a word for nothing has a digit; otherwise no number and no day is one.
        sum_hint, redacted_hint: found in every text that may name a sum, or say that something was hidden. Folding
            thousands of texts costs far more than looking for these.
    """

    headers: Mapping[str, tuple[str, ...]]
    not_granted: tuple[str, ...]
    totals_begin: tuple[str, ...]
    totals_end: tuple[str, ...]
    carried: tuple[str, ...]
    above: tuple[str, ...]
    redacted: frozenset[str]
    nothing: frozenset[str]
    lead: tuple[str, ...]
    joins: tuple[str, ...]
    months: Mapping[str, int]
    units: Mapping[str, int]
    currencies: Mapping[str, str]
    sum_hint: re.Pattern[str]
    redacted_hint: re.Pattern[str]
    nothing_has_digits: bool = True

    def is_redacted(self, text: str) -> bool:
        """Whether the content of a cell was hidden: blackened, starred out, or named so."""
        if _BLACKENED.fullmatch(text):
            return True
        return bool(self.redacted_hint.search(text)) and bool(self.redacted.intersection(fold(text).split()))

    def is_nothing(self, text: str) -> bool:
        """Whether a cell says that it holds nothing ("k. A.", "–")."""
        if len(text) > _LONGEST_NOTHING or (not self.nothing_has_digits and _DIGIT.search(text)):
            return False
        return _folded_cell(text) in self.nothing and not _BLACKENED.fullmatch(text)

    def names_a_sum(self, text: str) -> bool:
        """Whether a text names a sum: "Zwischensumme", "Kreis Borken gesamt", "Total:"."""
        if len(text) > _LONGEST_NAME_OF_A_SUM or not self.sum_hint.search(text):
            return False
        folded = fold(text)
        return _begins(folded, self.totals_begin) or any(
            folded == word or folded.endswith(f" {word}") for word in self.totals_end
        )

    def carries_forward(self, text: str) -> bool:
        """Whether a text names the sum of all that stands above it on earlier pages."""
        return _begins(fold(text), self.carried)


_DIGIT = re.compile(r"\d")
_BLACKENED = re.compile(r"[\s█▇■▓▒░*xX_.\-–—]*(?:[█▇■▓▒░]|\*{2,}|[xX]{3,})[\s█▇■▓▒░*xX_.\-–—]*")
_LONGEST_NAME_OF_A_SUM, _LONGEST_NOTHING = 80, 20
Value = TypeVar("Value")


@lru_cache(maxsize=20_000)
def _folded_cell(text: str) -> str:
    """A short cell, folded; the same few are asked about again and again."""
    return fold(text)


def _begins(folded: str, words: tuple[str, ...]) -> bool:
    return any(folded == word or folded.startswith(f"{word} ") for word in words)


@lru_cache(maxsize=1)
def words() -> Words:
    """The words of all languages that the software ships."""
    data = tomllib.loads((resources.files("kommin.imports") / "data" / "words.toml").read_text(encoding="utf-8"))
    totals = data["totals"]
    return Words(
        headers={field: _folded(names) for field, names in data["headers"].items()},
        not_granted=_folded(data["not_granted"]["words"]),
        totals_begin=_folded(totals["begins"]),
        totals_end=_folded(totals["ends"]),
        carried=_folded(totals["carried"]),
        above=_folded(totals["above"]),
        redacted=frozenset(_folded(data["redacted"]["words"])),
        nothing=frozenset(map(fold, data["nothing"]["words"])),
        lead=_folded(data["lead"]["words"]),
        joins=_folded(data["joins"]["words"]),
        months={fold(name): int(number) for number, names in data["months"].items() for name in names},
        units=_longest_first({sign: int(factor) for factor, signs in data["units"].items() for sign in signs}),
        currencies=_longest_first({sign: code for code, signs in data["currencies"].items() for sign in signs}),
        sum_hint=_hint([*totals["begins"], *totals["ends"], *totals["carried"]]),
        redacted_hint=_hint(data["redacted"]["words"]),
        nothing_has_digits=any(_DIGIT.search(word) for word in data["nothing"]["words"]),
    )


def _folded(names: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, map(fold, names))))


def _hint(names: list[str]) -> re.Pattern[str]:
    """Matches wherever a word may stand, however its accents are written: letters beyond ASCII may be anything."""
    parts = {re.sub(r"\\?[^a-z0-9]+", ".{1,3}", name.casefold()) for name in names}
    return re.compile("|".join(sorted(parts)), re.IGNORECASE)


def _longest_first(signs: dict[str, Value]) -> dict[str, Value]:
    return dict(sorted(signs.items(), key=lambda pair: -len(pair[0])))
