"""What the file says and what would be loaded, compared to the cent; every difference stands with its row."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from kommin.imports.core.mapping import MONEY
from kommin.imports.core.rows import Evaluation, ReadRow, State, What


@dataclass(frozen=True)
class Step:
    """One reason why a sum differs: the row, what it is, and by how much."""

    line: int
    column: str
    kind: str
    text: str
    difference: Decimal


@dataclass(frozen=True)
class ColumnSum:
    """One column of amounts.

    Attributes:
        before: the exact sum of everything in it that is a number, sums among the rows included.
        of_grants: the exact sum of the rows that are grants.
        after: what would be loaded, in whole cents.
        steps: why `after` is not `before`; their differences add up to `after - before`.
    """

    field: str
    column: str
    before: Decimal
    of_grants: Decimal
    after: Decimal
    steps: tuple[Step, ...]

    @property
    def difference(self) -> Decimal:
        return self.after - self.before


def reconcile(read: Evaluation) -> list[ColumnSum]:
    """Every column of amounts, before and after. The steps always add up: what is not explained cannot happen."""
    return [_column(read, name) for name in MONEY if name in read.mapping.columns]


def _column(read: Evaluation, name: str) -> ColumnSum:
    column = read.mapping.columns[name]
    steps = tuple(step for row in read.rows for step in _steps(row, name, column))
    exact = [(row, value) for row in read.rows if (value := _exact(row, name)) is not None]
    return ColumnSum(
        field=name,
        column=column,
        before=sum((value for _row, value in exact), Decimal(0)),
        of_grants=sum((value for row, value in exact if row.what == What.GRANT), Decimal(0)),
        after=sum((cents for row in read.rows if row.state == State.READY and (cents := _cents(row, name)) is not None),
                  Decimal(0)),
        steps=steps,
    )  # fmt: skip


def _steps(row: ReadRow, name: str, column: str) -> Iterator[Step]:
    exact, cents = _exact(row, name), _cents(row, name)
    if exact is None or cents is None:
        return
    if row.state != State.READY:
        kind, text = _why(row)
        if exact:
            yield Step(row.line, column, kind, text, -exact)
    elif exact != cents:
        yield Step(row.line, column, "rounded", str(exact), cents - exact)


def _why(row: ReadRow) -> tuple[str, str]:
    """The doubt that kept a row out."""
    deciding = [each for each in row.doubts if each.kind not in _HARMLESS] or row.doubts
    return (deciding[-1].kind, deciding[-1].text) if deciding else ("left_out", "")


_HARMLESS = {"rounded", "number_format", "number_odd", "unit", "category", "shortened", "encoding", "outside", "future",
             "year_assumed", "year_differs", "bad_day", "redacted"}  # fmt: skip


def _exact(row: ReadRow, name: str) -> Decimal | None:
    return row.exact if name == "amount" else row.exact_money.get(name)


def _cents(row: ReadRow, name: str) -> Decimal | None:
    return row.cents if name == "amount" else row.money.get(name)


def sums_by_field(sums: list[ColumnSum]) -> Mapping[str, ColumnSum]:
    """The same by field."""
    return {one.field: one for one in sums}
