"""What each municipality of a joint project bears of the costs and receives of the grant.

Pure: the cells `plan/part-<key>/costs` and `plan/part-<key>/grant` hold what was typed for each partner, the lead has
the rest. So the shares add up by themselves, and nobody types a sum.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from kommin.cases.plan import GRANT, PREFIX, Fault, Plan, amount_in
from kommin.law.money import ZERO
from kommin.law.texts import Money, Text
from kommin.law.texts import gettext_noop as _

PART = f"{PREFIX}part-"
COSTS, OF_GRANT = "costs", "grant"
KINDS = (COSTS, OF_GRANT)
LABELS: Mapping[str, Text] = {COSTS: Text(_("Share of the costs")), OF_GRANT: Text(_("Share of the grant"))}


@dataclass(frozen=True)
class Party:
    """A municipality of a joint project."""

    key: str
    name: str


@dataclass(frozen=True)
class Share:
    """What one municipality bears and receives; `entered` once somebody has typed its costs."""

    key: str
    name: str
    costs: Decimal
    grant: Decimal
    entered: bool = True
    is_lead: bool = False


@dataclass(frozen=True)
class Shares:
    """The shares of all, the lead first."""

    parts: tuple[Share, ...]
    costs: Decimal
    grant: Decimal
    unreadable: tuple[Fault, ...] = ()

    @property
    def lead(self) -> Share:
        return self.parts[0]

    @property
    def partners(self) -> tuple[Share, ...]:
        return self.parts[1:]

    def of(self, key: str) -> Share | None:
        """The share of a municipality."""
        return next((one for one in self.parts if one.key == key), None)


def share_cell(key: str, kind: str) -> str:
    """The key of a field."""
    return f"{PART}{key}/{kind}"


def share_cells(partners: Iterable[Party]) -> Iterator[str]:
    """The keys of all fields."""
    for partner in partners:
        for kind in KINDS:
            yield share_cell(partner.key, kind)


def key_in(cell: str) -> tuple[str, str] | None:
    """The municipality and the kind that a field is about; None for other fields."""
    if not cell.startswith(PART):
        return None
    key, _slash, kind = cell.removeprefix(PART).partition("/")
    return key, kind


def read_shares(values: Mapping[str, Any], plan: Plan, lead: Party, partners: Iterable[Party]) -> Shares | None:
    """The shares that stand in the values of a sheet; None when the project is not a joint one."""
    faults: list[Fault] = []
    rows = []
    for partner in partners:
        costs, granted = (
            amount_in(values.get(share_cell(partner.key, kind)), share_cell(partner.key, kind), faults)
            for kind in KINDS
        )
        entered = values.get(share_cell(partner.key, COSTS)) not in (None, "")
        rows.append(Share(partner.key, partner.name, costs, granted, entered))
    if not rows:
        return None
    total, grant = plan.expenditure, plan.line(GRANT).total
    first = Share(
        lead.key,
        lead.name,
        total - sum((row.costs for row in rows), ZERO),
        grant - sum((row.grant for row in rows), ZERO),
        is_lead=True,
    )
    return Shares((first, *rows), total, grant, tuple(faults))


def share_faults(shares: Shares) -> list[Fault]:
    """What keeps the shares from being handed in."""
    found = list(shares.unreadable)
    for one in shares.partners:
        if not one.entered:
            sentence = Text(_("Enter what {town} bears of the costs; 0 if nothing."), town=one.name)
            found.append(Fault(sentence, share_cell(one.key, COSTS), missing=True))
        elif one.grant > one.costs:
            found.append(_too_much(one, share_cell(one.key, OF_GRANT)))
    lead = shares.lead
    if lead.costs < 0:
        sentence = Text(_("The partners bear {excess} more than the project costs."), excess=Money(-lead.costs))
        found.append(Fault(sentence))
    if lead.grant < 0:
        sentence = Text(_("The partners receive {excess} more than the grant applied for."), excess=Money(-lead.grant))
        found.append(Fault(sentence))
    elif lead.grant > max(lead.costs, ZERO):
        found.append(_too_much(lead))
    return found


def _too_much(one: Share, cell: str = "") -> Fault:
    sentence = _("{town} would receive {grant} for costs of {costs}. The grant cannot be more than the costs.")
    return Fault(Text(sentence, town=one.name, grant=Money(one.grant), costs=Money(one.costs)), cell)
