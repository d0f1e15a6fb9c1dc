"""An import in figures: what is kept for lists and pages, and what `--json` answers."""

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from kommin.imports.core.amounts import plain
from kommin.imports.core.doubts import Doubt
from kommin.imports.core.reconciling import ColumnSum, Step
from kommin.imports.core.rows import Control, Evaluation, State, What

if TYPE_CHECKING:
    from kommin.imports.actions.preparing import Draft

_NO_PROBLEM = frozenset({"total", "heading"})


def summary_of(made: "Draft") -> dict[str, Any]:
    """What is kept of a file that was read; texts of doubts are made when somebody reads them."""
    read = made.prepared.read
    return {
        "counts": counts(read) | changes(made),
        "kinds": dict(Counter(each.kind for row in read.rows for each in row.doubts)),
        "doubts": [each.to_json() for each in read.doubts],
        "controls": [_control(each) for each in read.controls],
        "sums": [_sum(each) for each in made.prepared.sums],
        "columns": [column.name for column in read.table.columns],
        "sheets": made.prepared.proposal.sheets,
        "sheet": read.table.sheet,
        "header_line": read.table.header_line,
        "above": list(read.table.above)[:20],
        "settled_by_total": list(read.settled_by_total),
        "categories": _categories(read),
        "year_from": made.prepared.mapping.year_from,
        "blocked": made.is_blocked,
        "unchanged": made.changes_nothing,
    }


def counts(read: Evaluation) -> dict[str, int]:
    """How many rows there are, and what is to happen with them."""
    states = Counter(row.state for row in read.rows)
    return {
        "rows": len(read.rows),
        "ready": states[State.READY],
        "choice": states[State.CHOICE],
        "left_out": states[State.LEFT_OUT],
        "totals": sum(row.what == What.TOTAL for row in read.rows),
        "outside": sum(row.state == State.READY and row.entry is None for row in read.rows),
        "joint": sum(bool(row.partners) for row in read.rows),
    }


def changes(made: "Draft") -> dict[str, int]:
    """What loading would change."""
    plan = made.plan
    names = ("new", "same", "changed", "replaced", "carried")
    return {name: plan.count(name) for name in names} | {"gone": len(plan.gone), "kept": len(plan.kept)}


def answer(made: "Draft", *, loaded: bool) -> dict[str, Any]:
    """What `--json` answers: the same for a trial run and for a load, which alone has `imported`."""
    read = made.prepared.read
    counted = counts(read)
    changed = changes(made)
    written = [row for row in read.rows if made.plan.changes.get(row.line) in {"new", "changed", "replaced"}]
    granted = next((each for each in made.prepared.sums if each.field == "amount"), None)
    return {
        "programme": made.programme.slug,
        "source": made.source,
        "rows": counted["rows"],
        "imported": len(written) if loaded else 0,
        "unchanged": changed["same"] + changed["carried"],
        "skipped": counted["left_out"],
        "needs_choice": counted["choice"],
        "ready": counted["ready"],
        "amount_eur": plain(granted.after if granted else Decimal(0)),
        "amount_in_file": plain(granted.of_grants if granted else Decimal(0)),
        "amount_needs_choice": plain(_sum_of(read, State.CHOICE)),
        "amount_skipped": plain(_sum_of(read, State.LEFT_OUT)),
        "changes": changed,
        "control_totals": [_control(each) for each in read.controls],
        "sums": [_sum(each) | {"steps": [_step(step) for step in each.steps]} for each in made.prepared.sums],
        "problems": list(problems(read)),
        "blocked": made.is_blocked,
        "mapping": made.prepared.mapping.to_json(),
    }


def problems(read: Evaluation) -> Iterator[dict[str, Any]]:
    """Everything that was doubtful: row, column, reason. Row 0 is the file as a whole."""
    for each in read.doubts:
        yield _problem(0, each, "file")
    for row in read.rows:
        for each in row.doubts:
            if each.kind not in _NO_PROBLEM:
                yield _problem(row.line, each, str(row.state))


def _problem(line: int, each: Doubt, state: str) -> dict[str, Any]:
    return {"row": line, "column": each.column, "reason": each.text, "kind": each.kind, "state": state}


def _sum_of(read: Evaluation, state: State) -> Decimal:
    """The amounts of grants in a state, as they stand in the file."""
    return sum((row.exact for row in read.grants if row.state == state and row.exact is not None), Decimal(0))


def _control(control: Control) -> dict[str, Any]:
    return {
        "row": control.line,
        "text": control.text,
        "says": plain(control.said),
        "rows_make": plain(control.counted),
        "difference": plain(control.difference),
        "fits": control.fits,
    }


def _sum(each: ColumnSum) -> dict[str, Any]:
    return {
        "field": each.field,
        "column": each.column,
        "before": plain(each.before),
        "of_grants": plain(each.of_grants),
        "after": plain(each.after),
        "difference": plain(each.difference),
        "explained": plain(sum((step.difference for step in each.steps), Decimal(0))),
        "by_kind": _by_kind(each),
    }


def _by_kind(each: ColumnSum) -> list[dict[str, Any]]:
    """The steps of a reconciliation added up by what they are."""
    numbers: Counter[str] = Counter()
    amounts: dict[str, Decimal] = {}
    for step in each.steps:
        numbers[step.kind] += 1
        amounts[step.kind] = amounts.get(step.kind, Decimal(0)) + step.difference
    return [{"kind": kind, "rows": number, "difference": plain(amounts[kind])} for kind, number in numbers.items()]


def _step(step: Step) -> dict[str, Any]:
    return {"row": step.line, "column": step.column, "kind": step.kind, "reason": step.text,
            "difference": plain(step.difference)}  # fmt: skip


def _categories(read: Evaluation) -> list[dict[str, Any]]:
    """Every category that stands in the file, the building block it became, and in how many rows."""
    found: dict[str, dict[str, Any]] = {}
    for row in read.grants:
        if row.category:
            each = found.setdefault(row.category, {"text": row.category, "block": row.block, "rows": 0})
            each["rows"] += 1
    return [found[text] for text in sorted(found)][:200]
