"""From what people write to a list of places, best first, with an honest confidence.

A text is read word by word: stretches that are spellings of a name, and the words around them, each of which must be
explained (a designation, an office, a postcode, an addition such as "(Westf.)"). What cannot be explained lowers the
confidence, and so does every second place the text could mean. Only then come guesses at misspellings, which never
reach the confidence at which a match may be taken unasked.
"""

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from kommin.foundation.search import fold
from kommin.register.matching.entries import MUNICIPALITY, Entry
from kommin.register.matching.guessing import guesses
from kommin.register.matching.index import Index
from kommin.register.matching.reading import Word, read_words, repair
from kommin.register.matching.surroundings import Stretch, Surroundings, explain, names_a_body, stretches
from kommin.register.matching.vocabulary import Vocabulary

LONGEST_TEXT = 500
"""Characters of a text that are read; names of places are never longer."""
_CACHED = 20_000
_KEY, _KEY_WITHOUT_ZERO, _CONTRADICTION = 1.0, 0.96, 0.5
_OTHER_LEVEL, _ONE_OF_SEVERAL, _SECOND_OF_SEVERAL, _BESIDE_A_PART = 0.3, 0.75, 0.7, 0.85
_PART_WITH_LEVEL = 0.92
_SEVERAL_NAMES = 0.6
_GUESS_BELOW = 0.7
_WORTH_NAMING = 0.2


@dataclass(frozen=True, slots=True)
class Match:
    """A place that a text may mean.

    Attributes:
        entry: the place, one of today.
        confidence: 0 to 1; from `SURE` on it may be taken without asking.
        former: the former place that the text named and that led here, or None.
    """

    entry: Entry
    confidence: float
    former: Entry | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What a text means.

    Attributes:
        matches: best first; empty when nothing fits or the text names a body of its own.
        other_body: whether the text names a company, association or authority that only bears a place's name.
        mentioned: the places whose name such a body bears.
    """

    matches: tuple[Match, ...] = ()
    other_body: bool = False
    mentioned: tuple[Match, ...] = ()


@dataclass
class _Found:
    """Collects matches; the best confidence of each place counts."""

    index: Index
    by_key: dict[str, Match] = field(default_factory=dict)

    def add(self, entry: Entry, confidence: float) -> None:
        successors = self.index.today(entry)
        if len(successors) > 1:
            # A place that was divided: no successor may be taken unasked.
            confidence = min(confidence, _ONE_OF_SEVERAL)
        for today in successors:
            known = self.by_key.get(today.key)
            if known is None or known.confidence < confidence:
                self.by_key[today.key] = Match(today, confidence, entry if entry is not today else None)

    def ranked(self) -> tuple[Match, ...]:
        worth_naming = [match for match in self.by_key.values() if match.confidence >= _WORTH_NAMING]
        return tuple(
            sorted(
                worth_naming,
                key=lambda match: (
                    -match.confidence,
                    match.entry.level != MUNICIPALITY,
                    match.entry.name,
                    match.entry.key,
                ),
            )
        )


class Matcher:
    """Answers for one register; build it once, ask it often. Safe to share between threads that only ask.

    Args:
        entries: today's and former places.
        words: the language's words around a name.
        qualifiers: additions to names that are common in this register, each with the ways to write it.
        usual_additions: those of them that may stand behind any name.
    """

    def __init__(
        self,
        entries: Iterable[Entry],
        words: Vocabulary,
        qualifiers: Mapping[str, Iterable[str]] | None = None,
        usual_additions: Iterable[str] = (),
    ) -> None:
        self.index = Index(entries, words, qualifiers or {}, usual_additions)
        self._answers: OrderedDict[str, Answer] = OrderedDict()

    def find(self, text: str) -> Answer:
        """What the text means. Never raises for any text."""
        text = text[:LONGEST_TEXT].strip()
        known = self._answers.get(text)
        if known is None:
            known = self._answers[text] = self._find(repair(text))
            while len(self._answers) > _CACHED:
                self._answers.popitem(last=False)
        return known

    def forget(self) -> None:
        """Drop remembered answers."""
        self._answers.clear()

    def _find(self, text: str) -> Answer:
        if whole := self.index.by_key(text):
            entry, complete = whole
            # A key may also read as a name; then the name must not contradict it.
            if complete or fold(text) not in self.index.by_text:
                found = _Found(self.index)
                found.add(entry, _KEY if complete else _KEY_WITHOUT_ZERO)
                return Answer(found.ranked())
        words = read_words(text)
        named = stretches(words, self.index)
        if names_a_body(text, words, named, self.index.words):
            return Answer(other_body=True, mentioned=self._matches(words, named, guess=False))
        return Answer(self._matches(words, named, guess=True))

    def _matches(self, words: list[Word], named: list[Stretch], *, guess: bool) -> tuple[Match, ...]:
        found = _Found(self.index)
        around = [explain(words, named, stretch, self.index) for stretch in named]
        kept = [pair for pair in zip(named, around, strict=True) if not pair[1].beside_an_office] or list(
            zip(named, around, strict=True)
        )
        for stretch, surroundings in kept:
            self._judge(stretch, surroundings, found)
        if len(kept) > 1:
            self._weigh_several(found, [stretch for stretch, _ in kept])
        best = max((match.confidence for match in found.by_key.values()), default=0.0)
        if guess and best < _GUESS_BELOW:
            for entry, confidence in guesses(words, self.index):
                found.add(entry, confidence)
        self._heed_keys(words, found)
        return found.ranked()

    def _judge(self, stretch: Stretch, around: Surroundings, found: _Found) -> None:
        """Add what one stretch may mean."""
        candidates = [(spelling, spelling.worth) for spelling in stretch.spellings]
        parts = self.index.districts_named_in_part(stretch.text)
        judged: list[tuple[Entry, float]] = []
        for spelling, worth in candidates:
            confidence = min(worth, around.limit_for(spelling.entry, self.index, qualified=spelling.qualified))
            if around.level and spelling.entry.level != around.level and not stretch.says_its_level:
                confidence = min(confidence, _OTHER_LEVEL)
            judged.append((spelling.entry, confidence))
        rivals = {
            today.key
            for entry, confidence in judged
            if confidence > _OTHER_LEVEL and confidence >= max(value for _, value in judged) - 0.1
            for today in self.index.today(entry)
        }
        for entry, confidence in judged:
            if len(rivals) > 1:
                share = _ONE_OF_SEVERAL if entry.level == MUNICIPALITY else _SECOND_OF_SEVERAL
                confidence = min(confidence, share)
            elif parts and not around.level:
                confidence = min(confidence, _BESIDE_A_PART)
            found.add(entry, confidence)
        for part in parts:
            if around.level == part.entry.level:
                found.add(part.entry, min(_PART_WITH_LEVEL if len(parts) == 1 else _ONE_OF_SEVERAL, around.limit))
            else:
                found.add(part.entry, _OTHER_LEVEL if around.level else part.worth)

    def _weigh_several(self, found: _Found, named: list[Stretch]) -> None:
        """Several names in one text: a district beside its municipality confirms it, anything else is undecided."""
        best_of_each = []
        for stretch in named:
            keys = {today.key for spelling in stretch.spellings for today in self.index.today(spelling.entry)}
            mine = [match for match in found.by_key.values() if match.entry.key in keys]
            best_of_each.append(max(mine, key=lambda match: match.confidence, default=None))
        chosen = {match.entry.key: match for match in best_of_each if match}
        if len(chosen) < 2:
            return
        parents = {match.entry.parent_key for match in chosen.values() if match.entry.parent_key}
        small = [match for match in chosen.values() if match.entry.parent_key]
        confirmed = len(small) == 1 and all(key in parents for key in chosen if key != small[0].entry.key)
        for key, match in list(found.by_key.items()):
            if confirmed and key == small[0].entry.key:
                continue
            limit = _OTHER_LEVEL if confirmed else _SEVERAL_NAMES
            found.by_key[key] = Match(match.entry, min(match.confidence, limit), match.former)

    def _heed_keys(self, words: list[Word], found: _Found) -> None:
        """A key beside the name decides, unless the name says otherwise; then nothing is sure."""
        keyed = [
            self.index.by_key(word.text)
            for word in words
            if len(word.text) >= 5 and any(char.isdigit() for char in word.text)
        ]
        entries = [hit[0] for hit in keyed if hit and hit[1]]
        for entry in entries:
            for today in self.index.today(entry):
                agreeing = found.by_key.get(today.key)
                others = [match for match in found.by_key.values() if match.entry.key != today.key]
                if agreeing or not others:
                    found.by_key = {
                        key: Match(m.entry, min(m.confidence, _OTHER_LEVEL)) for key, m in found.by_key.items()
                    }
                    found.by_key[today.key] = Match(today, _KEY, entry if entry is not today else None)
                else:
                    found.add(entry, _CONTRADICTION)
                    for match in others:
                        confidence = min(match.confidence, _CONTRADICTION)
                        found.by_key[match.entry.key] = Match(match.entry, confidence, match.former)
