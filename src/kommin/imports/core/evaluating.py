"""Reading a table by its mapping: every row ready, to be chosen, or left out, and why."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from kommin.foundation.tables import Column, NumberFormat, Table
from kommin.foundation.tables.formats import recognise_numbers
from kommin.foundation.tables.table import Cell, as_text
from kommin.imports.core import identity, totals
from kommin.imports.core.amounts import (
    Amount,
    AmountReader,
    formats_to_try,
    plain,
    unit_in,
)
from kommin.imports.core.contents import ContentReader
from kommin.imports.core.doubts import ACCEPT, ASK, KEEP, LEAVE_OUT, ONCE, TAKE, decision, doubt
from kommin.imports.core.mapping import MONEY
from kommin.imports.core.mapping import Mapping as FileMapping
from kommin.imports.core.rows import Control, Evaluation, ReadRow, State, Surroundings, What
from kommin.law.money import round_cents

_TELL_EVERY = 500
Records = Sequence[tuple[int, Sequence[Cell]]]


def evaluate(
    table: Table,
    records: Records,
    mapping: FileMapping,
    around: Surroundings,
    control_total: Decimal | None = None,
) -> Evaluation:
    """Read every row. Where a format is doubtful and the control totals fit one reading alone, they decide.

    Args:
        table, records: the sheet, as a table and line by line (what stands above the header may name a sum).
        control_total: the sum of all grants as the person knows it.
    """
    first = _read(table, records, mapping, around, control_total)
    doubtful = any(each.kind == "number_format" for row in first.rows for each in row.doubts)
    if not doubtful or _all_fit(first):
        return first if not doubtful else _settled(first)
    for written in formats_to_try(first.formats["amount"]).values():
        numbers = {**mapping.numbers, "amount": written}
        other = _read(table, records, mapping.with_(numbers=numbers), around, control_total)
        if other.controls and _all_fit(other):
            other.settled_by_total = ("number_format",)
            return other
    return first


def _all_fit(read: Evaluation) -> bool:
    """Whether there is a control total, and the rows make it."""
    return bool(read.controls) and all(control.fits for control in read.controls)


def _settled(read: Evaluation) -> Evaluation:
    """The doubts about the format are gone: the sums prove it."""
    for row in read.rows:
        if row.what == What.GRANT and any(each.kind == "number_format" for each in row.doubts):
            row.doubts = [each for each in row.doubts if each.kind != "number_format"]
    read.settled_by_total = ("number_format",)
    return read


def _read(
    table: Table, records: Records, mapping: FileMapping, around: Surroundings, control_total: Decimal | None
) -> Evaluation:
    columns = {name: table.column(column) for name, column in mapping.columns.items()}
    readers = {name: _reader(columns[name], mapping, records, table, around) for name in MONEY if name in columns}
    rows = [ReadRow(row) for row in table.rows]
    for read in rows:
        _money(read, columns, readers)
    counters = totals.counters(table)
    places = totals.Places(
        amount=columns["amount"].index,
        money=frozenset(columns[name].index for name in MONEY if name in columns),
        applicant=columns["applicant"].index if "applicant" in columns else None,
        counters=counters,
    )
    controls = totals.sort_out(rows, table, places, around.words)
    content = ContentReader(columns, mapping, around, header=columns["amount"].name)
    for number, read in enumerate(rows):
        if number % _TELL_EVERY == 0:
            around.tell(number, len(rows))
        if read.what == What.GRANT:
            _judge_amount(read, mapping, columns["amount"].name)
            content.read(read)
    _duplicates(rows, mapping, counters)
    found = Evaluation(table, mapping, rows, formats={name: reader.written for name, reader in readers.items()})
    above = list(totals.controls_above(records, table.header_line, readers["amount"], around.words))
    found.controls = [*_controls(found, above, control_total), *controls]
    identity.identify(rows)
    identity.join_reductions(rows, decision("negative", mapping.decisions) != LEAVE_OUT)
    _single_decisions(rows, mapping)
    _judge_controls(found)
    return found


def _reader(column: Column, mapping: FileMapping, records: Records, table: Table, around: Surroundings) -> AmountReader:
    """How the amounts of a column are read: as a person said, otherwise as its cells show."""
    words = around.words
    said = next((mapping.numbers[name] for name, its in mapping.columns.items()
                 if its == column.name and name in mapping.numbers), None)  # fmt: skip
    above = " ".join(as_text(cell) for line, record in records if line < table.header_line for cell in record)
    unit = mapping.unit if mapping.unit > 1 else unit_in(column.name, words)
    if unit == 1 and (named := unit_in(above, words)) > 1:
        unit = named
    bare = AmountReader(words, column.name, NumberFormat())
    written = said or recognise_numbers(_bare_numbers(column.cells, bare)) or NumberFormat(",", ".")
    return AmountReader(words, column.name, written, unit, settled=said is not None)


def _bare_numbers(cells: Iterable[Cell], reader: AmountReader) -> list[Cell]:
    """The cells that hold digits, without currency and unit, so that only the format is left."""
    return [
        reader.bare(cell) if isinstance(cell, str) else cell
        for cell in cells
        if isinstance(cell, int | float) or (isinstance(cell, str) and any(char.isdigit() for char in cell))
    ]


def _money(read: ReadRow, columns: Mapping[str, Column], readers: Mapping[str, AmountReader]) -> None:
    for name, reader in readers.items():
        amount: Amount = reader.read(read.row.cells[columns[name].index])
        if name == "amount":
            read.exact, read.cents, read.currency = amount.exact, amount.cents, amount.currency
            read.doubts += amount.doubts
        else:
            if amount.exact is not None and amount.cents is not None:
                read.exact_money = {**read.exact_money, name: amount.exact}
                read.money = {**read.money, name: amount.cents}
            read.doubts += [each for each in amount.doubts if each.kind != "no_amount"]


def _judge_amount(read: ReadRow, mapping: FileMapping, column: str) -> None:
    """What becomes of a row because of its amount."""
    if read.exact is None:
        read.state = State.LEFT_OUT
    elif read.exact == 0:
        taken = decision("zero", mapping.decisions) == TAKE
        read.add(doubt("zero", column), None if taken else State.LEFT_OUT)


def _duplicates(rows: Sequence[ReadRow], mapping: FileMapping, counters: frozenset[int]) -> None:
    """The same row again, whatever its running number: once or twice is for a person to say."""
    decided = decision("duplicate", mapping.decisions)
    first: dict[tuple[str, ...], int] = {}
    for read in rows:
        if read.what != What.GRANT or read.state == State.LEFT_OUT:
            continue
        text = totals.text_of(read.row, counters)
        if text in first:
            state = {KEEP: None, ONCE: State.LEFT_OUT, ASK: State.CHOICE}[decided]
            read.add(doubt("duplicate", other=first[text]), state)
        else:
            first[text] = read.line


def _controls(
    read: Evaluation, above: Sequence[tuple[int, str, tuple[Decimal, ...]]], control_total: Decimal | None
) -> list[Control]:
    """The totals that are about all rows: given by the person, and written above the table."""
    counted = [row for row in read.grants if row.exact is not None]
    sums = _sums_of_all(counted)
    found = []
    if control_total is not None:
        found.append(Control(0, "", control_total, _nearest(sums, control_total)))
    for line, text, amounts in above:
        if len(counted) in amounts and len(amounts) > 1:
            amounts = tuple(amount for amount in amounts if amount != len(counted))
        fitting = [amount for amount in amounts if amount in sums]
        said = fitting[0] if fitting else max(amounts, key=abs)
        if not fitting and said == len(counted):
            continue  # the number of grants, not their sum
        found.append(Control(line, text, said, _nearest(sums, said)))
    return found


def _sums_of_all(rows: Sequence[ReadRow]) -> list[Decimal]:
    """What a total of all rows can mean: with every row, or with repeated ones counted once."""
    once = [row for row in rows if not any(each.kind == "duplicate" for each in row.doubts)]
    return list(dict.fromkeys([*_meanings(rows), *_meanings(once)]))


def _meanings(rows: Sequence[ReadRow]) -> list[Decimal]:
    """A sum as written, with each row in whole cents, and rounded once at the end."""
    exact = sum((row.exact for row in rows if row.exact is not None), Decimal(0))
    return [exact, sum((row.cents for row in rows if row.cents is not None), Decimal(0)), round_cents(exact)]


def _nearest(sums: Sequence[Decimal], said: Decimal) -> Decimal:
    return said if said in sums else sums[0]


def _single_decisions(rows: Sequence[ReadRow], mapping: FileMapping) -> None:
    """What a person said about single rows; nothing can be taken over that has no amount, recipient or year."""
    for read in rows:
        said = mapping.rows.get(str(read.line))
        if said == LEAVE_OUT:
            read.state = State.LEFT_OUT
        elif said == TAKE and read.state != State.READY and read.exact is not None and read.year is not None and (
            read.entry is not None or read.applicant_name
        ):  # fmt: skip
            read.state = State.READY


def _judge_controls(read: Evaluation) -> None:
    """Repetitions that a total settles; totals that do not fit are doubts of the whole file."""
    given_all = [control for control in read.controls if control.fits and control.line <= read.table.header_line]
    repeated = [row for row in read.grants if any(each.kind == "duplicate" for each in row.doubts)]
    if given_all and repeated and decision("duplicate", read.mapping.decisions) == ASK:
        _settle_duplicates(read, repeated, given_all[0].said)
    for control in read.controls:
        if not control.fits:
            read.doubts.append(
                doubt("total_differs", text=control.text, value=plain(control.said), other=plain(control.counted),
                      difference=plain(control.difference), line=control.line)
            )  # fmt: skip


def _settle_duplicates(read: Evaluation, repeated: Sequence[ReadRow], said: Decimal) -> None:
    """A total of all rows that fits with, or without, the repeated ones says whether they count."""
    everything = [row for row in read.grants if row.exact is not None]
    twice = {row.line for row in repeated}
    once = [row for row in everything if row.line not in twice]
    with_all, without = said in _meanings(everything), said in _meanings(once)
    if with_all == without:
        return
    for row in repeated:
        if row.state != State.CHOICE:
            continue
        if without:
            row.state = State.LEFT_OUT
        elif [each.kind for each in row.doubts if each.kind in _CHOICES] == ["duplicate"]:
            row.state = State.READY
    read.settled_by_total = (*read.settled_by_total, "duplicate")


_CHOICES = frozenset({
    "duplicate", "place", "place_unknown", "key_differs", "joint", "day_order", "no_year", "no_applicant", "currency",
    "negative_alone", "elsewhere",
})  # fmt: skip
"""The doubts that leave a row to a person."""


def blocked(read: Evaluation) -> bool:
    """Whether a control total forbids loading until a person says otherwise."""
    differs = any(each.kind == "total_differs" for each in read.doubts)
    return differs and decision("total_differs", read.mapping.decisions) != ACCEPT


def complete(mapping: FileMapping, columns: Mapping[str, str]) -> FileMapping:
    """A mapping with every column that was recognised."""
    return replace(mapping, columns=dict(columns))
