"""What a row says beside its amount: recipient, day and year, building block, title, reference."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from kommin.foundation.search import fold
from kommin.foundation.tables import Column
from kommin.foundation.tables.table import Cell, as_text, one_line
from kommin.imports.core.amounts import currency_in
from kommin.imports.core.days import Day, month_comes_first, read_day
from kommin.imports.core.doubts import ASK, DAY_FIRST, FIRST_LEADS, KEEP, LEAVE_OUT, MONTH_FIRST, TAKE, decision, doubt
from kommin.imports.core.mapping import DAYS
from kommin.imports.core.mapping import Mapping as FileMapping
from kommin.imports.core.placing import Placed, Placer, Status, describe
from kommin.imports.core.rows import ReadRow, State, Surroundings

LONGEST_TITLE, LONGEST_NAME, LONGEST_REFERENCE = 250, 300, 120
OLDEST_YEAR, YEARS_AHEAD = 1945, 10
_REMEMBERED = 20_000
_NO_DAY = Day()
REDACTED_NAME = "(geschwärzt)"
UNNAMED = "(ohne Angabe)"


@dataclass
class ContentReader:
    """Reads rows that are grants. One for a file: it remembers places, categories and how days are written.

    Attributes:
        columns: field → column.
        header: of the column of amounts; may name a currency.
    """

    columns: Mapping[str, Column]
    mapping: FileMapping
    around: Surroundings
    header: str = ""
    _month_first: dict[str, bool | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        around = self.around
        self._placer = Placer(around.find, around.entries, around.vocabulary, around.words, self.mapping.places)
        self._blocks = {fold(name): block.code for block in around.blocks for name in block.names if fold(name)}
        self._categories = {fold(text): code for text, code in self.mapping.categories.items()}
        self._currency = currency_in(self.header, around.words)
        # The same recipients, days and categories stand in thousands of rows.
        self._folded = lru_cache(_REMEMBERED)(fold)
        self._is_redacted = lru_cache(_REMEMBERED)(around.words.is_redacted)
        self._read_day = lru_cache(_REMEMBERED, typed=True)(
            lambda cell, month_first: read_day(cell, around.words, month_first=month_first)
        )
        decided = decision("day_order", self.mapping.decisions)
        for name in DAYS:
            if name in self.columns:
                proven = month_comes_first(self.columns[name].cells)
                self._month_first[name] = {DAY_FIRST: False, MONTH_FIRST: True}.get(decided, proven)

    def read(self, read: ReadRow) -> None:
        """Fill in a row; what keeps it from being loaded is a doubt."""
        self._texts(read)
        self._when(read)
        self._whose(read)
        self._category(read)
        self._money_of(read)
        if encoding := self.around.mixed.get(read.line):
            read.add(doubt("encoding", value=encoding))
        if not read.title:
            read.title = " ".join(filter(None, [read.applicant_name, str(read.year or "")])).strip()[:LONGEST_TITLE]

    def cell(self, read: ReadRow, name: str) -> Cell:
        """The cell of a field; None where it has no column."""
        column = self.columns.get(name)
        return read.row.cells[column.index] if column else None

    def text(self, read: ReadRow, name: str) -> str:
        """The cell of a field in one line; empty where it holds nothing."""
        column = self.columns.get(name)
        if column is None:
            return ""
        text = one_line(read.row.cells[column.index])
        return "" if self.around.words.is_nothing(text) else text

    def header_of(self, name: str) -> str:
        column = self.columns.get(name)
        return column.name if column else ""

    def _texts(self, read: ReadRow) -> None:
        title, reference = self.text(read, "title"), self.text(read, "reference")
        for name, text in (("title", title), ("reference", reference)):
            if text and self._is_redacted(text):
                self._redacted(read, name, text)
        read.title = title[:LONGEST_TITLE]
        if len(title) > LONGEST_TITLE:
            read.add(doubt("shortened", self.header_of("title"), value=LONGEST_TITLE))
        read.reference = "" if reference and self._is_redacted(reference) else reference[:LONGEST_REFERENCE]

    def _redacted(self, read: ReadRow, name: str, text: str) -> None:
        left_out = decision("redacted", self.mapping.decisions) == LEAVE_OUT
        read.add(doubt("redacted", self.header_of(name), text=text[:80]), State.LEFT_OUT if left_out else None)

    def _when(self, read: ReadRow) -> None:
        decided = self._day(read, "decided_on")
        year = self._read_day(self.cell(read, "year"), False)
        read.starts_on, read.ends_on = self._day(read, "starts_on").day, self._day(read, "ends_on").day
        read.day, read.year = decided.day, year.year or decided.year
        if read.year is None and self.mapping.year is not None:
            read.year = self.mapping.year
            if self.mapping.year_from:
                read.add(doubt("year_assumed", value=read.year, text=self.mapping.year_from))
        if read.year is None:
            read.add(doubt("no_year"), State.CHOICE)
        elif read.day is None:
            # Known by its year alone: it counts when the year is over, never before that is certain.
            read.day = min(date(read.year, 12, 31), self.around.today)
        elif read.day.year != read.year and abs(read.day.year - read.year) > 1:
            read.add(doubt("year_differs", self.header_of("year"), text=read.day.isoformat(), value=read.year))

    def _day(self, read: ReadRow, name: str) -> Day:
        if name not in self.columns:
            return _NO_DAY
        cell = self.cell(read, name)
        text = as_text(cell)
        if not text or self.around.words.is_nothing(text):
            return _NO_DAY
        found = self._read_day(cell, self._month_first.get(name))
        column = self.header_of(name)
        if found.other:
            said = doubt("day_order", column, text=text, value=found.day, other=found.other)
            read.add(said, State.CHOICE if name == "decided_on" else None)
        elif not found.is_known or not OLDEST_YEAR <= (found.year or 0) <= self.around.today.year + YEARS_AHEAD:
            read.add(doubt("bad_day", column, text=text[:80]))
            return Day()
        elif found.day and found.day > self.around.today and name == "decided_on":
            read.add(doubt("future", column, value=found.day.isoformat()))
        return found

    def _whose(self, read: ReadRow) -> None:
        name, key = self.text(read, "applicant"), self.text(read, "key")
        written = name or one_line(self.cell(read, "applicant"))
        read.applicant_text = name or key
        read.partners_text = self.text(read, "partners")
        if written and self._is_redacted(written):
            read.applicant_name = REDACTED_NAME
            read.applicant_text = written[:LONGEST_NAME]
            self._redacted(read, "applicant", written)
            return
        if not name and not key:
            self._nobody(read)
            return
        placed = self._placer.place(name, key, self.text(read, "district"))
        read.applicant_name = (name or key)[:LONGEST_NAME]
        read.candidates = placed.candidates
        if placed.partners or read.partners_text:
            partners = {entry.key: entry for entry in (*placed.partners, *self._placer.partners(read.partners_text))}
            read.partners = tuple(partners.values())
        self._judge_place(read, placed, name, key)

    def _judge_place(self, read: ReadRow, placed: Placed, name: str, key: str) -> None:
        column = self.header_of("applicant") or self.header_of("key")
        candidates = describe(placed.candidates) if placed.candidates else ""
        text = (name or key)[:120]
        match placed.status:
            case Status.SURE:
                read.entry = placed.entry
            case Status.OUTSIDE:
                read.add(doubt("outside", column, text=text))
            case Status.CHOOSE:
                read.add(doubt("place", column, text=text, candidates=candidates), State.CHOICE)
            case Status.UNKNOWN:
                read.add(doubt("place_unknown", column, text=text), State.CHOICE)
            case Status.DIFFERS:
                said = doubt("key_differs", self.header_of("key"), text=text, key=key, candidates=candidates)
                read.add(said, State.CHOICE)
            case Status.JOINT:
                first = decision("joint", self.mapping.decisions) == FIRST_LEADS
                read.add(doubt("joint", column, text=text, candidates=candidates), None if first else State.CHOICE)
                if first:
                    read.entry, read.partners = placed.candidates[0], placed.candidates[1:]
        if read.entry:
            read.applicant_name = read.entry.official_name or read.entry.name

    def _nobody(self, read: ReadRow) -> None:
        decided = decision("no_applicant", self.mapping.decisions)
        state = {KEEP: None, LEAVE_OUT: State.LEFT_OUT, ASK: State.CHOICE}[decided]
        read.applicant_name = UNNAMED if decided == KEEP or self.mapping.rows.get(str(read.line)) == TAKE else ""
        read.add(doubt("no_applicant", self.header_of("applicant")), state)

    def _category(self, read: ReadRow) -> None:
        text = self.text(read, "block")
        read.category = text
        if not text:
            return
        folded = self._folded(text)
        known = self._categories.get(folded, self._blocks.get(folded))
        read.block = known or ""
        if known is None:
            read.add(doubt("category", self.header_of("block"), text=text[:120]))

    def _money_of(self, read: ReadRow) -> None:
        """A row in another currency is no amount of this programme, unless a person says that its figures are."""
        words = self.around.words
        written = self.text(read, "currency")
        named = (currency_in(written, words) or written.upper()[:3]) if written else (read.currency or self._currency)
        if named and named != self.mapping.currency:
            shown = as_text(self.cell(read, "amount"))
            read.add(
                doubt("currency", self.header_of("currency") or self.header, text=shown, value=named,
                      other=self.mapping.currency),
                State.CHOICE,
            )  # fmt: skip
