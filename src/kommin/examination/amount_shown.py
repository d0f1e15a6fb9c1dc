"""Judgements of a plan as pages show them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language

from kommin.examination.models import AmountJudgement, Verdict
from kommin.law.money import ZERO


@dataclass(frozen=True)
class LineShown:
    """One line: what was applied for, what is accepted, why."""

    label: str
    eligible: bool
    applied: Decimal
    accepted: Decimal
    verdict: str
    verdict_label: str
    reason: str


@dataclass(frozen=True)
class JudgementShown:
    """One judgement, written out in the reader's language; the derivation stays as it was computed then."""

    judgement: AmountJudgement
    lines: Sequence[LineShown]
    steps: Sequence[Mapping[str, Any]]
    years: Sequence[tuple[int, Decimal]]
    outdated: bool

    @property
    def difference(self) -> Decimal:
        """How much less than applied for."""
        return self.judgement.applied - self.judgement.amount


def shown(judgement: AmountJudgement, digest: str) -> JudgementShown:
    """A judgement for a page.

    Args:
        digest: of the content that holds now; a judgement of another one is outdated.
    """
    language = "de" if (get_language() or "de").startswith("de") else "en"
    return JudgementShown(
        judgement,
        [_line(line, language) for line in judgement.lines],
        judgement.derivation.get(language, []),
        [(int(year), Decimal(amount)) for year, amount in sorted(judgement.years.items())],
        judgement.content_digest != digest,
    )


def _line(line: Mapping[str, Any], language: str) -> LineShown:
    verdict = line["verdict"]
    return LineShown(
        line[f"label_{language}"],
        line["eligible"],
        _sum(line["applied"]),
        _sum(line["accepted"]),
        verdict,
        str(Verdict(verdict).label) if verdict else "",
        line["reason"],
    )


def _sum(amounts: Mapping[str, str]) -> Decimal:
    return sum((Decimal(amount) for amount in amounts.values()), ZERO)
