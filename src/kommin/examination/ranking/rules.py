"""The rules of a scenario as they are kept, and in words."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kommin.examination.ranking.engine import BlockLimit, Rules
from kommin.foundation.ui.formatting import reader
from kommin.law.money import ZERO


def kept(rules: Rules) -> dict[str, Any]:
    """Plain data; what is not tried is left out."""
    found: dict[str, Any] = {}
    if rules.top is not None:
        found["top"] = rules.top
    if rules.threshold is not None:
        found["threshold"] = str(rules.threshold)
    if rules.cut:
        found["cut"] = str(rules.cut)
    if rules.per_district:
        found["per_district"] = True
    if rules.overtake:
        found["overtake"] = True
    if rules.blocks:
        found["blocks"] = [
            {
                "block": one.block,
                "most_cases": one.most_cases,
                "most_amount": None if one.most_amount is None else str(one.most_amount),
            }
            for one in rules.blocks
        ]
    return found


def thawed(data: Mapping[str, Any]) -> Rules:
    """The rules that were kept."""
    return Rules(
        top=data.get("top"),
        threshold=_decimal(data.get("threshold")),
        cut=_decimal(data.get("cut")) or ZERO,
        per_district=bool(data.get("per_district")),
        overtake=bool(data.get("overtake")),
        blocks=tuple(
            BlockLimit(row["block"], row["most_cases"], _decimal(row["most_amount"])) for row in data.get("blocks", [])
        ),
    )


def in_words(rules: Rules, blocks: Mapping[str, str]) -> list[str]:
    """What is tried, one sentence for each rule.

    Args:
        blocks: what the building blocks are called, by code.
    """
    say, found = reader(), []
    if rules.cut:
        found.append(_("All amounts are cut by %(percent)s.") % {"percent": say.percent(rules.cut)})
    if rules.threshold is not None:
        found.append(_("Only scores from %(score)s on.") % {"score": say.number(rules.threshold)})
    if rules.top is not None:
        found.append(
            ngettext("Only the best project.", "At most %(count)s projects, the best first.", rules.top)
            % {"count": say.number(rules.top)}
        )
    if rules.per_district:
        found.append(_("The best project of each district comes first."))
    for one in rules.blocks:
        limits = []
        if one.most_cases is not None:
            limits.append(
                ngettext("%(count)s project", "%(count)s projects", one.most_cases)
                % {"count": say.number(one.most_cases)}
            )
        if one.most_amount is not None:
            limits.append(say.money(one.most_amount))
        found.append(
            _("%(block)s: at most %(limits)s.")
            % {"block": blocks.get(one.block, one.block), "limits": _(" and ").join(limits)}
        )
    if rules.overtake:
        found.append(_("Where the means do not suffice for a project, the next smaller one may take its place."))
    return found or [_("Down the ranking until the means end.")]


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
