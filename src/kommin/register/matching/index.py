"""Everything that can be prepared before the first question: spellings, keys, word parts."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from kommin.foundation.search import fold
from kommin.register.matching.entries import DISTRICT, MUNICIPALITY, Entry
from kommin.register.matching.names import PART, SHORT, Spelling, addition_words, parts_of, spellings, take_apart
from kommin.register.matching.vocabulary import Vocabulary

_NOT_IN_KEYS = re.compile(r"[^0-9a-z]")


class Index:
    """Spellings and keys of one register, looked up in constant time.

    Args:
        entries: today's places and former ones.
        words: the language's words.
        qualifiers: additions common in the register and the ways to write each ("westfalen": ["westf", "i w"]).
        usual_additions: those of them that may stand behind any name of the register.
    """

    def __init__(
        self,
        entries: Iterable[Entry],
        words: Vocabulary,
        qualifiers: Mapping[str, Iterable[str]],
        usual_additions: Iterable[str],
    ) -> None:
        self.words = words
        self.usual_additions = frozenset(map(fold, usual_additions))
        self.entries = {entry.key: entry for entry in entries}
        self.qualifiers = {
            fold(variant): fold(group) for group, variants in qualifiers.items() for variant in (group, *variants)
        }
        self._variants: dict[str, list[str]] = defaultdict(list)
        for variant, group in self.qualifiers.items():
            self._variants[group].append(variant)
        self.additions = {entry.key: self._group(addition_words(entry, words)) for entry in self.entries.values()}
        self.by_text: dict[str, dict[str, Spelling]] = defaultdict(dict)
        self.by_letters: dict[str, dict[str, Spelling]] = defaultdict(dict)
        self.by_part: dict[str, dict[str, Spelling]] = defaultdict(dict)
        for entry in self.entries.values():
            self._add(entry)
        self.longest = max((text.count(" ") + 1 for text in self.by_text), default=1)
        self.texts = sorted(text for text in self.by_text if len(text) > 2)
        self._by_length: dict[int, list[str]] = defaultdict(list)
        for text in self.texts:
            self._by_length[len(text)].append(text)
        self._keys = self._prepare_keys()

    def by_key(self, text: str) -> tuple[Entry, bool] | None:
        """The entry with this key and whether the key was complete (a spreadsheet drops leading zeros)."""
        normal = _NOT_IN_KEYS.sub("", text.casefold())
        return self._keys.get(normal) if normal else None

    def today(self, entry: Entry) -> list[Entry]:
        """The places of today that a place leads to: itself, or its successors, followed to the end."""
        found: dict[str, Entry] = {}
        open_keys, seen = [entry.key], set()
        while open_keys:
            current = self.entries.get(key := open_keys.pop(0))
            if current is None or key in seen:
                continue
            seen.add(key)
            if current.successor_keys:
                open_keys.extend(current.successor_keys)
            else:
                found[key] = current
        return list(found.values())

    def beginning_with(self, text: str) -> Iterator[str]:
        """The longer spellings that begin so."""
        for place in range(bisect_right(self.texts, text), len(self.texts)):
            if not self.texts[place].startswith(text):
                return
            yield self.texts[place]

    def of_length(self, shortest: int, longest: int) -> list[str]:
        """The spellings of these lengths."""
        return [text for length in range(shortest, longest + 1) for text in self._by_length.get(length, ())]

    def addition_group(self, text: str) -> str | None:
        """The addition that folded words write, if the register knows it."""
        return self.qualifiers.get(text)

    def _group(self, addition: str) -> str:
        return self.qualifiers.get(addition, addition)

    def _add(self, entry: Entry) -> None:
        found = list(spellings(entry, self.words))
        if addition := self.additions[entry.key]:
            base = fold(take_apart(entry.name, self.words).base)
            found += [Spelling(f"{base} {variant}", entry, SHORT) for variant in self._variants[addition]]
        for spelling in found:
            _keep_best(self.by_text[spelling.text], spelling)
            _keep_best(self.by_letters[spelling.text.replace(" ", "")], spelling)
        for part in parts_of(entry, self.words):
            _keep_best(self.by_part[part.text], part)

    def _prepare_keys(self) -> dict[str, tuple[Entry, bool]]:
        keys: dict[str, tuple[Entry, bool]] = {}
        for entry in self.entries.values():
            for key in entry.same_body_keys:
                keys.setdefault(_NOT_IN_KEYS.sub("", key.casefold()), (entry, True))
        for entry in self.entries.values():
            keys[_NOT_IN_KEYS.sub("", entry.key.casefold())] = (entry, True)
        for normal, (entry, _) in list(keys.items()):
            if normal.isdigit() and normal.startswith("0"):
                keys.setdefault(normal.lstrip("0"), (entry, False))
        return keys

    def districts_named_in_part(self, text: str) -> list[Spelling]:
        """Districts whose name has this text as one of its words, where the text also names a municipality."""
        if not any(spelling.entry.level == MUNICIPALITY for spelling in self.by_text.get(text, {}).values()):
            return []
        return [
            Spelling(text, spelling.entry, PART, qualified=False)
            for spelling in self.by_part.get(text, {}).values()
            if spelling.entry.level == DISTRICT and not spelling.entry.successor_keys
        ]


def _keep_best(place: dict[str, Spelling], spelling: Spelling) -> None:
    known = place.get(spelling.entry.key)
    if known is None or known.worth < spelling.worth:
        place[spelling.entry.key] = spelling
