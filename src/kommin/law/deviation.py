"""How far a line of the financing plan may be exceeded without consent (Nr. 1.2 ANBest-G)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from kommin.law.derivation import Derived, Fact, Input, Step
from kommin.law.money import check_amount, percent_of, round_cents
from kommin.law.regimes import Regime, percent
from kommin.law.texts import ExactMoney, Money, Text
from kommin.law.texts import gettext_noop as _


@dataclass(frozen=True)
class Deviation(Derived):
    """Whether the excess of a line needs consent; `ceiling` is what the line may reach without it (None: no limit)."""

    consent_needed: bool
    ceiling: Decimal | None

    def facts(self) -> Mapping[str, Fact]:
        return {
            "consent_needed": Fact(Text(_("Consent needed")), self.consent_needed),
            "ceiling": Fact(
                Text(_("Allowed without consent up to")), None if self.ceiling is None else Money(self.ceiling)
            ),
        }


def deviation(*, line: Decimal, actual: Decimal, savings: Decimal, regime: Regime, binding: bool = True) -> Deviation:
    """Whether `actual` on a line planned at `line` needs consent, given `savings` on other lines (all in euro).

    The excess must stay within the share the regime permits and be covered by savings elsewhere. `binding` is False
    where the decision has switched the clause off: then no single line binds, only the plan's total.
    """
    line = check_amount(line, field="line")
    actual = check_amount(actual, field="actual")
    savings = check_amount(savings, field="savings")
    permitted = regime.basis("deviation_percent")
    if not binding:
        step = Step(
            "clause-off",
            Text(_("The decision has switched the clause off: single lines don't bind, the plan's total does.")),
            permitted.source,
            Text(_("no consent needed")),
        )
        return Deviation(consent_needed=False, ceiling=None, steps=(step,), regime=regime.name)
    share = percent_of(percent(permitted).percent, line)
    room = min(share, Fraction(savings))
    ceiling = Fraction(line) + room
    needed = Fraction(actual) > ceiling
    steps = (
        Step(
            "share-of-line",
            Text(_("A line may be exceeded by up to {percent}."), percent=permitted.value),
            permitted.source,
            ExactMoney(share),
            (Input("line", Text(_("Line as planned")), Money(line)),),
            (permitted,),
        ),
        Step(
            "savings",
            Text(_("The excess must be covered by savings on other lines: the smaller of both counts.")),
            permitted.source,
            ExactMoney(room),
            (Input("savings", Text(_("Savings on other lines")), Money(savings)),),
        ),
        Step(
            "ceiling",
            Text(_("{actual} is more than the line may reach: consent is needed."), actual=Money(actual))
            if needed
            else Text(_("{actual} is within what the line may reach: no consent is needed."), actual=Money(actual)),
            permitted.source,
            ExactMoney(ceiling),
            (Input("actual", Text(_("Line as spent")), Money(actual)),),
        ),
    )
    return Deviation(consent_needed=needed, ceiling=round_cents(ceiling), steps=steps, regime=regime.name)
