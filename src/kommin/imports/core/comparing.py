"""What a newer edition of a file changes: what is new, changed, gone, and what stays as it was."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kommin.imports.core.doubts import STOP, WITHDRAW, decision, doubt
from kommin.imports.core.rows import Evaluation, ReadRow, State, What


@dataclass(frozen=True, slots=True)
class Known:
    """A grant as the earlier edition has it. `row` is the number of its row there, `line` its line."""

    row: int
    line: int
    case: int
    identity: str
    case_key: str
    place_key: str
    applicant: str
    title: str
    block: str
    year: int
    day: date
    booked: Decimal
    paid: Decimal | None
    eligible: Decimal | None


@dataclass(frozen=True)
class Plan:
    """What loading does.

    Attributes:
        changes: by line of the new file: "new", "same", "changed", "replaced" or "carried".
        before: by line: the grant of the earlier edition it is about.
        gone: the grants of the earlier edition that no row names any more.
        kept: those of them that stay all the same.
    """

    changes: Mapping[int, str]
    before: Mapping[int, Known]
    gone: Sequence[Known]
    kept: Sequence[Known]

    def count(self, change: str) -> int:
        return sum(each == change for each in self.changes.values())


def compare(read: Evaluation, known: Iterable[Known]) -> Plan:
    """Match the rows with the earlier edition by their identity.

    A row that waits for a choice, or was left out by a doubt, does not make its grant vanish: what was loaded before
    stays until somebody decides. A row that counts for another day, year or place replaces the old one.
    """
    earlier = {each.identity: each for each in known}
    changes: dict[int, str] = {}
    before: dict[int, Known] = {}
    for row in read.rows:
        old = earlier.pop(row.identity, None) if row.what == What.GRANT and row.identity else None
        if old is not None:
            before[row.line] = old
        if row.state == State.READY:
            changes[row.line] = _change(row, old) if old else "new"
        elif old is not None and row.state == State.CHOICE:
            changes[row.line] = "carried"
    left_out = {line for line in before if line not in changes}
    gone = [*earlier.values(), *(before.pop(line) for line in sorted(left_out))]
    gone.sort(key=lambda each: each.line)
    withdrawn = decision("gone", read.mapping.decisions) != "keep"
    return Plan(changes, before, gone if withdrawn else [], [] if withdrawn else gone)


def _change(row: ReadRow, old: Known) -> str:
    place = row.entry.key if row.entry else ""
    if (old.year, old.day, old.place_key, old.case_key) != (row.year, row.day, place, row.case_key):
        return "replaced"
    if old.block != row.block or (old.booked < 0) != ((row.cents or 0) < 0):
        return "replaced"
    same = (old.booked, old.paid, old.eligible, old.title) == (
        row.cents, row.money.get("paid"), row.money.get("eligible"), row.title,
    )  # fmt: skip
    return "same" if same else "changed"


def tell_gone(read: Evaluation, plan: Plan, known: int) -> None:
    """Say what is gone; when that is most of the earlier edition, loading waits for a decision."""
    for each in (*plan.gone, *plan.kept):
        read.doubts.append(doubt("gone", text=each.applicant, value=each.booked, other=each.line))
    if len(plan.gone) * 2 > known and known > 1:
        read.doubts.append(doubt("many_gone", value=len(plan.gone), other=known))


def stops(read: Evaluation) -> bool:
    """Whether what is gone forbids loading until a person decides."""
    decided = read.mapping.decisions.get("gone", "")
    if decided == STOP:
        return any(each.kind == "gone" for each in read.doubts)
    return any(each.kind == "many_gone" for each in read.doubts) and decided != WITHDRAW
