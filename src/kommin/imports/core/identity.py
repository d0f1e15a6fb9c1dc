"""Which rows are about the same grant: in another edition of the file, and within one."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import lru_cache

from kommin.foundation.search import fold
from kommin.imports.core.doubts import doubt
from kommin.imports.core.rows import ReadRow, State, What


def identify(rows: Sequence[ReadRow]) -> None:
    """Give every grant an identity that another edition of the file gives it too, whatever the order of its rows.

    A reference of its own decides. Without one it is recipient, title, building block and year, and how often these
    came before. The recipient is its key where it is known, so that another spelling is no other grant.
    """
    times: Counter[str] = Counter()
    first: dict[str, ReadRow] = {}
    for row in rows:
        if row.what != What.GRANT:
            continue
        reference, who = _folded(row.reference) if row.reference else "", _who(row)
        if row.reference:
            _share_reference(row, reference, who, first)
        base = _base(row, reference, who)
        times[digest := _digest(base)] += 1
        row.identity = _digest((*base, str(times[digest])))
        row.case_key = _digest(("case", row.reference, who)) if row.reference else row.identity


def _base(row: ReadRow, reference: str, who: str) -> tuple[str, ...]:
    if row.reference:
        return ("reference", reference, who, str(row.year or ""))
    return ("row", who, fold(row.title), _folded(row.category), str(row.year or ""))


def _who(row: ReadRow) -> str:
    return f"key:{row.entry.key}" if row.entry else f"name:{_folded(row.applicant_text)}"


_folded = lru_cache(20_000)(fold)
"""Folded; a file names the same recipients, references and categories again and again."""


def _share_reference(row: ReadRow, reference: str, who: str, first: dict[str, ReadRow]) -> None:
    """A reference that stands with several recipients is told; each recipient has a case of its own."""
    if row.state == State.LEFT_OUT:
        return
    known = first.setdefault(reference, row)
    if known is not row and _who(known) != who:
        row.add(doubt("reference_shared", text=row.reference, other=known.line))


def join_reductions(rows: Sequence[ReadRow], joined: bool) -> None:
    """Let a negative amount reduce the grant it belongs to: of the same reference, or the same recipient and title.

    A case can never be worth less than nothing; what would make it so is left for a person to decide.
    """
    if not any(row.what == What.GRANT and row.cents is not None and row.cents < 0 for row in rows):
        return
    worth: dict[str, Decimal] = defaultdict(Decimal)
    grants: dict[tuple[str, ...], list[ReadRow]] = defaultdict(list)
    for row in rows:
        if row.what == What.GRANT and row.state == State.READY and row.cents is not None and row.cents >= 0:
            worth[row.case_key] += row.cents
            for name in _names(row):
                grants[name].append(row)
    for row in rows:
        if row.what != What.GRANT or row.cents is None or row.cents >= 0 or row.state == State.LEFT_OUT:
            continue
        target = _reduced_by(row, grants, worth)
        if target is None:
            row.add(doubt("negative_alone", value=row.cents), State.CHOICE)
            continue
        row.add(doubt("negative", value=row.cents, other=target.line), None if joined else State.LEFT_OUT)
        row.case_key = target.case_key
        if row.state == State.READY:
            worth[target.case_key] += row.cents


def _reduced_by(
    row: ReadRow, grants: dict[tuple[str, ...], list[ReadRow]], worth: dict[str, Decimal]
) -> ReadRow | None:
    """The grant a negative row reduces; the nearest reading of "the same" that still has enough left."""
    for name in _names(row):
        fitting = [
            grant for grant in grants.get(name, ()) if row.cents is not None and worth[grant.case_key] + row.cents >= 0
        ]
        if len({grant.case_key for grant in fitting}) == 1:
            return fitting[0]
        equal = [grant for grant in fitting if row.cents is not None and grant.cents == -row.cents]
        if equal:
            return equal[-1]
        if fitting:
            before = [grant for grant in fitting if grant.line < row.line]
            return (before or fitting)[-1]
    return None


def _names(row: ReadRow) -> list[tuple[str, ...]]:
    """By what a reduction finds its grant, the surest first."""
    who = _who(row)
    names: list[tuple[str, ...]] = []
    if row.reference:
        return [("reference", fold(row.reference), who)]
    names.append(("title", who, fold(row.title), str(row.year or "")))
    names.append(("title", who, fold(row.title)))
    return names


def _digest(parts: Iterable[str]) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:40]
