"""Matching every row of a table."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kommin.foundation.tables import Table
from kommin.register.matching import SURE, Answer, Matcher

COLUMNS = ("line", "text", "status", "key", "name", "confidence", "others")
SURE_STATUS, CHOOSE, OTHER_BODY, NOTHING, EMPTY = "sure", "choose", "other_body", "nothing", "empty"
_OTHERS = 4
_ROWS_PER_STEP = 250


@dataclass(frozen=True, slots=True)
class MatchedRow:
    """A row's text and what it means."""

    line: int
    text: str
    answer: Answer

    @property
    def status(self) -> str:
        """Whether the best match may be taken, or a person must choose, or there is nothing to take."""
        if not self.text:
            return EMPTY
        if self.answer.other_body:
            return OTHER_BODY
        if not self.answer.matches:
            return NOTHING
        return SURE_STATUS if self.answer.matches[0].confidence >= SURE else CHOOSE


def match_rows(
    matcher: Matcher, table: Table, position: int, advance: Callable[[int], object] | None = None
) -> Iterator[MatchedRow]:
    """The meaning of every row's cell at `position`; `advance` is told how many more are done."""
    for number, row in enumerate(table.rows, 1):
        text = row.text(position)
        yield MatchedRow(row.line, text, matcher.find(text))
        if advance and number % _ROWS_PER_STEP == 0:
            advance(_ROWS_PER_STEP)
    if advance:
        advance(len(table.rows) % _ROWS_PER_STEP)


def as_row(matched: MatchedRow) -> tuple[object, ...]:
    """The values of `COLUMNS`. Where a person must choose, no key is given, only the choices."""
    matches = matched.answer.matches
    sure = matched.status == SURE_STATUS
    best = matches[0] if matches and sure else None
    others = matches[1:] if sure else matches
    return (
        matched.line,
        matched.text,
        matched.status,
        best.entry.key if best else "",
        best.entry.name if best else "",
        round(matches[0].confidence, 2) if matches else "",
        "; ".join(f"{match.entry.key} {match.entry.name} ({match.confidence:.2f})" for match in others[:_OTHERS]),
    )


def summary(rows: Sequence[MatchedRow]) -> list[tuple[str, int]]:
    """How many rows of each status, in a fixed order."""
    counts = Counter(row.status for row in rows)
    return [(status, counts[status]) for status in (SURE_STATUS, CHOOSE, OTHER_BODY, NOTHING, EMPTY) if counts[status]]


def status_label(status: str) -> str:
    """A status in the reader's language."""
    return {
        SURE_STATUS: _("found"),
        CHOOSE: _("please choose"),
        OTHER_BODY: _("a body of its own"),
        NOTHING: _("not found"),
        EMPTY: _("empty"),
    }[status]
