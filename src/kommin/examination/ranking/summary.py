"""The sums of a scenario, kept with it so that several can be compared without reading their lines."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from kommin.examination.ranking.collecting import Round
from kommin.examination.ranking.engine import Line, Result
from kommin.law.money import ZERO


def summary_of(round_: Round, result: Result) -> dict[str, Any]:
    """Counts and amounts as plain data: overall, per pot what is used and left, per building block, per district."""
    return {
        "ranked": len(result.lines),
        "waiting": len(round_.waiting),
        "awarded": len(result.awarded),
        "amount": str(result.total),
        "asked": str(sum((line.row.amount for line in result.lines), ZERO)),
        "pots": _pots(result),
        "blocks": _by(result.lines, lambda line: line.row.block),
        "districts": _by(result.lines, lambda line: line.row.district),
        "why": _counts(line.why.value for line in result.lines),
    }


def _pots(result: Result) -> list[dict[str, Any]]:
    used: dict[tuple[int | None, int], Any] = defaultdict(lambda: ZERO)
    for line in result.awarded:
        for year, amount in line.years.items():
            if amount:
                used[line.row.authority, year] += amount
    return [
        {"authority": house, "year": year, "used": str(used[house, year]), "left": str(left)}
        for (house, year), left in sorted(result.left.items(), key=lambda item: (item[0][1], item[0][0] or 0))
    ]


def _by(lines: Iterable[Line], key: Any) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for line in lines:
        entry = found.setdefault(key(line), {"ranked": 0, "awarded": 0, "amount": ZERO})
        entry["ranked"] += 1
        if line.award:
            entry["awarded"] += 1
            entry["amount"] += line.amount
    return {name: entry | {"amount": str(entry["amount"])} for name, entry in sorted(found.items())}


def _counts(words: Iterable[str]) -> dict[str, int]:
    found: dict[str, int] = defaultdict(int)
    for word in words:
        found[word] += 1
    return dict(found)
