"""Which municipality a row is about: the right one, or a question. Never a wrong one in silence."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from kommin.foundation.search import fold
from kommin.imports.core.mapping import OUTSIDE
from kommin.imports.core.words import Words
from kommin.register.matching import SURE, Answer, Entry, Vocabulary

_SEPARATORS = re.compile(r"\s*[;/&+|\n]\s*|\s*,\s+")
_WORTH_OFFERING = 8
_BY_DISTRICT = 0.7
"""From this confidence on, the district beside a name may decide between places of the same name."""


class Status(StrEnum):
    """What is known about a recipient."""

    SURE = "sure"
    OUTSIDE = "outside"
    CHOOSE = "choose"
    UNKNOWN = "unknown"
    DIFFERS = "differs"
    JOINT = "joint"


@dataclass(frozen=True)
class Placed:
    """Whose grant it is.

    Attributes:
        entry: the place, where it is sure.
        candidates: what to choose from, best first; the members of a joint project in the order they are named.
        partners: the others of a joint project.
    """

    status: Status
    entry: Entry | None = None
    candidates: tuple[Entry, ...] = ()
    partners: tuple[Entry, ...] = ()


@dataclass
class Placer:
    """Asks the register and remembers.

    Args:
        find: the register search.
        entries: every place by its key.
        vocabulary: the words of the register's language around a name.
        chosen: what a person chose for a text: a key, or `OUTSIDE`.
    """

    find: Callable[[str], Answer]
    entries: Mapping[str, Entry]
    vocabulary: Vocabulary
    words: Words
    chosen: Mapping[str, str]

    def __post_init__(self) -> None:
        self._known: dict[tuple[str, str, str], Placed] = {}
        self._chosen = {fold(text): key for text, key in self.chosen.items()}

    def place(self, name: str, key: str = "", district: str = "") -> Placed:
        """Whose grant a row with this name, key and district is."""
        asked = (name, key, district)
        if asked not in self._known:
            self._known[asked] = self._place(name, key, district)
        return self._known[asked]

    def partners(self, text: str) -> tuple[Entry, ...]:
        """The partners that a cell names, as far as they are sure."""
        answers = [self.place(part) for part in self._parts(text)] if text else []
        return tuple(placed.entry for placed in answers if placed.entry)

    def _place(self, name: str, key: str, district: str) -> Placed:
        chosen = self._chosen.get(fold(name or key))
        if chosen == OUTSIDE:
            return Placed(Status.OUTSIDE)
        if chosen and chosen in self.entries:
            return Placed(Status.SURE, self.entries[chosen])
        by_name = self._by_name(name, district) if name else None
        by_key = self._by_key(key) if key else None
        if by_name is None:
            return by_key or Placed(Status.UNKNOWN)
        if by_key is None or by_key.entry is None:
            return by_name
        return self._both(by_name, by_key.entry)

    def _by_key(self, key: str) -> Placed:
        answer = self.find(key)
        if answer.matches and answer.matches[0].confidence >= SURE:
            return Placed(Status.SURE, answer.matches[0].entry)
        return Placed(Status.UNKNOWN, candidates=_offered(answer))

    def _both(self, by_name: Placed, entry: Entry) -> Placed:
        """A key beside a name settles which of several it is; it never overrules a name of another place."""
        if by_name.status == Status.OUTSIDE:
            return by_name
        if by_name.status == Status.SURE and by_name.entry:
            same = entry.key == by_name.entry.key or entry.key in by_name.entry.same_body_keys
            return by_name if same else Placed(Status.DIFFERS, candidates=(by_name.entry, entry))
        if by_name.status in (Status.CHOOSE, Status.JOINT) and entry.key in {each.key for each in by_name.candidates}:
            partners = tuple(each for each in by_name.candidates if each.key != entry.key)
            return Placed(Status.SURE, entry, partners=partners if by_name.status == Status.JOINT else ())
        return Placed(Status.DIFFERS, candidates=(entry, *by_name.candidates))

    def _by_name(self, name: str, district: str) -> Placed:
        answer = self.find(name)
        matches = answer.matches
        if answer.other_body:
            return Placed(Status.OUTSIDE)
        if matches and matches[0].confidence >= SURE and not self._rivals(answer):
            return Placed(Status.SURE, matches[0].entry)
        joint = self._joint(name)
        if joint is not None:
            return joint
        if matches and district and (found := self._in_district(answer, district)):
            return Placed(Status.SURE, found)
        if matches:
            return Placed(Status.CHOOSE, candidates=_offered(answer))
        return Placed(Status.UNKNOWN if self._sounds_like_a_place(name) else Status.OUTSIDE)

    def _rivals(self, answer: Answer) -> bool:
        """Whether a second place is as sure as the first."""
        sure = [match for match in answer.matches if match.confidence >= SURE]
        return len(sure) > 1 and sure[0].confidence - sure[1].confidence < 0.01

    def _in_district(self, answer: Answer, district: str) -> Entry | None:
        """The only candidate of that name which lies in the district that stands beside it."""
        best = answer.matches[0].confidence
        named = [match.entry for match in answer.matches if match.confidence >= max(_BY_DISTRICT, best - 0.1)]
        wanted = {fold(district)}
        if (found := self.find(district)).matches:
            wanted |= {match.entry.key.casefold() for match in found.matches if match.confidence >= _BY_DISTRICT}
        inside = []
        for entry in named:
            parent = self.entries.get(entry.parent_key)
            names = {entry.parent_key.casefold()} | ({fold(parent.name)} if parent else set())
            if names & wanted:
                inside.append(entry)
        return inside[0] if len(inside) == 1 else None

    def _joint(self, text: str) -> Placed | None:
        """Several municipalities in one cell; the lead is sure only where a word says who it is."""
        parts = self._parts(text)
        if len(parts) < 2:
            return None
        found: list[Entry] = []
        leads: list[Entry] = []
        for part in parts:
            answer = self.find(self._without_lead(part))
            if answer.other_body or not answer.matches or answer.matches[0].confidence < SURE:
                return None
            entry = answer.matches[0].entry
            found.append(entry)
            if self._without_lead(part) != part:
                leads.append(entry)
        distinct = tuple({entry.key: entry for entry in found}.values())
        if len(distinct) < 2:
            return None
        if len(leads) == 1:
            partners = tuple(entry for entry in distinct if entry.key != leads[0].key)
            return Placed(Status.SURE, leads[0], partners=partners)
        return Placed(Status.JOINT, candidates=distinct)

    def _parts(self, text: str) -> list[str]:
        """A text cut at everything that may stand between two names."""
        pieces = [piece for piece in _SEPARATORS.split(text) if piece]
        joins = "|".join(map(re.escape, self.words.joins))
        cut = [part for piece in pieces for part in re.split(rf"\s+(?:{joins})\s+", piece, flags=re.IGNORECASE)]
        return [part.strip(" ,.") for part in cut if part.strip(" ,.")]

    def _without_lead(self, part: str) -> str:
        for word in self.words.lead:
            part_without = re.sub(rf"[(\[]?\b{_letters(word)}\b[)\]:]*", "", part, flags=re.IGNORECASE).strip(" :-–")
            if part_without != part and part_without:
                return part_without
        return part

    def _sounds_like_a_place(self, name: str) -> bool:
        """Whether a name that the register does not know speaks of a municipality or district ("Stadt …")."""
        parts = fold(name).split()
        return bool(parts) and (parts[0] in self.vocabulary.levels or parts[-1] in self.vocabulary.levels)


def _letters(folded: str) -> str:
    """A pattern for a folded word as people write it: "foederfuehrend" also with umlauts."""
    text = re.escape(folded).replace(r"\ ", r"\s+")
    return text.replace("ae", "(?:ae|ä)").replace("oe", "(?:oe|ö)").replace("ue", "(?:ue|ü)")


def _offered(answer: Answer) -> tuple[Entry, ...]:
    return tuple(match.entry for match in answer.matches[:_WORTH_OFFERING])


def describe(entries: Sequence[Entry]) -> str:
    """Places for a sentence: name and key."""
    return ", ".join(f"{entry.name} ({entry.key})" for entry in entries)
