"""Template tags of scoring and ranking: `{% load scoring %}`."""

from decimal import Decimal
from typing import Any

from django import template

from kommin.examination.models import Consensus
from kommin.examination.scoring_shown import Scoring

register = template.Library()


@register.simple_tag
def consensus_lines(scoring: Scoring, consensus: Consensus) -> list[Any]:
    """`{% consensus_lines scoring one as lines %}`: criterion, points and reason of a common score."""
    return scoring.lines_of(consensus)


@register.filter
def entry(values: Any, key: Any) -> Any:
    """`{{ names|entry:pk }}`: the value of a key; empty where there is none."""
    return values.get(key, "") if hasattr(values, "get") else ""


@register.filter
def as_amount(text: str | None) -> Decimal | None:
    """`{{ share.grant|as_amount|money }}`: an amount that was kept as text."""
    return Decimal(text) if text else None
