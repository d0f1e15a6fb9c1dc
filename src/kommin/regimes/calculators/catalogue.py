"""All calculators of the house, in the order in which a case meets them."""

from collections.abc import Mapping

from kommin.regimes.calculators.deadlines import DEADLINES, FINAL_FROM
from kommin.regimes.calculators.interest import INTEREST, LATE_USE
from kommin.regimes.calculators.money import BUDGET, DEVIATION, DRAWDOWN, GRANT, WORDS
from kommin.regimes.calculators.specs import Calculator

CALCULATORS: tuple[Calculator, ...] = (
    GRANT,
    BUDGET,
    WORDS,
    FINAL_FROM,
    DRAWDOWN,
    DEVIATION,
    LATE_USE,
    INTEREST,
    DEADLINES,
)
_BY_NAME: Mapping[str, Calculator] = {calculator.name: calculator for calculator in CALCULATORS}


def calculator_named(name: str) -> Calculator | None:
    """The calculator of that name (as in addresses and commands)."""
    return _BY_NAME.get(name)
